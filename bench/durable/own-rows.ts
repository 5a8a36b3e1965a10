import type pg from "pg";
import { atOnce, snapshot, uuid7 } from "./run.ts";

/** Makes the tables of one's own anew. */
export async function makeOwnTables(pool: pg.Pool): Promise<void> {
  await pool.query(`
    DROP TABLE IF EXISTS own_run, own_step;
    CREATE TABLE own_run (id uuid PRIMARY KEY, tenant text NOT NULL, status text NOT NULL, input jsonb);
    CREATE TABLE own_step (run uuid, path text, result jsonb, PRIMARY KEY (run, path))`);
}

/**
 * The floor: the same number of rows by plain inserts, group-committed, without queue, fence, encryption or tenants.
 * What the disk and the driver allow.
 */
export async function writeOwnRows(pool: pg.Pool, runs: number, lanes: number): Promise<void> {
  const json = JSON.stringify(snapshot);
  const grouped = (text: string) =>
    group((items: readonly [string, string][]) =>
      pool.query({
        name: text.slice(0, 20),
        text,
        values: [items.map(([run]) => run), items.map(([, path]) => path), items.map(() => json)],
      }),
    );
  const begin = grouped(
    "INSERT INTO own_run SELECT run, 't' || path, 'open', input FROM unnest($1::uuid[], $2::text[], $3::jsonb[]) AS t (run, path, input)",
  );
  const step = grouped("INSERT INTO own_step SELECT * FROM unnest($1::uuid[], $2::text[], $3::jsonb[])");
  const end = grouped(
    "UPDATE own_run r SET status = 'done', input = t.input FROM unnest($1::uuid[], $2::text[], $3::jsonb[]) AS t (run, path, input) WHERE r.id = t.run",
  );
  await atOnce(lanes, runs, async () => {
    const run = uuid7();
    await begin([run, ""]);
    for (let at = 0; at < 8; at++) await step([run, `${at}`]);
    await end([run, ""]);
  });
}

/** Many callers, one commit; two commits at a time. */
function group<T>(commit: (items: readonly T[]) => Promise<unknown>): (item: T) => Promise<void> {
  const waiting: { item: T; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let busy = 0;
  const go = () => {
    if (waiting.length === 0 || busy >= 2) return;
    const batch = waiting.splice(0, 300);
    busy++;
    commit(batch.map(({ item }) => item))
      .then(
        () => batch.forEach(({ resolve }) => void resolve()),
        (error) => batch.forEach(({ reject }) => void reject(error)),
      )
      .finally(() => {
        busy--;
        go();
      });
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (waiting.length === 1) setImmediate(go);
    });
}
