// The server of W1, W3 and W4, as a process of its own: `bare` Fastify, or Mortise with a flow and the trace mode given;
// `token-bare` and `token` call the address given with a bearer token on the way.
// Says its address when it answers; tells its CPU time when asked.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fastify } from "fastify";
import { Pool } from "undici";

const [mode = "bare", given] = process.argv.slice(2);
const PATH = "/in/test/bench/hello";

/** The flow of W3: a tenant variable, a call with it as bearer token, the reply. */
function tokenDocument(peer: string) {
  return {
    flow: 1,
    name: "hello",
    options: { trace: "off" },
    nodes: [
      { id: "in", type: "InboundHTTP", settings: { endpoint: "hello", auth: "none" } },
      { id: "get", type: "GetTenantVariable", settings: { header: "token", variable: "Access_Token_BENCH" } },
      {
        id: "call",
        type: "HTTP",
        settings: { url: peer, headers: { Authorization: "Bearer ${header.token}" }, excludeHeaders: ["token"] },
      },
      { id: "clean", type: "RemoveHeaders", settings: { pattern: "token" } },
    ],
    links: [
      { from: "in", to: "get" },
      { from: "get", to: "call" },
      { from: "call", to: "clean" },
    ],
  };
}

/** The flow of W1. */
function document(trace: string) {
  return {
    flow: 1,
    name: "hello",
    options: { trace },
    nodes: [
      { id: "in", type: "InboundHTTP", settings: { endpoint: "hello", auth: "none" } },
      { id: "set-one", type: "SetHeader", settings: { name: "X-One", value: "true" } },
      { id: "set-two", type: "SetHeader", settings: { name: "X-Two", value: "${header.X-One}" } },
      { id: "only-if-true", type: "Filter", settings: { expression: "${header.X-Two} == 'true'" } },
    ],
    links: [
      { from: "in", to: "set-one" },
      { from: "set-one", to: "set-two" },
      { from: "set-two", to: "only-if-true" },
    ],
  };
}

interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

async function bare(): Promise<Listening> {
  const app = fastify();
  app.all("/in/:environment/:tenant/:endpoint", (_request, reply) => {
    reply.header("X-One", "true").header("X-Two", "true").send("");
  });
  return { url: (await app.listen({ port: 0 })) + PATH, close: () => app.close() };
}

async function tokenBare(peer: string): Promise<Listening> {
  const app = fastify();
  const pool = new Pool(new URL(peer).origin, { connections: 64 });
  app.all("/in/:environment/:tenant/:endpoint", async (_request, reply) => {
    const { statusCode, body } = await pool.request({
      path: "/",
      method: "GET",
      headers: { Authorization: "Bearer a-token-of-the-bench" },
    });
    const text = await body.text();
    return reply.status(statusCode).header("Content-Type", "application/json").send(text);
  });
  return {
    url: (await app.listen({ port: 0 })) + PATH,
    async close() {
      await app.close();
      await pool.close();
    },
  };
}

async function mortise(flow: object, kept: string | undefined): Promise<Listening> {
  const { readConfig, silentLog, startServer } = await import("@mortise/server");
  const data = kept ?? (await mkdtemp(join(tmpdir(), "mortise-bench-")));
  // The database's server may run as another user, who must be able to enter.
  await chmod(data, 0o755);
  const server = await startServer(readConfig({ MORTISE_ALLOW_PRIVATE: "127.0.0.1" }, { port: 0, data }), {
    log: silentLog,
  });
  const { store, plans } = server.runtime;
  if (!(await store.tenants.get("bench"))) {
    await store.tenants.create({ id: "bench", name: "Bench" });
    await store.variables.put(
      "bench",
      "Access_Token_BENCH",
      { test: "a-token-of-the-bench", encrypted: true },
      "bench",
    );
    const text = JSON.stringify(flow);
    await store.flows.put("bench", "hello", text, "bench");
    const { number } = await store.flows.addVersion("bench", "hello", { text, remark: "", author: "bench" });
    await store.flows.install("bench", "hello", "test", number, {}, "bench");
    await plans.refresh();
  }
  return {
    url: server.address + PATH,
    async close() {
      await server.close();
      if (kept === undefined) await rm(data, { recursive: true, force: true });
    },
  };
}

const server = await serve();

process.send?.(server.url);

function serve(): Promise<Listening> {
  if (mode === "bare") return bare();
  if (mode === "token-bare") return tokenBare(given as string);
  if (mode === "token") return mortise(tokenDocument(given as string), undefined);
  return mortise(document(mode), given);
}

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await server.close();
  if (process.connected) process.disconnect();
}

// Whoever asked is gone: nobody else would end the database.
process.on("disconnect", stop);
process.on("message", (message) => {
  if (message === "cpu") {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  } else if (message === "memory") process.send?.(process.memoryUsage.rss());
  else void stop();
});
