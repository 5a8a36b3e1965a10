import type { Fire, NewRun } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { givenInstallation, givenTenant, NOW, newRun, signal } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";
import { COMPLETED } from "./work.ts";

const NODE = "every-night";

export function scheduleTests({ store, work, again }: Suite): void {
  /** An installed flow whose schedule stands at NOW. */
  async function givenSchedule() {
    const tenant = await givenTenant(store());
    const { id } = await givenInstallation(store(), tenant);
    await store().schedules.begin({ tenant, installation: id, node: NODE, cursor: NOW, anchor: NOW, fired: 0 });
    const fire = (instant: number, overlap: Fire["overlap"] = "allow", more: Partial<NewRun> = {}): Fire => ({
      installation: id,
      node: NODE,
      instant,
      overlap,
      run: newRun(tenant, { installation: id, node: NODE, trigger: "schedule", nominal: instant, ...more }),
    });
    const cursor = async () => (await store().schedules.cursors()).find(({ installation }) => installation === id);
    const drops = async () => (await store().history.listEvents(tenant)).items.map(({ message }) => message);
    return { tenant, id, fire, cursor, drops };
  }

  describe("schedules", () => {
    test("a fire makes a run and moves the cursor; a second of the same instant does neither", async () => {
      const { tenant, fire, cursor } = await givenSchedule();
      const first = fire(NOW + 1_000);
      expect(await store().schedules.fire(tenant, first)).toBe(true);
      expect(await store().schedules.fire(tenant, fire(NOW + 1_000))).toBe(false);
      expect(await store().schedules.fire(tenant, fire(NOW))).toBe(false);
      expect(await cursor()).toMatchObject({ cursor: NOW + 1_000, anchor: NOW, fired: 1 });
      const ended = await store().dispatcher.wait(tenant, first.run?.id ?? "", 5_000);
      expect(ended).toMatchObject({ status: "completed", nominal: NOW + 1_000, trigger: "schedule" });
    });

    test("however many processes see an instant due, one run comes of it", async () => {
      const { tenant, fire } = await givenSchedule();
      const other = await again();
      try {
        const instants = Array.from({ length: 20 }, (_, at) => NOW + 1_000 * (at + 1));
        for (const instant of instants) {
          const dealt = await Promise.all([store(), other].map((each) => each.schedules.fire(tenant, fire(instant))));
          expect(dealt.sort()).toEqual([false, true]);
        }
        expect((await store().runs.list(tenant)).items.map(({ nominal }) => nominal).sort()).toEqual(instants);
      } finally {
        await other.close();
      }
    });

    test("a drop is an event that says why, and moves the cursor", async () => {
      const { tenant, id, cursor, drops } = await givenSchedule();
      const dropped = "3 fires fell into the downtime";
      const drop = { installation: id, node: NODE, instant: NOW + 5_000, dropped, overlap: "allow" } as const;
      expect(await store().schedules.fire(tenant, drop)).toBe(true);
      expect(await cursor()).toMatchObject({ cursor: NOW + 5_000, fired: 0 });
      expect(await drops()).toEqual([dropped]);
    });

    test("overlap decides whether a fire runs beside, behind or not at all", async () => {
      const { tenant, fire, drops } = await givenSchedule();
      const hold = signal();
      const begun = signal();
      work.of(tenant, async () => {
        begun.resolve();
        await hold.promise;
        return COMPLETED;
      });
      const serial = { serial: true };
      await store().schedules.fire(tenant, fire(NOW + 1, "skip", serial));
      await begun.promise;
      expect(await store().schedules.fire(tenant, fire(NOW + 2, "skip", serial))).toBe(true);
      expect(await drops()).toHaveLength(1);
      await store().schedules.fire(tenant, fire(NOW + 3, "queue one", serial));
      await store().schedules.fire(tenant, fire(NOW + 4, "queue one", serial));
      expect(await drops()).toHaveLength(2);
      await store().schedules.fire(tenant, fire(NOW + 5, "allow", serial));
      hold.resolve();
      const { items } = await store().runs.list(tenant);
      expect(items.map(({ nominal }) => nominal)).toEqual([NOW + 5, NOW + 3, NOW + 1]);
      await store().dispatcher.wait(tenant, items[0]?.id ?? "", 5_000);
    });

    test("behind a parked run nothing queues up: its fires are dropped, and the event says why", async () => {
      const { tenant, fire, drops } = await givenSchedule();
      work.of(tenant, async () => ({ status: "parked" }));
      const serial = { serial: true };
      const parked = fire(NOW + 1, "skip", serial);
      await store().schedules.fire(tenant, parked);
      expect(await store().dispatcher.wait(tenant, parked.run?.id ?? "", 5_000)).toMatchObject({ status: "parked" });
      await store().schedules.fire(tenant, fire(NOW + 2, "skip", serial));
      await store().schedules.fire(tenant, fire(NOW + 3, "queue one", serial));
      const said = (await drops()).filter((message) => message.startsWith("The fire"));
      expect(said).toHaveLength(2);
      expect(JSON.stringify(said)).toMatch(/parked and waits for a person.*parked and waits for a person/);
      // What was missed and is made up for waits its turn all the same.
      await store().schedules.fire(tenant, fire(NOW + 4, "allow", serial));
      expect((await store().runs.list(tenant)).items).toHaveLength(2);
    });

    test("a flow that is not started any more does not run", async () => {
      const { tenant, fire, cursor } = await givenSchedule();
      await store().flows.setState(tenant, "Flow", "test", "suspended");
      expect(await store().schedules.fire(tenant, fire(NOW + 1_000))).toBe(false);
      expect(await cursor()).toMatchObject({ cursor: NOW });
    });

    test("what was computed before an install moves nothing after it", async () => {
      const { tenant, id, fire, cursor } = await givenSchedule();
      const { revision } = await givenInstallation(store(), tenant);
      expect(await store().schedules.fire(tenant, { ...fire(NOW + 1_000), revision: revision - 1 })).toBe(false);
      expect(await cursor()).toMatchObject({ cursor: NOW });
      const begin = { tenant, installation: id, node: NODE, cursor: NOW + 9, anchor: NOW + 9, fired: 0 };
      await expect(store().schedules.begin(begin, { reset: true, revision: revision - 1 })).rejects.toMatchObject({
        code: "API_CONFLICT",
      });
      expect(await store().schedules.fire(tenant, { ...fire(NOW + 1_000), revision })).toBe(true);
    });

    test("a schedule begun anew by one process is not set back by the next", async () => {
      const { tenant, id, fire } = await givenSchedule();
      const anew = { tenant, installation: id, node: NODE, cursor: NOW + 9, anchor: NOW + 9, fired: 0 };
      await store().schedules.begin(anew, { reset: true });
      await store().schedules.fire(tenant, fire(NOW + 10));
      expect(await store().schedules.begin(anew, { reset: true })).toMatchObject({ cursor: NOW + 10, fired: 1 });
    });

    test("a cursor that stands stays, unless it is reset", async () => {
      const { tenant, id, fire } = await givenSchedule();
      await store().schedules.fire(tenant, fire(NOW + 1_000));
      const begin = { tenant, installation: id, node: NODE, cursor: NOW + 9, anchor: NOW + 9, fired: 0 };
      expect(await store().schedules.begin(begin)).toMatchObject({ cursor: NOW + 1_000, anchor: NOW, fired: 1 });
      expect(await store().schedules.begin(begin, { reset: true })).toMatchObject({ cursor: NOW + 9, fired: 0 });
      await expect(store().schedules.begin({ ...begin, installation: "none" })).rejects.toMatchObject({
        code: "API_NOT_FOUND",
      });
    });

    test("fires of many flows at once are each dealt with", async () => {
      const schedules = await Promise.all(Array.from({ length: 30 }, givenSchedule));
      const dealt = await Promise.all(
        schedules.map(({ tenant, fire }) => store().schedules.fire(tenant, fire(NOW + 1, "skip"))),
      );
      expect(dealt.every(Boolean)).toBe(true);
    });
  });
}
