import type { Context } from "../context.ts";
import { createBatch } from "../postgres/batch.ts";
import { packBlobs } from "../postgres/blobs.ts";
import type { Transaction } from "../postgres/database.ts";
import { type Statement, sql } from "../postgres/statement.ts";
import { forceCommit } from "../variables/write.ts";
import type { JournalRun } from "./row.ts";

/**
 * The fence: only the claim that holds the run writes anything new. The lock makes a claim that changes hands at this
 * very moment wait, which a snapshot alone would not see. Written twice, after a commit whose answer was lost, it is
 * the same row. `patience` is how long the opener waits for its answer: a deadline on the server's clock means the
 * same to processes whose clocks differ.
 */
const WRITE = sql`
  INSERT INTO journal AS j (tenant_id, run_id, path, node, epoch, owner, deadline, repeatable, intent, result)
  SELECT g.tenant_id, g.run_id, g.path, g.node, g.epoch, $1, now() + g.patience * interval '1 ms', g.repeatable,
    substring($2::bytea FROM g.intent_at FOR g.intent_size), substring($2::bytea FROM g.result_at FOR g.result_size)
  FROM unnest($3::text[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::float8[], $9::boolean[], $10::int[],
      $11::int[], $12::int[], $13::int[])
    AS g (tenant_id, run_id, epoch, path, node, patience, repeatable, intent_at, intent_size, result_at, result_size)
  CROSS JOIN LATERAL (
    SELECT FROM open_run o
    WHERE o.tenant_id = g.tenant_id AND o.run_id = g.run_id AND o.epoch = g.epoch AND o.owner = $1 FOR SHARE) held
  ON CONFLICT (tenant_id, run_id, path) DO UPDATE SET written_at = j.written_at
    WHERE j.epoch = excluded.epoch AND j.intent IS NOT DISTINCT FROM excluded.intent
      AND j.result IS NOT DISTINCT FROM excluded.result
  RETURNING run_id AS run, path`;

/** The intent of an earlier claim, of epoch `known`, that this claim sends again. */
const REOPEN = sql`
  UPDATE journal j SET epoch = g.epoch, owner = $1, deadline = now() + g.patience * interval '1 ms', written_at = now(),
    again = NULL, retry_at = NULL
  FROM unnest($2::text[], $3::uuid[], $4::int[], $5::text[], $6::int[], $7::float8[])
      AS g (tenant_id, run_id, epoch, path, known, patience)
  CROSS JOIN LATERAL (
    SELECT FROM open_run o
    WHERE o.tenant_id = g.tenant_id AND o.run_id = g.run_id AND o.epoch = g.epoch AND o.owner = $1 FOR SHARE) held
  WHERE j.tenant_id = g.tenant_id AND j.run_id = g.run_id AND j.path = g.path AND j.result IS NULL AND j.epoch = g.known
  RETURNING j.run_id AS run, j.path`;

/** Whoever opened an intent may close it, claim or not: the answer may hold the only new refresh token. Said twice it is the same answer. */
const CLOSE = sql`
  UPDATE journal j SET result = substring($1::bytea FROM g.result_at FOR g.result_size)
  FROM unnest($2::text[], $3::uuid[], $4::int[], $5::text[], $6::int[], $7::int[])
      AS g (tenant_id, run_id, epoch, path, result_at, result_size)
  WHERE j.tenant_id = g.tenant_id AND j.run_id = g.run_id AND j.path = g.path AND j.epoch = g.epoch
    AND (j.result IS NULL OR j.result = substring($1::bytea FROM g.result_at FOR g.result_size))
  RETURNING j.run_id AS run, j.path`;

/** The present claim may close what an earlier one, of epoch `known`, left open. */
const CLOSE_LEFT = sql`
  UPDATE journal j SET result = substring($2::bytea FROM g.result_at FOR g.result_size)
  FROM unnest($3::text[], $4::uuid[], $5::int[], $6::text[], $7::int[], $8::int[], $9::int[])
      AS g (tenant_id, run_id, epoch, path, known, result_at, result_size)
  CROSS JOIN LATERAL (
    SELECT FROM open_run o
    WHERE o.tenant_id = g.tenant_id AND o.run_id = g.run_id AND o.epoch = g.epoch AND o.owner = $1 FOR SHARE) held
  WHERE j.tenant_id = g.tenant_id AND j.run_id = g.run_id AND j.path = g.path AND j.epoch = g.known
    AND (j.result IS NULL OR j.result = substring($2::bytea FROM g.result_at FOR g.result_size))
  RETURNING j.run_id AS run, j.path`;

