import { type Environment, mortiseError } from "@mortise/contract";
import type { Context } from "../context.ts";
import { createBatch } from "../postgres/batch.ts";
import { sql } from "../postgres/statement.ts";
import { slotValue } from "./slot.ts";

const READ = sql`SELECT place, plain, sealed FROM read_variables($1, $2, $3)`;

/** Whose variable is read, and on which side. */
interface Read {
  readonly tenant: string;
  readonly environment: Environment;
  readonly name: string;
}

interface Row {
  readonly place: number;
  readonly plain: string | null;
  readonly sealed: Buffer | null;
}

/** A flow's read of a variable. */
export type ReadVariable = (
  tenant: string,
  environment: Environment,
  name: string,
) => Promise<{ readonly value: string; readonly encrypted: boolean }>;

/**
 * Reads of many runs in one round trip, the same variable once. A read goes with a query that begins after it was asked
 * for, so that it sees every write that was answered before.
 */
export function createReader({ database, vault }: Context): ReadVariable {
  const batch = createBatch<Read, Row | undefined>(async (reads) => {
    const places = new Map<string, number>();
    const distinct: Read[] = [];
    const placeOf = reads.map((read) => {
      const key = `${read.tenant}/${read.environment}/${read.name}`;
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, distinct.push(read));
      return distinct.length;
    });
    const rows = await database.call<Row>(READ, [
      distinct.map(({ tenant }) => tenant),
      distinct.map(({ name }) => name),
      distinct.map(({ environment }) => environment),
    ]);
    const found = new Map(rows.map((row) => [row.place, row]));
    return placeOf.map((place) => found.get(place));
  });
  return async (tenant, environment, name) => {
    // It would spoil the whole batch.
    if (name.includes("\0") || tenant.includes("\0")) throw mortiseError("VARIABLE_NOT_FOUND", { name, environment });
    const row = await batch.add({ tenant, environment, name });
    if (!row) throw mortiseError("VARIABLE_NOT_FOUND", { name, environment });
    const value = slotValue(await vault.of(tenant), environment, name, row);
    return { value, encrypted: row.sealed !== null };
  };
}
