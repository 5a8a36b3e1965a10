import type { NewEvent, RunEnd } from "@mortise/contract";
import type { Context } from "../context.ts";
import { addEvents } from "../history.ts";
import { packBlobs } from "../postgres/blobs.ts";
import { sql, statement } from "../postgres/statement.ts";
import { type BodyPiece, writePieces } from "../runs/bodies.ts";
import { countEnds } from "../runs/counts.ts";
import { sealPart } from "../runs/sealed.ts";
import { addSearchKeys } from "../runs/search-keys.ts";
import type { Claimed } from "./claim.ts";
import { type Line, lockLines, promoteHeads } from "./line.ts";
import type { Queue } from "./queue.ts";

const END = statement(`
  WITH given AS (
    SELECT * FROM unnest($3::text[], $4::uuid[], $5::int[], $6::text[], $7::boolean[], $8::int[], $9::int[], $10::int[],
        $11::int[])
      AS g (tenant_id, run_id, epoch, status, handled, message_at, message_size, error_at, error_size)),
  over AS (
    DELETE FROM open_run o USING given g
    WHERE o.tenant_id = g.tenant_id AND o.run_id = g.run_id AND o.epoch = g.epoch AND g.status <> 'parked'
    RETURNING o.tenant_id, o.run_id, o.serial, o.started_at),
  -- A parked run keeps its place at the head of its line: those behind it wait for a person too.
  parked AS (
    UPDATE open_run o SET parked = true, owner = NULL FROM given g
    WHERE o.tenant_id = g.tenant_id AND o.run_id = g.run_id AND o.epoch = g.epoch AND g.status = 'parked'
    RETURNING o.tenant_id, o.run_id, false AS serial, o.started_at),
  ended AS (SELECT * FROM over UNION ALL SELECT * FROM parked),
  written AS (
    UPDATE run r SET status = g.status, handled = g.handled,
      message = substring($2::bytea FROM g.message_at FOR g.message_size),
      error = substring($2::bytea FROM g.error_at FOR g.error_size),
      started_at = ended.started_at, finished_at = CASE WHEN g.status <> 'parked' THEN stamp($1) END
    FROM ended JOIN given g USING (tenant_id, run_id)
    WHERE r.tenant_id = ended.tenant_id AND r.run_id = ended.run_id
    RETURNING r.tenant_id, r.run_id, r.flow, r.environment, r.status, r.error, r.finished_at, ended.serial),
  counted AS (${countEnds("written")})
  SELECT tenant_id AS tenant, run_id AS "runId", flow, environment, serial FROM written`);

/** A run that has come to its end here. */
export interface Finished {
  readonly claimed: Claimed;
  readonly end: RunEnd;
  /** Of the body of its last message, when that is a large one. */
  readonly pieces: readonly BodyPiece[];
  /** What people should hear of, written with the end. */
  readonly event?: NewEvent | undefined;
}

interface Ended extends Line {
  readonly runId: string;
  readonly serial: boolean;
}

/** What one commit of ends did. */
export interface Completion {
  /** Per run: whether the claim still stood. */
  readonly stood: readonly boolean[];
  /** How many jobs were made for the next ones in line. */
  readonly promoted: number;
}

/** Ends runs, their jobs, and lets the next in line forward: one transaction. An end whose claim was lost changes nothing. */
export async function completeRuns(
  { database, vault, stamp }: Context,
  queue: Queue,
  finished: readonly Finished[],
  tell: (jobs: number) => boolean,
): Promise<Completion> {
  const sealed = await Promise.all(
    finished.map(async ({ claimed: { run, unreadable }, end }) => {
      // One whose keys cannot be opened ends all the same; its event says why.
      const keys = await vault.of(run.tenant).catch((error) => {
        if (unreadable) return undefined;
        throw error;
      });
      const message = keys && end.message && sealPart(keys, run, "message", end.message);
      return { message, error: keys && end.error && sealPart(keys, run, "error", end.error) };
    }),
  );
  const tenants = [...new Set(finished.map(({ claimed }) => claimed.run.tenant))];
  const serial = finished.filter(({ claimed }) => claimed.run.serial).map(({ claimed }) => claimed.run);
  // Both kinds of byte strings in one parameter: the errors stand behind the messages.
  const { bytes, at, size } = packBlobs([...sealed.map(({ message }) => message), ...sealed.map(({ error }) => error)]);
  const [messages, errors] = [[0, sealed.length] as const, [sealed.length] as const];
  const values = [
    ...[stamp(), bytes],
    finished.map(({ claimed }) => claimed.run.tenant),
    finished.map(({ claimed }) => claimed.run.id),
    finished.map(({ claimed }) => claimed.epoch),
    finished.map(({ end }) => end.status),
    finished.map(({ end }) => end.handled ?? false),
    ...[at.slice(...messages), size.slice(...messages), at.slice(...errors), size.slice(...errors)],
  ];
  return await database.transaction(tenants, async (transaction) => {
    await lockLines(transaction, serial);
    // A job whose claim was lost is not of this attempt any more and stays.
    const removing = await queue.remove(
      transaction,
      finished.map(({ claimed }) => claimed.job),
    );
    const spooling = writePieces(
      transaction,
      finished.flatMap(({ pieces }) => pieces),
    );
    const ending = transaction.query<Ended>(END, values);
    const telling = addEvents(
      transaction,
      finished.flatMap(({ event }) => event ?? []),
      stamp(),
    );
    const keying = addSearchKeys(
      transaction,
      finished.map(({ claimed: { run }, end }) => ({ tenant: run.tenant, id: run.id, searchKeys: end.searchKeys })),
    );
    if (serial.length === 0) transaction.commit();
    const [ended] = await Promise.all([ending, keying, removing.answered, spooling, telling]);
    const over = new Set(ended.map(({ runId }) => runId));
    const next = await promoteHeads(
      transaction,
      ended.filter(({ serial }) => serial),
    );
    if (next.length > 0) {
      const inserting = await queue.insert(transaction, next);
      if (tell(next.length)) await transaction.query(TELL);
      await inserting.answered;
    }
    return { stood: finished.map(({ claimed }) => over.has(claimed.run.id)), promoted: next.length };
  });
}

/** Wakes the pumps of the other processes. */
export const TELL = sql`SELECT pg_notify('mortise', 'run')`;
