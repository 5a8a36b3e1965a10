import { setTimeout as sleep } from "node:timers/promises";
import { type Journal, type JournalEntry, mortiseError, type VariableWrite } from "@mortise/contract";
import type { Context } from "../context.ts";
import type { TenantVault } from "../crypto/vault.ts";
import { failPoint } from "../fail-point.ts";
import { isUnavailable } from "../postgres/failure.ts";
import { sql } from "../postgres/statement.ts";
import type { RunBodies } from "../runs/bodies.ts";
import { applyWrites, forceCommit } from "../variables/write.ts";
import { type Committer, type JournalWrite, writeAll } from "./committer.ts";
import { type JournalRun, sealStep } from "./row.ts";

const STORE = sql`
  INSERT INTO journal AS j (tenant_id, run_id, path, node, epoch, owner, result)
  SELECT o.tenant_id, o.run_id, g.path, g.node, o.epoch, o.owner, g.result
  FROM (SELECT * FROM open_run WHERE tenant_id = $1 AND run_id = $2 AND epoch = $3 AND owner = $4 FOR SHARE) o,
    unnest($5::text[], $6::text[], $7::bytea[]) AS g (path, node, result)
  ON CONFLICT (tenant_id, run_id, path) DO UPDATE SET written_at = j.written_at
    WHERE j.epoch = excluded.epoch AND j.intent IS NULL AND j.result = excluded.result
  RETURNING path`;

/** For the claim that opened the intent; reads ride along with the commit before it. */
const RETRY = sql`
  UPDATE journal j SET again = 'retry', attempts = $6, retry_at = stamp($8) + $7 * interval '1 ms'
  FROM (SELECT FROM open_run WHERE tenant_id = $1 AND run_id = $2 AND epoch = $3 AND owner = $4 FOR SHARE) held
  WHERE j.tenant_id = $1 AND j.run_id = $2 AND j.epoch = $3 AND j.path = $5 AND j.result IS NULL
  RETURNING path`;

const RESULT = sql`SELECT result FROM journal WHERE tenant_id = $1 AND run_id = $2 AND path = $3 FOR UPDATE`;

/** What a journal needs to know of the claim it belongs to. */
export interface JournalClaim {
  readonly run: JournalRun & { readonly flow: string };
  readonly epoch: number;
  readonly bodies: RunBodies;
  /** What earlier claims wrote. */
  readonly entries: ReadonlyMap<string, JournalEntry>;
  /** Paths of intents that earlier claims left open, with the epoch that opened them. */
  readonly openedBy: ReadonlyMap<string, number>;
}

/** The journal of a claim, with what its dispatcher does at the end of it. */
export interface ClaimJournal extends Journal {
  /** Writes the `read` outcomes that have had nothing to ride with. */
  flush(): Promise<void>;
}

