import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogue, type FlowDocument } from "@mortise/contract";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { main } from "../../packages/cli/src/program.ts";
import { startEmbedded } from "../../packages/store/src/embedded/start.ts";
import { type Bench, revealed, startBench } from "./bench.ts";
import cases from "./cases.json" with { type: "json" };
import elsewhere from "./elsewhere.json" with { type: "json" };

interface Case {
  readonly name: string;
  readonly place: string;
  readonly code: string;
  /** What the message, the pointer or the place must name. */
  readonly says: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: bad input has every shape
  readonly [more: string]: any;
}

const root = join(import.meta.dirname, "../..");
const all = cases as readonly Case[];
const at = (place: string) => all.filter((item) => item.place === place).map((item) => [item.name, item] as const);

let bench: Bench;
let folder: string;
let viewer: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mortise-bad-input-"));
  writeFiles();
  bench = await startBench([join(folder, "components")]);
  await bench.api.post("/tenants", { id: "other" });
  viewer = (await bench.api.post("/tenants/demo/keys", { name: "ann", role: "viewer" })).body.key;
});
afterAll(async () => {
  await bench?.end();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that the user is told: it names what was asked for, and nothing of the machine. */
function expectClear(item: Case, text: string): void {
  for (const part of item.says) expect(text).toContain(part);
  expect(revealed(text)).toEqual([]);
  expect(text).not.toMatch(/undefined|\[object Object\]|NaN/);
}

describe("in a document", () => {
  const body = { id: "a", type: "SetBody", settings: { body: "x" } };
  test.each(at("document"))("%s", async (_, item) => {
    const whole = { flow: 1, name: "x", nodes: [body], links: [], ...item.document };
    const document = typeof item.document === "string" || Array.isArray(item.document) ? item.document : whole;
    const answer = await bench.api.post("/tenants/demo/flows/x/validate", { document });
    expect(answer.status).toBe(200);
    const found = answer.body.test.filter(({ code }: { code: string }) => code === item.code);
    expect(answer.body.test.map(({ code }: { code: string }) => code)).toContain(item.code);
    expectClear(item, JSON.stringify(found).replaceAll('\\"', '"'));
  });
});

describe.each(["expression", "script"])("in an %s", (mode) => {
  test.each(at(mode))("%s", async (_, { language, source, ...item }) => {
    const message = { body: "abc" };
    const { status, body } = await bench.api.post("/evaluate", { language, source, mode, message });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: false, error: { code: item.code } });
    expectClear(item as Case, JSON.stringify(body.error).replaceAll('\\"', '"'));
  });
});

