import type { IntentKind, LiveIntent, SpendKind } from "@mortise/contract";
import type { Transaction } from "../postgres/database.ts";
import { sql } from "../postgres/statement.ts";
import type { Stamp } from "../stamp.ts";
import { forceCommit } from "../variables/write.ts";
import { type GrantRow, noGrant } from "./row.ts";

const LOCK = sql`SELECT * FROM oauth_grant WHERE tenant_id = $1 AND grant_id = $2 FOR UPDATE`;
/** After the lock was waited for. */
const NOW = sql`SELECT stamp($1) AS now`;
const LIVE = sql`
  SELECT i.intent_id, i.kind, i.generation, i.fence, i.sent_at, i.deadline,
    (p.number IS NULL OR p.stopped_at IS NOT NULL OR p.missed_at IS NOT NULL) AS owner_gone
  FROM grant_intent i LEFT JOIN process p ON p.number = i.owner
  WHERE i.grant_id = $2 AND i.tenant_id = $1 AND i.closed_at IS NULL AND i.kind <> 'exchange'`;

/** A live intent as its table holds it. */
export interface LiveRow {
  readonly intent_id: string;
  readonly kind: SpendKind;
  readonly generation: number;
  readonly fence: number;
  readonly sent_at: Date | null;
  readonly deadline: Date;
  readonly owner_gone: boolean;
}

/** A grant that nobody else changes until the transaction ends, with what lives beside it. */
export interface Locked {
  readonly row: GrantRow;
  readonly live: LiveRow | undefined;
  readonly now: number;
}

/** Locks a grant, in a transaction whose commit waits for the disk. Throws `API_NOT_FOUND`. */
export async function lockGrant(transaction: Transaction, tenant: string, id: string, stamp: Stamp): Promise<Locked> {
  const force = forceCommit(transaction);
  const locking = transaction.query<GrantRow>(LOCK, [tenant, id]);
  const asking = transaction.query<{ now: Date }>(NOW, [stamp()]);
  const looking = transaction.query<LiveRow>(LIVE, [tenant, id]);
  // They travel together, so the last ones fail with the first.
  for (const each of [force, locking, asking, looking]) each.catch(() => {});
  await force;
  const [row] = await locking;
  const [{ now }] = (await asking) as [{ now: Date }];
  const [live] = await looking;
  if (!row) throw noGrant(id);
  return { row, live, now: now.getTime() };
}

/** A live intent as decisions read it. */
export function toLive(row: LiveRow | undefined): LiveIntent | undefined {
  return (
    row && {
      id: row.intent_id,
      kind: row.kind,
      sentAt: row.sent_at?.getTime() ?? null,
      deadline: row.deadline.getTime(),
      ownerGone: row.owner_gone,
    }
  );
}

const NOTE = sql`
  INSERT INTO grant_ledger (tenant_id, grant_id, at, kind, generation, intent_id, spends, fingerprint, status, detail, by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

/** A line for the ledger. */
export interface Note {
  readonly at: number;
  readonly kind: string;
  readonly generation: number;
  readonly intent?: string | undefined;
  readonly spends?: IntentKind | undefined;
  readonly fingerprint?: string | null | undefined;
  readonly status?: number | null | undefined;
  readonly detail?: string | null | undefined;
  readonly by?: string | undefined;
}

/** Adds a line to the ledger of a grant. */
export async function note(transaction: Transaction, tenant: string, grant: string, line: Note): Promise<void> {
  const { at, kind, generation, intent, spends, fingerprint, status, detail, by } = line;
  const values = [new Date(at), kind, generation, intent, spends, fingerprint, status, detail, by ?? "Mortise"];
  await transaction.query(NOTE, [tenant, grant, ...values]);
}
