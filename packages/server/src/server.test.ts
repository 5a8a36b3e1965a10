import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import type { HttpClient } from "@mortise/contract";
import { type OpenStore, openStore } from "@mortise/store";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readConfig } from "./config.ts";
import { silentLog } from "./log.ts";
import { createRuntime } from "./runtime.ts";
import { type RunningServer, startServer } from "./server.ts";
import { makeDataFolder, removeDataFolder } from "./testing/folder.ts";
import { installDocument } from "./testing/install.ts";
import { noScripts } from "./testing/scripts.ts";

let data: string;
beforeAll(async () => {
  data = await makeDataFolder();
});
afterAll(() => removeDataFolder(data));

const start = (env: Record<string, string> = {}, http?: HttpClient): Promise<RunningServer> =>
  startServer(readConfig({ MORTISE_DATA: data, MORTISE_PORT: "0", ...env }), {
    log: silentLog,
    scripts: noScripts,
    ...(http ? { http } : {}),
  });

async function ask(server: RunningServer, path: string, key: string, init: RequestInit = {}) {
  const response = await fetch(`${server.address}/api/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
  });
  return { status: response.status, body: await response.json() };
}

describe("a server on the embedded database", () => {
  test("makes an admin key that only its user can read, and keeps it", async () => {
    const server = await start();
    const file = join(data, "admin.key");
    const key = (await readFile(file, "utf8")).trim();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await ask(server, "/tenants", key)).toEqual({ status: 200, body: { items: [] } });
    await server.close();
    const again = await start();
    expect((await readFile(file, "utf8")).trim()).toBe(key);
    expect((await ask(again, "/tenants", key)).status).toBe(200);
    await again.close();
  });

  test("takes the admin key that it is given", async () => {
    const server = await start({ MORTISE_ADMIN_KEY: "given-admin-key" });
    expect((await ask(server, "/tenants", "given-admin-key")).status).toBe(200);
    await server.close();
  });

  test("says that its port is in use, and leaves nothing running", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    await expect(start({ MORTISE_PORT: String(port) })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining(`port ${port} of 127.0.0.1 is in use`),
    });
    other.close();
  });

  test("refuses a key-encryption key that is not the database's, and changes nothing", async () => {
    const wrong = join(data, "wrong.key");
    const { writeFile } = await import("node:fs/promises");
    await writeFile(wrong, `${Buffer.alloc(32, 7).toString("base64")}\n`, { mode: 0o600 });
    await expect(start({ MORTISE_KEY_FILE: wrong })).rejects.toMatchObject({ code: "STORE_KEY_WRONG" });
    await (await start()).close();
  });

  test("lets a request at work end when it is closed, and tells who waits how far it is", async () => {
    let release = () => {};
    const http: HttpClient = {
      send: ({ url }) =>
        new Promise(
          (resolve) => (release = () => resolve({ status: 200, headers: [], body: Buffer.from("done"), url })),
        ),
    };
    const server = await start({ MORTISE_ADMIN_KEY: "given-admin-key" }, http);
    const call = { id: "call", type: "HTTP", settings: { url: "https://api.example.com" } };
    await installDocument(server.runtime, "closing", {
      name: "reply",
      nodes: [{ id: "in", type: "InboundHTTP", settings: { endpoint: "reply", auth: "none" } }, call],
      links: [{ from: "in", to: "call" }],
    });
    await installDocument(server.runtime, "closing", { name: "durable", nodes: [call], links: [] });
    const reply = fetch(`${server.address}/in/test/closing/reply`).then((response) => response.text());
    await vi.waitFor(() => expect(server.runtime.totals.active).toBe(1));
    const letReply = release;
    const waiting = ask(server, "/tenants/closing/flows/durable/runs", "given-admin-key", {
      method: "POST",
      body: JSON.stringify({ environment: "test" }),
    });
    await vi.waitFor(() => expect(server.runtime.totals.active).toBe(2));
    const closed = server.close();
    expect((await waiting).body.status).toBe("running");
    release();
    letReply();
    expect(await reply).toBe("done");
    await closed;
    await expect(fetch(`${server.address}/healthz`)).rejects.toThrow();
  });
});

describe("a database that goes away", () => {
  test("in the middle of a run costs neither the run nor the server, and the next run works", async () => {
    const folder = await makeDataFolder();
    let release = () => {};
    let calls = 0;
    const http: HttpClient = {
      send: ({ url }) =>
        new Promise((resolve) => {
          calls++;
          release = () => resolve({ status: 200, headers: [], body: Buffer.from("answer"), url });
        }),
    };
    const store: OpenStore = await openStore({ data: folder });
    const runtime = await createRuntime({ store, http, scripts: noScripts });
    try {
      await installDocument(runtime, "demo", {
        name: "calls",
        nodes: [
          { id: "call", type: "HTTP", settings: { method: "POST", url: "https://api.example.com" } },
          { id: "save", type: "SetTenantVariable", settings: { variable: "Answer", value: "${body}" } },
        ],
        links: [{ from: "call", to: "save" }],
      });
      const { startRun } = await import("./runs/manual.ts");
      const run = () => startRun(runtime, { tenant: "demo", flow: "calls", environment: "test", wait: false });
      const { id } = await run();
      await vi.waitFor(() => expect(calls).toBe(1));
      const { pid } = await store.info();
      // Fast shutdown, as a package upgrade or an operator does it.
      process.kill(pid as number, "SIGINT");
      await vi.waitFor(() => expect(() => process.kill(pid as number, 0)).toThrow(), { timeout: 10_000 });
      release();
      await vi.waitFor(async () => expect((await runtime.store.runs.get("demo", id))?.status).toBe("completed"), {
        timeout: 15_000,
        interval: 100,
      });
      expect(calls).toBe(1);
      expect((await runtime.store.variables.read("demo", "test", "Answer")).value).toBe("answer");
      const next = await run();
      await vi.waitFor(() => expect(calls).toBe(2), { timeout: 10_000 });
      release();
      await vi.waitFor(async () => expect((await runtime.store.runs.get("demo", next.id))?.status).toBe("completed"), {
        timeout: 10_000,
      });
    } finally {
      await runtime.close(1_000);
      await removeDataFolder(folder);
    }
  }, 60_000);
});

test("a call that was sent and whose answer nobody has is not sent again: its run is parked, with an event", async () => {
  const folder = await makeDataFolder();
  let calls = 0;
  const http: HttpClient = {
    send: () => {
      calls++;
      return new Promise(() => {});
    },
  };
  const first = await createRuntime({ database: { data: folder }, http, scripts: noScripts });
  await installDocument(first, "demo", {
    name: "pays",
    nodes: [{ id: "pay", type: "HTTP", settings: { method: "POST", url: "https://bank.example.com/pay" } }],
    links: [],
  });
  const { startRun } = await import("./runs/manual.ts");
  const { id } = await startRun(first, { tenant: "demo", flow: "pays", environment: "test", wait: false });
  await vi.waitFor(() => expect(calls).toBe(1));
  await first.close(0);
  const second = await createRuntime({ database: { data: folder }, http, scripts: noScripts });
  try {
    await vi.waitFor(async () => expect((await second.store.runs.get("demo", id))?.status).toBe("parked"), {
      timeout: 15_000,
      interval: 50,
    });
    expect((await second.store.runs.get("demo", id))?.error).toMatchObject({ code: "REMOTE_IN_DOUBT", nodeId: "pay" });
    expect(calls).toBe(1);
    await second.notices.flush();
    const { items } = await second.store.history.listEvents("demo");
    expect(items.map(({ kind }) => kind).sort()).toEqual(["run.parked"]);
  } finally {
    await second.close(1_000);
    await removeDataFolder(folder);
  }
}, 60_000);
