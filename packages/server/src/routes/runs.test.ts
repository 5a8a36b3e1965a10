import { type HttpClient, type HttpRequest, mortiseError } from "@mortise/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Installed } from "../flows/installed.ts";
import { newRun } from "../runs/new-run.ts";
import { startApi, type TestApi } from "../testing/api.ts";
import type { TestClient } from "../testing/client.ts";

/** The outside world: what was sent, and what it answers. */
const sent: HttpRequest[] = [];
let answer: () => Promise<{ status: number; body: string }>;
const http: HttpClient = {
  async send(request) {
    sent.push(request);
    const { status, body } = await answer();
    return { status, headers: [["Content-Type", "application/json"]], body: Buffer.from(body), url: request.url };
  },
};

let server: TestApi;
let api: TestClient;
beforeAll(async () => {
  server = await startApi({ http });
  api = server.api;
});
afterAll(() => server.end());
beforeEach(() => {
  sent.length = 0;
  answer = async () => ({ status: 200, body: '{"access_token":"fresh-access-token"}' });
});

const FLOWS = "/tenants/demo/flows";
const RUNS = "/tenants/demo/runs";

async function install(name: string, nodes: object[], options: object = {}): Promise<void> {
  const ids = nodes.map((node) => (node as { id: string }).id);
  const links = ids.slice(1).map((to, index) => ({ from: ids[index], to }));
  await api.post(FLOWS, { flow: 1, name, options, nodes, links });
  const { status, body } = await api.post(`${FLOWS}/${name}/install`, { environment: "test" });
  expect([status, body.errors]).toEqual([200, undefined]);
}

const run = (flow: string, body: object = {}) => api.post(`${FLOWS}/${flow}/runs`, { environment: "test", ...body });

const SAY = { id: "say", type: "SetBody", settings: { body: "${date:now:yyyy-MM-dd} ${header.name}" } };
const CALL = { id: "call", type: "HTTP", settings: { method: "POST", url: "https://api.example.com/pay" } };

describe("a run by hand", () => {
  test("gives its last message", async () => {
    await install("say", [SAY]);
    const { status, body } = await run("say", { message: { headers: { name: "Jan" }, body: 1 } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: "completed",
      message: { headers: { name: "Jan" }, body: expect.stringMatching(/^\d{4}-\d\d-\d\d Jan$/) },
    });
    const shown = (await api.get(`${RUNS}/${body.id}`)).body;
    expect(shown).toMatchObject({
      flow: "say",
      trigger: "manual",
      status: "completed",
      input: { headers: { name: "Jan" } },
    });
    const { steps } = (await api.get(`${RUNS}/${body.id}/trace`)).body;
    expect(steps).toEqual([
      expect.objectContaining({ nodeId: "say", output: "out", before: expect.anything(), after: expect.anything() }),
    ]);
  });

  test("that a Filter stops is completed", async () => {
    await install("stop", [{ id: "never", type: "Filter", settings: { expression: "${header.go} == 'yes'" } }, SAY]);
    expect((await run("stop")).body).toMatchObject({ status: "completed", message: { body: null } });
  });

  test("that fails says where, and is an event", async () => {
    await install("fail", [
      { id: "get-it", type: "GetTenantVariable", settings: { header: "x", variable: "not_there" } },
    ]);
    const { body } = await run("fail");
    expect(body).toMatchObject({ status: "failed", error: { code: "VARIABLE_NOT_FOUND", nodeId: "get-it" } });
    const { items } = (await api.get("/tenants/demo/events")).body;
    expect(items[0]).toMatchObject({
      kind: "run.failed",
      flow: "fail",
      environment: "test",
      runId: body.id,
      message: expect.stringContaining("Node get-it"),
    });
    expect((await api.get(`${FLOWS}/fail/status`)).body.test).toMatchObject({
      failed: 1,
      lastError: { code: "VARIABLE_NOT_FOUND" },
    });
  });

  test("is not waited for when nobody wants to", async () => {
    let release = () => {};
    answer = () => new Promise((resolve) => (release = () => resolve({ status: 200, body: "{}" })));
    await install("slow", [CALL], { delivery: "direct" });
    const started = await run("slow", { wait: false });
    expect(started).toMatchObject({ status: 202, body: { status: "running" } });
    expect((await run("slow", { wait: 1 })).body.status).toBe("running");
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    expect((await api.post(`${RUNS}/${started.body.id}/cancel`, {})).status).toBe(200);
    release();
  });

  test("begins at a node that is named, and at no other", async () => {
    await install("from", [CALL, SAY], { delivery: "direct" });
    expect((await run("from", { from: "say" })).body.status).toBe("completed");
    expect(sent).toEqual([]);
    expect(await run("from", { from: "nowhere" })).toMatchObject({ status: 400, body: { pointer: "/from" } });
  });

  test("needs an installed flow, and a message that can be one", async () => {
    await install("needs", [SAY]);
    expect((await api.post(`${FLOWS}/needs/runs`, { environment: "production" })).status).toBe(409);
    expect((await api.post(`${FLOWS}/unknown/runs`, { environment: "test" })).status).toBe(409);
    expect((await run("needs", { message: { body: { $oops: 1 } } })).body.code).toBe("VALUE_INVALID");
    expect((await run("needs", { at: "tomorrow" })).body.pointer).toBe("/at");
    expect((await run("needs", { wait: -1 })).status).toBe(400);
  });
});

