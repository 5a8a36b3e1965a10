import type { Environment, Intent, JournalEntry, StepResult } from "@mortise/contract";
import { mortiseError } from "@mortise/contract";
import type { TenantVault } from "../crypto/vault.ts";

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
  readonly intent: Buffer | null;
  readonly result: Buffer | null;
}

/** What of an intent is worth hiding; the rest stands in columns of its own. */
type SealedIntent = Pick<Intent, "input" | "idempotencyKey">;

/** Seals an intent or a result to its place in the journal. */
export function sealStep(
  vault: TenantVault,
  run: JournalRun,
  path: string,
  part: "intent" | "result",
  value: SealedIntent | StepResult,
): Buffer {
  return vault.seal(placeOf(run, path, part), JSON.stringify(value));
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
    intent: row.intent
      ? {
          ...open<SealedIntent>("intent", row.intent),
          repeatable: row.repeatable ?? false,
          deadline: now + (row.patience ?? 0),
        }
      : undefined,
    result: row.result ? open<StepResult>("result", row.result) : undefined,
  };
}

function placeOf({ environment, id }: JournalRun, path: string, part: "intent" | "result") {
  return { environment, kind: "journal", name: `${id}/${part}/${path}` } as const;
}