/** An answer that the database cannot take is offered again: quickly first, then once a second. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1_000;

/** Opens the journal of one claim. `closing` aborts when the store is closed: until then the result of an open intent is offered for as long as it takes. */
export function createJournal(
  { database, session, stamp }: Context,
  committer: Committer,
  vault: TenantVault,
  { run, epoch, entries, openedBy, bodies }: JournalClaim,
  closing: AbortSignal,
): ClaimJournal {
  const left = new Map(openedBy);
  let reads: JournalWrite[] = [];
  /** Commits under way that carry reads: nobody's effect may come before them, whichever branch it is on. */
  const carrying = new Set<Promise<unknown>>();
  const seal = (path: string, part: "intent" | "result", value: Parameters<typeof sealStep>[5]) =>
    sealStep(vault, bodies, run, path, part, value);

  /** A body stands in the database before a row refers to it. */
  async function writeBodies(node?: string): Promise<void> {
    const writing = bodies.write(database);
    if (!writing) return;
    failPoint("journal.body.before", node);
    await writing;
    failPoint("journal.body.after", node);
  }

  async function commit(write?: JournalWrite): Promise<void> {
    await writeBodies(write?.node);
    const riding = reads;
    reads = [];
    const writes = write ? [...riding, write] : riding;
    const earlier = [...carrying];
    if (writes.length > 0) {
      const committed = committer.commit({ run, epoch, writes });
      if (riding.length > 0) carry(committed);
      try {
        if (!(await committed).every(Boolean)) throw mortiseError("ENGINE_JOURNAL_CONFLICT", { run: run.id });
      } catch (error) {
        if (isUnavailable(error)) reads = [...riding, ...reads];
        throw error;
      }
    }
    await Promise.all(earlier);
  }

  /** The result of an external node that writes variables too: both or none, and once. */
  async function closeWith(write: JournalWrite, writes: readonly VariableWrite[]): Promise<void> {
    await commit();
    const writer = { tenant: run.tenant, by: run.flow, at: stamp(), vault };
    await database.transaction(run.tenant, async (transaction) => {
      await forceCommit(transaction);
      const [row] = await transaction.query<{ result: Buffer | null }>(RESULT, [run.tenant, run.id, write.path]);
      // The answer to an earlier commit was lost: it was done, and others may have written since.
      if (row?.result && write.result?.equals(row.result)) return;
      const [written] = await Promise.all(writeAll(transaction, [{ ...write, run, epoch }], session.number));
      if (!written?.length) throw mortiseError("ENGINE_JOURNAL_CONFLICT", { run: run.id });
      await applyWrites(transaction, writer, run.environment, writes);
    });
  }

  function carry(committed: Promise<unknown>): void {
    carrying.add(committed);
    const done = () => carrying.delete(committed);
    committed.then(done, done);
  }

  return {
    entries,
    read(path, nodeId, result) {
      reads.push({ kind: "new", path, node: nodeId, result: seal(path, "result", result) });
    },
    async intent(path, nodeId, { input, idempotencyKey, repeatable, deadline }) {
      const known = left.get(path);
      const point = known === undefined ? "journal.intent" : "journal.resend";
      failPoint(`${point}.before`, nodeId);
      await commit({
        kind: known === undefined ? "new" : "reopen",
        path,
        node: nodeId,
        known,
        patience: deadline - (stamp()?.getTime() ?? Date.now()),
        repeatable,
        // The one that is sent again stays as it was first written.
        intent: known === undefined ? seal(path, "intent", { input, idempotencyKey }) : undefined,
      });
      left.delete(path);
      failPoint(`${point}.after`, nodeId);
    },
    async retry(path, nodeId, { attempts, at }) {
      failPoint("journal.retry.before", nodeId);
      await commit();
      const now = stamp();
      const values = [
        run.tenant,
        run.id,
        epoch,
        session.number,
        path,
        attempts,
        at - (now?.getTime() ?? Date.now()),
        now,
      ];
      const written = await database.query(run.tenant, RETRY, values);
      if (written.length === 0) throw mortiseError("ENGINE_JOURNAL_CONFLICT", { run: run.id });
      // Also this very claim may send it again, and it is in doubt once more then.
      left.set(path, epoch);
      failPoint("journal.retry.after", nodeId);
    },
    async result(path, nodeId, result, writes = []) {
      failPoint("journal.result.before", nodeId);
      // Sealed once: an answer that is offered twice is the same bytes.
      const sealed = seal(path, "result", result);
      const write: JournalWrite = { kind: "close", path, node: nodeId, known: left.get(path), result: sealed };
      for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
        try {
          await (writes.length > 0 ? closeWith(write, writes) : commit(write));
          break;
        } catch (error) {
          if (!isUnavailable(error) || closing.aborted) throw error;
          await sleep(pause, undefined, { signal: closing }).catch(() => {});
        }
      }
      failPoint("journal.result.after", nodeId);
    },
    async store(path, nodeId, result, writes) {
      failPoint("journal.store.before", nodeId);
      const riding = reads;
      const sealed = seal(path, "result", result);
      await writeBodies(nodeId);
      const rows = [...riding, { path, node: nodeId, result: sealed }];
      const writer = { tenant: run.tenant, by: run.flow, at: stamp(), vault };
      await Promise.all(carrying);
      await database.transaction(run.tenant, async (transaction) => {
        await forceCommit(transaction);
        const written = await transaction.query(STORE, [
          run.tenant,
          run.id,
          epoch,
          session.number,
          rows.map((row) => row.path),
          rows.map((row) => row.node),
          rows.map((row) => row.result),
        ]);
        if (written.length < rows.length) throw mortiseError("ENGINE_JOURNAL_CONFLICT", { run: run.id });
        await applyWrites(transaction, writer, run.environment, writes);
      });
      reads = reads.filter((row) => !riding.includes(row));
      failPoint("journal.store.after", nodeId);
    },
    flush: () => commit(),
  };
}
