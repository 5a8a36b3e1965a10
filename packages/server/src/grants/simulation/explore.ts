import type { Step } from "./world.ts";

/** One way that things can go, from its beginning. */
export interface Play {
  /** What may happen next; empty when it is over. */
  steps(): Step[];
  key(): string;
  /** Told when it is over. */
  end(): Promise<void> | void;
}

/** How much was tried. */
export interface Explored {
  readonly states: number;
  readonly plays: number;
}

/** Long enough for every promise to be followed up to the next operation. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Tries every order of steps, each play from its beginning: promises cannot be turned back. A state that was seen
 * before is not gone on from.
 */
export async function explore(begin: () => Play): Promise<Explored> {
  const seen = new Set<string>();
  const open: number[][] = [[]];
  let plays = 0;
  for (let path = open.pop(); path; path = open.pop()) {
    plays++;
    const play = begin();
    await settle();
    const way = [...path];
    for (let depth = 0; ; depth++) {
      const steps = play.steps();
      if (depth >= path.length) {
        const key = play.key();
        if (seen.has(key)) break;
        seen.add(key);
        if (steps.length === 0) {
          await play.end();
          break;
        }
        for (let other = steps.length - 1; other > 0; other--) open.push([...way, other]);
        way.push(0);
      }
      steps[way[depth] as number]?.take();
      await settle();
    }
  }
  return { states: seen.size, plays };
}
