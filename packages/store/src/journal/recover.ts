import { setTimeout as sleep } from "node:timers/promises";
import type { JournalEntry } from "@mortise/contract";
import type { Context } from "../context.ts";
import { isProvenGone, type ProcessIdentity } from "../postgres/process.ts";
import { sql } from "../postgres/statement.ts";
import { RunBodies } from "../runs/bodies.ts";
import { type JournalRow, type JournalRun, toEntry, withBodies } from "./row.ts";

const ROWS = sql`
  SELECT tenant_id, run_id, path, node, epoch, owner, repeatable, intent, result, again, attempts,
    (extract(epoch FROM deadline - clock_timestamp()) * 1000)::float8 AS patience,
    (extract(epoch FROM retry_at - stamp($3)) * 1000)::float8 AS retry_in
  FROM journal WHERE tenant_id = $1 AND run_id = $2 ORDER BY written_at, path`;
const PROCESSES = sql`
  SELECT number, place, pid, pid_started, stopped_at IS NOT NULL AS stopped FROM process WHERE number = ANY ($1::int[])`;

/** How often a resumed run looks whether the answer it waits for has come. */
const LOOK = 250;

/** What earlier claims of a run wrote. */
export interface Recovered {
  readonly entries: ReadonlyMap<string, JournalEntry>;
  /** Paths of the intents that are open, with the epoch that opened them. */
  readonly openedBy: ReadonlyMap<string, number>;
}

/** The journal of a run that nobody has begun. */
export const NOTHING: Recovered = { entries: new Map(), openedBy: new Map() };

/**
 * Reads what earlier claims wrote. While somebody may still answer an open intent it waits, up to the intent's deadline:
 * the answer of a process that was cut off from the database counts. It does not wait for a process that is proven
 * gone, nor for a claim of our own that is not executed any more (`isHeld`).
 */
export async function recover(
  { database, vault, session, stamp }: Context,
  run: JournalRun,
  bodies: RunBodies,
  isHeld: (epoch: number) => boolean,
  signal: AbortSignal,
): Promise<Recovered> {
  const keys = await vault.of(run.tenant);
  for (;;) {
    const rows = await database.query<JournalRow>(run.tenant, ROWS, [run.tenant, run.id, stamp()]);
    const open = rows.filter((row) => row.intent && !row.result);
    // One that is to be sent again has nobody who may still answer it.
    const awaited = open.filter((row) => row.again === null);
    const gone = await goneOwners(awaited.map(({ owner }) => owner));
    const patience = awaited
      .filter((row) => (row.owner === session.number ? isHeld(row.epoch) : !gone.has(row.owner)))
      .map((row) => row.patience ?? 0);
    const left = Math.max(0, ...patience);
    if (left <= 0 || signal.aborted) {
      const now = stamp()?.getTime() ?? Date.now();
      const entries = await withBodies(
        database,
        bodies,
        rows.map((row) => toEntry(keys, run, row, now)),
      );
      return {
        entries: new Map(entries.map((entry) => [entry.path, entry])),
        openedBy: new Map(open.map((row) => [row.path, row.epoch])),
      };
    }
    await sleep(Math.min(LOOK, left), undefined, { signal, ref: false }).catch(() => {});
  }

  async function goneOwners(owners: readonly number[]): Promise<ReadonlySet<number>> {
    if (owners.length === 0) return new Set();
    const known = await database.engine<ProcessIdentity & { number: number; stopped: boolean }>(PROCESSES, [owners]);
    return new Set(known.filter((each) => each.stopped || isProvenGone(each)).map(({ number }) => number));
  }
}

/** The journal of a run as it stands, for people. */
export async function readJournal(
  { database, vault, stamp }: Pick<Context, "database" | "vault" | "stamp">,
  run: JournalRun,
): Promise<readonly JournalEntry[]> {
  const keys = await vault.of(run.tenant);
  const rows = await database.query<JournalRow>(run.tenant, ROWS, [run.tenant, run.id, stamp()]);
  const now = stamp()?.getTime() ?? Date.now();
  return await withBodies(
    database,
    new RunBodies(run, keys),
    rows.map((row) => toEntry(keys, run, row, now)),
  );
}
