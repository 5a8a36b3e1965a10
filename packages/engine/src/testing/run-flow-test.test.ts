import { type Components, component, type FlowDocument, type Json, Simple, Type } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { languages } from "../check/context.fixture.ts";
import type { FlowTest } from "./flow-test.ts";
import { runFlowTest } from "./run-flow-test.ts";

const spec = (type: string) =>
  component({
    type,
    title: type,
    summary: "For tests.",
    group: "message",
    kind: "processor",
    effect: "external",
    settings: Type.Object({ url: Type.Optional(Simple({ description: "Where." })) }),
  });

const components: Components = new Map([
  [
    "Wait",
    {
      spec: spec("Wait"),
      async run(exchange, _, { clock }) {
        const began = clock.now();
        await clock.sleep(300_000);
        exchange.message.setHeader("waited", clock.now() - began >= 300_000);
      },
    },
  ],
  [
    "Call",
    {
      spec: spec("Call"),
      async run({ message, scope }, _, { http }) {
        const url = scope.properties.get("api_url") ?? "";
        const headers = [["X-Secret", scope.properties.get("key") ?? ""]] as const;
        const answer = await http.send({
          method: "POST",
          url,
          headers,
          body: "a=1",
          timeout: 1,
          maxBytes: 1,
          redirects: 0,
        });
        message.body = new TextDecoder().decode(answer.body);
        message.setHeader("n", 1);
      },
    },
  ],
  [
    "Keep",
    {
      spec: spec("Keep"),
      run({ message }, _, { variables }) {
        variables.set("kept", String(message.body), { encrypt: true });
        variables.remove("old");
      },
    },
  ],
]);

const flow: FlowDocument = {
  flow: 1,
  name: "x",
  properties: { api_url: { test: "https://test/api", production: null }, key: { secret: true } },
  nodes: [
    { id: "wait", type: "Wait" },
    { id: "call", type: "Call", settings: { url: "#{api_url}" } },
    { id: "keep", type: "Keep" },
  ],
  links: [
    { from: "wait", to: "call" },
    { from: "call", to: "keep" },
  ],
};

const ports = {
  components,
  languages,
  scripts: { check: () => {}, run: () => Promise.reject(new Error("no script here")) },
  clock: {
    now: () => Date.UTC(2026, 0, 1),
    // What bounds a component waits for real: here, for ever.
    sleep: () => new Promise<void>(() => {}),
  },
};

const stub = { method: "POST", url: "https://test/*", answer: { body: { ok: true } as Json } };
const given = { variables: { old: "1" }, stubs: [stub], secrets: { key: "s" } };

async function mismatches(
  expected: FlowTest["cases"][number]["expect"],
  more: Partial<FlowTest["cases"][number]> = {},
) {
  const report = await runFlowTest(
    flow,
    { test: 1, given, cases: [{ name: "case", ...more, expect: expected }] },
    ports,
  );
  expect(report.passed).toBe(report.cases[0]!.mismatches.length === 0);
  return report.cases[0]!.mismatches.map(({ what, expected: wanted, found }) => [what, wanted, found]);
}

test("a run that does what is expected passes, in everything that can be expected", async () => {
  const found = await mismatches({
    status: "completed",
    path: ["wait", "call", "keep"],
    message: { body: { ok: true }, headers: { WAITED: true, n: "1" } },
    withoutHeaders: ["other"],
    variables: { kept: '{"ok":true}', old: null },
    requests: [
      {
        method: "POST",
        url: "https://test/api",
        body: "a=1",
        headers: { "x-secret": "s" },
        withoutHeaders: ["waited"],
      },
    ],
  });
  expect(found).toEqual([]);
});

describe("each expectation that does not hold is named", () => {
  test.each<[string, FlowTest["cases"][number]["expect"], readonly unknown[]]>([
    ["path", { path: ["wait"] }, ["path", ["wait"], ["wait", "call", "keep"]]],
    ["status", { status: "failed" }, ["status", "failed", "completed"]],
    ["error", { error: { code: "REMOTE_STATUS" } }, ["status", "failed", "completed"]],
    ["variable", { variables: { old: "1" } }, ["variables.old", "1", null]],
    ["header", { message: { headers: { waited: "false" } } }, ["message.headers.waited", "false", "true"]],
    ["absent header", { withoutHeaders: ["Waited"] }, ["message.headers.Waited", "no such header", "a value"]],
    ["body", { message: { body: { ok: false } } }, ["message.body", { ok: false }, '{"ok":true}']],
    ["number of requests", { requests: [] }, ["requests", "0 requests", ["POST https://test/api"]]],
    ["request", { requests: [{ body: "b" }] }, ["requests.0.body", "b", "a=1"]],
    [
      "request header",
      { requests: [{ withoutHeaders: ["x-secret"] }] },
      ["requests.0.headers.x-secret", "not sent", "sent"],
    ],
  ])("%s", async (_, expected, mismatch) => {
    expect(await mismatches(expected)).toContainEqual(mismatch);
  });
});

test("a call without a stub fails the run and is named", async () => {
  const report = await runFlowTest(
    flow,
    { test: 1, cases: [{ name: "case", given: { secrets: { key: "s" } }, expect: {} }] },
    ports,
  );
  expect(report.cases[0]?.error).toMatchObject({
    code: "ENGINE_NO_STUB",
    nodeId: "call",
    message: expect.stringContaining("POST https://test/api"),
  });
  expect(report.passed).toBe(false);
});

test("a flow begins where the case says, with its message, and properties have the values it gives", async () => {
  const more = {
    from: "call",
    environment: "production" as const,
    given: { properties: { api_url: "https://test/production" } },
    message: { headers: { a: 1 } },
  };
  const found = await mismatches(
    { path: ["call", "keep"], requests: [{ url: "https://test/production" }], message: { headers: { a: 1 } } },
    more,
  );
  expect(found).toEqual([]);
});

test("a case that speaks of what the flow has not is wrong, with what was likely meant", async () => {
  const more = { from: "cal", given: { properties: { api_ulr: "x" }, secrets: { kye: "x" } } };
  expect(await mismatches({}, more)).toEqual([
    ["from", 'the id of a node (did you mean "call"?)', "cal"],
    ["given.properties", 'a property of the flow (did you mean "api_url"?)', "api_ulr"],
    ["given.secrets", 'a property of the flow (did you mean "key"?)', "kye"],
  ]);
});

test("that a flow cannot be installed is an outcome like another", async () => {
  expect(await mismatches({ error: { code: "FLOW_NO_VALUE" } }, { environment: "production" })).toEqual([]);
  expect(await mismatches({}, { environment: "production" })).toEqual([
    ["error.code", "none: the flow runs", expect.stringContaining("FLOW_NO_VALUE")],
  ]);
});
