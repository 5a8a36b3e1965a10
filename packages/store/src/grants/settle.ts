import {
  type GrantRecord,
  type GrantStore,
  type IntentEnd,
  type IntentKind,
  type NewTokens,
  type Settled,
  type Settlement,
  type SettlementEffect,
  type SpendOutcome,
  settleIntent,
} from "@mortise/contract";
import type { Context } from "../context.ts";
import type { TenantVault } from "../crypto/vault.ts";
import { addEvents } from "../history.ts";
import type { Transaction } from "../postgres/database.ts";
import { sql } from "../postgres/statement.ts";
import { doubtText, grantEvent } from "./events.ts";
import { lockGrant, note } from "./lock.ts";
import { date, fingerprintOf, type GrantRow, sealSecret, toGrant } from "./row.ts";

const INTENT = sql`
  SELECT kind, generation, fence, sent_at, settled_at, outcome FROM grant_intent
  WHERE tenant_id = $1 AND intent_id = $2`;
const LATER = sql`
  SELECT coalesce(bool_or(sent_at IS NOT NULL), false) AS sent, coalesce(bool_or(closed_at IS NULL), false) AS open
  FROM grant_intent
  WHERE grant_id = $2 AND tenant_id = $1 AND kind <> 'exchange' AND (closed_at IS NULL OR outcome = 'in doubt')
    AND fence > (SELECT fence FROM grant_intent WHERE tenant_id = $1 AND intent_id = $3)
    AND generation = (SELECT generation FROM grant_intent WHERE tenant_id = $1 AND intent_id = $3)`;
const END = sql`
  UPDATE grant_intent SET closed_at = coalesce(closed_at, $3), settled_at = $3, outcome = $4
  WHERE tenant_id = $1 AND intent_id = $2`;
const RECEIPT = sql`
  INSERT INTO grant_receipt (tenant_id, intent_id, received_at, status, orphaned, sealed) VALUES ($1, $2, $3, $4, $5, $6)`;
const GIVE_UP_UNSENT = sql`
  WITH given_up AS (
    UPDATE grant_intent SET closed_at = $3, outcome = 'abandoned'
    WHERE grant_id = $2 AND tenant_id = $1 AND closed_at IS NULL AND sent_at IS NULL AND kind <> 'exchange'
    RETURNING intent_id, kind)
  INSERT INTO grant_ledger (tenant_id, grant_id, at, kind, generation, intent_id, spends, by)
  SELECT $1, $2, $3, 'abandoned', $4, intent_id, kind, 'Mortise' FROM given_up`;
const SWITCH = sql`
  UPDATE oauth_grant SET state = 'READY', generation = generation + 1, doubt = NULL, failures = 0, last_error = NULL,
    retry_at = NULL,
    -- An end that stays where it is has been warned of.
    warned_days = CASE WHEN $12 <= dies_at + interval '1 day' THEN warned_days END,
    refresh_token = coalesce($3, refresh_token), refresh_fingerprint = coalesce($4, refresh_fingerprint),
    access_token = coalesce($5, access_token), access_fingerprint = coalesce($6, access_fingerprint),
    access_expires_at = CASE WHEN $5::bytea IS NULL THEN access_expires_at ELSE $7 END,
    token_type = coalesce($8, token_type), granted_scope = coalesce($9, granted_scope),
    not_before = $10, keep_at = $11, dies_at = $12, refreshed_at = $13,
    consented_at = CASE WHEN $14 THEN $13 ELSE consented_at END
  WHERE tenant_id = $1 AND grant_id = $2`;
const REFUSED = sql`
  UPDATE oauth_grant SET state = $3, doubt = $4, last_error = $5, retry_at = coalesce($6, retry_at),
    failures = failures + $7
  WHERE tenant_id = $1 AND grant_id = $2`;
const ACCESS = sql`
  UPDATE oauth_grant SET access_token = $3, access_fingerprint = $4, access_expires_at = $5
  WHERE tenant_id = $1 AND grant_id = $2`;
const DROP_TOKENS = sql`
  UPDATE oauth_grant SET refresh_token = NULL, refresh_fingerprint = NULL WHERE tenant_id = $1 AND grant_id = $2`;

