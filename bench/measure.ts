/** One line of a benchmark's table. */
export interface Row {
  readonly name: string;
  /** Things done in a second: the best of the rounds, since noise only ever slows down. */
  readonly perSecond: number;
}

const ROUNDS = 5;

/** Times work that does `count` things, in a few rounds after one that warms up. */
export async function measure(name: string, count: number, work: () => void | Promise<void>): Promise<Row> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round <= ROUNDS; round++) {
    const began = performance.now();
    await work();
    if (round > 0) best = Math.min(best, performance.now() - began);
  }
  return { name, perSecond: (count / best) * 1000 };
}

/** Prints rows with their ratio to the first, the floor. */
export function printTable(title: string, rows: readonly Row[]): void {
  const floor = rows[0]?.perSecond ?? 1;
  const widest = Math.max(...rows.map(({ name }) => name.length));
  console.log(`\n${title}`);
  for (const { name, perSecond } of rows) {
    console.log(
      `  ${name.padEnd(widest)}  ${Math.round(perSecond).toLocaleString("en").padStart(12)}  ${(perSecond / floor).toFixed(2)} of the floor`,
    );
  }
}
