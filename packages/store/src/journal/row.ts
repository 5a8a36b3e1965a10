import type { EncodedMessage, Environment, Intent, JournalEntry, Snapshot, StepResult } from "@mortise/contract";
import { mortiseError } from "@mortise/contract";
import type { TenantVault } from "../crypto/vault.ts";
import type { Database } from "../postgres/database.ts";
import type { RunBodies } from "../runs/bodies.ts";

/** The run whose journal it is. */
export interface JournalRun {
  readonly tenant: string;
  readonly id: string;
  readonly environment: Environment;
}

/** A row as the database holds it. */
export interface JournalRow {
  readonly tenant_id: string;
  readonly run_id: string;
  readonly path: string;
  readonly node: string;
  readonly epoch: number;
  readonly owner: number;
  /** Milliseconds until its opener gives up, by the server's clock. */
  readonly patience: number | null;
  readonly repeatable: boolean | null;
  readonly again: "retry" | "resend" | null;
  readonly attempts: number;
  /** Milliseconds until it is tried again. */
  readonly retry_in: number | null;
  readonly intent: Buffer | null;
  readonly result: Buffer | null;
}

/** What of an intent is worth hiding; the rest stands in columns of its own. */
type SealedIntent = Pick<Intent, "input" | "idempotencyKey">;

/** Seals an intent or a result to its place in the journal; a large body in it stands elsewhere. Throws `BODY_TOO_LARGE`. */
export function sealStep(
  vault: TenantVault,
  bodies: RunBodies,
  run: JournalRun,
  path: string,
  part: "intent" | "result",
  value: SealedIntent | StepResult,
): Buffer {
  return vault.seal(placeOf(run, path, part), JSON.stringify(withoutBody(value, bodies)));
}

/** A row as what is known of its node, at an instant of the caller's clock. */
export function toEntry(vault: TenantVault, run: JournalRun, row: JournalRow, now: number): JournalEntry {
  const open = <T>(part: "intent" | "result", sealed: Buffer): T => {
    const plain = vault.unseal(placeOf(run, row.path, part), sealed);
    if (!plain) throw mortiseError("STORE_KEY_WRONG", { run: run.id, part: `journal ${row.path}` });
    return JSON.parse(plain.toString("utf8"));
  };
  return {
    path: row.path,
    nodeId: row.node,
    epoch: row.epoch,
    intent: row.intent
      ? {
          ...open<SealedIntent>("intent", row.intent),
          repeatable: row.repeatable ?? false,
          deadline: now + (row.patience ?? 0),
        }
      : undefined,
    result: row.result ? open<StepResult>("result", row.result) : undefined,
    again: row.again ?? undefined,
    attempts: row.attempts,
    retryAt: row.retry_in === null ? undefined : now + row.retry_in,
  };
}

/** Entries with the bodies that their rows only refer to. */
export async function withBodies(
  database: Database,
  bodies: RunBodies,
  entries: readonly JournalEntry[],
): Promise<JournalEntry[]> {
  const messages = entries.flatMap(({ intent, result }) => [intent?.input, result?.after].flatMap((at) => at ?? []));
  const whole = await bodies.unpack(
    database,
    messages.map(({ message }) => message),
  );
  let next = 0;
  const fill = <T extends Snapshot | undefined>(snapshot: T): T =>
    snapshot && { ...snapshot, message: whole[next++] as EncodedMessage };
  return entries.map((entry) => ({
    ...entry,
    intent: entry.intent && { ...entry.intent, input: fill(entry.intent.input) },
    result: entry.result?.after ? { ...entry.result, after: fill(entry.result.after) } : entry.result,
  }));
}

function withoutBody(value: SealedIntent | StepResult, bodies: RunBodies): SealedIntent | StepResult {
  if ("input" in value) return { ...value, input: bodies.packSnapshot(value.input) };
  return value.after ? { ...value, after: bodies.packSnapshot(value.after) } : value;
}

function placeOf({ environment, id }: JournalRun, path: string, part: "intent" | "result") {
  return { environment, kind: "journal", name: `${id}/${part}/${path}` } as const;
}
