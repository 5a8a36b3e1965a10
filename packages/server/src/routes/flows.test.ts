import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi, type TestApi } from "../testing/api.ts";
import type { TestClient } from "../testing/client.ts";

let server: TestApi;
let api: TestClient;
beforeAll(async () => {
  server = await startApi();
  api = server.api;
});
afterAll(() => server.end());

const FLOWS = "/tenants/demo/flows";

/** A flow that says hello with a property's value. */
function hello(name: string, properties: object = { greeting: { test: "Hello", production: null } }) {
  return {
    flow: 1,
    name,
    properties,
    nodes: [
      { id: "say", type: "SetHeader", settings: { name: "X-Said", value: "#{greeting} ${header.name}" } },
      { id: "body", type: "SetBody", settings: { body: "${header.X-Said}!" } },
    ],
    links: [{ from: "say", to: "body" }],
  };
}

describe("a draft", () => {
  test("is saved in its canonical form under a version, and renamed by its document", async () => {
    const made = await api.post(FLOWS, { name: "draft", nodes: [], flow: 1 });
    expect(made).toMatchObject({ status: 201, headers: { etag: '"1"', location: "/api/v1/tenants/demo/flows/draft" } });
    expect((await api.post(FLOWS, hello("draft"))).status).toBe(409);
    const saved = await api.put(`${FLOWS}/draft`, hello("draft"), { "if-match": '"1"' });
    expect(saved.body).toMatchObject({ name: "draft", version: 2, mistakes: [] });
    const read = await api.get(`${FLOWS}/draft`);
    expect(read.headers.etag).toBe('"2"');
    expect(read.text).toContain('    { "id": "say", "type": "SetHeader"');
    expect((await api.put(`${FLOWS}/draft`, hello("draft"), { "if-match": '"1"' })).status).toBe(409);
    expect((await api.put(`${FLOWS}/draft`, hello("renamed"))).status).toBe(200);
    expect((await api.get(`${FLOWS}/draft`)).status).toBe(404);
    expect((await api.get(FLOWS)).body.items).toEqual([
      expect.objectContaining({ name: "renamed", test: null, production: null }),
    ]);
    expect((await api.put(`${FLOWS}/nothing`, hello("other"))).status).toBe(404);
    expect((await api.delete(`${FLOWS}/renamed`)).status).toBe(204);
  });

  test("may have mistakes that are said, but must have the form of a flow", async () => {
    const { status, body } = await api.post(FLOWS, { flow: 1, name: "rough", nodes: [{ id: "x", type: "Nonsense" }] });
    expect(status).toBe(201);
    expect(body.mistakes).toEqual([
      expect.objectContaining({ code: "FLOW_UNKNOWN_COMPONENT", nodeId: "x", pointer: "/nodes/0/type" }),
    ]);
    const refused = await api.put(`${FLOWS}/rough`, { flow: 2, nodes: [{}], extra: 1 });
    expect(refused).toMatchObject({ status: 422, body: { code: "FLOW_INVALID" } });
    expect(refused.body.errors.length).toBeGreaterThan(2);
  });

  test("is validated for each environment", async () => {
    await api.post(FLOWS, hello("checked"));
    const { body } = await api.post(`${FLOWS}/checked/validate`);
    expect(body.test.filter(({ severity }: { severity: string }) => severity === "error")).toEqual([]);
    expect(body.production).toEqual([expect.objectContaining({ code: "FLOW_NO_VALUE" })]);
    const unsaved = await api.post(`${FLOWS}/checked/validate`, {
      document: {
        ...hello("checked"),
        nodes: [{ id: "x", type: "Filter", settings: { expression: "${body" } }],
        links: [],
      },
    });
    expect(unsaved.body.test).toContainEqual(
      expect.objectContaining({
        code: "EXPRESSION_SYNTAX",
        nodeId: "x",
        position: expect.objectContaining({ position: expect.any(Number) }),
      }),
    );
  });

  test("of 6 MB is too large", async () => {
    const { status, body } = await api.post(FLOWS, { ...hello("large"), description: "x".repeat(6_000_000) });
    expect(status).toBe(413);
    expect(body.code).toMatch(/^(FLOW|API)_TOO_LARGE$/);
    const wide = { ...hello("wide"), nodes: Array.from({ length: 2_001 }, (_, at) => ({ id: `n${at}`, type: "Log" })) };
    expect(await api.post(FLOWS, wide)).toMatchObject({ status: 413, body: { code: "FLOW_TOO_LARGE" } });
  });
});