interface IntentRow {
  readonly kind: IntentKind;
  readonly generation: number;
  readonly fence: number;
  readonly sent_at: Date | null;
  readonly settled_at: Date | null;
  readonly outcome: IntentEnd | null;
}

type Settling = Pick<GrantStore, "settle" | "put" | "sealSettlement" | "openSettlement">;

/** Line 5 of the protocol: receipt, switch and end of the intent in one transaction. */
export function createSettling({ database, vault, stamp }: Context): Settling {
  return {
    async settle(settlement) {
      const { tenant, grant: id, intent, outcome } = settlement;
      const keys = await vault.of(tenant);
      return await database.transaction(tenant, async (transaction): Promise<Settled> => {
        // One round trip for all that is read, and one for all that is written: until then the tokens are in memory only.
        const locking = lockGrant(transaction, tenant, id, stamp);
        const finding = transaction.query<IntentRow>(INTENT, [tenant, intent]);
        const looking = transaction.query<{ sent: boolean; open: boolean }>(LATER, [tenant, id, intent]);
        const [{ row, now }, [found], [later]] = await Promise.all([locking, finding, looking]);
        const { state, generation } = row;
        if (!found) return { end: undefined, state, generation };
        // The commit was not confirmed, and it is settled again.
        if (found.settled_at !== null) return { end: found.outcome ?? undefined, state, generation };
        const facts = {
          id: intent,
          kind: found.kind,
          generation: found.generation,
          sentAt: found.sent_at?.getTime() ?? now,
        };
        const effect = settleIntent({ grant: toGrant(row), intent: facts, later, now }, outcome);
        const consent = found.kind === "exchange";
        const next = effect.switches ? generation + 1 : generation;
        const writing: Promise<unknown>[] = [
          transaction.query(END, [tenant, intent, new Date(now), effect.end]),
          keepReceipt(transaction, keys, settlement, effect, now),
        ];
        if (effect.switches && outcome.kind === "tokens")
          writing.push(switchTokens(transaction, keys, row, outcome, now, consent));
        else if (!consent && generation === found.generation)
          writing.push(refuse(transaction, keys, row, effect, outcome));
        writing.push(
          note(transaction, tenant, id, {
            at: now,
            kind: consent && effect.switches ? "consent" : effect.end,
            generation: next,
            intent,
            spends: found.kind,
            fingerprint: outcome.kind === "tokens" && outcome.refresh ? fingerprintOf(outcome.refresh) : undefined,
            status: settlement.status,
            detail: "reason" in outcome ? outcome.reason : undefined,
          }),
          addEvents(transaction, eventsOf(toGrant(row), effect, outcome, found.kind, now), stamp()),
        );
        transaction.commit();
        await Promise.all(writing);
        return { end: effect.end, state: effect.state, generation: next };
      });
    },
    async put(tenant, id, tokens, by) {
      const keys = await vault.of(tenant);
      return await database.transaction(tenant, async (transaction) => {
        const { row, now } = await lockGrant(transaction, tenant, id, stamp);
        // A refresh token of another consent has nothing to do with this one.
        if (tokens.refresh === undefined) await transaction.query(DROP_TOKENS, [tenant, id]);
        await switchTokens(transaction, keys, row, tokens, now, true);
        const generation = row.generation + 1;
        const fingerprint = tokens.refresh === undefined ? null : fingerprintOf(tokens.refresh);
        await note(transaction, tenant, id, { at: now, kind: "put", generation, fingerprint, by });
        return toGrant((await lockGrant(transaction, tenant, id, stamp)).row);
      });
    },
    async sealSettlement(settlement) {
      const keys = await vault.of(settlement.tenant);
      return keys.seal(receiptPlace(settlement.intent), JSON.stringify(settlement));
    },
    async openSettlement(tenant, intent, sealed) {
      const keys = await vault.of(tenant);
      const plain = keys.unseal(receiptPlace(intent), Buffer.from(sealed));
      return plain && (JSON.parse(plain.toString("utf8")) as Settlement);
    },
  };
}

