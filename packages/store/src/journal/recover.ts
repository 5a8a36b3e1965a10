import type { JournalEntry } from "@mortise/contract";
import type { Context } from "../context.ts";
import { isProvenGone, type ProcessIdentity } from "../postgres/process.ts";
import { sql } from "../postgres/statement.ts";
import { type JournalRow, type JournalRun, toEntry } from "./row.ts";

const ROWS = sql`
  SELECT tenant_id, run_id, path, node, epoch, owner, deadline, repeatable, intent, result FROM journal
  WHERE tenant_id = $1 AND run_id = $2`;
const ANSWERS = sql`
  SELECT tenant_id, run_id, path, node, epoch, owner, deadline, repeatable, intent, result FROM journal
  WHERE tenant_id = $1 AND run_id = $2 AND path = ANY ($3::text[]) AND result IS NOT NULL`;
const PROCESSES = sql`
  SELECT number, place, pid, pid_started, stopped_at IS NOT NULL AS stopped FROM process WHERE number = ANY ($1::int[])`;

/** How often a resumed run looks whether the answer it waits for has come. */
const LOOK = 250;
/** Clocks differ, and an answer that was late is still an answer. */
const GRACE = 60_000;

/** What earlier claims of a run wrote. */
export interface Recovered {
  /** Grows while the opener of an intent may still answer: what comes in is put here. */
  readonly entries: ReadonlyMap<string, JournalEntry>;
  readonly openedBy: ReadonlyMap<string, number>;
  /** Stops looking for answers. */
  stop(): void;
}

/** The journal of a run that nobody has begun. */
export const NOTHING: Recovered = { entries: new Map(), openedBy: new Map(), stop: () => {} };

/**
 * Reads what earlier claims wrote. An open intent keeps its deadline while whoever opened it may still answer; when that
 * process is proven gone, or no claim of ours holds it any more (`isHeld`), the deadline reads 0: there is nothing to wait for.
 */
export async function recover(
  { database, vault, session }: Context,
  run: JournalRun,
  isHeld: (epoch: number) => boolean,
): Promise<Recovered> {
  const keys = await vault.of(run.tenant);
  const rows = await database.query<JournalRow>(run.tenant, ROWS, [run.tenant, run.id]);
  const open = rows.filter((row) => row.intent && !row.result);
  const gone = await goneOwners(open.map(({ owner }) => owner).filter((owner) => owner !== session.number));
  const abandoned = (row: JournalRow) => (row.owner === session.number ? !isHeld(row.epoch) : gone.has(row.owner));
  const entries = new Map(rows.map((row) => [row.path, toEntry(keys, run, row, abandoned(row))]));

  return {
    entries,
    openedBy: new Map(open.map((row) => [row.path, row.epoch])),
    stop: watchAnswers(open.filter((row) => !abandoned(row))),
  };

  /** Puts answers that still come in into `entries`. */
  function watchAnswers(awaited: readonly JournalRow[]): () => void {
    const paths = new Set(awaited.map(({ path }) => path));
    const latest = Math.max(0, ...awaited.map(({ deadline }) => deadline?.getTime() ?? 0));
    const timer = setInterval(async () => {
      try {
        for (const row of await database.query<JournalRow>(run.tenant, ANSWERS, [run.tenant, run.id, [...paths]])) {
          entries.set(row.path, toEntry(keys, run, row, false));
          paths.delete(row.path);
        }
      } catch {
        // Asked again a moment later.
      }
      if (paths.size === 0 || Date.now() > latest + GRACE) clearInterval(timer);
    }, LOOK);
    timer.unref();
    if (paths.size === 0) clearInterval(timer);
    return () => clearInterval(timer);
  }

  async function goneOwners(owners: readonly number[]): Promise<ReadonlySet<number>> {
    if (owners.length === 0) return new Set();
    const known = await database.engine<ProcessIdentity & { number: number; stopped: boolean }>(PROCESSES, [owners]);
    return new Set(known.filter((each) => each.stopped || isProvenGone(each)).map(({ number }) => number));
  }
}
