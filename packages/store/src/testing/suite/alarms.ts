import type { AlarmNews, AlarmRoute } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { givenTenant } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";

const HOUR = 3_600_000;
const PATIENCE = { repeatAfter: HOUR, overAfter: HOUR };

export function alarmTests({ store, again, asOwner }: Suite): void {
  describe("alarms", () => {
    /** Collects; gives back what is to be told of one tenant. */
    async function told(tenant: string | null, routes: readonly AlarmRoute[] = [], patience = PATIENCE) {
      const news: AlarmNews[] = [];
      await store().alarms.collect(patience, (each) => {
        if (each.alarm.tenant !== tenant) return [];
        news.push(each);
        return routes;
      });
      return news;
    }

    /** Moves a tenant's alarms back in time. */
    const age = (tenant: string, ms: number) =>
      asOwner(
        "SELECT 1",
        `SELECT set_config('app.tenants', '{${tenant}}', false)`,
        "SET ROLE mortise_app",
        `UPDATE mortise.alarm SET first_at = first_at - ${ms} * interval '1 ms',
           last_at = last_at - ${ms} * interval '1 ms', told_at = told_at - ${ms} * interval '1 ms'
         WHERE tenant_id = '${tenant}'`,
      );

    const failure = (tenant: string, more: object = {}) => ({
      tenant,
      kind: "run.failed",
      flow: "F",
      environment: "test" as const,
      nodeId: "call",
      code: "REMOTE_TIMEOUT",
      message: "It did not answer.",
      ...more,
    });

    test("the same cause is told once, at once, and counted; another cause is another alarm", async () => {
      const tenant = await givenTenant(store());
      await store().tenants.change(tenant, { alarmAddress: "beheer@acme.example" });
      for (const runId of ["1", "2", "3"]) await store().history.event(failure(tenant, { runId }));
      await store().history.event(failure(tenant, { nodeId: "other" }));
      expect(await told(tenant)).toMatchObject(
        [
          {
            what: "raised",
            since: 3,
            tenantAddress: "beheer@acme.example",
            alarm: { count: 3, runId: "3", nodeId: "call" },
          },
          { what: "raised", since: 1, alarm: { nodeId: "other", code: "REMOTE_TIMEOUT", flow: "F" } },
        ].sort(() => 0),
      );
      await store().history.event(failure(tenant, { count: 7 }));
      expect(await told(tenant)).toEqual([]);
      const { items } = await store().alarms.list(tenant, { open: true });
      expect(items.map(({ nodeId, count }) => `${nodeId} ${count}`).sort()).toEqual(["call 10", "other 1"]);
    });

    test("what goes on is told again with how often, and once more when it was quiet", async () => {
      const tenant = await givenTenant(store());
      await store().history.event(failure(tenant));
      await told(tenant);
      await store().history.event(failure(tenant, { count: 4 }));
      await age(tenant, HOUR / 2);
      expect(await told(tenant)).toEqual([]);
      await age(tenant, HOUR / 2);
      await store().history.event(failure(tenant));
      expect(await told(tenant)).toMatchObject([{ what: "repeated", since: 5, alarm: { count: 6 } }]);
      await age(tenant, HOUR + 1);
      expect(await told(tenant)).toMatchObject([{ what: "over", since: 0, alarm: { count: 6 } }]);
      await store().history.event(failure(tenant));
      expect(await told(tenant)).toMatchObject([{ what: "raised", alarm: { count: 1 } }]);
      expect((await store().alarms.list(tenant)).items.map(({ overAt }) => overAt === null)).toEqual([true, false]);
    });

    test("what happened once is over without another word", async () => {
      const tenant = await givenTenant(store());
      await store().history.event(failure(tenant));
      await told(tenant);
      await age(tenant, HOUR + 1);
      expect(await told(tenant)).toEqual([]);
      expect((await store().alarms.list(tenant, { open: true })).items).toEqual([]);
    });

    test("of what somebody acknowledged nothing more is told, and the first one stays the one who knows", async () => {
      const tenant = await givenTenant(store());
      await store().history.event(failure(tenant));
      const [news] = await told(tenant);
      const id = news?.alarm.id as string;
      expect(await store().alarms.acknowledge(tenant, id, "ann")).toMatchObject({ acknowledgedBy: "ann" });
      expect(await store().alarms.acknowledge(tenant, id, "bob")).toMatchObject({ acknowledgedBy: "ann" });
      await store().history.event(failure(tenant));
      await told(tenant);
      await age(tenant, HOUR + 1);
      expect(await told(tenant)).toEqual([]);
      const other = await givenTenant(store());
      expect(await store().alarms.acknowledge(other, id, "eve")).toBeUndefined();
      expect(await store().alarms.acknowledge(tenant, "nonsense", "eve")).toBeUndefined();
    });

    test("an event that is none for people raises nothing", async () => {
      const tenant = await givenTenant(store());
      await store().history.event(failure(tenant, { alarm: false }));
      expect(await told(tenant)).toEqual([]);
      expect((await store().history.listEvents(tenant)).items).toMatchObject([{ code: "REMOTE_TIMEOUT" }]);
    });

    test("of many processes that collect and send at once, one sends", async () => {
      const other = await again();
      const tenant = await givenTenant(store());
      await store().history.event(failure(tenant));
      const mine: AlarmRoute[] = [{ channel: "webhook" }, { channel: "mail", address: "a@b.example" }];
      const routes = ({ alarm }: AlarmNews) => (alarm.tenant === tenant ? mine : []);
      const stores = [store(), other, store(), other];
      await Promise.all(stores.map((each) => each.alarms.collect(PATIENCE, routes)));
      const claimed = (await Promise.all(stores.map((each) => each.alarms.claim(10, 60_000)))).flat();
      expect(claimed.map(({ channel, address, attempt }) => [channel, address, attempt]).sort()).toEqual([
        ["mail", "a@b.example", 1],
        ["webhook", undefined, 1],
      ]);
      const [first, second] = claimed as [(typeof claimed)[0], (typeof claimed)[0]];
      await store().alarms.delivered(first);
      await store().alarms.postpone(second, "no answer", 0);
      expect(await other.alarms.claim(10, 0)).toMatchObject([{ id: second.id, attempt: 2, tenant }]);
      // Its lease has run out, so another may have it; who had it before has no say any more.
      expect(await other.alarms.claim(10, 60_000)).toMatchObject([{ id: second.id, attempt: 3 }]);
      await store().alarms.postpone(second, "late", 0);
      expect(await other.alarms.claim(10, 0)).toEqual([]);
      await store().alarms.postpone(second, "never");
      expect((await store().sharedFigures()).deliveries).toBe(0);
      await other.close();
    });

    test("an outage that several processes tell of is one, and the next one is another", async () => {
      const kind = "database.away";
      await store().alarms.raise({ kind, message: "5 s", ms: 5_000 });
      await store().alarms.raise({ kind, message: "4 s", ms: 4_000 });
      expect(await told(null)).toMatchObject([{ what: "raised", alarm: { tenant: null, count: 1, message: "5 s" } }]);
      await store().alarms.raise({ kind, message: "0 s", ms: 0 });
      const { items } = await store().alarms.list(undefined, { open: true });
      expect(items.find((alarm) => alarm.kind === kind)).toMatchObject({ count: 2, message: "0 s" });
      await expect.poll(() => told(null, [], { repeatAfter: HOUR, overAfter: 0 })).toMatchObject([{ what: "over" }]);
    });

    test("go with their tenant, and when they are old", async () => {
      const tenant = await givenTenant(store());
      await store().history.event(failure(tenant));
      await told(tenant, [{ channel: "webhook" }]);
      await age(tenant, HOUR + 1);
      await told(tenant);
      await store().prune(Date.now() - HOUR);
      expect((await store().alarms.list(tenant)).items).toHaveLength(1);
      await store().tenants.remove(tenant);
      expect((await store().alarms.list(undefined)).items.some((alarm) => alarm.tenant === tenant)).toBe(false);
      expect((await store().alarms.claim(10, 0)).filter((delivery) => delivery.tenant === tenant)).toEqual([]);
    });
  });
}