function receiptPlace(intent: string) {
  return { environment: "", kind: "receipt", name: intent } as const;
}

/** The answer as it came, before anything is made of it. */
async function keepReceipt(
  transaction: Transaction,
  keys: TenantVault,
  settlement: Settlement,
  effect: SettlementEffect,
  now: number,
): Promise<void> {
  const { tenant, intent, status, outcome } = settlement;
  if (status === null && outcome.kind !== "tokens") return;
  const sealed = keys.seal(receiptPlace(intent), JSON.stringify(settlement));
  await transaction.query(RECEIPT, [tenant, intent, new Date(now), status, effect.end === "orphaned", sealed]);
}

/** The new tokens become the present ones. What is absent stays; nothing that is under way unsent goes on. */
async function switchTokens(
  transaction: Transaction,
  keys: TenantVault,
  row: GrantRow,
  tokens: NewTokens,
  now: number,
  consent: boolean,
): Promise<void> {
  const { tenant_id: tenant, grant_id: id, environment } = row;
  const { access, refresh } = tokens;
  await Promise.all([
    transaction.query(SWITCH, [
      tenant,
      id,
      refresh ? sealSecret(keys, environment, id, "refresh", refresh) : null,
      refresh ? fingerprintOf(refresh) : null,
      access ? sealSecret(keys, environment, id, "access", access.token) : null,
      access ? fingerprintOf(access.token) : null,
      date(access?.expiresAt ?? null),
      access?.type,
      tokens.scope,
      date(tokens.notBefore),
      date(tokens.keepAt),
      date(tokens.diesAt),
      new Date(tokens.receivedAt),
      consent,
    ]),
    transaction.query(GIVE_UP_UNSENT, [tenant, id, new Date(now), row.generation + 1]),
  ]);
}

async function refuse(
  transaction: Transaction,
  keys: TenantVault,
  row: GrantRow,
  effect: SettlementEffect,
  outcome: SpendOutcome,
): Promise<void> {
  const { tenant_id: tenant, grant_id: id, environment } = row;
  if (effect.end === "orphaned" || effect.end === "stale") return;
  const reason = "reason" in outcome ? outcome.reason : null;
  const retryAt = "retryAt" in outcome ? date(outcome.retryAt) : null;
  const doubt = effect.doubt && JSON.stringify(effect.doubt);
  const failed = outcome.kind === "alive" || outcome.kind === "notSent" ? 1 : 0;
  const writing = [transaction.query(REFUSED, [tenant, id, effect.state, doubt, reason, retryAt, failed])];
  if (outcome.kind === "unknown" && outcome.access && effect.state === "IN_DOUBT") {
    const { token, expiresAt } = outcome.access;
    const sealed = sealSecret(keys, environment, id, "access", token);
    writing.push(transaction.query(ACCESS, [tenant, id, sealed, fingerprintOf(token), date(expiresAt)]));
  }
  await Promise.all(writing);
}

function eventsOf(
  grant: GrantRecord,
  { end, doubt, state }: SettlementEffect,
  outcome: SpendOutcome,
  kind: IntentKind,
  now: number,
) {
  const reason = "reason" in outcome ? outcome.reason : "";
  const at = new Date(now).toISOString();
  if (kind === "exchange") return [];
  if (end === "in doubt" && doubt && state === "IN_DOUBT")
    return [grantEvent(grant, "grant.in-doubt", doubtText(doubt, grant.generation, reason))];
  if (end === "dead")
    return [
      grantEvent(
        grant,
        "grant.needs-consent",
        `the provider said at ${at} that it is dead (${reason}), and the token that was sent was the present one, of generation ${grant.generation}. A person has to authorize it anew.`,
      ),
    ];
  if (end === "orphaned")
    return [
      grantEvent(
        grant,
        "grant.orphaned",
        `tokens came at ${at} when newer ones were there already or another request was under way; they are kept as a receipt and not used.`,
      ),
    ];
  if (end === "stored" && grant.doubt)
    return [grantEvent(grant, "grant.recovered", `it was in doubt, and new tokens came at ${at}.`)];
  return [];
}