describe("a rehearsal", () => {
  const flow = [
    { id: "get", type: "GetTenantVariable", settings: { header: "counter", variable: "Counter" } },
    CALL,
    { id: "save", type: "SetTenantVariable", settings: { variable: "Counter", value: "next" } },
    SAY,
  ];
  const stubs = [{ method: "POST", url: "https://api.example.com/*", answer: { body: { paid: true } } }];

  test("takes an instant for now and touches nothing", async () => {
    await api.put("/tenants/demo/variables/Counter", { test: { value: "first" } });
    await install("rehearsed", flow);
    const { body } = await run("rehearsed", { at: "2026-11-30T00:00+01:00", stubs });
    expect(body).toMatchObject({
      status: "completed",
      message: { headers: { counter: "first" }, body: "2026-11-30 " },
    });
    expect(sent).toEqual([]);
    expect((await api.get("/tenants/demo/variables/Counter")).body.test.value).toBe("first");
    expect((await api.get(`${RUNS}/${body.id}`)).body.status).toBe("completed");
  });

  test("names a call that has no stub", async () => {
    const { body } = await run("rehearsed", { at: "2026-11-30T00:00+01:00" });
    expect(body).toMatchObject({
      status: "failed",
      error: { code: "ENGINE_NO_STUB", message: expect.stringContaining("https://api.example.com/pay") },
    });
  });

  test("takes variables of its own, as a test document has them", async () => {
    const { body } = await run("rehearsed", {
      at: "2026-11-30T00:00+01:00",
      stubs: { stubs, variables: { Counter: "given" } },
    });
    expect(body.message.headers.counter).toBe("given");
  });

  test("is real when it is asked to be", async () => {
    await run("rehearsed", { at: "2026-11-30T00:00+01:00", live: true });
    expect(sent).toHaveLength(1);
    expect((await api.get("/tenants/demo/variables/Counter")).body.test.value).toBe("next");
  });
});

