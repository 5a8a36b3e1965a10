import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bench, startBench } from "./bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
  await bench.app.listen({ port: 0, host: "127.0.0.1" });
  const nodes = [
    { id: "in", type: "InboundHTTP", settings: { endpoint: "echo", auth: "none" } },
    // What control headers could steer in Camel: address, method, query, status, file name.
    { id: "call", type: "HTTP", settings: { method: "POST", url: `${bench.stub.url}/fixed`, body: "fixed" } },
  ];
  const links = [{ from: "in", to: "call" }];
  await bench.api.post("/tenants/demo/flows", { flow: 1, name: "echo", nodes, links });
  await bench.api.post("/tenants/demo/flows/echo/install", { environment: "test" });
});
afterAll(() => bench?.end());

const CONTROL = [
  "CamelHttpUri",
  "CamelHttpMethod",
  "CamelHttpQuery",
  "CamelHttpPath",
  "CamelHttpResponseCode",
  "CamelHttpRawQuery",
  "CamelFileName",
  "CamelExecCommandExecutable",
  "CamelBeanMethodName",
  "CamelJmsDestinationName",
  "DovetailFlowId",
  "DovetailErrorRoute",
  "Dovetail-Tenant",
];
const spellings = (name: string) => [
  name,
  name.toLowerCase(),
  name.toUpperCase(),
  name.replace(/^./, (first) => first.toLowerCase()).replace(/^.(.)/, (two) => two[0] + two.slice(1).toUpperCase()),
];
const OTHERS = ["__proto__", "constructor", "prototype", "Transfer-Encoding", "Host", "Content-Length", "Connection"];

describe("a control header", () => {
  test.each(CONTROL.flatMap(spellings))("%s sent from outside steers nothing and goes nowhere", async (name) => {
    bench.stub.seen.length = 0;
    const answer = await bench.app.inject({
      method: "POST",
      url: `/in/test/demo/echo?${name}=http://evil.example/&${encodeURIComponent(name)}=DELETE`,
      headers: { [name]: "http://evil.example/" },
      payload: "x",
    });
    expect(answer.statusCode).toBe(200);
    const [seen] = bench.stub.seen;
    expect(bench.stub.seen.map(({ method, url, body }) => [method, url, body])).toEqual([["POST", "/fixed", "fixed"]]);
    expect(seen?.headers.map((text) => text.toLowerCase())).not.toContain(name.toLowerCase());
    expect(JSON.stringify([seen?.headers, answer.headers])).not.toContain("evil");
  });

  test.each(OTHERS)("%s as a query parameter goes nowhere", async (name) => {
    bench.stub.seen.length = 0;
    await bench.app.inject({ method: "POST", url: `/in/test/demo/echo?${name}=evil`, payload: "x" });
    expect(bench.stub.seen).toHaveLength(1);
    expect(JSON.stringify(bench.stub.seen)).not.toContain("evil");
    expect(({} as { evil?: unknown }).evil).toBeUndefined();
  });
});

describe("a header that a flow sends", () => {
  const NAMES = ["a b", "a:b", "a\r\nb", "a\nX-Evil: 1", "a\0", "é", "", "a(b)", "a,b", "a;b", '"a"', "a/b", "{a}"];
  test.each(NAMES)("with the name %j is no reason for one on the wire", async (name) => {
    const headers = { [name]: "value-of-odd" };
    await expectNothingSent(headers);
  });

  const VALUES = [
    "a\r\nX-Evil: 1",
    "a\nX-Evil: 1",
    "a\rX-Evil: 1",
    "a\0b",
    "\u0001",
    "a\u007f",
    "\r\n\r\nGET /evil HTTP/1.1",
  ];
  test.each(VALUES)("with the value %j is refused, by node and name", async (value) => {
    const ran = await expectNothingSent({ "X-Odd": value });
    expect(ran.error).toMatchObject({ code: "HEADER_INVALID", nodeId: "call" });
    expect(ran.error?.message).toContain("X-Odd");
  });

  test("with a name of control steers nothing", async () => {
    bench.stub.seen.length = 0;
    const headers = Object.fromEntries(CONTROL.map((name) => [name, "/evil"]));
    const ran = await call(headers);
    expect(ran.status).toBe("completed");
    expect(bench.stub.seen.map(({ method, url }) => [method, url])).toEqual([["POST", "/fixed"]]);
    expect(JSON.stringify(bench.stub.seen)).not.toContain("evil");
  });

  let count = 0;
  function call(headers: object) {
    const settings = { method: "POST", url: `${bench.stub.url}/fixed`, body: "fixed" };
    const start = { message: { headers, body: "x" } };
    return bench.run(`sends-${count++}`, [{ id: "call", type: "HTTP", settings }], { start });
  }

  /** Either the run is refused before a byte is sent, or the header is left out. */
  async function expectNothingSent(headers: object) {
    bench.stub.seen.length = 0;
    const ran = await call(headers);
    if (ran.status === "failed") {
      expect(ran.error?.code).toBe("HEADER_INVALID");
      expect(bench.stub.seen).toEqual([]);
    } else expect(JSON.stringify(bench.stub.seen)).not.toMatch(/evil|value-of-odd/i);
    return ran;
  }
});

describe("bytes that are no HTTP", () => {
  test.each([
    ["a line feed in a header's name", "GET /healthz HTTP/1.1\r\nHost: x\r\nX\n-Odd: 1\r\n\r\n"],
    ["NUL in a header", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Odd: a\0b\r\n\r\n"],
    ["two lengths", "POST /api/v1/tenants HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"],
    [
      "a length and chunks",
      "POST /in/test/demo/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["headers of 17 kB", `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(17_000)}\r\n\r\n`],
    ["anything", "\u0016\u0003\u0001hello\r\n\r\n"],
  ])("such as %s are refused, and the server stays up", async (_, bytes) => {
    const { port } = bench.app.server.address() as { port: number };
    const said = await new Promise<string>((resolve, reject) => {
      let text = "";
      const socket = connect(port, "127.0.0.1", () => socket.write(bytes, "latin1"));
      socket.on("data", (data) => (text += data));
      socket.on("error", reject);
      socket.on("close", () => resolve(text));
    });
    expect(said).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await bench.api.get("/healthz")).status).toBe(200);
  });
});
