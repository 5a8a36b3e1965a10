import {
  type FlowDocument,
  type FlowNode,
  type Json,
  mortiseError,
  type RunRecord,
  type ScriptRunner,
} from "@mortise/contract";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startApi, type TestApi } from "../testing/api.ts";
import { installDocument } from "../testing/install.ts";

const node = (id: string, type: string, settings: { [name: string]: Json } = {}): FlowNode => ({ id, type, settings });

/** Scripts that never end: what waits for them waits too long. */
const endless: ScriptRunner = {
  run: (_script, _exchange, signal) =>
    new Promise((_, reject) => signal?.addEventListener("abort", () => reject(mortiseError("ENGINE_CANCELLED")))),
  check: () => {},
};
const ENDLESS = node("wait", "Script", { source: "while (true) {}" });

let server: TestApi;
beforeAll(async () => {
  // Few places at work: runs that wait for each other must not take them all.
  server = await startApi({ concurrency: 2, scripts: endless });
});
afterAll(() => server.end());

type Options = FlowDocument["options"];
const DIRECT: Options = { delivery: "direct" };

const call = (flow: string, pattern = "request reply") => node("call", "OutboundFlowLink", { flow, pattern });

/** Installs a chain of nodes. */
function install(name: string, nodes: readonly FlowNode[], options: Options = {}): Promise<void> {
  const chain = nodes.filter(({ id }) => id !== "failed" && id !== "route");
  const links = chain.slice(1).map(({ id }, index) => ({ from: chain[index]?.id as string, to: id }));
  if (chain.length < nodes.length) links.push({ from: "failed", to: "route" });
  return installDocument(server.runtime, "demo", { name, options, nodes, links });
}

const called = (name: string, nodes: readonly FlowNode[], options?: Options) =>
  install(name, [node("in", "InboundFlowLink"), ...nodes], options);

/** Runs a flow by hand to its end. */
async function run(flow: string, message: { body?: Json; headers?: { [name: string]: Json } } = {}) {
  const { status, body } = await server.api.post(`/tenants/demo/flows/${flow}/runs`, {
    environment: "test",
    message,
    wait: true,
  });
  expect(status).toBe(200);
  return body;
}

async function runsOf(flow: string): Promise<readonly RunRecord[]> {
  return (await server.runtime.store.runs.list("demo", { flow })).items;
}

/** Ends the runs of a flow that would never end, so that they take no place. */
async function cancelAll(flow: string): Promise<void> {
  for (const { id } of await runsOf(flow)) await server.runtime.store.dispatcher.cancel("demo", id);
}

/** The only run of a flow, when it has ended. */
async function onlyRun(flow: string): Promise<RunRecord> {
  return vi.waitFor(
    async () => {
      const [found, ...more] = await runsOf(flow);
      expect(more).toEqual([]);
      expect(found?.status).toMatch(/completed|failed/);
      return found as RunRecord;
    },
    { timeout: 10_000 },
  );
}

