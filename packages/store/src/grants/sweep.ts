import { decideRefresh, type GrantState, type GrantStore, type LostGrant, type RefreshNeed } from "@mortise/contract";
import type { Context } from "../context.ts";
import { sql } from "../postgres/statement.ts";
import { lockGrant, note, toLive } from "./lock.ts";
import { type GrantRow, toGrant } from "./row.ts";
import { giveUp } from "./spend.ts";

const LOST = sql`
  SELECT i.tenant_id AS tenant, i.grant_id AS grant, i.intent_id AS intent, i.kind = 'exchange' AS exchange
  FROM grant_intent i LEFT JOIN process p ON p.number = i.owner
  WHERE i.closed_at IS NULL
    AND (i.deadline <= stamp($1) OR p.number IS NULL OR p.stopped_at IS NOT NULL OR p.missed_at IS NOT NULL)
  ORDER BY i.deadline LIMIT 200`;
const CLOSE_EXCHANGE = sql`
  UPDATE grant_intent SET closed_at = stamp($3), outcome = CASE WHEN sent_at IS NULL THEN 'abandoned' ELSE 'in doubt' END
  WHERE tenant_id = $1 AND intent_id = $2 AND closed_at IS NULL RETURNING generation, outcome, closed_at`;
const DUE = sql`
  SELECT tenant_id AS tenant, grant_id AS grant FROM oauth_grant
  WHERE (state = 'READY' AND keep_at <= stamp($1) OR state = 'IN_DOUBT'
      AND to_timestamp((doubt ->> 'openFrom')::float8 / 1000) <= stamp($1)
      AND ((doubt ->> 'resends')::int < 3 OR NOT (doubt ->> 'probed')::boolean))
    AND (retry_at IS NULL OR retry_at <= stamp($1))
  ORDER BY coalesce(keep_at, dies_at) LIMIT $2`;
const DYING = sql`
  SELECT tenant_id AS tenant, grant_id AS grant,
    (SELECT min(d) FROM unnest($2::int[]) d WHERE dies_at <= stamp($1) + d * interval '1 day') AS days
  FROM oauth_grant
  WHERE state <> 'NEEDS_CONSENT' AND dies_at <= stamp($1) + (SELECT max(d) FROM unnest($2::int[]) d) * interval '1 day'
    AND (warned_days IS NULL
      OR warned_days > (SELECT min(d) FROM unnest($2::int[]) d WHERE dies_at <= stamp($1) + d * interval '1 day'))
  LIMIT 200`;
const WARN = sql`
  UPDATE oauth_grant SET warned_days = $3
  WHERE tenant_id = $1 AND grant_id = $2 AND (warned_days IS NULL OR warned_days > $3) RETURNING *`;
const STATES = sql`SELECT state, count(*) AS grants FROM oauth_grant GROUP BY state`;
const PRUNE = [
  sql`DELETE FROM grant_receipt WHERE received_at < $1 AND NOT orphaned`,
  sql`DELETE FROM grant_consent WHERE expires_at < $1`,
  sql`DELETE FROM grant_budget WHERE held_until < $1 AND NOT EXISTS (SELECT FROM unnest(errors) e WHERE e > $1)`,
];

/** Nothing is spent by looking: the sweep only gives up what is lost. */
const NOTHING: RefreshNeed = {
  for: "keep",
  margin: 0,
  leeway: { kind: "none", ms: 0 },
  probe: false,
  callsPerDay: null,
  errorsPerHour: null,
};

type Sweeping = Pick<GrantStore, "giveUpLost" | "due" | "warn" | "states">;

/** Line 8, and what the keeper looks for, over all tenants. */
export function createSweeping({ database, stamp }: Context): Sweeping {
  async function giveUpOne(tenant: string, id: string): Promise<LostGrant | undefined> {
    return await database.transaction(tenant, async (transaction) => {
      const locked = await lockGrant(transaction, tenant, id, stamp);
      const grant = toGrant(locked.row);
      const decision = decideRefresh({ ...grant, keepAt: null }, toLive(locked.live), NOTHING, locked.now);
      if (!decision.closes) return undefined;
      await giveUp(transaction, locked, decision, stamp());
      const state: GrantState = grant.state === "NEEDS_CONSENT" ? grant.state : decision.doubt ? "IN_DOUBT" : "READY";
      return { tenant, grant: id, state, sentAt: locked.live?.sent_at?.getTime() ?? null };
    });
  }

  async function giveUpExchange(tenant: string, id: string, intent: string): Promise<void> {
    await database.transaction(tenant, async (transaction) => {
      const [row] = await transaction.query<{ generation: number; outcome: string; closed_at: Date }>(CLOSE_EXCHANGE, [
        tenant,
        intent,
        stamp(),
      ]);
      if (!row) return;
      const { generation, outcome: kind, closed_at } = row;
      await note(transaction, tenant, id, { at: closed_at.getTime(), kind, generation, intent, spends: "exchange" });
    });
  }

  return {
    async giveUpLost() {
      const found = await database.engine<{ tenant: string; grant: string; intent: string; exchange: boolean }>(LOST, [
        stamp(),
      ]);
      const lost: LostGrant[] = [];
      for (const { tenant, grant, intent, exchange } of found) {
        if (exchange) await giveUpExchange(tenant, grant, intent);
        else {
          const one = await giveUpOne(tenant, grant);
          if (one) lost.push(one);
        }
      }
      return lost;
    },
    due: (limit) => database.engine(DUE, [stamp(), limit]),
    async warn(days) {
      const dying = await database.engine<{ tenant: string; grant: string; days: number }>(DYING, [stamp(), days]);
      const warned = [];
      for (const { tenant, grant, days } of dying) {
        const [row] = await database.query<GrantRow>(tenant, WARN, [tenant, grant, days]);
        if (row) warned.push({ grant: toGrant(row), days });
      }
      return warned;
    },
    async states() {
      const rows = await database.engine<{ state: GrantState; grants: number }>(STATES);
      const count = (state: GrantState) => rows.find((row) => row.state === state)?.grants ?? 0;
      return {
        READY: count("READY"),
        SPENDING: count("SPENDING"),
        NEEDS_CONSENT: count("NEEDS_CONSENT"),
        IN_DOUBT: count("IN_DOUBT"),
      };
    },
  };
}

/** Deletes receipts that nobody will need any more, consents that were never given, and budgets that are whole again. */
export async function pruneGrants({ database }: Pick<Context, "database">, before: Date): Promise<void> {
  for (const statement of PRUNE) await database.engine(statement, [before]);
}
