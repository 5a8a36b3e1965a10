import type { BudgetLeft, GrantStore } from "@mortise/contract";
import type { Context } from "../context.ts";
import { sql } from "../postgres/statement.ts";

/** Longer than any call takes: what is held longer belongs to a process that died. */
const HELD = 10 * 60_000;

const HOLD = sql`
  WITH now AS (SELECT stamp($4) AS at)
  INSERT INTO grant_budget AS b (tenant_id, key, held, held_until)
  SELECT $1, $2, 1, now.at + $5 * interval '1 millisecond' FROM now WHERE $3 > 1
  ON CONFLICT (tenant_id, key) DO UPDATE SET
    errors = ARRAY(SELECT e FROM unnest(b.errors) e WHERE e > (SELECT at FROM now) - interval '1 hour' ORDER BY e),
    held = CASE WHEN b.held_until > (SELECT at FROM now) THEN b.held + 1 ELSE 1 END,
    held_until = excluded.held_until
  WHERE (SELECT count(*) FROM unnest(b.errors) e WHERE e > (SELECT at FROM now) - interval '1 hour')
    + CASE WHEN b.held_until > (SELECT at FROM now) THEN b.held ELSE 0 END < $3 - 1
  RETURNING cardinality(errors) AS errors, held, errors[1] + interval '1 hour' AS until`;
const LEFT = sql`
  SELECT count(e) AS errors, min(e) + interval '1 hour' AS until,
    CASE WHEN b.held_until > stamp($3) THEN b.held ELSE 0 END AS held
  FROM grant_budget b LEFT JOIN unnest(b.errors) e ON e > stamp($3) - interval '1 hour'
  WHERE b.tenant_id = $1 AND b.key = $2 GROUP BY b.held, b.held_until`;
const RELEASE = sql`
  UPDATE grant_budget SET held = greatest(held - 1, 0),
    errors = CASE WHEN $3 THEN errors || stamp($4) ELSE errors END
  WHERE tenant_id = $1 AND key = $2`;
const LIST = sql`
  SELECT b.key, count(e) AS errors, min(e) + interval '1 hour' AS until
  FROM grant_budget b JOIN unnest(b.errors) e ON e > stamp($2) - interval '1 hour'
  WHERE b.tenant_id = $1 GROUP BY b.key ORDER BY b.key`;

interface Row {
  readonly errors: number;
  readonly held: number;
  readonly until: Date | null;
}

type Budgeting = Pick<GrantStore, "holdBudget" | "releaseBudget" | "budgets">;

/** The error budgets of providers, shared by all processes. A call holds a place before it is made, so that calls at once cannot all become the error that blocks. */
export function createBudgeting({ database, stamp }: Context): Budgeting {
  return {
    async holdBudget(tenant, key, limit): Promise<BudgetLeft> {
      const [held] = await database.query<Row>(tenant, HOLD, [tenant, key, limit, stamp(), HELD]);
      const [row] = held ? [held] : await database.query<Row>(tenant, LEFT, [tenant, key, stamp()]);
      const errors = row?.errors ?? 0;
      return {
        taken: held !== undefined,
        left: Math.max(0, limit - 1 - errors),
        held: row?.held ?? 0,
        until: row?.until?.getTime() ?? Date.now(),
      };
    },
    async releaseBudget(tenant, key, error) {
      await database.query(tenant, RELEASE, [tenant, key, error, stamp()]);
    },
    async budgets(tenant) {
      const rows = await database.query<Row & { key: string }>(tenant, LIST, [tenant, stamp()]);
      return rows.map(({ key, errors, until }) => ({ key, errors, until: until?.getTime() ?? 0 }));
    },
  };
}
