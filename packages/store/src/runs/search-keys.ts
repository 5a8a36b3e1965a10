import type { NewRun } from "@mortise/contract";
import type { Transaction } from "../postgres/database.ts";
import { sql } from "../postgres/statement.ts";

const ADD = sql`
  INSERT INTO run_key (tenant_id, key, run_id)
  SELECT DISTINCT tenant_id, key, run_id FROM unnest($1::text[], $2::text[], $3::uuid[]) AS k (tenant_id, key, run_id)
  ON CONFLICT DO NOTHING`;

/** Makes runs findable by their keys: `name=value` by the pair and by the value alone. */
export async function addSearchKeys(
  transaction: Transaction,
  runs: readonly Pick<NewRun, "tenant" | "id" | "searchKeys">[],
): Promise<void> {
  const rows = runs.flatMap(({ tenant, id, searchKeys = [] }) =>
    searchKeys.flatMap((key) => [key, key.slice(key.indexOf("=") + 1)].map((text) => ({ tenant, id, key: text }))),
  );
  if (rows.length === 0) return;
  await transaction.query(ADD, [
    rows.map(({ tenant }) => tenant),
    rows.map(({ key }) => key),
    rows.map(({ id }) => id),
  ]);
}
