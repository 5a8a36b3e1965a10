import { mortiseError, type VariableRecord, type VariableStore } from "@mortise/contract";
import type { Context } from "../context.ts";
import { sql } from "../postgres/statement.ts";
import { createReader } from "./read.ts";
import { LIST_VARIABLES, toVariables, type VariableRow } from "./slot.ts";
import { applyWrites, changeVariable, forceCommit, removeVariable } from "./write.ts";

/** So many of one variable: older ones are spent long since, and nobody has recorded them twice. */
const PAST = sql`
  SELECT name, sealed FROM (
    SELECT name, sealed, row_number() OVER (PARTITION BY name ORDER BY past_id DESC) AS age FROM variable_past
    WHERE tenant_id = $1 AND environment = $2) p
  WHERE age <= 1000`;

/** The tenant variables, each with a side per environment. */
export function createVariableStore(context: Context): VariableStore {
  const { database, vault, stamp } = context;
  const get: VariableStore["get"] = async (tenant, name, { secrets = false } = {}) => {
    const rows = await database.query<VariableRow>(tenant, LIST_VARIABLES, [tenant, name]);
    return toVariables(rows, await vault.of(tenant), secrets)[0];
  };

  return {
    get,
    async list(tenant, { secrets = false } = {}) {
      const rows = await database.query<VariableRow>(tenant, LIST_VARIABLES, [tenant, null]);
      return toVariables(rows, await vault.of(tenant), secrets);
    },
    read: createReader(context),
    async put(tenant, name, change, by, ifVersion) {
      const writer = { tenant, by, at: stamp(), vault: await vault.of(tenant) };
      await database.transaction(tenant, async (transaction) => {
        await forceCommit(transaction);
        await changeVariable(transaction, writer, name, { ...change, sealPresent: true }, (_, version) => {
          // A variable that this very write makes stands at version 0.
          if (ifVersion !== undefined && ifVersion !== version) throw mortiseError("VARIABLE_CONFLICT", { name });
        });
      });
      return (await get(tenant, name)) as VariableRecord;
    },
    async remove(tenant, name, ifVersion) {
      await database.transaction(tenant, (transaction) =>
        removeVariable(transaction, tenant, name, ifVersion, undefined),
      );
    },
    async past(tenant, environment) {
      const [rows, present] = await Promise.all([
        database.query<{ name: string; sealed: Buffer }>(tenant, PAST, [tenant, environment]),
        database.query<VariableRow>(tenant, LIST_VARIABLES, [tenant, null]),
      ]);
      const keys = await vault.of(tenant);
      const current = toVariables(present, keys, true);
      return rows.flatMap(({ name, sealed }) => {
        const value = keys.unseal({ environment, kind: "variable", name }, sealed)?.toString("utf8");
        const now = current.find((variable) => variable.name === name)?.[environment].value;
        return value === undefined || value === now ? [] : [{ name, value }];
      });
    },
    async apply(tenant, environment, writes, by) {
      const writer = { tenant, by, at: stamp(), vault: await vault.of(tenant) };
      await database.transaction(tenant, async (transaction) => {
        await forceCommit(transaction);
        await applyWrites(transaction, writer, environment, writes);
      });
    },
  };
}
