import { describe, expect, test } from "vitest";
import { uniqueName } from "../store.ts";
import { givenTenant } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";

export function keyTests({ store }: Suite): void {
  describe("API keys", () => {
    test("a key is shown once and found by itself", async () => {
      const tenant = await givenTenant(store());
      const { key, ...record } = await store().keys.create(tenant, { name: "ann@acme.nl", role: "editor" });
      expect(key).toMatch(/^mrt_[\w-]{43}$/);
      expect(await store().keys.find(key)).toMatchObject({ id: record.id, tenant, role: "editor", scopes: [] });
      expect(JSON.stringify(await store().keys.list(tenant))).not.toContain(key);
      expect(await store().keys.find(`${key}x`)).toBeUndefined();
    });

    test("a removed key is no key, and only its own tenant removes it", async () => {
      const tenant = await givenTenant(store());
      const other = await givenTenant(store());
      const { id, key } = await store().keys.create(tenant, { name: "ann", role: "admin", scopes: ["secrets"] });
      await expect(store().keys.remove(other, id)).rejects.toMatchObject({ code: "API_NOT_FOUND" });
      await store().keys.remove(tenant, id);
      expect(await store().keys.find(key)).toBeUndefined();
    });

    test("the first key is given from outside, as often as one likes", async () => {
      const key = uniqueName("admin");
      await Promise.all([store().keys.ensureAdmin(key, "root"), store().keys.ensureAdmin(key, "root")]);
      expect(await store().keys.find(key)).toMatchObject({ tenant: null, role: "admin", name: "root" });
    });

    test("a session is its key's, and ends with it, by itself or when it is closed", async () => {
      const tenant = await givenTenant(store());
      const { id } = await store().keys.create(tenant, { name: "ann", role: "editor" });
      const later = Date.now() + 60_000;
      const token = await store().sessions.open(id, later);
      expect(await store().sessions.find(token)).toMatchObject({ id, tenant, role: "editor" });
      expect(await store().sessions.find(`${token}x`)).toBeUndefined();
      const past = await store().sessions.open(id, Date.now() - 1_000);
      expect(await store().sessions.find(past)).toBeUndefined();
      const closed = await store().sessions.open(id, later);
      await store().sessions.close(closed);
      expect(await store().sessions.find(closed)).toBeUndefined();
      await store().keys.remove(tenant, id);
      expect(await store().sessions.find(token)).toBeUndefined();
    });

    test("a key needs its tenant", async () => {
      await expect(store().keys.create("nobody", { name: "x", role: "viewer" })).rejects.toMatchObject({
        code: "API_NOT_FOUND",
      });
    });
  });
}
