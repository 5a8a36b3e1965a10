import type { VariableStore } from "@mortise/contract";

/** A variable as an export holds it. */
export interface ExportedVariable {
  readonly name: string;
  readonly test: { readonly value: string | null };
  readonly production: { readonly value: string | null };
  readonly encrypted: boolean;
  readonly tags?: readonly string[] | undefined;
}

export interface VariableImport {
  readonly variables: readonly ExportedVariable[];
  /** What becomes of those that exist. Defaults to `keep`. */
  readonly existing?: "keep" | "replace" | undefined;
  readonly dryRun?: boolean | undefined;
}

/** What an import did, by name. */
export interface ImportDone {
  readonly created: string[];
  readonly replaced: string[];
  readonly kept: string[];
  /** Encrypted where they came from, so their values did not travel. */
  readonly withoutValue: string[];
}

/** Adds variables to a tenant. A value that did not travel never empties one that is there. */
export async function importVariables(
  store: VariableStore,
  tenant: string,
  request: VariableImport,
  by: string,
): Promise<ImportDone> {
  const present = new Set((await store.list(tenant)).map((variable) => variable.name));
  const done: ImportDone = { created: [], replaced: [], kept: [], withoutValue: [] };
  for (const variable of request.variables) {
    const { name, test, production, encrypted, tags } = variable;
    if (encrypted && (test.value === null || production.value === null)) done.withoutValue.push(name);
    if (present.has(name) && request.existing !== "replace") {
      done.kept.push(name);
      continue;
    }
    done[present.has(name) ? "replaced" : "created"].push(name);
    present.add(name);
    if (request.dryRun) continue;
    const change = {
      ...(test.value === null ? {} : { test: test.value }),
      ...(production.value === null ? {} : { production: production.value }),
      encrypted,
      ...(tags ? { tags } : {}),
    };
    await store.put(tenant, name, change, by);
  }
  return done;
}
