import type { EncodedMessage, Environment, ErrorRecord, Snapshot } from "@mortise/contract";
import { mortiseError } from "@mortise/contract";
import type { TenantVault } from "../crypto/vault.ts";

/** The parts of a run that are kept encrypted. */
interface Parts {
  readonly input: Snapshot;
  readonly message: EncodedMessage;
  readonly error: ErrorRecord;
}

/** A part of a run as JSON, sealed to that run. */
export function sealPart<P extends keyof Parts>(
  vault: TenantVault,
  run: { readonly id: string; readonly environment: Environment },
  part: P,
  value: Parts[P],
): Buffer {
  return vault.seal({ environment: run.environment, kind: "run", name: `${run.id}/${part}` }, JSON.stringify(value));
}

/** Opens a part. Throws `STORE_KEY_WRONG` when it was changed, moved, or sealed under a key we do not have. */
export function openPart<P extends keyof Parts>(
  vault: TenantVault,
  run: { readonly id: string; readonly environment: Environment },
  part: P,
  sealed: Buffer,
): Parts[P] {
  const plain = vault.unseal({ environment: run.environment, kind: "run", name: `${run.id}/${part}` }, sealed);
  if (!plain) throw mortiseError("STORE_KEY_WRONG", { run: run.id, part });
  return JSON.parse(plain.toString("utf8"));
}
