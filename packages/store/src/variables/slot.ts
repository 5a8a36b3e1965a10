import { type Environment, mortiseError, type VariableRecord, type VariableSlot } from "@mortise/contract";
import type { TenantVault } from "../crypto/vault.ts";
import { sql } from "../postgres/statement.ts";

/** A variable with one of its environments; the other columns are null where that environment has none. */
export interface VariableRow {
  readonly name: string;
  readonly tags: string[];
  readonly created_at: Date;
  readonly created_by: string;
  readonly updated_at: Date;
  readonly updated_by: string;
  readonly version: number;
  readonly environment: Environment | null;
  readonly plain: string | null;
  readonly sealed: Buffer | null;
  readonly encrypted: boolean | null;
  readonly slot_updated_at: Date | null;
  readonly slot_updated_by: string | null;
}

export const LIST_VARIABLES = sql`
  SELECT v.name, v.tags, v.created_at, v.created_by, v.updated_at, v.updated_by, v.version,
    s.environment, s.plain, s.sealed, s.encrypted, s.updated_at AS slot_updated_at, s.updated_by AS slot_updated_by
  FROM variable v LEFT JOIN variable_slot s USING (tenant_id, name)
  WHERE v.tenant_id = $1 AND ($2::text IS NULL OR v.name = $2) ORDER BY v.name`;

const EMPTY: VariableSlot = { value: null, hasValue: false, encrypted: false, updatedAt: null, updatedBy: null };

/** The rows of one or more variables, in order, as records. */
export function toVariables(rows: readonly VariableRow[], vault: TenantVault, secrets: boolean): VariableRecord[] {
  const byName = new Map<string, VariableRow[]>();
  for (const row of rows) byName.set(row.name, [...(byName.get(row.name) ?? []), row]);
  return [...byName.values()].map((rows) => {
    const [row] = rows as [VariableRow];
    const slot = (environment: Environment): VariableSlot => {
      const found = rows.find((row) => row.environment === environment);
      return found ? toSlot(found, environment, vault, secrets) : EMPTY;
    };
    return {
      name: row.name,
      test: slot("test"),
      production: slot("production"),
      tags: row.tags,
      createdAt: row.created_at.getTime(),
      createdBy: row.created_by,
      updatedAt: row.updated_at.getTime(),
      updatedBy: row.updated_by,
      version: row.version,
    };
  });
}

/** The text of a slot. Throws `VARIABLE_NO_VALUE`, `VARIABLE_UNREADABLE`. */
export function slotValue(
  vault: TenantVault,
  environment: Environment,
  name: string,
  slot: { readonly plain: string | null; readonly sealed: Buffer | null },
): string {
  if (slot.plain !== null) return slot.plain;
  if (slot.sealed === null) throw mortiseError("VARIABLE_NO_VALUE", { name, environment });
  const value = vault.unseal({ environment, kind: "variable", name }, slot.sealed);
  if (value === undefined) throw mortiseError("VARIABLE_UNREADABLE", { name });
  return value.toString("utf8");
}

function toSlot(row: VariableRow, environment: Environment, vault: TenantVault, secrets: boolean): VariableSlot {
  const hasValue = row.plain !== null || row.sealed !== null;
  const shown = hasValue && (secrets || !row.encrypted);
  return {
    value: shown ? slotValue(vault, environment, row.name, row) : null,
    hasValue,
    encrypted: row.encrypted ?? false,
    updatedAt: row.slot_updated_at?.getTime() ?? null,
    updatedBy: row.slot_updated_by,
  };
}
