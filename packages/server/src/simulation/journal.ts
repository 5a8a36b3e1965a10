import type { Clock, Intent, Journal, JournalEntry, RetryLater, StepResult, VariableWrite } from "@mortise/contract";
import { conflict, type JournalRow, type RunRow, type SimulatedDatabase } from "./database.ts";
import type { Life, World } from "./world.ts";

/** How often a resumed run looks whether the answer it waits for has come. */
const LOOK = 250;

/** The journal of one claim in the simulated database, with the fence and the rights of the opener of an intent. */
export class SimulatedJournal implements Journal {
  readonly #database: SimulatedDatabase;
  readonly #life: Life;
  readonly #row: RunRow;
  readonly #epoch: number;
  readonly #clock: Clock;
  readonly entries: ReadonlyMap<string, JournalEntry>;
  #waiting: { readonly path: string; readonly entry: JournalEntry }[] = [];

  constructor(
    database: SimulatedDatabase,
    life: Life,
    row: RunRow,
    epoch: number,
    entries: ReadonlyMap<string, JournalEntry>,
    clock: Clock,
  ) {
    this.#clock = clock;
    this.#database = database;
    this.#life = life;
    this.#row = row;
    this.#epoch = epoch;
    this.entries = entries;
  }

  read(path: string, nodeId: string, result: StepResult): void {
    this.#waiting.push({ path, entry: { path, nodeId, result } });
  }

  intent(path: string, nodeId: string, intent: Intent): Promise<void> {
    // A deadline on the database's clock means the same to processes whose clocks differ.
    const patience = intent.deadline - this.#clock.now();
    return this.#write((row) => this.#put(row, path, { path, nodeId, intent }, patience));
  }

  retry(path: string, nodeId: string, { attempts, at }: RetryLater): Promise<void> {
    const wait = at - this.#clock.now();
    return this.#write((row) => {
      const intent = row.journal.get(path)?.entry.intent;
      this.#put(row, path, { path, nodeId, intent, again: "retry", attempts, retryAt: this.#database.now + wait });
    });
  }

  result(path: string, nodeId: string, result: StepResult, writes: readonly VariableWrite[] = []): Promise<void> {
    return this.#database.request(this.#life, () => {
      const known = this.#row.journal.get(path);
      if (!known) throw conflict();
      // What an earlier claim left open the present one may close; whoever opened it may always.
      if (known.epoch !== this.#epoch) this.#database.fenced(this.#row, this.#epoch);
      // An answer that was lost on the way: it is written already.
      if (known.entry.result) return;
      this.#put(this.#row, path, { path, nodeId, intent: known.entry.intent, result });
      if (writes.length > 0) this.#database.writes.push(`${this.#row.run.id}/${path}`);
    });
  }

  store(path: string, nodeId: string, result: StepResult, writes: readonly VariableWrite[]): Promise<void> {
    return this.#write((row) => {
      if (row.journal.has(path)) throw conflict();
      this.#put(row, path, { path, nodeId, result });
      if (writes.length > 0) this.#database.writes.push(`${row.run.id}/${path}`);
    });
  }

  /** One transaction behind the fence; what was read before rides along. */
  #write(apply: (row: RunRow) => void): Promise<void> {
    const riding = this.#waiting;
    this.#waiting = [];
    return this.#database.request(this.#life, () => {
      const row = this.#database.fenced(this.#row, this.#epoch);
      for (const { path, entry } of riding) this.#put(row, path, entry);
      apply(row);
    });
  }

  #put(row: RunRow, path: string, entry: JournalEntry, patience = 0): void {
    const deadline = this.#database.now + patience;
    row.journal.set(path, { entry, epoch: this.#epoch, opener: this.#life, deadline });
  }
}

/** Reads what earlier claims wrote. While somebody may still answer an open intent it waits, up to its deadline. */
export async function recoverJournal(
  world: World,
  database: SimulatedDatabase,
  life: Life,
  row: RunRow,
  isHeld: (epoch: number) => boolean,
  clock: Clock,
): Promise<ReadonlyMap<string, JournalEntry>> {
  const mayAnswer = ({ entry, opener, epoch, deadline }: JournalRow) =>
    entry.intent !== undefined &&
    entry.result === undefined &&
    entry.again === undefined &&
    (opener === life ? isHeld(epoch) : opener.alive) &&
    deadline > world.now;
  for (;;) {
    const rows = await database.request(life, () => [...row.journal.values()]);
    if (!rows.some(mayAnswer)) {
      const ahead = clock.now() - world.now;
      return new Map(
        rows.map(({ entry }) => [
          entry.path,
          entry.retryAt === undefined ? entry : { ...entry, retryAt: entry.retryAt + ahead },
        ]),
      );
    }
    await new Promise<void>((resolve) => world.later(LOOK, life, resolve));
  }
}
