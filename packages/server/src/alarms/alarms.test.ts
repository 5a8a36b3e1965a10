import type { HttpClient } from "@mortise/contract";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startRun } from "../runs/manual.ts";
import { createRuntime, type Runtime } from "../runtime.ts";
import { makeDataFolder, removeDataFolder } from "../testing/folder.ts";
import { installDocument } from "../testing/install.ts";
import { noScripts } from "../testing/scripts.ts";
import type { AlarmSettings } from "./alarms.ts";
import { type MailServer, startMailServer } from "./testing/mail-server.ts";
import { type Receiver, startReceiver } from "./testing/webhook-receiver.ts";
import { signature } from "./webhook.ts";

const SECRET = "whsec_c2l4dGVlbi1jaGFyYWN0ZXJz";
const CANARY = "canary-7f3a9b";

/** Answers everything with an error that talks too much. */
const http: HttpClient = {
  send: async ({ url }) => ({ status: 500, headers: [], body: Buffer.from(`{"access_token":"${CANARY}"}`), url }),
};

describe("alarms", () => {
  let data: string;
  let receiver: Receiver;
  let mails: MailServer;
  let runtime: Runtime;

  const start = (settings: AlarmSettings) =>
    createRuntime({
      database: { data },
      http,
      scripts: noScripts,
      alarms: { firstPause: 20, ...settings },
      name: "here",
    });
  const settings = (): AlarmSettings => ({
    webhook: { url: receiver.url, secret: SECRET },
    mail: { url: mails.url, from: "mortise@example.com" },
    operatorAddress: "ops@example.com",
  });

  beforeAll(async () => {
    data = await makeDataFolder();
    receiver = await startReceiver();
    mails = await startMailServer();
    runtime = await start(settings());
  });
  afterAll(async () => {
    await runtime?.close(1_000);
    await receiver?.close();
    await mails?.close();
    await removeDataFolder(data);
  });

  /** Installs a flow whose only call fails, and runs it. */
  async function fails(tenant: string, name: string, options: object = {}, times = 1): Promise<void> {
    await installDocument(runtime, tenant, {
      name,
      options,
      nodes: [{ id: "call", type: "HTTP", settings: { url: `https://api.example.com/${name}?token=${CANARY}` } }],
      links: [],
    });
    for (let at = 0; at < times; at++) {
      const run = await startRun(runtime, { tenant, flow: name, environment: "test", wait: true });
      expect(run.status).toBe("failed");
    }
  }

  const posted = (flow: string) =>
    receiver.posted.map(({ body }) => JSON.parse(body)).filter(({ data }) => data.flow === flow);
  const mailed = (flow: string) => mails.mails.filter(({ text }) => text.includes(flow));

  test("a flow that fails again and again is posted and mailed once, signed, with the count in the list", async () => {
    await fails("acme", "once", {}, 3);
    await vi.waitFor(() => expect(mailed("once")).toHaveLength(1), { timeout: 10_000 });
    await vi.waitFor(() => expect(posted("once")).toHaveLength(1), { timeout: 10_000 });
    expect(posted("once")[0]).toMatchObject({
      type: "alarm.raised",
      data: {
        tenant: "acme",
        environment: "test",
        kind: "run.failed",
        nodeId: "call",
        code: "REMOTE_STATUS",
        server: "here",
      },
    });
    const { headers, body } = receiver.posted.find(({ body }) => body.includes("once")) ?? { headers: {}, body: "" };
    const [id, at] = [String(headers["webhook-id"]), Number(headers["webhook-timestamp"])];
    expect(headers["webhook-signature"]).toBe(signature(SECRET, id, at, body));
    expect(mailed("once")[0]).toMatchObject({ to: "ops@example.com", from: "mortise@example.com" });
    await vi.waitFor(async () => {
      const { items } = await runtime.store.alarms.list("acme");
      expect(items.find(({ flow }) => flow === "once")).toMatchObject({ count: 3 });
    });
    expect(posted("once")).toHaveLength(1);
  });

  test("the flow says who hears of it: the tenant, an address, nobody", async () => {
    await runtime.store.tenants.change("acme", { alarmAddress: "beheer@acme.example" });
    await fails("acme", "silent", { alarm: "none" });
    await fails("acme", "tenants");
    await fails("acme", "own", { alarm: "loket@example.com" });
    await vi.waitFor(() => expect(mailed("own")).toHaveLength(1), { timeout: 10_000 });
    await vi.waitFor(() => expect(mailed("tenants")).toHaveLength(1), { timeout: 10_000 });
    expect(mailed("own")[0]?.to).toBe("loket@example.com");
    expect(mailed("tenants")[0]?.to).toBe("beheer@acme.example");
    expect([...mailed("silent"), ...posted("silent")]).toEqual([]);
    const { items } = await runtime.store.alarms.list("acme");
    expect(items.map(({ flow }) => flow)).toContain("silent");
  });

  test("a receiver that is down holds up no run, and gets it when it is back, over a restart", async () => {
    receiver.answer = 503;
    const before = receiver.posted.length;
    await fails("acme", "later");
    await vi.waitFor(() => expect(receiver.posted.length).toBeGreaterThan(before + 1), { timeout: 10_000 });
    receiver.answer = -1;
    const asked = receiver.posted.length;
    await vi.waitFor(() => expect(mailed("later")).toHaveLength(1), { timeout: 10_000 });
    await vi.waitFor(() => expect(receiver.posted.length).toBeGreaterThan(asked), { timeout: 10_000 });
    // In the middle of a request that is never answered.
    await runtime.close(1_000);
    receiver.answer = 204;
    receiver.posted.length = 0;
    runtime = await start(settings());
    await vi.waitFor(() => expect(posted("later")).toHaveLength(1), { timeout: 15_000 });
    await vi.waitFor(async () => expect((await runtime.store.sharedFigures()).deliveries).toBe(0));
    expect(posted("later")).toHaveLength(1);
  }, 40_000);

  test("a failure that the error route took care of is an event and no alarm", async () => {
    await installDocument(runtime, "acme", {
      name: "handled",
      nodes: [
        { id: "call", type: "HTTP", settings: { url: "https://api.example.com" } },
        { id: "failed", type: "FailedExchange", settings: {} },
        { id: "log", type: "SetBody", settings: { body: "sorry" } },
      ],
      links: [{ from: "failed", to: "log" }],
    });
    await startRun(runtime, { tenant: "acme", flow: "handled", environment: "test", wait: true, from: "call" });
    await runtime.notices.flush();
    const { items } = await runtime.store.history.listEvents("acme", { limit: 1 });
    expect(items[0]).toMatchObject({ kind: "run.failed", flow: "handled" });
    await fails("acme", "after");
    await vi.waitFor(() => expect(posted("after")).toHaveLength(1), { timeout: 10_000 });
    expect(posted("handled")).toEqual([]);
  });

  test("no secret leaves in any of it", () => {
    const sent = JSON.stringify([receiver.posted, mails.mails]);
    expect(sent).toContain("REMOTE_STATUS");
    for (const secret of [CANARY, "hunter2", SECRET]) expect(sent).not.toContain(secret);
  });
});