/** One row to be written: an intent or an outcome that is new, an intent sent again, or the result of an open one. */
export interface JournalWrite {
  readonly kind: "new" | "reopen" | "close";
  readonly path: string;
  readonly node: string;
  /** The epoch of the earlier claim that opened the intent. */
  readonly known?: number | undefined;
  /** Milliseconds. */
  readonly patience?: number | undefined;
  readonly repeatable?: boolean | undefined;
  readonly intent?: Buffer | undefined;
  readonly result?: Buffer | undefined;
}

/** Rows of one run that are written together; the last one is what the caller waits for, those before it ride along. */
export interface JournalCommit {
  readonly run: JournalRun;
  readonly epoch: number;
  readonly writes: readonly JournalWrite[];
}

/** The process's one way into the journal: intents and results of many runs share a commit. Gives back, per write, whether it was accepted. */
export interface Committer {
  commit(commit: JournalCommit): Promise<readonly boolean[]>;
}

/** A row to be written, and under which claim. */
export interface Asked extends JournalWrite {
  readonly run: JournalRun;
  readonly epoch: number;
}

export function createCommitter({ database, session, journalCommits }: Context): Committer {
  const batch = createBatch<JournalCommit, readonly boolean[]>(async (commits) => {
    const places = new Set<string>();
    const asked = commits
      .flatMap(({ run, epoch, writes }) => writes.map((write): Asked => ({ ...write, run, epoch })))
      // A statement cannot write one row twice; the second is a conflict, and nobody else's commit suffers.
      .filter((write) => !places.has(placeOf(write)) && places.add(placeOf(write)))
      // Locks are taken in one order, so that two commits that touch the same runs do not wait in a circle.
      .sort((left, right) => (left.run.id < right.run.id ? -1 : 1));
    const tenants = [...new Set(commits.map(({ run }) => run.tenant))];
    const began = performance.now();
    const accepted = await database.transaction(tenants, async (transaction) => {
      const answers = [forceCommit(transaction), ...writeAll(transaction, asked, session.number)] as const;
      transaction.commit();
      const [, ...written] = await Promise.all(answers);
      return new Set(written.flat().map(({ run, path }) => `${run}\0${path}`));
    });
    journalCommits.add((performance.now() - began) / 1_000);
    return commits.map(({ run, writes }) => writes.map(({ path }) => accepted.delete(`${run.id}\0${path}`)));
  });
  return { commit: (commit) => batch.add(commit) };
}

interface Written {
  readonly run: string;
  readonly path: string;
}

/** Sends the statements for these rows; each gives back those that were accepted. */
export function writeAll(transaction: Transaction, asked: readonly Asked[], owner: number): Promise<Written[]>[] {
  const answers: Promise<Written[]>[] = [];
  const send = (statement: Statement, chosen: readonly Asked[], valuesOf: () => readonly unknown[]) => {
    if (chosen.length > 0) answers.push(transaction.query(statement, valuesOf()));
  };
  const fresh = asked.filter(({ kind }) => kind === "new");
  send(WRITE, fresh, () => {
    // Both kinds of byte strings in one parameter: the results stand behind the intents.
    const { bytes, at, size } = packBlobs([...fresh.map(({ intent }) => intent), ...fresh.map(({ result }) => result)]);
    const [intents, results] = [[0, fresh.length] as const, [fresh.length] as const];
    return [
      ...[owner, bytes, ...rowsOf(fresh), fresh.map(({ node }) => node)],
      ...[fresh.map(({ patience }) => patience), fresh.map(({ repeatable }) => repeatable)],
      ...[at.slice(...intents), size.slice(...intents), at.slice(...results), size.slice(...results)],
    ];
  });
  const reopened = asked.filter(({ kind }) => kind === "reopen");
  send(REOPEN, reopened, () => [
    ...[owner, ...rowsOf(reopened), reopened.map(({ known }) => known), reopened.map(({ patience }) => patience)],
  ]);
  const closed = asked.filter(({ kind, known }) => kind === "close" && known === undefined);
  send(CLOSE, closed, () => {
    const { bytes, at, size } = packBlobs(closed.map(({ result }) => result));
    return [bytes, ...rowsOf(closed), at, size];
  });
  const left = asked.filter(({ kind, known }) => kind === "close" && known !== undefined);
  send(CLOSE_LEFT, left, () => {
    const { bytes, at, size } = packBlobs(left.map(({ result }) => result));
    return [owner, bytes, ...rowsOf(left), left.map(({ known }) => known), at, size];
  });
  return answers;
}

/** Which rows, under which claim. */
function rowsOf(asked: readonly Asked[]): readonly unknown[][] {
  return [
    asked.map(({ run }) => run.tenant),
    asked.map(({ run }) => run.id),
    asked.map(({ epoch }) => epoch),
    asked.map(({ path }) => path),
  ];
}

function placeOf({ run, path }: Asked): string {
  return `${run.tenant}\0${run.id}\0${path}`;
}
