import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "@mortise/contract";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmbedded } from "./embedded/start.ts";
import { type OpenStore, openStore } from "./open.ts";
import { givenTenant, newRun, signal, snapshot } from "./testing/suite/given.ts";
import { COMPLETED, createWork } from "./testing/suite/work.ts";

describe("a database that goes away", () => {
  const work = createWork();
  const said: string[] = [];
  const log: Log = { write: (level, message) => said.push(`${level}: ${message}`) };
  let data: string;
  let store: OpenStore;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), "mortise-outage-"));
    chmodSync(data, 0o755);
    store = await openStore({ data, log });
    await store.dispatcher.work(work.handle, { concurrency: 5 });
  });
  afterAll(async () => {
    await store?.close();
    rmSync(data, { recursive: true, force: true });
  });

  /** Ends every connection that the store has, as a restart of the server does. */
  async function terminateAll(): Promise<void> {
    const server = await startEmbedded({ dir: data });
    const client = new pg.Client(server.address());
    await client.connect();
    await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'mortise'");
    await client.end();
    await server.stop();
  }

  /** Kills the server; gives back the failure of the first call that noticed, since its children outlive it by a moment. */
  async function killServer(): Promise<unknown> {
    process.kill((await store.info()).pid as number, "SIGKILL");
    for (;;) {
      const failure = await store.ping().then(
        () => undefined,
        (error) => error,
      );
      if (failure) return failure;
    }
  }

  test("idle connections that are cut cost no call, and the process goes on hearing of changes", async () => {
    const tenant = await givenTenant(store);
    const heard = signal();
    const stop = store.flows.onChange(heard.resolve);
    await terminateAll();
    await heard.promise;
    stop();
    await expect.poll(() => store.tenants.get(tenant).catch(() => undefined)).toMatchObject({ id: tenant });
  });

  test("a server that is killed makes calls fail with one code, and they succeed again by themselves", async () => {
    const tenant = await givenTenant(store);
    expect(await killServer()).toMatchObject({ code: "STORE_UNAVAILABLE", status: 503, retry: true });
    const failures: unknown[] = [];
    const get = () => store.tenants.get(tenant).catch((error) => void failures.push(error.code));
    await expect.poll(get, { timeout: 15_000 }).toMatchObject({ id: tenant });
    expect(failures.filter((code) => code !== "STORE_UNAVAILABLE")).toEqual([]);
    expect(said.some((line) => line.includes("starting it again"))).toBe(true);
  });

  test("an answer that arrives while the database is away is kept, and the run goes on in the same process", async () => {
    const tenant = await givenTenant(store);
    const epochs: number[] = [];
    work.of(tenant, async ({ run, epoch, journal }) => {
      epochs.push(epoch);
      if (epoch > 1) return COMPLETED;
      const intent = { input: run.input, idempotencyKey: "k", repeatable: false, deadline: Date.now() + 30_000 };
      await journal.intent("call", "call", intent);
      await killServer();
      journal.read("r", "now", { after: snapshot("read") });
      await journal.result("call", "call", { after: snapshot("the only new token") });
      const write = { kind: "set", name: "token", value: "the only new token", encrypt: true } as const;
      await journal.store("save", "save", {}, [write]);
      return { ...COMPLETED, message: snapshot("done").message };
    });
    const run = newRun(tenant);
    await store.dispatcher.start(run);
    await expect
      .poll(() => store.runs.get(tenant, run.id).catch(() => undefined), { timeout: 15_000 })
      .toMatchObject({ status: "completed" });
    expect(epochs).toEqual([1]);
    expect((await store.variables.read(tenant, "test", "token")).value).toBe("the only new token");
  });

  test("what is written behind the caller's back waits for the database", async () => {
    const tenant = await givenTenant(store);
    const run = newRun(tenant);
    await killServer();
    store.runs.record(run, { status: "completed", startedAt: 1, finishedAt: 2 });
    await expect
      .poll(() => store.runs.get(tenant, run.id).catch(() => undefined), { timeout: 15_000 })
      .toMatchObject({ status: "completed" });
  });
});
