// The server of W1 and W4, as a process of its own: `bare` Fastify, or Mortise with a flow and the trace mode given.
// Says its address when it answers; tells its CPU time when asked.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fastify } from "fastify";

const [mode = "bare", given] = process.argv.slice(2);
const PATH = "/in/test/bench/hello";

/** The flow of the workload. */
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

async function mortise(trace: string): Promise<Listening> {
  const { readConfig, silentLog, startServer } = await import("@mortise/server");
  const data = given ?? (await mkdtemp(join(tmpdir(), "mortise-bench-")));
  // The database's server may run as another user, who must be able to enter.
  await chmod(data, 0o755);
  const server = await startServer(readConfig({}, { port: 0, data }), { log: silentLog });
  const { store, plans } = server.runtime;
  if (!(await store.tenants.get("bench"))) {
    await store.tenants.create({ id: "bench", name: "Bench" });
    const text = JSON.stringify(document(trace));
    await store.flows.put("bench", "hello", text, "bench");
    const { number } = await store.flows.addVersion("bench", "hello", { text, remark: "", author: "bench" });
    await store.flows.install("bench", "hello", "test", number, {}, "bench");
    await plans.refresh();
  }
  return {
    url: server.address + PATH,
    async close() {
      await server.close();
      if (given === undefined) await rm(data, { recursive: true, force: true });
    },
  };
}

const server = mode === "bare" ? await bare() : await mortise(mode);
process.send?.(server.url);

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