describe("an installation", () => {
  test("makes the draft a version, once for the same text", async () => {
    await api.post(FLOWS, hello("installed"));
    const done = await api.post(`${FLOWS}/installed/install`, { environment: "test", remark: "first" });
    expect(done.body).toMatchObject({ environment: "test", version: 1, state: "started" });
    expect((await api.post(`${FLOWS}/installed/install`, { environment: "test" })).body.version).toBe(1);
    await api.put(`${FLOWS}/installed`, hello("installed", { greeting: { test: "Hi", production: "Hoi" } }));
    expect((await api.post(`${FLOWS}/installed/install`, { environment: "production" })).body.version).toBe(2);
    expect((await api.get(`${FLOWS}/installed/versions`)).body.items).toEqual([
      expect.objectContaining({ number: 2, installed: ["production"] }),
      expect.objectContaining({ number: 1, remark: "first", author: "admin", installed: ["test"] }),
    ]);
    expect((await api.get(`${FLOWS}/installed/versions/1`)).text).toContain('"Hello"');
    expect((await api.post(`${FLOWS}/installed/install`, { environment: "test", version: 9 })).status).toBe(404);
    expect((await api.delete(`${FLOWS}/installed`)).status).toBe(409);
  });

  test("is refused with every reason", async () => {
    const flow = hello("refused", { greeting: { test: "x", production: null }, key: { secret: true } });
    flow.nodes.push({ id: "key", type: "SetBody", settings: { body: "#{key}" } });
    await api.post(FLOWS, { ...flow, links: [...flow.links, { from: "body", to: "key" }] });
    const { status, body } = await api.post(`${FLOWS}/refused/install`, {
      environment: "production",
      secrets: { kee: "x" },
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ code }: { code: string }) => code).sort()).toEqual([
      "FLOW_NO_VALUE",
      "FLOW_NO_VALUE",
      "FLOW_UNKNOWN_PROPERTY",
    ]);
    expect((await api.get(`${FLOWS}/refused/versions`)).body.items).toEqual([]);
    expect(
      (await api.post(`${FLOWS}/refused/install`, { environment: "test", secrets: { key: "k3y-of-test" } })).status,
    ).toBe(200);
    // Left out, it keeps the value that it has there.
    expect((await api.post(`${FLOWS}/refused/install`, { environment: "test" })).status).toBe(200);
  });

  test("goes through its states, and says when it cannot", async () => {
    await api.post(FLOWS, hello("states"));
    const step = async (name: string) => {
      const { status, body } = await api.post(`${FLOWS}/states/${name}`, { environment: "test" });
      return status === 200 ? body.state : status;
    };
    expect(await step("start")).toBe(409);
    await api.post(`${FLOWS}/states/install`, { environment: "test" });
    for (const [name, state] of [
      ["start", "started"],
      ["suspend", "suspended"],
      ["suspend", "suspended"],
      ["resume", "started"],
      ["stop", "stopped"],
      ["suspend", 409],
      ["resume", 409],
      ["start", "started"],
      ["uninstall", 204],
      ["uninstall", 409],
    ] as const)
      expect([name, await step(name)]).toEqual([name, state]);
    expect((await api.get(`${FLOWS}/states/status`)).body).toEqual({ test: null, production: null });
  });

  test("keeps its endpoint to itself", async () => {
    const inbound = (name: string) => ({
      flow: 1,
      name,
      nodes: [{ id: "in", type: "InboundHTTP", settings: { endpoint: "orders" } }],
      links: [],
    });
    await api.post(FLOWS, inbound("first"));
    await api.post(FLOWS, inbound("second"));
    expect((await api.post(`${FLOWS}/first/install`, { environment: "test" })).status).toBe(200);
    const { status, body } = await api.post(`${FLOWS}/second/install`, { environment: "test" });
    expect(status).toBe(422);
    expect(body.errors).toEqual([expect.objectContaining({ nodeId: "in", pointer: "/nodes/0/settings/endpoint" })]);
    expect((await api.post(`${FLOWS}/second/install`, { environment: "production" })).status).toBe(200);
  });

  test("is warned of when another flow stores the same token", async () => {
    const keeper = (name: string) => ({
      flow: 1,
      name,
      nodes: [
        { id: "get", type: "GetTenantVariable", settings: { header: "refresh_token", variable: "Loket_Token_KLANT" } },
        {
          id: "call",
          type: "HTTP",
          settings: {
            method: "POST",
            url: "https://login.example/token",
            form: { grant_type: "refresh_token", refresh_token: "${header.refresh_token}" },
          },
        },
        { id: "save", type: "SetTenantVariable", settings: { variable: "Loket_Token_KLANT", value: "${body}" } },
      ],
      links: [
        { from: "get", to: "call" },
        { from: "call", to: "save" },
      ],
    });
    await api.post(FLOWS, keeper("night"));
    await api.post(FLOWS, keeper("month-end"));
    const install = (name: string, environment: string) => api.post(`${FLOWS}/${name}/install`, { environment });
    const codes = ({ body }: { body: { warnings: { code: string }[] } }) => body.warnings.map(({ code }) => code);
    expect(codes(await install("night", "test"))).toEqual([]);
    expect(codes(await install("month-end", "test"))).toEqual(["shared-token-variable"]);
    expect(codes(await install("month-end", "production"))).toEqual([]);
  });
});

