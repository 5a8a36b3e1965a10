import type { FlowNode, Json } from "@mortise/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApi, type TestApi } from "../testing/api.ts";
import { installDocument } from "../testing/install.ts";

let server: TestApi;
beforeAll(async () => {
  server = await startApi();
});
afterAll(() => server.end());

const node = (id: string, type: string, settings: { [name: string]: Json } = {}): FlowNode => ({ id, type, settings });

test.each(["durable", "direct"] as const)(
  "parts side by side read and write what is theirs in a %s run",
  async (delivery) => {
    const { store } = server.runtime;
    const count = 25;
    for (let index = 0; index < count; index++)
      await store.variables.put("demo", `from_${index}`, { test: `value ${index}` }, "test");
    await installDocument(server.runtime, "demo", {
      name: delivery,
      options: { delivery },
      nodes: [
        node("split", "Split", { token: ",", parallel: true, aggregation: "json" }),
        node("read", "GetTenantVariable", { header: "held", variable: "from_${header.CamelSplitIndex}" }),
        node("write", "SetTenantVariable", {
          variable: `${delivery}_\${header.CamelSplitIndex}`,
          value: "${header.held} of ${body}",
        }),
        node("say", "SetBody", { body: "${header.held}" }),
      ],
      links: [
        { from: "split", output: "parts", to: "read" },
        { from: "read", to: "write" },
        { from: "write", to: "say" },
      ],
    });
    const body = Array.from({ length: count }, (_, index) => `p${index}`).join(",");
    const { body: run } = await server.api.post(`/tenants/demo/flows/${delivery}/runs`, {
      environment: "test",
      message: { body },
      wait: true,
    });
    expect(run.status).toBe("completed");
    expect(JSON.parse(run.message.body)).toEqual(Array.from({ length: count }, (_, index) => `value ${index}`));
    for (let index = 0; index < count; index++) {
      const { value } = await store.variables.read("demo", "test", `${delivery}_${index}`);
      expect(value).toBe(`value ${index} of p${index}`);
    }
  },
);

test("a caller over HTTP gets what was joined, and 500 beside it when the error route had a part", async () => {
  await installDocument(server.runtime, "demo", {
    name: "http",
    nodes: [
      node("in", "InboundHTTP", { endpoint: "parts", auth: "none" }),
      node("split", "Split", { token: ",", aggregation: "json" }),
      node("route", "ContentRouter", { rules: [{ name: "bad", expression: "${body} == 'bad'" }] }),
      node("fail", "GetTenantVariable", { header: "x", variable: "not_there" }),
      node("failed", "FailedExchange"),
      node("log", "Log", { message: "part ${header.CamelSplitIndex} failed" }),
    ],
    links: [
      { from: "in", to: "split" },
      { from: "split", output: "parts", to: "route" },
      { from: "route", output: "bad", to: "fail" },
      { from: "failed", to: "log" },
    ],
  });
  const post = (payload: string) =>
    server.app.inject({
      method: "POST",
      url: "/in/test/demo/parts",
      headers: { "content-type": "text/plain" },
      payload,
    });
  const good = await post("a,b");
  expect([good.statusCode, good.body]).toEqual([200, '["a","b"]']);
  const partly = await post("a,bad,c");
  expect([partly.statusCode, partly.body]).toEqual([500, '["a","c"]']);
});
