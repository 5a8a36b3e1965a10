import { ENVIRONMENTS, type Environment, grantViewOf, mortiseError, type VariableWrite } from "@mortise/contract";
import type { TenantVault } from "../crypto/vault.ts";
import type { Transaction } from "../postgres/database.ts";
import { sql } from "../postgres/statement.ts";
import { slotValue } from "./slot.ts";

const LOCK = sql`SELECT version, tags FROM variable WHERE tenant_id = $1 AND name = $2 FOR UPDATE`;
const SLOTS = sql`
  SELECT environment, plain, sealed, encrypted FROM variable_slot WHERE tenant_id = $1 AND name = $2`;
const CREATE = sql`
  INSERT INTO variable (tenant_id, name, created_at, created_by, updated_at, updated_by, version)
  SELECT $1, $2, at, $4, at, $4, 0 FROM stamp($3) AS at
  ON CONFLICT DO NOTHING RETURNING version, tags`;
const TOUCH = sql`
  UPDATE variable SET version = version + 1, updated_at = stamp($3), updated_by = $4, tags = coalesce($5::text[], tags)
  WHERE tenant_id = $1 AND name = $2`;
const WRITE_SLOT = sql`
  INSERT INTO variable_slot (tenant_id, name, environment, plain, sealed, encrypted, updated_at, updated_by)
  VALUES ($1, $2, $3, $4, $5, $6, stamp($7), $8)
  ON CONFLICT (tenant_id, name, environment) DO UPDATE SET plain = excluded.plain, sealed = excluded.sealed,
    encrypted = excluded.encrypted, updated_at = excluded.updated_at, updated_by = excluded.updated_by`;
/** What a secret was before it is written anew: a recorded message that holds it is out of date from now on. */
const KEEP_PAST = sql`
  INSERT INTO variable_past (tenant_id, name, environment, sealed, replaced_at)
  SELECT tenant_id, name, environment, sealed, stamp($4) FROM variable_slot
  WHERE tenant_id = $1 AND name = $2 AND environment = $3 AND sealed IS NOT NULL`;
const REMOVE = sql`DELETE FROM variable WHERE tenant_id = $1 AND name = $2 AND version = $3`;
/** Token and variable writes survive a crash also where the server was told to be careless; a stronger setting stays. */
const FORCE_COMMIT = sql`
  SELECT set_config('synchronous_commit', 'on', true)
  WHERE current_setting('synchronous_commit') IN ('off', 'local')`;

/** Who writes, where and when. */
export interface Writer {
  readonly tenant: string;
  readonly by: string;
  readonly at: Date | null;
  readonly vault: TenantVault;
}

interface SlotRow {
  readonly environment: Environment;
  readonly plain: string | null;
  readonly sealed: Buffer | null;
  readonly encrypted: boolean;
}

