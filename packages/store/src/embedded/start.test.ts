import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findBinaries, placeBinaries, SYSTEM_FOLDER } from "./binaries.ts";
import { readPostmaster } from "./postmaster.ts";
import { type EmbeddedServer, startEmbedded } from "./start.ts";

const isRoot = process.getuid?.() === 0;

describe("the embedded Postgres", () => {
  let dir: string;
  let running: EmbeddedServer[];

  const start = async (folder = dir) => {
    const server = await startEmbedded({ dir: folder });
    running.push(server);
    return server;
  };

  async function answer(server: EmbeddedServer, text = "SELECT 1 AS answer"): Promise<unknown> {
    const client = new pg.Client(server.address());
    await client.connect();
    try {
      return (await client.query(text)).rows[0];
    } finally {
      await client.end();
    }
  }

  // One cluster for all: making one takes a second.
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "mortise-embedded-"));
    chmodSync(dir, 0o755);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  beforeEach(() => {
    running = [];
  });
  afterEach(async () => {
    for (const server of running) await server.stop();
  });

  test("of two first starts one makes the cluster, and both use it", async () => {
    const both = await Promise.all([start(), start()]);
    expect(new Set(both.map(({ pid }) => pid)).size).toBe(1);
    expect(both.map(({ how }) => how)).toContain("created");
    expect(await answer(both[0])).toEqual({ answer: 1 });
  });

  test("several share one server, and the last one out stops it", async () => {
    const first = await start();
    expect(first.how).toBe("started");
    const second = await start();
    expect(second).toMatchObject({ how: "attached", pid: first.pid });
    expect(await first.stop()).toBe(false);
    expect(await answer(second)).toEqual({ answer: 1 });
    expect(await second.stop()).toBe(true);
    expect(readPostmaster(join(second.folder, "data"))).toBeUndefined();
    expect(await second.stop()).toBe(false);
  });

  test("it is open to nobody without the password", async () => {
    const server = await start();
    const stranger = new pg.Client({ ...server.address(), password: "guess" });
    await expect(stranger.connect()).rejects.toMatchObject({ code: "28P01" });
    const { listening } = (await answer(server, "SELECT current_setting('listen_addresses') AS listening")) as {
      listening: string;
    };
    expect(["", "127.0.0.1"]).toContain(listening);
  });

  test("a process that was killed leaves a server that the next one attaches to", async () => {
    const script = `import { startEmbedded } from ${JSON.stringify(fileURLToPath(new URL("start.ts", import.meta.url)))};
      const server = await startEmbedded({ dir: ${JSON.stringify(dir)} });
      console.log(server.pid);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [pid] = await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await start()).toMatchObject({ how: "attached", pid: Number(pid) });
  });

  test.each([
    ["of a program that has its number now", () => process.pid],
    ["of nobody", () => 4_194_303],
  ])("a pid file %s is not believed", async (_, pid) => {
    const first = await start();
    const files = ["data/postmaster.pid", ".s.PGSQL.5432.lock"].map((name) => join(first.folder, name));
    const left = files.filter(existsSync).map((file) => ({ file, text: readFileSync(file, "utf8") }));
    await first.stop();
    for (const { file, text } of left) writeFileSync(file, text.replace(/^\d+/, String(pid())));
    const again = await start();
    expect(again.how).toBe("started");
    expect(await answer(again)).toEqual({ answer: 1 });
  });

  test("a server that is killed under us is started again", async () => {
    const server = await start();
    const before = server.pid;
    process.kill(before, "SIGKILL");
    await expect.poll(() => server.pid, { timeout: 15_000 }).not.toBe(before);
    expect(await answer(server)).toEqual({ answer: 1 });
  });

  test.skipIf(!isRoot)(
    "a folder that the server's user cannot enter has its cluster elsewhere, and says where",
    async () => {
      const closed = join(dir, "closed", "data");
      mkdirSync(closed, { recursive: true });
      chmodSync(join(dir, "closed"), 0o700);
      const server = await start(closed);
      try {
        expect(readFileSync(join(closed, "postgres-is-in"), "utf8").trim()).toBe(server.folder);
        expect(server.folder.startsWith(dir)).toBe(false);
        expect(await answer(server)).toEqual({ answer: 1 });
        expect(existsSync(join(closed, "postgres"))).toBe(false);
      } finally {
        await server.stop();
        rmSync(dirname(server.folder), { recursive: true, force: true });
      }
    },
  );

  test.skipIf(!isRoot)("a folder that was deleted with its key, but not its cluster, begins anew", async () => {
    const closed = join(dir, "gone", "data");
    mkdirSync(closed, { recursive: true });
    chmodSync(join(dir, "gone"), 0o700);
    const { folder, stop } = await start(closed);
    try {
      rmSync(closed, { recursive: true });
      await expect(start(closed)).rejects.toMatchObject({
        code: "STORE_SETUP",
        message: expect.stringContaining("still is; stop the servers"),
      });
      await stop();
      rmSync(closed, { recursive: true });
      const said: string[] = [];
      const again = await startEmbedded({ dir: closed, log: { write: (_, message) => said.push(message) } });
      expect([again.how, again.folder]).toEqual(["created", folder]);
      expect(said[0]).toContain(`${folder}.left-`);
      await again.stop();
      expect((await start(closed)).how).toBe("started");
    } finally {
      rmSync(dirname(folder), { recursive: true, force: true });
    }
  });

  test.skipIf(!isRoot)("binaries that the server's user cannot read are copied aside, once", () => {
    const nobody = { name: "nobody", uid: 65_534, gid: 65_534 };
    const hidden = join(dir, "hidden");
    cpSync(findBinaries().folder, join(hidden, "native"), { recursive: true, verbatimSymlinks: true });
    chmodSync(hidden, 0o700);
    const binaries = { folder: join(hidden, "native"), version: `test-${process.pid}` };
    const copy = placeBinaries(binaries, dir, nobody);
    try {
      expect(copy).toBe(join(SYSTEM_FOLDER, `postgres-${binaries.version}`));
      const { status, stdout } = spawnSync(join(copy, "bin/postgres"), ["--version"], {
        uid: nobody.uid,
        gid: nobody.gid,
        cwd: "/",
        encoding: "utf8",
      });
      expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining("PostgreSQL") });
      rmSync(hidden, { recursive: true });
      expect(placeBinaries(binaries, dir, nobody)).toBe(copy);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  test("a folder that cannot be written is one clear line", async () => {
    const file = join(dir, "a-file");
    writeFileSync(file, "");
    await expect(startEmbedded({ dir: join(file, "data") })).rejects.toMatchObject({
      code: "STORE_SETUP",
      message: expect.stringContaining("DATABASE_URL"),
    });
  });

  test("where it cannot run one line names the way out", () => {
    expect(() => findBinaries("sunos", "sparc")).toThrow(
      /^The database cannot be set up: there is no embedded Postgres for sunos on sparc .*DATABASE_URL/,
    );
  });
});