describe.each([
  ["two direct flows", DIRECT, DIRECT],
  ["a direct flow and a durable one", DIRECT, {}],
  ["a durable flow and a direct one", {}, DIRECT],
  ["two durable flows", {}, {}],
] as [string, Options, Options][])("between %s", (name, callers, calleds) => {
  const id = name.replaceAll(" ", "-");

  test("request reply goes on with the message at the other's end, and breadcrumbId stays", async () => {
    await called(
      `answer-${id}`,
      [
        node("set", "SetHeader", { name: "answered", value: "yes" }),
        node("say", "SetBody", { body: "${header.question}: ${body}" }),
        node("filter", "Filter", { expression: "false" }),
        node("never", "SetBody", { body: "never" }),
      ],
      calleds,
    );
    await install(`ask-${id}`, [call(`answer-${id}`), node("end", "SetBody", { body: "[${body}]" })], callers);
    const asked = await run(`ask-${id}`, { body: "forty-two", headers: { question: "What" } });
    expect(asked).toMatchObject({ status: "completed", message: { body: "[What: forty-two]" } });
    expect(asked.message.headers).toMatchObject({ answered: "yes" });
    const [theirs, ours] = [await onlyRun(`answer-${id}`), await onlyRun(`ask-${id}`)];
    expect(theirs.trigger).toBe("link");
    expect(theirs.breadcrumbId).toBe(ours.breadcrumbId);
  });

  test("one way goes on with its own message", async () => {
    await called(`note-${id}`, [node("say", "SetBody", { body: "noted ${body}" })], calleds);
    await install(`tell-${id}`, [call(`note-${id}`, "one way")], callers);
    expect(await run(`tell-${id}`, { body: "this" })).toMatchObject({ status: "completed", message: { body: "this" } });
    const whole = await server.runtime.store.runs.get("demo", (await onlyRun(`note-${id}`)).id);
    expect(whole?.status).toBe("completed");
  });

  test("a failure of the called flow is one of the calling node, also when its error route had it", async () => {
    await called(
      `fail-${id}`,
      [
        node("get", "GetTenantVariable", { header: "x", variable: "not_there" }),
        node("failed", "FailedExchange"),
        node("route", "SetBody", { body: "sorry" }),
      ],
      calleds,
    );
    await install(`caller-${id}`, [call(`fail-${id}`)], callers);
    const failed = await run(`caller-${id}`, { body: "mine" });
    expect(failed).toMatchObject({
      status: "failed",
      handled: false,
      error: {
        code: "VARIABLE_NOT_FOUND",
        nodeId: "call",
        detail: { name: "not_there", flow: `fail-${id}`, node: "get" },
      },
    });
    expect(failed.message.body).toBe("mine");
  });
});

describe("a call", () => {
  test.each([
    ["is not installed in test", "nobody", async () => {}],
    [
      "is suspended in test",
      "sleeping",
      async () => {
        await called("sleeping", [node("say", "SetBody", { body: "x" })]);
        await server.api.post("/tenants/demo/flows/sleeping/suspend", { environment: "test" });
      },
    ],
    [
      "does not begin with an InboundFlowLink",
      "headless",
      () => install("headless", [node("say", "SetBody", { body: "x" })]),
    ],
  ])("of a flow that %s says so", async (why, flow, prepare) => {
    await prepare();
    await install(`calls-${flow}`, [call(flow, "one way")]);
    expect(await run(`calls-${flow}`)).toMatchObject({
      status: "failed",
      error: { code: "LINK_UNAVAILABLE", nodeId: "call", message: expect.stringContaining(why) },
    });
  });

  test("that goes round for ever is ended, direct or durable", async () => {
    await called("round", [call("round")], DIRECT);
    expect((await run("round")).error).toMatchObject({ code: "LINK_ENDLESS", nodeId: "call" });
    await called("ping", [call("pong")]);
    await called("pong", [call("ping")]);
    expect((await run("ping")).error).toMatchObject({
      code: "LINK_ENDLESS",
      message: expect.stringContaining("ping → pong → ping"),
    });
  });

  test("that goes round one way ends after a thousand", async () => {
    await called("again", [call("again", "one way")], { ...DIRECT, trace: "off" });
    await run("again");
    const { items } = (await server.api.get("/tenants/demo/events?limit=100")).body;
    expect(items).toContainEqual(
      expect.objectContaining({ flow: "again", message: expect.stringContaining("again is call 1001 in a row") }),
    );
  });

  test("is waited for no longer than the option timeout says, and the other run goes on", async () => {
    await called("slow", [ENDLESS], { runs: "parallel" });
    await install("impatient", [call("slow")], { delivery: "direct", timeout: 1 });
    const { error } = await run("impatient");
    expect(error).toMatchObject({ code: "ENGINE_TIMEOUT", nodeId: "call", detail: { ms: 1 } });
    expect(await runsOf("slow")).toMatchObject([{ trigger: "link", status: "running" }]);
    await cancelAll("slow");
  });

  test("that takes too long is 504 for a caller over HTTP, or what the error route says", async () => {
    await called("later", [ENDLESS], { runs: "parallel" });
    const inbound = (endpoint: string) => node("in", "InboundHTTP", { endpoint, auth: "none" });
    await install("waits", [inbound("waits"), call("later")], { timeout: 1 });
    const { statusCode, body } = await server.app.inject("/in/test/demo/waits");
    expect(statusCode).toBe(504);
    expect(JSON.parse(body)).toEqual({ code: 504, info: "Timeout error", error: expect.stringContaining("1 ms") });
    const xml = await server.app.inject({ url: "/in/test/demo/waits", headers: { accept: "application/xml" } });
    expect(xml.body).toMatch(/^<Response><Code>504<\/Code><Info>Timeout error<\/Info>/);
    await install(
      "routes",
      [
        inbound("routes"),
        call("later"),
        node("failed", "FailedExchange"),
        node("route", "SetBody", { body: "late: ${exception.code}" }),
      ],
      { timeout: 1 },
    );
    const routed = await server.app.inject("/in/test/demo/routes");
    expect([routed.statusCode, routed.body]).toEqual([500, "late: ENGINE_TIMEOUT"]);
    await cancelAll("later");
  });

  test("leaves places at work for the runs that are waited for", async () => {
    await called("worker", [node("say", "SetBody", { body: "done" })], { runs: "parallel" });
    await install("boss", [call("worker")], { runs: "parallel", timeout: "60s" });
    const all = await Promise.all(Array.from({ length: 6 }, () => run("boss")));
    expect(all.map(({ status, message }) => `${status} ${message.body}`)).toEqual(Array(6).fill("completed done"));
  }, 60_000);

  test("of each part of a split is a run of its own", async () => {
    await called("each", [node("say", "SetBody", { body: "<${body}>" })]);
    await installDocument(server.runtime, "demo", {
      name: "split",
      nodes: [node("split", "Split", { token: ",", aggregation: "json", parallel: true }), call("each")],
      links: [{ from: "split", output: "parts", to: "call" }],
    });
    expect(await run("split", { body: "a,b,c" })).toMatchObject({
      status: "completed",
      message: { body: '["<a>","<b>","<c>"]' },
    });
    const runs = await runsOf("each");
    expect(new Set(runs.map(({ id }) => id)).size).toBe(3);
  });

  test("shows in the called flow's trace no secret of the caller's", async () => {
    await server.runtime.store.variables.put("demo", "token", { test: "very-secret-token", encrypted: true }, "test");
    for (const [kind, options] of Object.entries({ direct: DIRECT, durable: {} })) {
      await called(`look-${kind}`, [node("log", "Log", { message: "${header.it}" })], { ...options, trace: "all" });
      const get = node("get", "GetTenantVariable", { header: "it", variable: "token" });
      await install(`give-${kind}`, [get, call(`look-${kind}`, "one way")], options);
      expect(await run(`give-${kind}`)).toMatchObject({ status: "completed" });
      const { id } = await onlyRun(`look-${kind}`);
      await server.runtime.store.traces.flush();
      const steps = await server.runtime.store.traces.read("demo", id);
      expect(steps.map(({ nodeId }) => nodeId)).toEqual(["in", "log"]);
      expect(JSON.stringify(steps)).not.toContain("very-secret-token");
      const shown = await server.api.get(`/tenants/demo/runs/${id}`);
      expect(shown.text).not.toContain("very-secret-token");
    }
  });
});