/** What a variable is to become; a field left out stays. */
export interface VariableChange {
  readonly test?: string | null | undefined;
  readonly production?: string | null | undefined;
  readonly encrypted?: boolean | undefined;
  /** With `encrypted`: a value that is not written anew is sealed where it stands. */
  readonly sealPresent?: boolean | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** Makes the transaction's commit wait for the disk. */
export async function forceCommit(transaction: Transaction): Promise<void> {
  await transaction.query(FORCE_COMMIT);
}

/** A flow's writes, in order. Throws `VARIABLE_CONFLICT` or `VARIABLE_NOT_FOUND`; the transaction is then to be given up. */
export async function applyWrites(
  transaction: Transaction,
  writer: Writer,
  environment: Environment,
  writes: readonly VariableWrite[],
): Promise<void> {
  // Two nodes that write the same variables in another order wait for each other instead of locking each other out.
  for (const name of [...new Set(writes.map(({ name }) => name))].sort()) {
    const made = writes.some((write) => write.kind === "set" && write.name === name);
    if (made) await lockVariable(transaction, writer, name);
    else await transaction.query(LOCK, [writer.tenant, name]);
  }
  for (const write of writes) {
    if (write.kind === "remove") {
      await removeVariable(transaction, writer.tenant, write.name, undefined, environment);
      continue;
    }
    const change = { [environment]: write.value, encrypted: write.encrypt };
    await changeVariable(transaction, writer, write.name, change, (slots) => {
      if (write.onlyIf === undefined) return;
      const slot = slots.find((slot) => slot.environment === environment);
      const present =
        slot && (slot.plain !== null || slot.sealed !== null)
          ? slotValue(writer.vault, environment, write.name, slot)
          : null;
      if (present !== write.onlyIf) throw mortiseError("VARIABLE_CONFLICT", { name: write.name });
    });
  }
}

/** Writes a variable, making it when there is none. `check` sees what is there, and the version, before anything is written. */
export async function changeVariable(
  transaction: Transaction,
  writer: Writer,
  name: string,
  change: VariableChange,
  check: (slots: readonly SlotRow[], version: number) => void,
): Promise<void> {
  const { tenant, by, at, vault } = writer;
  refuseView(name);
  const version = await lockVariable(transaction, writer, name);
  const slots = await transaction.query<SlotRow>(SLOTS, [tenant, name]);
  check(slots, version);
  // A variable that is encrypted on one side is a secret: what is written on the other side is kept as one too.
  const encrypted = change.encrypted === true || slots.some((slot) => slot.encrypted);
  for (const environment of ENVIRONMENTS) {
    const slot = slots.find((slot) => slot.environment === environment);
    const value = newValue(change, environment, slot);
    if (value === undefined) continue;
    if (slot?.sealed) await transaction.query(KEEP_PAST, [tenant, name, environment, at]);
    const sealed = encrypted && value !== null ? vault.seal({ environment, kind: "variable", name }, value) : null;
    const row = [tenant, name, environment, encrypted ? null : value, sealed, encrypted, at, by];
    await transaction.query(WRITE_SLOT, row);
  }
  await transaction.query(TOUCH, [tenant, name, at, by, change.tags]);
}

/** Removes a variable with both its values. Throws `VARIABLE_NOT_FOUND`, `VARIABLE_CONFLICT`. */
export async function removeVariable(
  transaction: Transaction,
  tenant: string,
  name: string,
  ifVersion: number | undefined,
  environment: Environment | undefined,
): Promise<void> {
  refuseView(name);
  const [found] = await transaction.query<{ version: number }>(LOCK, [tenant, name]);
  if (!found) throw mortiseError("VARIABLE_NOT_FOUND", { name, environment: environment ?? "either environment" });
  if (ifVersion !== undefined && ifVersion !== found.version) throw mortiseError("VARIABLE_CONFLICT", { name });
  await transaction.query(REMOVE, [tenant, name, found.version]);
}

/** What a grant shows of itself is written by nobody. */
function refuseView(name: string): void {
  if (!grantViewOf(name)) return;
  const what = `The tenant variable "${name}" shows a grant: it can be neither written nor removed`;
  throw mortiseError("GRANT_GUARDED", { what });
}

/** What a slot becomes: undefined when it stays as it is. */
function newValue(change: VariableChange, environment: Environment, slot: SlotRow | undefined) {
  const value = change[environment];
  if (value !== undefined) return value;
  // Said before there is a value, it holds for the first one: a slot without a value remembers it.
  return change.encrypted && change.sealPresent && !slot?.encrypted ? (slot?.plain ?? null) : undefined;
}

/** The version of a variable that nobody else writes until the transaction ends; 0 when it was made for this. */
async function lockVariable(transaction: Transaction, { tenant, at, by }: Writer, name: string): Promise<number> {
  for (;;) {
    const [found] = await transaction.query<{ version: number }>(LOCK, [tenant, name]);
    if (found) return found.version;
    const [made] = await transaction.query<{ version: number }>(CREATE, [tenant, name, at, by]);
    if (made) return made.version;
    // Another made it in between: now it is there to be locked.
  }
}