describe("a durable run", () => {
  const durable = { delivery: "durable", searchKeys: ["order"] };

  test("is queued, run, found, and run again with what it began with", async () => {
    await install("durable", [CALL, SAY], durable);
    const first = await run("durable", { message: { headers: { name: "Jan", order: "A-17" } } });
    expect(first.body).toMatchObject({ status: "completed", message: { body: expect.stringMatching(/ Jan$/) } });
    const found = (await api.get(`${RUNS}?search=A-17`)).body.items;
    expect(found).toEqual([expect.objectContaining({ id: first.body.id, status: "completed" })]);
    const again = await api.post(`${RUNS}/${first.body.id}/replay`, { wait: true });
    expect(again.body).toMatchObject({ status: "completed", message: { body: expect.stringMatching(/ Jan$/) } });
    expect((await api.get(`${RUNS}/${again.body.id}`)).body.trigger).toBe("replay");
    expect((await api.post(`${RUNS}/${first.body.id}/cancel`)).status).toBe(409);
    expect(sent).toHaveLength(2);
  });

  test("runs one at a time, and the one that waits can be cancelled", async () => {
    let release = () => {};
    answer = () => new Promise((resolve) => (release = () => resolve({ status: 200, body: "{}" })));
    await install("serial", [CALL], durable);
    const first = (await run("serial", { wait: false })).body;
    const second = (await run("serial", { wait: false })).body;
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect((await api.post(`${RUNS}/${second.id}/cancel`)).body.status).toBe("cancelled");
    release();
    await vi.waitFor(async () => expect((await api.get(`${RUNS}/${first.id}`)).body.status).toBe("completed"));
    expect(sent).toHaveLength(1);
  });

  test("is followed until it ends", async () => {
    await install("followed", [SAY], durable);
    const { id } = (await run("followed")).body;
    const { text, headers } = await api.get(`${RUNS}/${id}/events`);
    expect(headers["content-type"]).toBe("text/event-stream");
    expect(text).toContain('event: run\ndata: {"id":');
    expect(text).toContain("event: step");
  });

  test("with a node that is tried again in an hour is nobody's until then, and can be cancelled", async () => {
    answer = async () => ({ status: 503, body: "busy" });
    const retry = { times: 3, interval: "1h" };
    await install("later", [{ ...CALL, settings: { ...CALL.settings, retry } }], durable);
    const { id } = (await run("later", { wait: false })).body;
    await vi.waitFor(async () => {
      const { status, retryAt } = (await api.get(`${RUNS}/${id}`)).body;
      expect(status).toBe("queued");
      expect(Date.parse(retryAt)).toBeGreaterThan(Date.now() + 3_000_000);
    });
    expect(sent).toHaveLength(1);
    expect((await api.post(`${RUNS}/${id}/cancel`)).body.status).toBe("cancelled");
  });

  test("whose message is in a form that nobody knows any more ends failed, with an event", async () => {
    await install("old", [SAY], durable);
    const { record, plan } = server.runtime.plans.find("demo", "old", "test") as Installed;
    const input = { message: { headers: {}, body: { $oldForm: "1" } } };
    const old = newRun({ record, plan } as Installed, "manual", "say", input, Date.now());
    await server.runtime.store.dispatcher.start(old);
    const ended = await server.runtime.store.dispatcher.wait("demo", old.id, 10_000);
    expect(ended).toMatchObject({ status: "failed", error: { code: "VALUE_INVALID" } });
    const { items } = (await api.get("/tenants/demo/events")).body;
    expect(items[0]).toMatchObject({ kind: "run.failed", runId: old.id });
  });
});

