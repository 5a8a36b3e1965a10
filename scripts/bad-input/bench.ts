import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import type { FlowDocument } from "@mortise/contract";
import { createHttpClient, createLog, createScriptPool } from "@mortise/server";
import { startApi, type TestApi } from "../../packages/server/src/testing/api.ts";
import { installDocument } from "../../packages/server/src/testing/install.ts";

/** A request as the stub server saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** An HTTP server that answers as a test says, and remembers what it was sent. */
export interface Stub {
  readonly url: string;
  readonly seen: Seen[];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

/** Starts a stub on loopback. */
export async function startStub(): Promise<Stub> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", rawHeaders } = request;
      stub.seen.push({ method, url, headers: rawHeaders, body: Buffer.concat(chunks).toString() });
      stub.answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stub: Stub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    answer: (_, response) => response.end("hello"),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stub;
}

/** The whole server with what flows call, on a database of its own. */
export interface Bench extends TestApi {
  readonly stub: Stub;
  /** Every line that the server logged. */
  readonly log: string[];
  /** Installs a flow of these nodes, linked in order, and runs it by hand. */
  run(name: string, nodes: FlowDocument["nodes"], options?: RunWith): Promise<Ran>;
}

export interface RunWith {
  readonly document?: object;
  readonly start?: object;
  readonly secrets?: { readonly [name: string]: string };
}

/** How a run by hand went. */
export interface Ran {
  readonly id: string;
  readonly status: string;
  readonly error?: { readonly code: string; readonly message: string; readonly nodeId?: string };
  readonly message: { readonly headers: { readonly [name: string]: unknown }; readonly body: unknown };
}

/** Starts a bench: real scripts, real HTTP to the stub only. */
export async function startBench(componentFolders: readonly string[] = []): Promise<Bench> {
  const stub = await startStub();
  const scripts = createScriptPool();
  const http = createHttpClient({ allowPrivate: [new URL(stub.url).host, "127.0.0.1:1"] });
  const log: string[] = [];
  const server = await startApi({
    scripts,
    http,
    componentFolders,
    log: createLog("debug", { write: (line) => void log.push(line) }),
  });
  return {
    ...server,
    stub,
    log,
    async run(name, nodes, { document = {}, start = {}, secrets } = {}) {
      const links = nodes.slice(1).map(({ id }, index) => ({ from: nodes[index]?.id as string, to: id }));
      const flow = { name, nodes, links, options: { delivery: "direct" }, ...document } as Omit<FlowDocument, "flow">;
      if (secrets) {
        await server.api.post("/tenants/demo/flows", { flow: 1, ...flow });
        await server.api.post(`/tenants/demo/flows/${name}/install`, { environment: "test", secrets });
      } else await installDocument(server.runtime, "demo", flow);
      const answer = await server.api.post(`/tenants/demo/flows/${name}/runs`, { environment: "test", ...start });
      if (answer.status !== 200) throw new Error(`the run was answered ${answer.status}: ${answer.text}`);
      return answer.body as Ran;
    },
    async end() {
      await server.end();
      await Promise.all([scripts.close(), http.close(), stub.close()]);
    },
  };
}

const root = join(import.meta.dirname, "../..");

/** What no message for people may hold: a stack, a path of this machine. */
export function revealed(text: string): string[] {
  const stack = /\n\s+at .+:\d+:\d+/.exec(text)?.[0];
  const paths = [root, homedir(), "/node_modules/", "file://"].filter((path) => path !== "/" && text.includes(path));
  return [...(stack ? [stack] : []), ...paths];
}
