import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Log } from "@mortise/contract";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureKekFile } from "./crypto/kek.ts";
import { startEmbedded } from "./embedded/start.ts";
import { openStore } from "./open.ts";
import { embeddedTestServer, type TestServer } from "./testing/server.ts";
import { openTestStore, type TestStore } from "./testing/store.ts";

describe("opening a store", () => {
  let server: TestServer;
  let opened: TestStore;

  beforeAll(async () => {
    server = await embeddedTestServer();
    opened = await openTestStore({}, server);
  });
  afterAll(async () => {
    await opened?.close();
    await server?.close();
  });

  const asOwner = (url: string, text: string) => administer({ connectionString: url }, text);

  async function administer(config: pg.ClientConfig, text: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client(config);
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  test("a database that was written under another key is left as it is", async () => {
    const keyFile = join(opened.options.data, "other-key");
    ensureKekFile(keyFile);
    const url = opened.options.url as string;
    const state = () =>
      asOwner(url, "SELECT (SELECT sealed FROM mortise.key_check), (SELECT count(*) FROM mortise.process)");
    const before = await state();
    await expect(openStore({ ...opened.options, keyFile })).rejects.toMatchObject({ code: "STORE_KEY_WRONG" });
    expect(await state()).toEqual(before);
  });

  test("a key that is lost is not made anew", async () => {
    const keyFile = join(opened.options.data, "lost");
    await expect(openStore({ ...opened.options, keyFile })).rejects.toThrow(/key-encryption key cannot be read/);
    await expect(openStore({ ...opened.options, keyFile: undefined })).rejects.toThrow(/set MORTISE_KEY_FILE/);
  });

  test.each([
    ["mysql://root@localhost/x", /DATABASE_URL is no address of a Postgres/],
    ["postgres://user:hidden@localhost:notaport/x", /DATABASE_URL is no address/],
  ])("the address %s is refused without being shown", async (url, expected) => {
    const opening = openStore({ ...opened.options, url });
    await expect(opening).rejects.toThrow(expected);
    await expect(opening).rejects.not.toThrow(/hidden/);
  });

  test("a database that does not exist is refused at once", async () => {
    const url = new URL(opened.options.url as string);
    url.pathname = "/not_there";
    await expect(openStore({ ...opened.options, url: url.href })).rejects.toMatchObject({ code: "STORE_SETUP" });
  });

  test("a user who may neither migrate nor switch roles is told what to run", async () => {
    const url = opened.options.url as string;
    await asOwner(url, "DROP ROLE IF EXISTS mortise_test_visitor");
    await asOwner(url, "CREATE ROLE mortise_test_visitor LOGIN PASSWORD 'x'");
    const visitor = new URL(url);
    visitor.username = "mortise_test_visitor";
    visitor.password = "x";
    await expect(openStore({ ...opened.options, url: visitor.href })).rejects.toThrow(
      /DATABASE_MIGRATE_URL.*CREATE ROLE mortise_app.*GRANT mortise_app, mortise_engine TO "mortise_test_visitor"/,
    );
    // Another user migrates; this one only serves.
    const serving = await openStore({ ...opened.options, url: visitor.href, migrateUrl: url });
    await serving.tenants.create({ id: "served", name: "Served" });
    expect((await serving.info()).address).toContain("mortise_test_visitor@");
    await serving.close();
    await (await openStore({ ...opened.options, url: visitor.href })).close();
    await asOwner(url, "DROP ROLE mortise_test_visitor");
  });

  test("a database of a newer Mortise, or of another one, is left alone", async () => {
    const database = await server.createDatabase();
    await asOwner(database.url, "INSERT INTO mortise.migration (number, hash) VALUES (999999, '')");
    await expect(openStore({ ...opened.options, url: database.url })).rejects.toThrow(/newer Mortise/);
    await asOwner(database.url, "DELETE FROM mortise.migration WHERE number = 999999");
    await asOwner(database.url, "UPDATE mortise.migration SET hash = 'x'");
    await expect(openStore({ ...opened.options, url: database.url })).rejects.toThrow(/not the one of this Mortise/);
    await database.drop();
  });

  test("an empty database is made ready, by two processes at once", async () => {
    const name = `mortise_test_empty_${process.pid}`;
    const url = new URL(opened.options.url as string);
    await asOwner(url.href, `CREATE DATABASE ${name}`);
    url.pathname = `/${name}`;
    const stores = await Promise.all([1, 2].map(() => openStore({ ...opened.options, url: url.href })));
    expect((await stores[0]?.info())?.migration).toBeGreaterThan(0);
    await Promise.all(stores.map((store) => store.close()));
    await asOwner(opened.options.url as string, `DROP DATABASE ${name} WITH (FORCE)`);
  });

  test("a database that is down at the start is waited for, and that is said", async () => {
    const listener = createServer().listen(0, "127.0.0.1");
    const { port } = await new Promise<{ port: number }>((resolve) =>
      listener.once("listening", () => resolve(listener.address() as { port: number })),
    );
    await new Promise((resolve) => listener.close(resolve));
    const said: string[] = [];
    const target = new URL(opened.options.url as string);
    let opening: Promise<unknown> = Promise.resolve();
    const waiting = new Promise<void>((resolve) => {
      const log: Log = {
        write: (_, message) => {
          said.push(message);
          resolve();
        },
      };
      opening = openStore({ ...opened.options, url: `postgres://x@127.0.0.1:${port}/x`, log });
      opening.catch(() => {});
    });
    await waiting;
    expect(said[0]).toMatch(/^Waiting for the database/);
    // It comes up: something answers, though it is no Postgres that lets us in.
    const refusing = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => {
        const message = "SFATAL\0VFATAL\0C28000\0Mno such user\0\0";
        const head = Buffer.alloc(5);
        head.write("E");
        head.writeUInt32BE(message.length + 4, 1);
        socket.end(Buffer.concat([head, Buffer.from(message)]));
      });
    }).listen(port, "127.0.0.1");
    await expect(opening).rejects.toMatchObject({ code: "STORE_SETUP" });
    refusing.close();
    expect(target.hostname).not.toBe("");
  });

  test("an embedded store makes its key beside its data, and keeps it", async () => {
    const data = join(opened.options.data, "embedded");
    const first = await openStore({ data });
    await first.tenants.create({ id: "a", name: "A" });
    await first.variables.put("a", "x", { test: "1", encrypted: true }, "ann");
    await first.close();
    const again = await openStore({ data });
    expect((await again.variables.read("a", "test", "x")).value).toBe("1");
    expect((await again.info()).how).toBe("embedded, started");
    await again.close();

    // Roles belong to a whole server; this one is nobody else's.
    const server = await startEmbedded({ dir: data });
    const alter = (what: string) => administer(server.address(), `ALTER ROLE mortise_app ${what}`);
    await alter("BYPASSRLS");
    await expect(openStore({ data })).rejects.toThrow(/nothing would keep tenants apart/);
    await alter("NOBYPASSRLS");
    await server.stop();

    rmSync(join(data, "key"));
    await expect(openStore({ data })).rejects.toThrow(/key-encryption key cannot be read/);
    writeFileSync(join(data, "key"), "nonsense");
    await expect(openStore({ data })).rejects.toThrow(/holds no key-encryption key/);
  });
});