describe("copy and paste", () => {
  test("carry nodes to another tenant with a binding, and nothing secret", async () => {
    await api.post("/tenants", { id: "target" });
    await api.put("/tenants/demo/variables/Token_A", { test: { value: "secret-of-demo" }, encrypted: true });
    await api.put("/tenants/target/variables/Token_B", { test: { value: "x" } });
    const flow = {
      flow: 1,
      name: "source",
      properties: { client_secret: { test: "Welkom01", production: "Geheim99" } },
      nodes: [
        { id: "get", type: "GetTenantVariable", settings: { header: "t", variable: "Token_A" } },
        { id: "set", type: "SetHeader", settings: { name: "s", value: "#{client_secret}" } },
      ],
      links: [{ from: "get", to: "set" }],
    };
    await api.post(FLOWS, flow);
    const clipboard = await api.post(`${FLOWS}/source/copy`);
    expect(clipboard.text).not.toMatch(/secret-of-demo|Welkom01|Geheim99/);
    const paste = "/tenants/target/flows/pasted/paste";
    const plan = await api.post(paste, { clipboard: clipboard.body, bindings: { Token_A: "Token_B" }, dryRun: true });
    expect(plan).toMatchObject({
      status: 200,
      body: { addedProperties: ["client_secret"], unresolved: { tenantVariables: [] } },
    });
    expect((await api.get("/tenants/target/flows/pasted")).status).toBe(404);
    const done = await api.post(paste, { clipboard: clipboard.text, bindings: { Token_A: "Token_B" } });
    expect(done.body.flow.nodes[0].settings.variable).toBe("Token_B");
    const again = await api.post(paste, { clipboard: clipboard.body });
    expect(again.body).toMatchObject({
      renamed: { get: "get-2", set: "set-2" },
      unresolved: { tenantVariables: ["Token_A"] },
    });
    expect((await api.post(paste, { clipboard: "hello" })).status).toBe(422);
  });
});

test("the components say what they are", async () => {
  const { items } = (await api.get("/components")).body;
  expect(items.map(({ type }: { type: string }) => type)).toEqual(
    expect.arrayContaining(["Filter", "HTTP", "Scheduler"]),
  );
});

test("a schedule is previewed with local times and notes", async () => {
  const { body } = await api.post("/schedules/preview", {
    cron: "0 30 2 L * ?",
    timeZone: "Europe/Amsterdam",
    from: "2027-10-01T00:00",
    count: 2,
    overlap: "both",
  });
  expect(body.items.map(({ local }: { local: string }) => local)).toEqual([
    "2027-10-31T02:30:00+02:00",
    "2027-10-31T02:30:00+01:00",
  ]);
  expect(body.items[0].note).toMatch(/twice/);
  const wrong = await api.post("/schedules/preview", { cron: "0 0 25 * * ?" });
  expect(wrong).toMatchObject({ status: 422, body: { code: "EXPRESSION_SYNTAX", position: expect.anything() } });
  expect((await api.post("/schedules/preview", { cron: "0 0 0 * * ?", timeZone: "Mars/Olympus" })).status).toBe(422);
});

test("what was changed and not saved is copied from and pasted into without being saved", async () => {
  const { api } = server;
  const node = (id: string) => ({ id, type: "SetBody", settings: { body: "x" } });
  const document = { flow: 1, name: "Unsaved", nodes: [node("a"), node("b")], links: [{ from: "a", to: "b" }] };
  const copied = await api.post("/tenants/demo/flows/Unsaved/copy", { document, nodes: ["b"] });
  expect(copied.body).toMatchObject({ clipboard: "flow/1", nodes: [{ id: "b" }], links: [] });
  const paste = { clipboard: copied.body, document };
  const pasted = await api.post("/tenants/demo/flows/Unsaved/paste", { ...paste, dryRun: true });
  expect(pasted.body.flow.nodes.map(({ id }: { id: string }) => id)).toEqual(["a", "b", "b-2"]);
  expect((await api.post("/tenants/demo/flows/Unsaved/paste", paste)).body.pointer).toBe("/document");
  expect((await api.get("/tenants/demo/flows/Unsaved")).status).toBe(404);
});

test("the flows that come with Mortise can be pasted as they are", async () => {
  const { api } = server;
  const { items } = (await api.get("/templates")).body;
  const refresh = items.find(({ id }: { id: string }) => id === "loket-refresh-token");
  expect(refresh.clipboard.needs.tenantVariables).toEqual(["Loket_Refresh_Token_TEST"]);
  const pasted = await api.post("/tenants/demo/flows/FromTemplate/paste", { clipboard: refresh.clipboard });
  expect(pasted.body.flow.nodes).toHaveLength(8);
});

test("all flows of a tenant tell at once how they are doing, where they are installed", async () => {
  await api.post(FLOWS, { ...hello("Doing"), options: { trace: "1 week" } });
  await api.post(`${FLOWS}/Doing/install`, { environment: "test" });
  const { items } = (await api.get("/tenants/demo/status")).body;
  const [doing] = items.filter(({ flow }: { flow: string }) => flow === "Doing");
  expect(doing).toMatchObject({ test: { state: "started", version: 1 }, production: null });
  const listed = (await api.get(FLOWS)).body.items.find(({ name }: { name: string }) => name === "Doing");
  expect(listed.trace).toBe("1 week");
});
