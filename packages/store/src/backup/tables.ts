import type pg from "pg";

/**
 * What is not in a backup: which migrations were applied stands in its first line, and who is signed in at the console
 * signs in again. The queue's schema neither: a run that is open gets its job again when a server starts.
 */
const LEFT_OUT = ["migration", "session"];

/** A table of ours. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns that count by themselves. */
  readonly counting: readonly string[];
}

const TABLES = `
  SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns,
    coalesce(array_agg(a.attname::text) FILTER (WHERE a.attidentity <> ''), '{}') AS counting
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attgenerated = ''
  WHERE c.relnamespace = 'mortise'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL ($1::text[])
  GROUP BY 1 ORDER BY 1`;
const NEEDS = `
  SELECT s.relname AS name, t.relname AS needs FROM pg_constraint k
  JOIN pg_class s ON s.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
  WHERE k.contype = 'f' AND s.relnamespace = 'mortise'::regnamespace AND s.oid <> t.oid`;

/** All tables of a backup, each behind those that its rows point to. */
export async function listTables(client: pg.ClientBase): Promise<readonly Table[]> {
  const left = new Map((await client.query<Table>(TABLES, [LEFT_OUT])).rows.map((table) => [table.name, table]));
  const needs = (await client.query<{ name: string; needs: string }>(NEEDS)).rows;
  const ordered: Table[] = [];
  while (left.size > 0) {
    const ready = [...left.values()].filter(
      ({ name }) => !needs.some((need) => need.name === name && left.has(need.needs)),
    );
    // Two that point to each other: there are none, and a restore would say so.
    for (const table of ready.length > 0 ? ready : [...left.values()]) {
      left.delete(table.name);
      ordered.push(table);
    }
  }
  return ordered;
}
