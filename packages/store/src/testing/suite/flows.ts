import { describe, expect, test } from "vitest";
import { flowText, givenInstallation, givenTenant, newRun, signal } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";

export function flowTests({ store }: Suite): void {
  describe("flows", () => {
    test("a draft is made, replaced and refused on an old version", async () => {
      const tenant = await givenTenant(store());
      const made = await store().flows.put(tenant, "F", "{}", "ann", { ifVersion: 0 });
      expect(made).toMatchObject({ name: "F", text: "{}", version: 1, createdBy: "ann" });
      const replaced = await store().flows.put(tenant, "F", "{ }", "bob", { ifVersion: 1 });
      expect(replaced).toMatchObject({ version: 2, createdBy: "ann", updatedBy: "bob" });
      for (const ifVersion of [0, 1])
        await expect(store().flows.put(tenant, "F", "", "ann", { ifVersion })).rejects.toMatchObject({
          code: "API_CONFLICT",
        });
      expect(await store().flows.get(tenant, "F")).toEqual(replaced);
      expect(await store().flows.list(tenant)).toEqual([replaced]);
      expect(await store().flows.get(tenant, "G")).toBeUndefined();
    });

    test("a flow needs its tenant", async () => {
      await expect(store().flows.put("nobody", "F", "{}", "ann")).rejects.toMatchObject({ code: "API_NOT_FOUND" });
    });

    test("the same text makes no second version", async () => {
      const tenant = await givenTenant(store());
      await store().flows.put(tenant, "F", "{}", "ann");
      const version = (text: string) => store().flows.addVersion(tenant, "F", { text, remark: "r", author: "ann" });
      const first = await version("one");
      expect(await version("one")).toEqual(first);
      expect(await version("two")).toMatchObject({ number: 2, text: "two" });
      expect((await store().flows.versions(tenant, "F")).map(({ number }) => number)).toEqual([2, 1]);
      expect(await store().flows.version(tenant, "F", 1)).toEqual(first);
      expect(await store().flows.version(tenant, "F", 3)).toBeUndefined();
      await expect(
        store().flows.addVersion(tenant, "G", { text: "", remark: "", author: "ann" }),
      ).rejects.toMatchObject({ code: "API_NOT_FOUND" });
    });

    test("a rename keeps versions, runs and installations, and takes no other flow's name", async () => {
      const tenant = await givenTenant(store());
      const { id } = await givenInstallation(store(), tenant);
      const run = newRun(tenant);
      await store().dispatcher.start(run);
      await store().flows.put(tenant, "Taken", "{}", "ann");
      const rename = (from: string, to: string) =>
        store().flows.put(tenant, to, flowText(to), "ann", { renameFrom: from });
      await expect(rename("Flow", "Taken")).rejects.toMatchObject({ code: "API_CONFLICT" });
      await expect(rename("Gone", "New")).rejects.toMatchObject({ code: "API_NOT_FOUND" });
      await rename("Flow", "Renamed");
      expect(await store().flows.get(tenant, "Flow")).toBeUndefined();
      expect(await store().flows.versions(tenant, "Renamed")).toHaveLength(1);
      expect(await store().flows.installation(tenant, "Renamed", "test")).toMatchObject({ id, revision: 2 });
      expect((await store().runs.list(tenant, { flow: "Renamed" })).items).toMatchObject([{ id: run.id }]);
    });

    test("an installation holds its secrets and keeps those that are left out", async () => {
      const tenant = await givenTenant(store());
      const first = await givenInstallation(store(), tenant, { secrets: { id: "a", secret: "b" } });
      expect(first).toMatchObject({ state: "started", version: 1, secrets: { id: "a", secret: "b" }, revision: 1 });
      const again = await store().flows.install(tenant, "Flow", "test", 1, { secret: "c" }, "bob");
      expect(again).toMatchObject({ id: first.id, secrets: { id: "a", secret: "c" }, revision: 2 });
      expect(await store().flows.installation(tenant, "Flow", "production")).toBeUndefined();
      expect((await store().flows.installations()).filter((each) => each.tenant === tenant)).toEqual([again]);
      await expect(store().flows.install(tenant, "Flow", "test", 9, {}, "bob")).rejects.toMatchObject({
        code: "API_NOT_FOUND",
      });
    });

    test("an installed flow cannot be removed; an uninstalled one goes", async () => {
      const tenant = await givenTenant(store());
      await givenInstallation(store(), tenant);
      await expect(store().flows.remove(tenant, "Flow")).rejects.toMatchObject({ code: "API_CONFLICT" });
      await store().flows.uninstall(tenant, "Flow", "test");
      await expect(store().flows.uninstall(tenant, "Flow", "test")).rejects.toMatchObject({ code: "API_NOT_FOUND" });
      await store().flows.remove(tenant, "Flow");
      await expect(store().flows.remove(tenant, "Flow")).rejects.toMatchObject({ code: "API_NOT_FOUND" });
    });

    test("a state says since when it holds", async () => {
      const tenant = await givenTenant(store());
      const started = await givenInstallation(store(), tenant);
      const suspended = await store().flows.setState(tenant, "Flow", "test", "suspended");
      expect(suspended).toMatchObject({ state: "suspended", revision: 2, installedAt: started.installedAt });
      expect(suspended.stateSince).toBeGreaterThanOrEqual(started.stateSince);
      const again = await store().flows.setState(tenant, "Flow", "test", "suspended");
      expect(again.stateSince).toBe(suspended.stateSince);
      await expect(store().flows.setState(tenant, "Flow", "production", "started")).rejects.toMatchObject({
        code: "API_NOT_FOUND",
      });
    });

    test("a change of an installation is heard", async () => {
      const tenant = await givenTenant(store());
      await givenInstallation(store(), tenant);
      const heard = signal();
      const stop = store().flows.onChange(heard.resolve);
      await store().flows.setState(tenant, "Flow", "test", "stopped");
      await heard.promise;
      stop();
    });

    test("a new version keeps the cursor of a schedule that did not change, and supersedes one that did", async () => {
      const tenant = await givenTenant(store());
      const { id } = await givenInstallation(store(), tenant);
      const cursors = async () => (await store().schedules.cursors()).filter(({ installation }) => installation === id);
      const begin = { tenant, installation: id, node: "every-night", cursor: 1_000, anchor: 500, fired: 3 };
      await store().schedules.begin(begin);
      const install = async (text: string) => {
        const { number } = await store().flows.addVersion(tenant, "Flow", { text, remark: "", author: "ann" });
        await store().flows.install(tenant, "Flow", "test", number, {}, "ann");
      };
      await install(flowText("Flow", { cron: "0 0 0 * * ?" }, { description: "changed" }));
      expect(await cursors()).toEqual([
        { installation: id, node: "every-night", cursor: 1_000, anchor: 500, fired: 3 },
      ]);
      await install(flowText("Flow", { cron: "0 0 0 * * ?", missed: "all", overlap: "allow" }));
      expect((await cursors())[0]?.superseded).toBeUndefined();
      await install(flowText("Flow", { cron: "0 0 1 * * ?" }));
      const at = (await store().flows.installation(tenant, "Flow", "test"))?.installedAt;
      await install(flowText("Flow", { cron: "0 0 1 * * ?" }, { options: { timeZone: "Asia/Tokyo" } }));
      expect(await cursors()).toMatchObject([{ cursor: 1_000, superseded: [{ version: 3, at }, { version: 4 }] }]);
      const anew = async () => {
        await store().schedules.begin({ ...begin, anchor: 501 }, { reset: true });
        return (await cursors())[0]?.superseded;
      };
      expect(await anew()).toBeUndefined();
      await install(flowText("Flow", { cron: "#{cron}" }, { properties: { cron: { test: "0 0 1 * * ?" } } }));
      expect(await anew()).toBeUndefined();
      await install(flowText("Flow", { cron: "#{cron}" }, { properties: { cron: { test: "0 0 2 * * ?" } } }));
      const [left] = await cursors();
      expect(left?.superseded).toMatchObject([{ version: 6 }]);
      await store().schedules.end(tenant, { ...begin, superseded: undefined });
      expect(await cursors()).toHaveLength(1);
      if (left) await store().schedules.end(tenant, left);
      expect(await cursors()).toEqual([]);
    });
  });
}
