import { readFileSync } from "node:fs";
import type { Context } from "../context.ts";
import { createBatch } from "../postgres/batch.ts";
import { sql, statement } from "../postgres/statement.ts";
import type { JournalRun } from "./row.ts";

const COMMIT = statement(readFileSync(new URL("commit.sql", import.meta.url), "utf8"));
const FORCE_COMMIT = sql`
  SELECT set_config('synchronous_commit', 'on', true)
  WHERE current_setting('synchronous_commit') IN ('off', 'local')`;

/** One row to be written; `commit.sql` says what the kinds mean. */
export interface JournalWrite {
  readonly kind: "new" | "reopen" | "close";
  readonly path: string;
  readonly node: string;
  readonly known?: number | undefined;
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

export function createCommitter({ database, session }: Context): Committer {
  const batch = createBatch<JournalCommit, readonly boolean[]>(async (commits) => {
    const places = new Set<string>();
    const rows = commits
      .flatMap(({ run, epoch, writes }) => writes.map((write) => ({ run, epoch, write })))
      .map((row, number) => ({ ...row, number }))
      // A statement cannot write one row twice; the second is a conflict, and nobody else's commit suffers.
      .filter(({ run, write }) => {
        const place = `${run.tenant}\0${run.id}\0${write.path}`;
        return !places.has(place) && places.add(place);
      });
    const column = (pick: (row: (typeof rows)[number]) => unknown) => rows.map(pick);
    const values = [
      column(({ number }) => number),
      column(({ write }) => write.kind),
      column(({ run }) => run.tenant),
      column(({ run }) => run.id),
      column(({ epoch }) => epoch),
      column(({ write }) => write.path),
      column(({ write }) => write.node),
      column(({ write }) => write.known),
      column(({ write }) => write.patience),
      column(({ write }) => write.repeatable),
      column(({ write }) => write.intent),
      column(({ write }) => write.result),
      session.number,
    ];
    const tenants = [...new Set(commits.map(({ run }) => run.tenant))];
    const accepted = await database.transaction(tenants, async (transaction) => {
      // Both travel at once: one round trip.
      const [written] = await Promise.all([
        transaction.query<{ number: number }>(COMMIT, values),
        transaction.query(FORCE_COMMIT),
      ]);
      return new Set(written.map(({ number }) => number));
    });
    let number = 0;
    return commits.map(({ writes }) => writes.map(() => accepted.has(number++)));
  });
  return { commit: (commit) => batch.add(commit) };
}