describe("a call without an answer", () => {
  const lost = async (): Promise<never> => {
    throw mortiseError("REMOTE_TIMEOUT", { url: "https://api.example.com/pay", ms: 5, sent: true });
  };
  const durable = { delivery: "durable" };
  const answers = async () => ({ status: 200, body: "paid" });

  async function parked(flow: string, nodes: object[] = [CALL, SAY], options: object = durable): Promise<string> {
    answer = lost;
    await install(flow, nodes, options);
    const { body } = await run(flow, { message: { headers: { name: "Jan" }, body: "order 17" } });
    expect(body).toMatchObject({ status: "parked", error: { code: "REMOTE_IN_DOUBT", nodeId: "call" } });
    return body.id;
  }

  test("parks its run, which is shown and told", async () => {
    const id = await parked("doubt");
    expect(sent).toHaveLength(1);
    expect((await api.get(`${RUNS}/${id}`)).body).toMatchObject({
      status: "parked",
      finishedAt: null,
      inDoubt: [{ path: "call", nodeId: "call", input: { headers: { name: "Jan" }, body: "order 17" } }],
    });
    const { items } = (await api.get("/tenants/demo/events")).body;
    expect(items[0]).toMatchObject({ kind: "run.parked", runId: id, flow: "doubt" });
    expect((await api.get(`${RUNS}/${id}/trace`)).body.steps).toMatchObject([{ nodeId: "call", output: "error" }]);
  });

  test("is sent once more when a person says so, and the run goes on", async () => {
    const id = await parked("resend");
    answer = answers;
    const { status, body } = await api.post(`${RUNS}/${id}/resend`, { wait: true });
    expect([status, body]).toEqual([200, expect.objectContaining({ id, status: "completed" })]);
    expect(sent.map(({ body }) => body)).toEqual(["order 17", "order 17"]);
    expect(await api.post(`${RUNS}/${id}/resend`)).toMatchObject({ status: 409, body: { code: "RUN_NOT_PARKED" } });
  });

  test("can be lost again, and the run is parked again", async () => {
    const id = await parked("twice");
    expect((await api.post(`${RUNS}/${id}/resend`, { wait: true })).body.status).toBe("parked");
    expect(sent).toHaveLength(2);
    expect((await api.post(`${RUNS}/${id}/cancel`)).body.status).toBe("cancelled");
  });

  test("is skipped with an answer that a person knows, or with what was sent", async () => {
    const id = await parked("skip", [CALL]);
    const message = { headers: { paid: "yes" }, body: "seen in their own list" };
    expect((await api.post(`${RUNS}/${id}/skip`, { message, wait: true })).body).toMatchObject({
      status: "completed",
      message,
    });
    const other = await parked("skip-plain", [CALL]);
    expect((await api.post(`${RUNS}/${other}/skip`, { wait: true })).body).toMatchObject({
      status: "completed",
      message: { body: "order 17" },
    });
    expect(sent).toHaveLength(2);
    expect((await api.post(`${RUNS}/${other}/skip`, { path: "x" })).body.code).toBe("RUN_NOT_PARKED");
  });

  test("of an installed flow holds up the runs behind it, and nobody else's", async () => {
    const id = await parked("in-line");
    answer = answers;
    const behind = (await run("in-line", { wait: false })).body;
    await install("beside", [SAY], durable);
    expect((await run("beside")).body.status).toBe("completed");
    expect((await api.get(`${RUNS}/${behind.id}`)).body.status).toBe("queued");
    await api.post(`${RUNS}/${id}/skip`);
    await vi.waitFor(async () => expect((await api.get(`${RUNS}/${behind.id}`)).body.status).toBe("completed"));
  });

  test("is not sent again with a token that was replaced since, unless forced", async () => {
    const put = (value: string) => api.put("/tenants/demo/variables/Old_Token", { test: { value }, encrypted: true });
    await put("refresh-token-number-1");
    const read = { id: "get", type: "GetTenantVariable", settings: { header: "token", variable: "Old_Token" } };
    const pay = { ...CALL, settings: { ...CALL.settings, form: { refresh_token: "${header.token}" } } };
    const id = await parked("stale", [read, pay]);
    answer = answers;
    await put("refresh-token-number-2");
    const refused = await api.post(`${RUNS}/${id}/resend`);
    expect(refused).toMatchObject({ status: 409, body: { code: "RUN_STALE_SECRET" } });
    expect(refused.body.detail).toContain("Old_Token");
    expect(refused.text).not.toContain("refresh-token-number");
    expect((await api.post(`${RUNS}/${id}/replay`, { from: "call" })).body.code).toBe("RUN_STALE_SECRET");
    expect(sent).toHaveLength(1);
    expect((await api.post(`${RUNS}/${id}/resend`, { force: true, wait: true })).body.status).toBe("completed");
    expect(sent).toHaveLength(2);
  });

  test("is made again with the same key where there is one", async () => {
    await install(
      "keyed",
      [{ ...CALL, settings: { ...CALL.settings, idempotencyKey: "${random(1,1000000)}", whenInDoubt: "park" } }],
      durable,
    );
    answer = lost;
    const { id } = (await run("keyed")).body;
    answer = answers;
    expect((await api.post(`${RUNS}/${id}/resend`, { wait: true })).body.status).toBe("completed");
    const keys = sent.map(({ headers }) => headers.find(([name]) => name === "Idempotency-Key")?.[1]);
    expect(keys[0]).toMatch(/^\d+$/);
    expect(keys[1]).toBe(keys[0]);
  });
});

