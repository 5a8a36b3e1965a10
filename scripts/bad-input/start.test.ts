import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adminKey, Client } from "../../packages/cli/src/client.ts";
import { startEmbedded } from "../../packages/store/src/embedded/start.ts";
import { revealed, type Stub, startStub } from "./bench.ts";

const MAIN = join(import.meta.dirname, "../../packages/cli/src/main.ts");

/** `mortise serve` in a process of its own. */
class Serving {
  said = "";
  readonly child: ChildProcess;

  constructor(env: { readonly [name: string]: string }) {
    this.child = spawn(process.execPath, [MAIN, "serve"], {
      env: { PATH: process.env.PATH, MORTISE_PORT: "0", NO_COLOR: "1", MORTISE_LOG_LEVEL: "info", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on("data", (data) => (this.said += data));
  }

  /** Resolves when it has said so, or has ended. */
  async says(pattern: RegExp): Promise<RegExpExecArray | null> {
    for (;;) {
      const found = pattern.exec(this.said);
      if (found || this.child.exitCode !== null) return found;
      await Promise.race([
        once(this.child.stdout as never, "data"),
        once(this.child.stderr as never, "data"),
        once(this.child, "close"),
      ]);
    }
  }

  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, "close");
    return this.child.exitCode;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) this.child.kill("SIGTERM");
    await this.ended();
  }
}

let data: string;
let stub: Stub;
const started: Serving[] = [];
const serve = (env: { readonly [name: string]: string }) => {
  const serving = new Serving({ MORTISE_DATA: data, ...env });
  started.push(serving);
  return serving;
};

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "mortise-start-"));
  stub = await startStub();
});
afterAll(async () => {
  await Promise.all(started.map((serving) => serving.stop()));
  await stub?.close();
  rmSync(data, { recursive: true, force: true });
});

/** Every row of every table: what a start that is refused must leave as it is. */
async function everyRow(): Promise<string> {
  const server = await startEmbedded({ dir: data });
  const client = new pg.Client({ ...server.address(), database: "mortise" });
  await client.connect();
  try {
    const { rows } = await client.query(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'mortise' ORDER BY 1",
    );
    const all = [];
    for (const { name } of rows) {
      const found = await client.query(`SELECT t::text AS text FROM mortise.${name} t ORDER BY 1`);
      all.push([name, found.rows]);
    }
    return JSON.stringify(all);
  } finally {
    await client.end();
    await server.stop();
  }
}

/** The process of the embedded database; where its files lie depends on who may enter which folder. */
async function postmaster(): Promise<number> {
  const server = await startEmbedded({ dir: data });
  const client = new pg.Client(server.address());
  await client.connect();
  const { rows } = await client.query("SELECT pg_read_file('postmaster.pid') AS text");
  await client.end();
  await server.stop();
  return Number(rows[0].text.split("\n")[0]);
}

describe("a server that runs", () => {
  test("goes on when its database is stopped in the middle of a call, and so does the run", async () => {
    const serving = serve({ MORTISE_ALLOW_PRIVATE: new URL(stub.url).host });
    const [, url] = (await serving.says(/listens on (\S+)/)) ?? [];
    const client = new Client(String(url), adminKey({ data }));
    await client.post("/tenants", { id: "demo" });
    const nodes = [
      { id: "call", type: "HTTP", settings: { method: "POST", url: `${stub.url}/token`, body: "spend" } },
      { id: "save", type: "SetTenantVariable", settings: { variable: "Token", value: "${body}", encrypt: true } },
    ];
    const links = [{ from: "call", to: "save" }];
    await client.post("/tenants/demo/flows", { flow: 1, name: "calls", nodes, links });
    await client.post("/tenants/demo/flows/calls/install", { environment: "test" });

    const asked = new Promise<() => void>((resolve) => {
      stub.answer = (_, response) => resolve(() => response.end("new-token"));
    });
    const run = client.post<{ id: string; status: string }>("/tenants/demo/flows/calls/runs", {
      environment: "test",
      wait: false,
    });
    const answer = await asked;
    const { id } = await run;
    const pid = await postmaster();
    process.kill(pid, "SIGINT");
    answer();
    await expect
      .poll(
        () =>
          client.get<{ status: string }>(`/tenants/demo/runs/${id}`).then(
            ({ status }) => status,
            () => "away",
          ),
        { timeout: 30_000 },
      )
      .toBe("completed");
    expect(stub.seen).toHaveLength(1);

    stub.answer = (_, response) => response.end("newer-token");
    expect(await client.post("/tenants/demo/flows/calls/runs", { environment: "test" })).toMatchObject({
      status: "completed",
    });
    expect(serving.child.exitCode).toBeNull();
    expect(serving.said).not.toContain("new-token");
    await serving.stop();
  }, 60_000);
});

describe("a server that cannot start says why, in words, and writes nothing", () => {
  test("with another key-encryption key", async () => {
    const other = join(data, "other.key");
    writeFileSync(other, `${Buffer.alloc(32, 7).toString("base64")}\n`, { mode: 0o600 });
    const before = await everyRow();
    const serving = serve({ MORTISE_KEY_FILE: other });
    expect(await serving.ended()).toBe(1);
    expect(serving.said).toContain("STORE_KEY_WRONG");
    expect(serving.said).toContain("MORTISE_KEY_FILE");
    expect(revealed(serving.said)).toEqual([]);
    expect(await everyRow()).toBe(before);
  }, 60_000);

  test("on a port that is in use", async () => {
    const other = await listener();
    const { port } = other.address() as { port: number };
    const serving = serve({ MORTISE_PORT: String(port) });
    expect(await serving.ended()).toBe(1);
    expect(serving.said).toContain(`port ${port} of 127.0.0.1 is in use`);
    expect(serving.said).toContain("CONFIG_INVALID");
    expect(revealed(serving.said)).toEqual([]);
    other.close();
  }, 60_000);

  test("with a configuration of which much is wrong, all at once", async () => {
    const serving = serve({
      MORTISE_PORT: "x",
      MORTISE_HOST: "0.0.0.0",
      MORTISE_ADMIN_KEY: "short",
      MORTISE_LOG_LEVEL: "loud",
      DATABASE_URL: "mysql://root:geheim123@localhost/x",
    });
    expect(await serving.ended()).toBe(1);
    for (const name of ["MORTISE_PORT", "MORTISE_HOST", "MORTISE_ADMIN_KEY", "MORTISE_LOG_LEVEL", "DATABASE_URL"])
      expect(serving.said).toContain(name);
    expect(serving.said).not.toContain("geheim123");
    expect(revealed(serving.said)).toEqual([]);
  });

  test("with a database that is down it waits, says so, and ends when it is told", async () => {
    const closed = await listener();
    const { port } = closed.address() as { port: number };
    await new Promise((resolve) => closed.close(resolve));
    const serving = serve({
      DATABASE_URL: `postgres://mortise:geheim123@127.0.0.1:${port}/mortise`,
      MORTISE_KEY_FILE: join(data, "key"),
    });
    expect(await serving.says(/Waiting for the database/)).not.toBeNull();
    expect(serving.child.exitCode).toBeNull();
    expect(serving.said).not.toContain("geheim123");
    await serving.stop();
    expect(revealed(serving.said)).toEqual([]);
  }, 60_000);
});

async function listener(): Promise<Server> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
