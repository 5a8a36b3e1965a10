import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { mortiseError } from "@mortise/contract";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ADMIN_KEY, startApi, type TestApi } from "../testing/api.ts";
import { installDocument } from "../testing/install.ts";

let server: TestApi;
beforeAll(async () => {
  server = await startApi({
    http: {
      send: async ({ url }) => {
        throw mortiseError("REMOTE_UNREACHABLE", { url, what: "the connection broke", sent: true });
      },
    },
  });
  await server.app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => server.end());

type Settings = { [name: string]: string | number | boolean | string[] };

async function install(
  endpoint: string,
  settings: Settings = {},
  nodes: { id: string; type: string; settings?: Settings }[] = [],
  options: object = {},
): Promise<void> {
  const all = [{ id: "in", type: "InboundHTTP", settings: { endpoint, auth: "none", ...settings } }, ...nodes].map(
    (node) => ({ ...node }),
  );
  const links = all
    .filter(({ id }) => id !== "failed")
    .slice(1)
    .map(({ id }, index) => ({ from: all[index]?.id as string, to: id }));
  await installDocument(server.runtime, "demo", { name: endpoint, options, nodes: all as never, links });
}

/** A request over a real connection. */
async function call(path: string, init: RequestInit = {}) {
  const { port } = server.app.server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/in/test/demo/${path}`, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const SAY = { id: "say", type: "SetBody", settings: { body: "Hello ${header.name}, ${body}" } };

describe("request reply", () => {
  test("answers with the message at the end of the flow", async () => {
    await install("hello", {}, [{ id: "set", type: "SetHeader", settings: { name: "X-Set", value: "yes" } }, SAY]);
    const { status, headers, text } = await call("hello?name=Jan", {
      method: "POST",
      body: "hi",
      headers: { "content-type": "text/plain" },
    });
    expect([status, text]).toEqual([200, "Hello Jan, hi"]);
    expect(headers.get("x-set")).toBe("yes");
    expect(headers.get("responsetime")).toMatch(/^\d+$/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("user-agent")).toBeNull();
  });

  test("takes the status from CamelHttpResponseCode and does not send that header", async () => {
    await install("status", {}, [
      { id: "code", type: "SetHeader", settings: { name: "CamelHttpResponseCode", value: "418" } },
    ]);
    const { status, headers } = await call("status");
    expect(status).toBe(418);
    expect(headers.get("camelhttpresponsecode")).toBeNull();
  });

  test("answers with the message as it was where a Filter stopped it", async () => {
    await install("filtered", {}, [
      { id: "before", type: "SetBody", settings: { body: "before" } },
      { id: "never", type: "Filter", settings: { expression: "${header.go} == 'yes'" } },
      { id: "after", type: "SetBody", settings: { body: "after" } },
    ]);
    expect((await call("filtered")).text).toBe("before");
    expect((await call("filtered?go=yes")).text).toBe("after");
  });

  test("does not let a caller steer the flow", async () => {
    await install("steer", {}, [
      {
        id: "say",
        type: "SetBody",
        settings: { body: "[${header.CamelHttpUri}${header.DovetailX}${header.camelhttpmethod}]" },
      },
    ]);
    const { text } = await call("steer?CamelHttpUri=http://evil&dovetailx=1&cAMELHttpMethod=DELETE", {
      headers: { CamelHttpUri: "http://evil" },
    });
    expect(text).toBe("[]");
  });

  test("fails with code, info and error, as JSON or XML", async () => {
    await install("broken", {}, [
      { id: "get", type: "GetTenantVariable", settings: { header: "x", variable: "not_there" } },
    ]);
    const { status, text } = await call("broken");
    expect(status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({
      code: 500,
      info: "Internal Server Error",
      error: expect.stringContaining("not_there"),
    });
    expect((await call("broken", { headers: { accept: "text/xml" } })).text).toMatch(/^<Response><Code>500<\/Code>/);
  });

  test("answers with the error route's message when there is one", async () => {
    await installDocument(server.runtime, "demo", {
      name: "routed",
      nodes: [
        { id: "in", type: "InboundHTTP", settings: { endpoint: "routed", auth: "none" } },
        { id: "get", type: "GetTenantVariable", settings: { header: "x", variable: "not_there" } },
        { id: "failed", type: "FailedExchange" },
        { id: "sorry", type: "SetBody", settings: { body: "Sorry: ${exception.message}" } },
      ],
      links: [
        { from: "in", to: "get" },
        { from: "failed", to: "sorry" },
      ],
    });
    const { status, text } = await call("routed");
    expect(status).toBe(500);
    expect(text).toMatch(/^Sorry: /);
  });

  test("is refused while the flow is suspended", async () => {
    await install("paused", {}, [SAY]);
    await server.runtime.store.flows.setState("demo", "paused", "test", "suspended");
    await server.runtime.plans.refresh();
    expect((await call("paused")).status).toBe(503);
    await server.runtime.store.flows.setState("demo", "paused", "test", "started");
    await server.runtime.plans.refresh();
    expect((await call("paused")).status).toBe(200);
  });

  test("whose durable run is parked is told that nobody knows, and does not wait for a person", async () => {
    const pay = { id: "pay", type: "HTTP", settings: { method: "POST", url: "https://bank.example.com/pay" } };
    await install("pay", {}, [pay], { delivery: "durable" });
    const { status, text } = await call("pay", { method: "POST", body: "17 euro" });
    expect([status, text]).toEqual([500, expect.stringContaining("no answer was recorded")]);
    const { items } = await server.runtime.store.runs.list("demo", { flow: "pay" });
    expect(items).toMatchObject([{ status: "parked" }]);
  });

  test("of a flow that runs one at a time is answered by its durable run", async () => {
    await install("durable", {}, [SAY], { delivery: "durable" });
    const { status, text } = await call("durable?name=Jan", {
      method: "POST",
      body: "hi",
      headers: { "content-type": "text/plain" },
    });
    expect([status, text]).toEqual([200, "Hello Jan, hi"]);
  });
});

describe("one way", () => {
  test("echoes at once and runs durably", async () => {
    await install("oneway", { pattern: "one way" }, [SAY]);
    const { status, headers, text } = await call("oneway", {
      method: "POST",
      body: '{"a":1}',
      headers: { "content-type": "application/json" },
    });
    expect([status, text, headers.get("content-type")]).toEqual([200, '{"a":1}', "application/json"]);
    await vi.waitFor(async () => {
      const { items } = await server.runtime.store.runs.list("demo", { flow: "oneway" });
      expect(items).toEqual([expect.objectContaining({ trigger: "http", status: "completed" })]);
    });
  });
});

describe("the door", () => {
  test("knows only endpoints that are installed, in their environment", async () => {
    await install("known", {}, [SAY]);
    const { status, text } = await call("unknown");
    expect([status, JSON.parse(text).code]).toEqual([404, "API_NOT_FOUND"]);
    expect((await server.app.inject("/in/production/demo/known")).statusCode).toBe(404);
    expect((await server.app.inject("/in/test/other/known")).statusCode).toBe(404);
    expect((await call("known/below")).status).toBe(404);
    expect((await call("%zz")).status).toBe(400);
  });

  test("finds an endpoint with odd signs however they are written", async () => {
    await install("a@b.c_d+e~f?g", {}, [SAY]);
    expect((await call("a@b.c_d+e~f%3Fg")).status).toBe(200);
    expect((await call("a%40b.c_d%2Be~f%3fg")).status).toBe(200);
  });

  test("accepts what lies below with matchPrefix", async () => {
    await install("orders", { matchPrefix: true, preserveHeaders: true }, [
      {
        id: "say",
        type: "SetBody",
        settings: { body: "${header.CamelHttpMethod} ${header.CamelHttpPath} ${header.CamelHttpQuery}" },
      },
    ]);
    expect((await call("orders/17/lines?x=1", { method: "DELETE" })).text).toBe("DELETE /17/lines x=1");
    expect((await call("orders")).status).toBe(200);
    expect((await call("ordersX")).status).toBe(404);
  });

  test("accepts only the methods of the endpoint", async () => {
    await install("gets", { methods: ["GET"] }, [SAY]);
    const { status, headers, text } = await call("gets", { method: "POST" });
    expect([status, headers.get("allow"), JSON.parse(text).code]).toEqual([405, "GET", "API_METHOD"]);
  });

  test("asks for a key of the tenant with the role operator", async () => {
    await install("keyed", { auth: "key" }, [
      { id: "say", type: "SetBody", settings: { body: "[${header.Authorization}]" } },
    ]);
    const make = async (tenant: string, role: "viewer" | "operator") =>
      (await server.runtime.store.keys.create(tenant, { name: "x", role })).key;
    await server.runtime.store.tenants.create({ id: "other", name: "Other" });
    const asked = async (key?: string) =>
      (await call("keyed", key ? { headers: { authorization: `Bearer ${key}` } } : {})).status;
    expect(await asked()).toBe(401);
    expect(await asked("wrong")).toBe(401);
    expect(await asked(await make("demo", "viewer"))).toBe(403);
    expect(await asked(await make("other", "operator"))).toBe(403);
    expect(await asked(await make("demo", "operator"))).toBe(200);
    expect((await call("keyed", { headers: { authorization: `Bearer ${ADMIN_KEY}` } })).text).toBe("[]");
  });

  test("asks for user and password", async () => {
    await install("basic", { auth: "basic", user: "jan", password: "pässword" }, [SAY]);
    const asked = async (pair: string) =>
      (await call("basic", { headers: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` } })).status;
    expect(await asked("jan:pässword")).toBe(200);
    expect(await asked("jan:password")).toBe(401);
    expect(await asked("")).toBe(401);
    expect((await call("basic")).headers.get("www-authenticate")).toContain("Basic");
  });

  test("takes no more than maxBytes, said or streamed", async () => {
    await install("small", { maxBytes: 10 }, [SAY]);
    expect(
      (await call("small", { method: "POST", body: "0123456789", headers: { "content-type": "text/plain" } })).status,
    ).toBe(200);
    expect((await call("small", { method: "POST", body: "01234567890" })).status).toBe(413);
    const { port } = server.app.server.address() as AddressInfo;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const stream = request(
        { port, path: "/in/test/demo/small", method: "POST", headers: { "transfer-encoding": "chunked" } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      stream.on("error", reject);
      stream.write("012345");
      stream.end("67890");
    });
    expect(status).toBe(413);
  });

  test("gives bytes through as they are", async () => {
    await install("bytes", {}, [{ id: "set", type: "SetHeader", settings: { name: "X-Set", value: "1" } }]);
    const body = new Uint8Array([0, 255, 128, 10]);
    const { port } = server.app.server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/in/test/demo/bytes`, {
      method: "PUT",
      body,
      headers: { "content-type": "application/octet-stream" },
    });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(body);
  });

  test("answers HEAD without a body", async () => {
    await install("heads", {}, [SAY]);
    const { status, text, headers } = await call("heads", { method: "HEAD" });
    expect([status, text]).toEqual([200, ""]);
    expect(Number(headers.get("content-length"))).toBeGreaterThan(0);
  });
});

test("what a flow did over HTTP is counted, traced when it failed, and nothing more", async () => {
  await install("counted", {}, [
    { id: "get", type: "GetTenantVariable", settings: { header: "x", variable: "Counted" } },
  ]);
  await call("counted");
  await server.runtime.store.variables.put("demo", "Counted", { test: "1" }, "test");
  await call("counted");
  await vi.waitFor(async () => {
    const { items } = await server.runtime.store.runs.list("demo", { flow: "counted" });
    expect(items.map(({ status }) => status)).toEqual(["completed", "failed"]);
    await server.runtime.store.traces.flush();
    const traces = await Promise.all(items.map(({ id }) => server.runtime.store.traces.read("demo", id)));
    expect(traces.map((steps) => steps.length)).toEqual([0, 2]);
  });
});