describe("in a request", () => {
  test.each(at("api"))("%s", async (_, item) => {
    const key = item.key === "viewer" ? viewer : item.key;
    const raw = await bench.app.inject({
      method: item.method,
      url: `/api/v1${item.path}${"x".repeat(item.long ?? 0)}`,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key ?? "admin-key-of-the-tests"}` }),
        ...(item.method === "GET" ? {} : { "content-type": "application/json" }),
        ...item.headers,
      },
      ...(item.method === "GET" ? {} : { payload: payloadOf(item) }),
    });
    const problem = raw.json();
    expect(problem.code).toBe(item.code);
    expect(raw.statusCode).toBe(catalogue[item.code as keyof typeof catalogue].status);
    expect(raw.headers["content-type"]).toContain("application/problem+json");
    expectClear(item, `${problem.detail} ${problem.pointer ?? ""}`);
    expect(revealed(raw.body)).toEqual([]);
  });
});

function payloadOf({ body, bytes, nested, latin1 }: Case): string | Buffer {
  if (bytes) return JSON.stringify({ flow: 1, name: "big", description: "x".repeat(bytes), nodes: [], links: [] });
  if (nested) return `{"id": ${"[".repeat(nested)}${"]".repeat(nested)}}`;
  if (latin1) return Buffer.from(latin1, "latin1");
  return body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
}

describe("in a run", () => {
  test.each(at("run"))("%s", async (_, item) => {
    for (const [name, value] of Object.entries(item.variables ?? {}))
      await bench.api.put(`/tenants/demo/variables/${name}`, { test: { value } });
    bench.stub.answer = (_request, response) => {
      if (item.answer === "never") return;
      if (item.answer === "redirects") response.writeHead(302, { location: bench.stub.url });
      if (typeof item.answer === "number") response.writeHead(item.answer);
      response.end(item.answer === "large" ? "x".repeat(2_000) : "hello");
    };
    const nodes = JSON.parse(JSON.stringify(item.nodes).replaceAll("STUB", bench.stub.url)) as FlowDocument["nodes"];
    const document = item.options ? { options: item.options } : {};
    const ran = await bench.run(`bad-${all.indexOf(item)}`, nodes, { document, start: item.start });
    expect(ran).toMatchObject({ status: "failed", error: { code: item.code, nodeId: "a" } });
    expectClear(item, String(ran.error?.message));
  });

  test("a variable that was tampered with", async () => {
    await bench.api.put("/tenants/demo/variables/sealed", { test: { value: "canary-sealed" }, encrypted: true });
    await administer(
      "UPDATE mortise.variable_slot SET sealed = set_byte(sealed, 20, 255 - get_byte(sealed, 20)) WHERE name = 'sealed'",
    );
    const settings = { header: "x", variable: "sealed" };
    const ran = await bench.run("tampered", [{ id: "a", type: "GetTenantVariable", settings }]);
    expect(ran.error).toMatchObject({ code: "VARIABLE_UNREADABLE", message: expect.stringContaining('"sealed"') });
  });
});

async function administer(text: string): Promise<void> {
  const server = await startEmbedded({ dir: bench.data });
  const client = new pg.Client({ ...server.address(), database: "mortise" });
  await client.connect();
  await client.query(text).finally(() => client.end());
  await server.stop();
}

describe("at an endpoint", () => {
  test.each(at("inbound"))("%s", async (_, item) => {
    const endpoint = `bad_${all.indexOf(item)}`;
    const nodes = [{ id: "in", type: "InboundHTTP", settings: { endpoint, auth: "none", ...item.settings } }];
    await bench.api.post("/tenants/demo/flows", { flow: 1, name: endpoint, nodes, links: [] });
    const installed = await bench.api.post(`/tenants/demo/flows/${endpoint}/install`, { environment: "test" });
    expect(installed.text).toContain("started");
    if (item.suspended) await bench.api.post(`/tenants/demo/flows/${endpoint}/suspend`, { environment: "test" });
    const { statusCode, body } = await bench.app.inject({ method: item.method, url: `/in/test/demo/${endpoint}` });
    expect(statusCode).toBe(catalogue[item.code as keyof typeof catalogue].status);
    expectClear(item, body);
  });
});

describe("on the command line", () => {
  test.each(at("command line"))("%s", async (_, item) => {
    const args = item.args.map((arg: string) => arg.replace("FOLDER", folder));
    const { code, text } = await mortise(args, item.env ?? {});
    expect(code).toBe(item.code === "CLI_USAGE" ? 2 : 1);
    // Wrong words are refused by the parser of the command line, which knows no codes.
    if (item.code !== "CLI_USAGE") expect(text).toContain(item.code);
    const shown = text.replaceAll(folder, "FOLDER");
    expectClear(item, shown);
    expect(shown).not.toContain("geheim123");
  });
});

/** Runs the command line in this process; what it printed, and its exit code. */
async function mortise(args: string[], env: { readonly [name: string]: string }) {
  const lines: string[] = [];
  const say = (...parts: unknown[]) => void lines.push(parts.join(" "));
  const spies = [vi.spyOn(console, "log"), vi.spyOn(console, "error")].map((spy) => spy.mockImplementation(say));
  const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  const variables = { NO_COLOR: "1", MORTISE_API_KEY: "key-of-the-tests", MORTISE_DATA: join(folder, "data"), ...env };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  try {
    const code = await main(args);
    return { code, text: lines.join("\n") };
  } finally {
    process.exitCode = undefined;
    vi.unstubAllEnvs();
    write.mockRestore();
    for (const spy of spies) spy.mockRestore();
  }
}

function writeFiles(): void {
  const flow = (more: object) =>
    JSON.stringify({
      flow: 1,
      name: "x",
      nodes: [{ id: "a", type: "SetBody", settings: { body: "x" } }],
      links: [],
      ...more,
    });
  const files = {
    good: flow({}),
    latin1: Buffer.from(flow({ name: "caf\u00e9" }), "latin1"),
    big: flow({ description: "x".repeat(6_000_000) }),
    deep: `{"flow": 1, "name": "x", "nodes": ${"[".repeat(300)}${"]".repeat(300)}, "links": []}`,
    proto: '{"flow": 1, "name": "x", "__proto__": {}, "nodes": [], "links": []}',
    nothing: "",
    zeros: Buffer.alloc(100),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, `${name}.flow.json`), content);
  mkdirSync(join(folder, "empty"));
  const broken = join(folder, "components", "Broken");
  mkdirSync(broken, { recursive: true });
  const spec =
    'component({ type: "Broken", title: "Broken", summary: "Fails as code does.", group: "message", kind: "processor", settings: Type.Object({}), outputs: ["out"], effect: "pure" })';
  writeFileSync(
    join(broken, "spec.ts"),
    `import { component, Type } from "@mortise/contract";\nexport const spec = ${spec};\n`,
  );
  writeFileSync(join(broken, "run.ts"), "export const run = () => { throw new TypeError('x is not a function'); };\n");
}

test.each(Object.keys(catalogue))("%s has a case here, or a written reason and a case elsewhere", (code) => {
  if (all.some((item) => item.code === code) || code === "VARIABLE_UNREADABLE") return;
  const other = (elsewhere as { [code: string]: { test: string; because: string } })[code];
  expect(other, `${code} has no case`).toBeDefined();
  const file = join(root, other?.test ?? "");
  expect(existsSync(file) && readFileSync(file, "utf8").includes(code), `${other?.test} says ${code}`).toBe(true);
});

test("no prototype was changed by any of it", () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