describe("a replay from a node", () => {
  const MARK = { id: "mark", type: "SetHeader", settings: { name: "step", value: "marked ${header.name}" } };

  test("begins with what the node began with then, also one that does nothing outside", async () => {
    await install("again", [MARK, CALL, SAY], { delivery: "durable" });
    answer = async () => ({ status: 200, body: "first answer" });
    const { id } = (await run("again", { message: { headers: { name: "Jan" }, body: "order" } })).body;
    expect(sent).toHaveLength(1);
    const say = await api.post(`${RUNS}/${id}/replay`, { from: "say", wait: true });
    expect(say.body).toMatchObject({ status: "completed", message: { headers: { step: "marked Jan" } } });
    expect(sent).toHaveLength(1);
    const call = await api.post(`${RUNS}/${id}/replay`, { from: "call", wait: true });
    expect(call.body.status).toBe("completed");
    expect(sent.map(({ body }) => body)).toEqual(["order", "order"]);
    expect((await api.get(`${RUNS}/${call.body.id}`)).body).toMatchObject({ trigger: "replay", node: "call" });
  });

  test("says when it is not known, or when the run came by more than once", async () => {
    await install(
      "known",
      [MARK, { id: "stop", type: "Filter", settings: { expression: "${header.no} == 'x'" } }, SAY],
      {
        delivery: "durable",
      },
    );
    const { id } = (await run("known")).body;
    expect(await api.post(`${RUNS}/${id}/replay`, { from: "say" })).toMatchObject({
      status: 409,
      body: { code: "RUN_NOT_RECORDED" },
    });
    expect((await api.post(`${RUNS}/${id}/replay`, { from: "nowhere" })).body.code).toBe("RUN_NOT_RECORDED");
    await api.post(FLOWS, {
      flow: 1,
      name: "ways",
      options: { delivery: "durable" },
      nodes: [MARK, { ...MARK, id: "left" }, { ...MARK, id: "right" }, SAY],
      links: [
        { from: "mark", to: "left" },
        { from: "mark", to: "right" },
        { from: "left", to: "say" },
        { from: "right", to: "say" },
      ],
    });
    await api.post(`${FLOWS}/ways/install`, { environment: "test" });
    const ways = (await run("ways")).body.id;
    const { body } = await api.post(`${RUNS}/${ways}/replay`, { from: "say" });
    expect(body).toMatchObject({ code: "API_CONFLICT", detail: expect.stringContaining("mark:1/say") });
    expect((await api.post(`${RUNS}/${ways}/replay`, { from: "mark:1/say", wait: true })).body.status).toBe(
      "completed",
    );
  });
});

describe("secrets", () => {
  test("show in no run, trace, error or event", async () => {
    await api.put("/tenants/demo/variables/Secret_Token", { test: { value: "s3cret-refresh-token" }, encrypted: true });
    answer = async () => ({
      status: 401,
      body: '{"error":"s3cret-refresh-token is spent","access_token":"fresh-access-token"}',
    });
    await install(
      "leaky",
      [
        { id: "get", type: "GetTenantVariable", settings: { header: "innocent", variable: "Secret_Token" } },
        { id: "set", type: "SetBody", settings: { body: "token=${header.innocent}" } },
        CALL,
      ],
      { trace: "all" },
    );
    const { body, text } = await run("leaky");
    expect(body.status).toBe("failed");
    const places = [
      text,
      (await api.get(`${RUNS}/${body.id}`)).text,
      (await api.get(`${RUNS}/${body.id}/trace`)).text,
      (await api.get("/tenants/demo/events")).text,
      (await api.get(`${FLOWS}/leaky/status`)).text,
    ];
    expect(places.join("\n")).not.toMatch(/s3cret-refresh-token|fresh-access-token/);
    expect(places[2]).toContain("•••");
  });
});

test("runs are listed newest first, by page and by what they are", async () => {
  await install("listed", [SAY]);
  const ids: string[] = [];
  for (let index = 0; index < 3; index++) ids.push((await run("listed")).body.id);
  await vi.waitFor(async () => expect((await api.get(`${RUNS}?flow=listed`)).body.items).toHaveLength(3));
  const first = (await api.get(`${RUNS}?flow=listed&limit=2`)).body;
  const second = (await api.get(`${RUNS}?flow=listed&limit=2&cursor=${encodeURIComponent(first.cursor)}`)).body;
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.reverse());
  expect((await api.get(`${RUNS}?flow=listed&status=failed`)).body.items).toEqual([]);
  expect((await api.get(`${RUNS}?flow=listed&from=2020-01-01T00:00Z&to=2020-01-02T00:00Z`)).body.items).toEqual([]);
  expect((await api.get(`${RUNS}?cursor=nonsense`)).status).toBe(400);
  expect((await api.get(`${RUNS}/018f0000-0000-7000-8000-000000000000`)).status).toBe(404);
});