describe("installing", () => {
  const save = async (name: string, nodes: readonly FlowNode[], links: readonly [string, string][] = []) => {
    const document = { flow: 1, name, nodes, links: links.map(([from, to]) => ({ from, to })) };
    expect((await server.api.put(`/tenants/demo/flows/${name}`, document)).status).toBeLessThan(300);
    const { status, body } = await server.api.post(`/tenants/demo/flows/${name}/install`, { environment: "test" });
    expect(status).toBeLessThan(300);
    return body.warnings.filter(({ code }: { code: string }) => code.startsWith("flow-link"));
  };

  test("warns of a flow that is called and is not there, and not when it is", async () => {
    expect(await save("early", [call("late", "one way")])).toEqual([
      expect.objectContaining({ code: "flow-link-target", nodeId: "call", pointer: "/nodes/0/settings/flow" }),
    ]);
    await called("late", [node("say", "SetBody", { body: "x" })]);
    expect(await save("early", [call("late", "one way")])).toEqual([]);
  });

  test("warns of flows that wait for each other in a circle", async () => {
    await called("second", [call("third")]);
    await called("third", [call("first")]);
    expect(await save("first", [node("in", "InboundFlowLink"), call("second")], [["in", "call"]])).toEqual([
      expect.objectContaining({
        code: "flow-link-circle",
        message: expect.stringContaining("first → second → third → first"),
      }),
    ]);
  });
});
