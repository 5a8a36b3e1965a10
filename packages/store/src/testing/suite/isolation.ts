import { describe, expect, test } from "vitest";
import { QUEUE_SCHEMA } from "../../migrations/queue.ts";
import { givenInstallation, givenTenant, newRun } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";

/** Tables that belong to nobody: which migrations were applied. */
const NOBODYS = ["migration"];

export function isolationTests({ store, asOwner }: Suite): void {
  describe("tenants are kept apart by the database", () => {
    test("every table has row security, forced, with a policy", async () => {
      const bare = await asOwner(`
        SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
          AND n.nspname <> '${QUEUE_SCHEMA}' AND c.relname <> ALL ('{${NOBODYS}}')
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity
            AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polwithcheck IS NOT NULL))`);
      expect(bare).toEqual([]);
    });

    test("what belongs to a tenant has the tenant first in its key", async () => {
      const loose = await asOwner(`
        SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
        LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
        WHERE c.relkind = 'r' AND c.relnamespace = 'mortise'::regnamespace AND c.relname NOT IN ('audit', 'api_key')
          AND i.indkey[0] IS DISTINCT FROM a.attnum`);
      expect(loose).toEqual([]);
    });

    test("the serving roles own nothing and look past nothing", async () => {
      const roles = await asOwner(`
        SELECT rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole FROM pg_roles
        WHERE rolname IN ('mortise_app', 'mortise_engine') ORDER BY 1`);
      const powerless = { rolsuper: false, rolbypassrls: false, rolcanlogin: false, rolcreaterole: false };
      expect(roles).toEqual([
        { rolname: "mortise_app", ...powerless },
        { rolname: "mortise_engine", ...powerless },
      ]);
    });

    test("without a tenant nothing is seen, with one only its own, and nothing is written for another", async () => {
      const [mine, other] = [await givenTenant(store()), await givenTenant(store())];
      for (const tenant of [mine, other]) {
        await store().variables.put(tenant, "x", { test: tenant }, "ann");
        await givenInstallation(store(), tenant, { secrets: { s: "1" } });
        await store().dispatcher.start(newRun(tenant));
        await store().history.event({ tenant, kind: "k", message: "m" });
        await store().history.audit({ tenant, who: "ann", action: "a", target: "t" });
        await store().keys.create(tenant, { name: "n", role: "viewer" });
      }
      const tables = await asOwner<{ name: string }>(`
        SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
        WHERE c.relkind = 'r' AND c.relnamespace = 'mortise'::regnamespace`);
      expect(tables.length).toBeGreaterThan(12);
      const enter = ["SET ROLE mortise_app", "SET search_path = mortise"];
      for (const { name } of tables) {
        expect(await asOwner(`SELECT * FROM ${name}`, ...enter)).toEqual([]);
        expect(await asOwner(`SELECT * FROM ${name}`, ...enter, "SET app.tenants = ''")).toEqual([]);
        const seen = await asOwner<{ tenant_id: string }>(
          `SELECT tenant_id FROM ${name}`,
          ...enter,
          `SELECT set_config('app.tenants', '{${mine}}', false)`,
        );
        expect(new Set(seen.map(({ tenant_id }) => tenant_id)).size).toBeLessThanOrEqual(1);
        expect(seen.some(({ tenant_id }) => tenant_id !== mine)).toBe(false);
      }
      const inserted = asOwner(
        `INSERT INTO event (tenant_id, event_id, at, kind, message)
         VALUES ('${other}', gen_random_uuid(), now(), 'k', 'm')`,
        ...enter,
        `SELECT set_config('app.tenants', '{${mine}}', false)`,
      );
      await expect(inserted).rejects.toMatchObject({ code: "42501" });
    });

    test("the engine's role can read all tenants, and write none of their flows, variables and runs", async () => {
      for (const table of ["variable", "variable_slot", "flow", "flow_version", "installation", "run", "tenant_key"])
        await expect(
          asOwner(`UPDATE ${table} SET tenant_id = tenant_id`, "SET ROLE mortise_engine", "SET search_path = mortise"),
        ).rejects.toMatchObject({ code: "42501" });
    });

    test("the audit log cannot be changed, by its owner neither; where somebody did, it shows", async () => {
      const tenant = await givenTenant(store());
      for (const target of ["1", "2", "3"])
        await store().history.audit({ tenant, who: "ann", action: "a", target, detail: { x: 1 } });
      for (const change of [
        "UPDATE mortise.audit SET who = 'x'",
        "DELETE FROM mortise.audit",
        "TRUNCATE mortise.audit",
      ])
        await expect(asOwner(change)).rejects.toThrow("only ever added to");
      const broken = async () => (await store().findBrokenAudits()).filter((each) => each.tenant === tenant);
      expect(await broken()).toEqual([]);
      // Row security binds an owner too, unless he is a superuser.
      const tamper = [
        "ALTER TABLE mortise.audit DISABLE TRIGGER append_only",
        "ALTER TABLE mortise.audit NO FORCE ROW LEVEL SECURITY",
        `UPDATE mortise.audit SET detail = '{"x":2}' WHERE tenant_id = '${tenant}' AND number = 2`,
        "ALTER TABLE mortise.audit FORCE ROW LEVEL SECURITY",
      ];
      await asOwner("ALTER TABLE mortise.audit ENABLE TRIGGER append_only", ...tamper);
      expect(await broken()).toEqual([{ tenant, number: 2 }]);
    });
  });
}
