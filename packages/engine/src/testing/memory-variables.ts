import { mortiseError, type VariableWrite } from "@mortise/contract";
import type { RunVariables } from "../run/ports.ts";
import type { Given } from "./flow-test.ts";

/** Tenant variables in memory, with the store's rules; for tests and rehearsals. */
export class MemoryVariables implements RunVariables {
  readonly #values = new Map<string, { readonly value: string; readonly encrypted: boolean }>();
  readonly #environment: string;

  constructor(given: Given["variables"] = {}, environment = "test") {
    this.#environment = environment;
    for (const [name, variable] of Object.entries(given)) {
      const { value, encrypted = false } = typeof variable === "string" ? { value: variable } : variable;
      this.#values.set(name, { value, encrypted });
    }
  }

  async read(name: string): Promise<{ readonly value: string; readonly encrypted: boolean }> {
    const variable = this.#values.get(name);
    if (!variable) throw mortiseError("VARIABLE_NOT_FOUND", { name, environment: this.#environment });
    return variable;
  }

  async apply(writes: readonly VariableWrite[]): Promise<void> {
    const after = new Map(this.#values);
    for (const write of writes) {
      const present = after.get(write.name);
      if (write.kind === "remove") {
        if (!after.delete(write.name))
          throw mortiseError("VARIABLE_NOT_FOUND", { name: write.name, environment: this.#environment });
        continue;
      }
      if (write.onlyIf !== undefined && (present?.value ?? null) !== write.onlyIf)
        throw mortiseError("VARIABLE_CONFLICT", { name: write.name });
      after.set(write.name, { value: write.value, encrypted: write.encrypt || (present?.encrypted ?? false) });
    }
    this.#values.clear();
    for (const [name, variable] of after) this.#values.set(name, variable);
  }

  /** A value as it is now, or null. */
  value(name: string): string | null {
    return this.#values.get(name)?.value ?? null;
  }
}

/** The tenant variables of a test or rehearsal. */
export function memoryVariables(given?: Given["variables"], environment?: string): MemoryVariables {
  return new MemoryVariables(given, environment);
}
