import { describe, expect, test } from "vitest";
import { uniqueName } from "../store.ts";
import { givenInstallation, givenTenant, newRun } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";

export function tenantTests({ store }: Suite): void {
  describe("tenants", () => {
    test("a tenant is found again and can be renamed", async () => {
      const id = await givenTenant(store());
      const renamed = await store().tenants.change(id, { name: "Ümlaut \"B.V.\" \\ 'x'" }, 1);
      expect(renamed).toMatchObject({ id, version: 2 });
      expect(await store().tenants.get(id)).toEqual(renamed);
    });

    test("an id is given once", async () => {
      const id = await givenTenant(store());
      await expect(store().tenants.create({ id, name: "again" })).rejects.toMatchObject({ code: "API_CONFLICT" });
    });

    test("a name that no database can hold is nobody's", async () => {
      expect(await store().tenants.get("a\0b")).toBeUndefined();
      await expect(store().variables.list("a\0b")).rejects.toMatchObject({ code: "VALUE_INVALID" });
    });

    test("a rename of what another changed is refused", async () => {
      const id = await givenTenant(store());
      await expect(store().tenants.change(id, { name: "x" }, 7)).rejects.toMatchObject({ code: "API_CONFLICT" });
      await expect(store().tenants.change("nobody", { name: "x" })).rejects.toMatchObject({ code: "API_NOT_FOUND" });
    });

    test("pages go through all tenants, newest first", async () => {
      const made = [await givenTenant(store()), await givenTenant(store()), await givenTenant(store())];
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store().tenants.list({ limit: 2, cursor });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((id) => made.includes(id))).toEqual(made.reverse());
    });

    test("a cursor that no page gave is refused", async () => {
      await expect(store().tenants.list({ cursor: "nonsense" })).rejects.toMatchObject({ code: "API_INVALID" });
    });

    test("an odd name is only a name", async () => {
      const id = uniqueName(`{a,"b"}'; --`);
      await store().tenants.create({ id, name: "odd" });
      await store().variables.put(id, "x", { test: "1" }, "ann");
      expect(await store().variables.read(id, "test", "x")).toEqual({ value: "1", encrypted: false });
    });

    test("a tenant with an installed flow stays; without one it goes with all it holds", async () => {
      const id = await givenTenant(store());
      await givenInstallation(store(), id);
      await store().dispatcher.start(newRun(id));
      await expect(store().tenants.remove(id)).rejects.toMatchObject({ code: "API_CONFLICT" });
      await store().flows.uninstall(id, "Flow", "test");
      await store().tenants.remove(id);
      expect(await store().tenants.get(id)).toBeUndefined();
      await expect(store().variables.list(id)).rejects.toMatchObject({ code: "API_NOT_FOUND" });
      await expect(store().dispatcher.start(newRun(id))).rejects.toMatchObject({ code: "API_NOT_FOUND" });
      await expect(store().tenants.remove(id)).rejects.toMatchObject({ code: "API_NOT_FOUND" });
    });

    test("a tenant made again under its old id starts empty, under a new key", async () => {
      const id = await givenTenant(store());
      await store().variables.put(id, "secret", { test: "old", encrypted: true }, "ann");
      await store().tenants.remove(id);
      await store().tenants.create({ id, name: "again" });
      expect(await store().variables.list(id)).toEqual([]);
      await store().variables.put(id, "secret", { test: "new", encrypted: true }, "ann");
      expect((await store().variables.read(id, "test", "secret")).value).toBe("new");
    });
  });
}
