import { describe, expect, test } from "vitest";
import { givenTenant } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";

export function historyTests({ store }: Suite): void {
  describe("history", () => {
    test("the audit log tells who did what, newest first, page by page", async () => {
      const tenant = await givenTenant(store());
      const actions = ["flow.put", "flow.install", "variable.put"];
      for (const action of actions)
        await store().history.audit({ tenant, who: "ann", action, target: "F", detail: { version: 1 } });
      const first = await store().history.listAudit(tenant, { limit: 2 });
      expect(first.items.map(({ action }) => action)).toEqual(["variable.put", "flow.install"]);
      expect(first.items[0]).toMatchObject({ tenant, who: "ann", target: "F", detail: { version: 1 } });
      const rest = await store().history.listAudit(tenant, { limit: 2, cursor: first.cursor });
      expect(rest.items.map(({ action }) => action)).toEqual(["flow.put"]);
      expect(rest.cursor).toBeUndefined();
    });

    test("entries written at the same time stand in one unbroken chain", async () => {
      const tenant = await givenTenant(store());
      const audit = (at: number) => store().history.audit({ tenant, who: "ann", action: "a", target: `${at}` });
      await Promise.all(Array.from({ length: 20 }, (_, at) => audit(at)));
      await store().history.audit({ tenant: null, who: "ann", action: "tenant.create", target: tenant });
      expect((await store().history.listAudit(tenant)).items).toHaveLength(20);
      expect((await store().findBrokenAudits()).filter((broken) => broken.tenant === tenant)).toEqual([]);
    });

    test("events come newest first and stay with their tenant", async () => {
      const tenant = await givenTenant(store());
      const other = await givenTenant(store());
      const event = { tenant, kind: "fire.dropped", flow: "F", environment: "test", message: "one" } as const;
      await store().history.event(event);
      await store().history.event({ tenant, kind: "run.failed", runId: "r", message: "two" });
      const page = await store().history.listEvents(tenant, { limit: 1 });
      expect(page.items).toMatchObject([{ kind: "run.failed", runId: "r", message: "two" }]);
      const rest = await store().history.listEvents(tenant, { cursor: page.cursor });
      expect(rest.items).toMatchObject([event]);
      expect((await store().history.listEvents(other)).items).toEqual([]);
    });
  });
}
