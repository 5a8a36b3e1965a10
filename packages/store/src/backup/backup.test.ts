import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureKekFile } from "../crypto/kek.ts";
import { openStore, type StoreOptions } from "../open.ts";
import { embeddedTestServer, type TestServer } from "../testing/server.ts";
import { openTestStore, type TestStore } from "../testing/store.ts";
import { givenInstallation, givenTenant, newRun, signal, snapshot } from "../testing/suite/given.ts";
import { COMPLETED, createWork } from "../testing/suite/work.ts";
import { backUp } from "./backup.ts";
import { CheckSum } from "./format.ts";
import { restore } from "./restore.ts";

/** What may differ: the processes of then are gone, and with them their claims. */
const OTHERWISE: { readonly [table: string]: readonly string[] } = {
  process: ["stopped_at", "missed_at"],
  open_run: ["owner", "attempt"],
};

describe("a backup", () => {
  const folder = mkdtempSync(join(tmpdir(), "mortise-backup-"));
  const work = createWork();
  const held = signal();
  const file = join(folder, "mortise.backup");
  let server: TestServer;
  let from: TestStore;
  let login: string;
  let tenant: string;
  let waiting: string;
  let begun: string;
  const made: string[] = [];

  beforeAll(async () => {
    server = await embeddedTestServer();
    from = await openTestStore({}, server);
    login = `backup_${randomBytes(4).toString("hex")}`;
    await asAdmin(`CREATE ROLE ${login} LOGIN NOSUPERUSER PASSWORD 'x'; GRANT mortise_app, mortise_engine TO ${login}`);
    await fill();
    await backUp(file, from.options);
  });
  afterAll(async () => {
    held.resolve();
    for (const name of made) await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`);
    await asAdmin(`DROP ROLE ${login}`);
    await from?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function fill(): Promise<void> {
    const { store } = from;
    tenant = await givenTenant(store);
    await store.variables.put(tenant, "plain", { test: 'Ünïcode \u2028 \\ \n"', tags: ["a", "b{}"] }, "ann");
    await store.variables.put(tenant, "token", { test: "hunter2", encrypted: true }, "ann");
    const installed = await givenInstallation(store, tenant, { secrets: { pin: "pin-4711" } });
    await store.schedules.begin({ installation: installed.id, node: "n", tenant, cursor: 1, anchor: 2, fired: 3 });
    const many = Array.from({ length: 2_500 }, (_, at) => ({ tenant, kind: "k", message: `${at}` }));
    await Promise.all(many.map((event) => store.history.event(event)));
    await store.history.audit({ tenant, who: "ann", action: "a", target: "t", detail: { x: [1.5, null] } });
    await store.history.audit({ tenant: null, who: "ann", action: "a", target: "t" });
    await store.keys.create(null, { name: "ops", role: "admin" });
    await store.alarms.collect({ repeatAfter: 1, overAfter: 1 }, () => [{ channel: "webhook" }]);
    const done = newRun(tenant, { searchKeys: ["order=5"], input: snapshot("x".repeat(3_000_000)) });
    store.runs.record(done, { status: "completed", startedAt: 1, finishedAt: 2, message: snapshot("done").message });
    store.traces.write(tenant, done.id, [{ seq: 1, path: "n", nodeId: "n", type: "T", output: "out", at: 1, ms: 1 }]);
    await store.traces.flush();
    begun = await startOpen();
    const line = newRun(tenant, { serial: true });
    await store.dispatcher.start(line);
    waiting = line.id;
  }

  /** A run whose first step is in the journal, and which is in the middle of its second. */
  async function startOpen(): Promise<string> {
    const written = signal();
    const { store } = from;
    work.of(tenant, async ({ run, journal }) => {
      const intent = { input: run.input, idempotencyKey: "k", repeatable: true, deadline: Date.now() + 60_000 };
      await journal.intent("a", "a", intent);
      await journal.result("a", "a", { after: snapshot("first") });
      written.resolve();
      await held.promise;
      throw new Error("never ended here");
    });
    await store.dispatcher.work(work.handle, { concurrency: 5 });
    const run = newRun(tenant, { serial: true });
    await store.dispatcher.start(run);
    await written.promise;
    return run.id;
  }

  async function asAdmin<R extends object>(text: string, url = from.options.url as string): Promise<R[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** A database that nobody used, owned by a user whom row security binds. */
  async function elsewhere(): Promise<StoreOptions> {
    const name = `mortise_restore_${randomBytes(6).toString("hex")}`;
    await asAdmin(`CREATE DATABASE ${name} OWNER ${login} TEMPLATE template0`);
    made.push(name);
    const url = new URL(from.options.url as string);
    url.pathname = `/${name}`;
    url.username = login;
    url.password = "x";
    return { ...from.options, url: url.href };
  }

  async function contents(options: StoreOptions): Promise<{ [table: string]: unknown[] }> {
    const url = new URL(options.url as string);
    const admin = new URL(from.options.url as string);
    admin.pathname = url.pathname;
    const tables = await asAdmin<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'mortise' AND tablename <> ALL ('{migration,session}')",
      admin.href,
    );
    const all: { [table: string]: unknown[] } = {};
    for (const { name } of tables) {
      const without = (OTHERWISE[name] ?? []).map((column) => ` - '${column}'`).join("");
      const rows = await asAdmin<{ row: unknown }>(
        `SELECT to_jsonb(t)${without} AS row FROM mortise.${name} t ORDER BY 1`,
        admin.href,
      );
      all[name] = rows.map(({ row }) => row);
    }
    return all;
  }

  test("restored elsewhere is the same, row by row, and opens with its key", async () => {
    const to = await elsewhere();
    const seen: string[] = [];
    const report = await restore(file, { ...to, progress: (table, rows) => seen.push(`${table} ${rows}`) });
    expect(report).toMatchObject({ tenants: 1, open: 2 });
    expect(seen).toContain("event 2500");
    const before = await contents(from.options);
    expect(Object.keys(before).length).toBeGreaterThan(20);
    for (const [table, rows] of Object.entries(await contents(to))) expect(rows, table).toEqual(before[table]);
    const forced = await asAdmin(
      "SELECT relname FROM pg_class WHERE relnamespace = 'mortise'::regnamespace AND relrowsecurity AND NOT relforcerowsecurity",
      to.url,
    );
    expect(forced).toEqual([]);

    const store = await openStore(to);
    try {
      expect((await store.variables.read(tenant, "test", "token")).value).toBe("hunter2");
      expect((await store.variables.read(tenant, "test", "plain")).value).toBe('Ünïcode \u2028 \\ \n"');
      expect((await store.flows.installation(tenant, "Flow", "test"))?.secrets).toEqual({ pin: "pin-4711" });
      expect(await store.findBrokenAudits()).toEqual([]);
      const continued: unknown[] = [];
      await store.dispatcher.work(
        async ({ run, journal }) => {
          continued.push([run.id, journal.entries.get("a")?.result?.after?.message.body]);
          return COMPLETED;
        },
        { concurrency: 5 },
      );
      expect((await store.dispatcher.wait(tenant, waiting, 15_000))?.status).toBe("completed");
      expect(continued).toEqual([
        [begun, "first"],
        [waiting, undefined],
      ]);
      // What is new does not take the number of what was there.
      const next = newRun(tenant, { serial: true });
      await store.dispatcher.start(next);
      expect((await store.dispatcher.wait(tenant, next.id, 15_000))?.status).toBe("completed");
    } finally {
      await store.close();
    }
    await expect(restore(file, to)).rejects.toMatchObject({ code: "STORE_NOT_EMPTY" });
  }, 60_000);

  test("holds no value in the clear, is for its owner only, and is no other file", async () => {
    const text = gunzipSync(readFileSync(file)).toString("utf8");
    expect(text.includes("plain")).toBe(true);
    for (const secret of ["hunter2", "pin-4711", readFileSync(from.options.keyFile as string, "utf8").trim()])
      expect(text.includes(secret)).toBe(false);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(backUp(file, from.options)).rejects.toMatchObject({ code: "BACKUP_INVALID" });
    await expect(backUp(join(folder, "no", "such"), from.options)).rejects.toMatchObject({ code: "BACKUP_INVALID" });
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("with another key is refused before the database is touched", async () => {
    const to = await elsewhere();
    const keyFile = join(folder, "other.key");
    ensureKekFile(keyFile);
    for (const other of [keyFile, join(folder, "missing.key")])
      await expect(restore(file, { ...to, keyFile: other })).rejects.toMatchObject({
        code: "BACKUP_KEY",
        message: expect.stringContaining(other),
      });
    expect(existsSync(join(folder, "missing.key"))).toBe(false);
    expect(await asAdmin("SELECT to_regnamespace('mortise') AS there", to.url)).toEqual([{ there: null }]);
  });

  const whole = () => gunzipSync(readFileSync(file));
  const CASES: readonly (readonly [string, () => Buffer])[] = [
    ["is cut off", () => readFileSync(file).subarray(0, 50_000)],
    ["lacks its end", () => gzipSync(whole().subarray(0, whole().lastIndexOf("\n[")))],
    ["has a changed row", () => gzipSync(whole().toString("utf8").replace('"message":"7"', '"message":"8"'))],
    [
      "has a row less",
      () =>
        gzipSync(
          whole()
            .toString("utf8")
            .replace(/\n\{"tenant_id":[^\n]*"message":"7"[^\n]*/, ""),
        ),
    ],
    ["is something else", () => Buffer.from("PGDMP")],
    ["is empty", () => Buffer.alloc(0)],
    ["is of another format", () => gzipSync(whole().toString("utf8").replace('"format":1', '"format":9'))],
  ];
  test("that is not whole or not itself is refused, and nothing of it stays", async () => {
    const to = await elsewhere();
    const broken = join(folder, "broken.backup");
    for (const [what, bytes] of CASES) {
      writeFileSync(broken, bytes());
      await expect(restore(broken, to), what).rejects.toMatchObject({ code: "BACKUP_INVALID" });
    }
    await restore(file, to);
  }, 60_000);

  test("of a newer Mortise is refused", async () => {
    const newer = join(folder, "newer.backup");
    writeFileSync(
      newer,
      gzipSync(
        whole()
          .toString("utf8")
          .replace(/"migration":\d+/, '"migration":999'),
      ),
    );
    await expect(restore(newer, await elsewhere())).rejects.toMatchObject({
      code: "STORE_SETUP",
      message: expect.stringContaining("newer Mortise"),
    });
  });

  test("of an older Mortise is brought up to date", async () => {
    const lines = whole().toString("utf8").trimEnd().split("\n");
    const [, header] = JSON.parse(lines[0] as string);
    const sum = new CheckSum();
    const old: string[] = [];
    const add = (line: string) => {
      sum.add(line);
      old.push(line);
    };
    add(JSON.stringify(["mortise backup", { ...header, migration: 1, hashes: header.hashes.slice(0, 1) }]));
    let kept = false;
    for (const line of lines.slice(1, -1)) {
      if (line.startsWith("[")) kept = ["key_check", "tenant", "tenant_key", "event"].includes(JSON.parse(line)[1]);
      else if (kept) sum.rows++;
      if (kept) add(line);
    }
    const older = join(folder, "older.backup");
    writeFileSync(older, gzipSync(`${[...old, JSON.stringify(["end", sum.end()])].join("\n")}\n`));
    const to = await elsewhere();
    expect(await restore(older, to)).toMatchObject({ migration: 1, tenants: 1 });
    const store = await openStore(to);
    expect(await store.info()).toMatchObject({ migration: header.migration });
    expect((await store.history.listEvents(tenant, { limit: 1 })).items).toMatchObject([{ kind: "k" }]);
    await store.variables.put(tenant, "new", { test: "secret", encrypted: true }, "ann");
    await store.close();
  });
});
