import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../open.ts";
import { embeddedTestServer, type TestServer } from "../testing/server.ts";
import { openTestStore } from "../testing/store.ts";
import { givenTenant } from "../testing/suite/given.ts";
import { keyLines } from "./kek.ts";
import { finishRotation, prepareRotation, rotateKeys } from "./rotate.ts";

const CHILD = fileURLToPath(new URL("../testing/rotate-child.ts", import.meta.url));
/** More than fit in one transaction of the rotation. */
const TENANTS = 450;

describe("a new key-encryption key", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await embeddedTestServer();
  });
  afterAll(() => server?.close());

  async function given() {
    const opened = await openTestStore({}, server);
    const { keyFile = "" } = opened.options;
    const under = async () => {
      const client = new pg.Client({ connectionString: opened.options.url as string });
      await client.connect();
      const { rows } = await client.query("SELECT wrapped_under, count(*)::int FROM mortise.tenant_key GROUP BY 1");
      await client.end();
      return rows as { wrapped_under: string; count: number }[];
    };
    return { ...opened, keyFile, under };
  }

  test("is put before the old one, everything is wrapped under it while servers run, and the old one goes last", async () => {
    const { store, options, keyFile, under, close } = await given();
    const before = readFileSync(keyFile, "utf8");
    const tenant = await givenTenant(store);
    await store.variables.put(tenant, "token", { test: "secret", encrypted: true }, "ann");
    const another = await openStore(options);
    const rotated = await rotateKeys(options);
    expect(rotated).toMatchObject({ rewrapped: 1, former: [expect.stringMatching(/^[0-9a-f]{16}$/)] });
    expect(await under()).toEqual([{ wrapped_under: rotated.current, count: 1 }]);
    // Both have the tenant's key only now: this one read it before, the other did not.
    for (const each of [store, another])
      expect((await each.variables.read(tenant, "test", "token")).value).toBe("secret");
    const young = await givenTenant(another);
    expect(await under()).toEqual([{ wrapped_under: rotated.current, count: 2 }]);
    expect(await rotateKeys(options)).toMatchObject({ rewrapped: 0, current: rotated.current });
    await finishRotation(options);
    expect(keyLines(keyFile)).toHaveLength(1);
    expect(readFileSync(`${keyFile}.${rotated.former[0]}.old`, "utf8")).toBe(before);
    await another.close();
    const later = await openStore(options);
    expect((await later.variables.read(tenant, "test", "token")).value).toBe("secret");
    await later.variables.put(young, "x", { test: "y", encrypted: true }, "ann");
    await later.close();
    writeFileSync(keyFile, before);
    await expect(openStore(options)).rejects.toMatchObject({ code: "STORE_KEY_WRONG" });
    await close();
  });

  test.each([
    ["key.file.after", 0],
    ["key.rewrap.before@2", 200],
    ["key.rewrap.after@2", 400],
  ])("is taken up again after a kill at %s, with a server that starts in between", async (point, done) => {
    const { store, options, under, close } = await given();
    for (let at = 0; at < TENANTS; at++) await store.tenants.create({ id: `t-${at}`, name: "T" });
    await store.variables.put("t-449", "token", { test: "secret", encrypted: true }, "ann");
    const child = spawn(process.execPath, [CHILD, JSON.stringify(options)], {
      env: { ...process.env, MORTISE_FAIL_POINT: point },
      stdio: "inherit",
    });
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
    expect((await under()).map(({ count }) => count).sort()).toEqual([done, TENANTS - done].filter(Boolean).sort());
    const between = await openStore(options);
    expect((await between.variables.read("t-449", "test", "token")).value).toBe("secret");
    await expect(finishRotation(options)).rejects.toMatchObject({ code: "STORE_SETUP" });
    const seen: number[] = [];
    const rotated = await rotateKeys({ ...options, progress: (at) => seen.push(at) });
    expect(rotated.rewrapped).toBe(TENANTS - done);
    expect([seen[0], seen.at(-1)]).toEqual([done, TENANTS]);
    expect(await under()).toEqual([{ wrapped_under: rotated.current, count: TENANTS }]);
    await finishRotation(options);
    expect((await between.variables.read("t-449", "test", "token")).value).toBe("secret");
    await between.close();
    await close();
  });

  test("is brought to servers on other machines first", async () => {
    const { options, keyFile, under, store, close } = await given();
    await givenTenant(store);
    const client = new pg.Client({ connectionString: options.url as string });
    await client.connect();
    await client.query("SET ROLE mortise_engine");
    await client.query("INSERT INTO mortise.process (place, pid, pid_started) VALUES ('far/boot/ns', 1, '1')");
    await client.end();
    const before = await under();
    await expect(rotateKeys(options)).rejects.toMatchObject({
      code: "STORE_SETUP",
      message: expect.stringMatching(/far.*--prepare/),
    });
    expect(keyLines(keyFile)).toHaveLength(1);
    expect(await prepareRotation(options)).toMatchObject({ former: [before[0]?.wrapped_under] });
    expect(await under()).toEqual(before);
    expect(await rotateKeys(options)).toMatchObject({ rewrapped: 1 });
    await close();
  });
});
