import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi, type TestApi } from "../testing/api.ts";

describe("the alarms of the API", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api?.end());

  const failure = {
    tenant: "demo",
    kind: "run.failed",
    flow: "F",
    environment: "test",
    message: "It failed.",
  } as const;

  test("stand in the list of their tenant with a count, and one who knows takes them on", async () => {
    const { runtime, api: admin } = api;
    runtime.notices.write({ ...failure, nodeId: "call", code: "REMOTE_STATUS" });
    runtime.notices.write({ ...failure, nodeId: "call", code: "REMOTE_STATUS" });
    const { body } = await admin.get("/tenants/demo/alarms?state=open");
    expect(body.items).toMatchObject([{ kind: "run.failed", count: 2, nodeId: "call", tenant: "demo", overAt: null }]);
    expect((await admin.get("/tenants/demo/alarms?state=over")).body.items).toEqual([]);
    expect((await admin.get("/tenants/demo/events")).body.items[0]).toMatchObject({ code: "REMOTE_STATUS" });
    const path = `/tenants/demo/alarms/${body.items[0].id}/acknowledge`;
    expect((await admin.post(path)).body).toMatchObject({ acknowledgedBy: "admin" });
    expect((await admin.get("/alarms")).body.items).toMatchObject([{ acknowledgedBy: "admin" }]);
  });

  test("of the installation need a key of all tenants", async () => {
    const { runtime, api: admin } = api;
    await runtime.store.alarms.raise({ kind: "database.away", message: "Gone.", ms: 0 });
    const { key } = await runtime.store.keys.create("demo", { name: "ann", role: "admin" });
    expect((await admin.as(key).get("/alarms")).status).toBe(403);
    const { body } = await admin.get("/alarms?limit=1");
    expect(body.items).toMatchObject([{ kind: "database.away", tenant: null }]);
    const { id } = body.items[0];
    expect((await admin.post(`/tenants/demo/alarms/${id}/acknowledge`)).status).toBe(404);
    expect((await admin.post(`/alarms/${id}/acknowledge`)).body).toMatchObject({ acknowledgedBy: "admin" });
  });

  test("are mailed to the address that the tenant is given", async () => {
    const { api: admin } = api;
    const changed = await admin.patch("/tenants/demo", { alarmAddress: "beheer@demo.example" });
    expect(changed.body).toMatchObject({ alarmAddress: "beheer@demo.example", name: "Demo" });
    expect((await admin.patch("/tenants/demo", { alarmAddress: "nobody" })).status).toBe(400);
    expect((await admin.patch("/tenants/demo", { alarmAddress: null, name: "D" })).body).toMatchObject({
      alarmAddress: null,
      name: "D",
    });
  });
});
