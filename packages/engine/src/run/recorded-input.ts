import { type Journal, type JournalEntry, mortiseError, type Snapshot } from "@mortise/contract";
import type { Plan } from "../plan/plan.ts";
import { FatalError } from "./halt.ts";
import type { RunPorts, RunStart } from "./ports.ts";
import { runPlan } from "./run-plan.ts";
import { takeSnapshot } from "./snapshot.ts";

/** What a node began with, each time that a run came by. */
export interface RecordedInput {
  readonly path: string;
  readonly nodeId: string;
  readonly input: Snapshot;
  /** Whether nothing before it had to be read anew: that may have changed since. */
  readonly exact: boolean;
}

/** A node that a split reached for each of a million parts is not looked for any further. */
const MOST = 100;

/**
 * What a node began with in a run of the past, exactly: the run is gone through once more by its journal, as far as that
 * goes. Nothing is called, written or told; only what is a function of the message is computed anew. `wanted` is the
 * node's id, or its path.
 */
export async function recordedInputs(
  plan: Plan,
  start: RunStart,
  ports: Pick<RunPorts, "tenant" | "clock" | "scripts" | "variables">,
  entries: ReadonlyMap<string, JournalEntry>,
  wanted: string,
): Promise<readonly RecordedInput[]> {
  const found: RecordedInput[] = [];
  const journal = new PastJournal(entries, start.runId);
  const nowhere = () => Promise.reject(new FatalError(mortiseError("ENGINE_JOURNAL_CONFLICT", { run: start.runId })));
  const past: Pick<RunPorts, "http" | "log" | "journal" | "trace" | "watch" | "random"> = {
    http: { send: nowhere },
    log: { write: () => {} },
    journal,
    trace: "off",
    random: Math.random,
    watch(node, path, exchange) {
      if (path !== wanted && node.id !== wanted) return;
      found.push({ path, nodeId: node.id, input: takeSnapshot(exchange), exact: journal.isExact(path) });
      if (found.length >= MOST) throw new FatalError(mortiseError("ENGINE_JOURNAL_CONFLICT", { run: start.runId }));
    },
  };
  try {
    await runPlan(plan, start, { ...ports, ...past } as RunPorts);
  } catch {
    // Here the journal ends. What was found before stands.
  }
  return found;
}

/** A journal that only tells: where it has nothing to tell, the run of the past ends. */
class PastJournal implements Journal {
  readonly entries: ReadonlyMap<string, JournalEntry>;
  readonly #run: string;
  /** Where in the graph what was read anew may show: the beginnings of paths. */
  readonly #guessed: string[] = [];

  constructor(entries: ReadonlyMap<string, JournalEntry>, run: string) {
    this.entries = entries;
    this.#run = run;
  }

  isExact(path: string): boolean {
    return !this.#guessed.some((beginning) => path.startsWith(beginning));
  }

  /** Reads at a run's end are not written down. The run goes on, since other branches may know more. */
  read(path: string): void {
    const branch = path.slice(0, path.lastIndexOf("/") + 1);
    const split = branch.indexOf("[");
    // What one part of a split read, shows behind the split too.
    this.#guessed.push(split < 0 ? branch : branch.slice(0, branch.lastIndexOf("/", split) + 1));
  }

  intent = async (): Promise<never> => this.#ends();
  retry = async (): Promise<never> => this.#ends();
  result = async (): Promise<never> => this.#ends();
  store = async (): Promise<never> => this.#ends();

  #ends(): never {
    throw new FatalError(mortiseError("ENGINE_JOURNAL_CONFLICT", { run: this.#run }));
  }
}
