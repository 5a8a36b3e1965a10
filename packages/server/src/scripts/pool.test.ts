import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Typed } from "@mortise/contract";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createScriptPool, type ScriptPool } from "./pool.ts";
import { failureIn, runIn } from "./test-exchange.ts";

let pool: ScriptPool;
beforeAll(async () => {
  pool = createScriptPool({ size: 2, limits: { ms: 500 } });
  await pool.prestart();
});
afterAll(() => pool.close());

const languages = ["groovy", "javascript"] as const;

describe("a script", () => {
  test.each([
    [
      "groovy",
      "request.setHeader('size', body.length()); request.removeHeader('old'); exchange.setProperty('p', 1); println 'hi'; null",
    ],
    [
      "javascript",
      "request.setHeader('size', body.length); request.removeHeader('old'); exchange.setProperty('p', 1); print('hi'); null",
    ],
  ] as const)("in %s gives back what it did", async (language, source) => {
    expect(await runIn(pool, language, source, { body: "four", headers: { old: "x" } })).toEqual({
      headers: { set: [["size", 4]], removed: ["old"] },
      properties: { set: [["p", 1]], removed: [] },
      result: null,
      stdout: "hi\n",
    });
  });

  test("keeps the types of values on the way", async () => {
    const price = new Typed("BigDecimal", "1.10");
    const { result } = await runIn(pool, "groovy", "[headers.price, headers.list, body]", {
      headers: { price, list: [1, 2n, new Map([["a", null]])] },
      body: new Uint8Array([0, 255]),
    });
    expect(result).toEqual([price, [1, 2n, new Map([["a", null]])], new Uint8Array([0, 255])]);
  });

  test.each([
    ["groovy", "request.\"getBo${'dy'}\"() + ' ' + this.binding.getVariable('fl' + 'ow')"],
    ["javascript", "request['getBo' + 'dy']() + ' ' + exchange['get' + 'In']()['bo' + 'dy']"],
  ] as const)("in %s that hides what it reads is run again with it", async (language, source) => {
    const outcome = await runIn(pool, language, source, { body: "text" }).catch(
      ({ code, message }) => `${code} ${message}`,
    );
    if (typeof outcome !== "string") expect(outcome.result).toBe("text text");
    // Groovy's binding is out of reach; the body was there all the same.
    else expect(outcome).not.toContain("ENGINE_BUG");
  });

  test("sees the flow's properties", async () => {
    expect((await runIn(pool, "groovy", "flow.properties.url")).result).toBe("https://api.example");
    expect((await runIn(pool, "javascript", "flow.properties.url")).result).toBe("https://api.example");
  });

  test("sees the run's instant in the flow's zone", async () => {
    const groovy = "import java.time.LocalDate\nLocalDate.now().toString()";
    expect((await runIn(pool, "groovy", groovy)).result).toBe("2024-02-29");
    expect((await runIn(pool, "javascript", "new Date().getHours()")).result).toBe(23);
  });

  test.each([
    ["groovy", "def a = null\na.boom()", "java.lang.NullPointerException"],
    ["javascript", "var a = 1;\nthrow new TypeError('boom')", "TypeError"],
  ] as const)("in %s that throws gives the error as data", async (language, source, name) => {
    const { error } = await failureIn(pool, language, source);
    expect(error).toMatchObject({ name: "MortiseError", code: "SCRIPT_THREW", retry: false, source });
    expect(error.detail).toMatchObject({ class: name });
    expect(error.position?.line).toBe(2);
    expect(error.message).toContain("boom");
  });

  test.each(languages)("in %s that is no script says where", async (language) => {
    const { error } = await failureIn(pool, language, "def = (");
    expect(error.code).toBe("SCRIPT_SYNTAX");
    expect(error.position).toBeDefined();
  });

  test.each([
    ["groovy", "new File('/etc/passwd').text"],
    ["javascript", "process.exit(1)"],
  ] as const)("in %s that asks for more is refused, also by check", async (language, source) => {
    expect((await failureIn(pool, language, source)).error.code).toBe("SCRIPT_FORBIDDEN");
    expect(() => pool.check({ language, source })).toThrow(expect.objectContaining({ code: "SCRIPT_FORBIDDEN" }));
  });

  test("leaves nothing behind for the next run or for others", async () => {
    const set = "globalThis.left = body; Array.prototype.left = body; implicit = body; body";
    const look = "[typeof left, [].left === undefined, typeof implicit]";
    expect((await runIn(pool, "javascript", set, { body: "secret" })).result).toBe("secret");
    const both = `${look}; ${set}; var seen = before; seen`.replace("before", "1");
    await runIn(pool, "javascript", both, { body: "secret" });
    for (const tenant of ["tenant-1", "tenant-2"]) {
      expect((await runIn(pool, "javascript", look, { tenant })).result).toEqual(["undefined", true, "undefined"]);
    }
    const again = "var before = typeof globalThis.left; globalThis.left = 1; before";
    expect((await runIn(pool, "javascript", again)).result).toBe("undefined");
    expect((await runIn(pool, "javascript", again)).result).toBe("undefined");
    const sloppy = "var before = typeof kept; function f() { this.kept = 1 } f(); before";
    expect((await runIn(pool, "javascript", sloppy)).result).toBe("undefined");
    expect((await runIn(pool, "javascript", sloppy)).result).toBe("undefined");
  });
});

describe("the pool", () => {
  test("starts no worker before there is a script", async () => {
    const lazy = createScriptPool({ size: 1 });
    lazy.check({ language: "groovy", source: "1" });
    lazy.check({ language: "javascript", source: "1" });
    expect(lazy.counts.workers).toBe(0);
    expect((await runIn(lazy, "javascript", "1 + 1")).result).toBe(2);
    expect(lazy.counts.workers).toBe(1);
    await lazy.close();
    expect(lazy.counts.workers).toBe(0);
  });

  test("keeps compiled code in the folder it is given", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mortise-"));
    for (const start of ["cold", "warm"]) {
      const caching = createScriptPool({ size: 1, compileCache: folder });
      expect((await runIn(caching, "groovy", "1 + 1")).result, start).toBe(2);
      await caching.close();
    }
    expect((await readdir(folder)).length).toBeGreaterThan(0);
    await rm(folder, { recursive: true });
  });

  test("ends its workers when nobody has needed them for long", async () => {
    const idle = createScriptPool({ size: 1, idle: 1 });
    await runIn(idle, "javascript", "1");
    await vi.waitFor(() => expect(idle.counts.workers).toBe(0), 5_000);
    expect((await runIn(idle, "javascript", "2")).result).toBe(2);
    await idle.close();
  });

  test("refuses more than may wait", async () => {
    const small = createScriptPool({ size: 1, queue: 3 });
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => runIn(small, "javascript", "7")));
    expect(outcomes.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    expect(outcomes[4]).toMatchObject({ reason: { code: "SCRIPT_BUSY", retry: true, detail: { waiting: 3 } } });
    await small.close();
  });

  test("answers many at once, each with its own", async () => {
    const sources = { groovy: "body + request.getHeader('n')", javascript: "body + request.getHeader('n')" };
    const runs = Array.from({ length: 2_000 }, async (_, n) => {
      const language = languages[n % 2] as "groovy";
      const given = { body: `b${n} `, headers: { n: String(n) }, tenant: `tenant-${n % 7}` };
      expect((await runIn(pool, language, sources[language], given)).result).toBe(`b${n} ${n}`);
    });
    await Promise.all(runs);
    expect(pool.counts).toMatchObject({ waiting: 0, running: 0 });
  });

  test("gives up what is cancelled: before, while it waits and while it runs", async () => {
    const before = AbortSignal.abort();
    expect((await failureIn(pool, "groovy", "1", {}, before)).error.code).toBe("ENGINE_CANCELLED");
    const cancel = new AbortController();
    const endless = failureIn(pool, "javascript", "new Array(1e9).indexOf(1)", {}, cancel.signal);
    await vi.waitFor(() => expect(pool.counts.running).toBe(1));
    cancel.abort();
    expect((await endless).error.code).toBe("ENGINE_CANCELLED");
    expect((await runIn(pool, "javascript", "'on'")).result).toBe("on");
    await vi.waitFor(() => expect(pool.counts).toMatchObject({ waiting: 0, running: 0 }), 5_000);
  });

  test("close fails what runs and what waits, and takes nothing more", async () => {
    const closing = createScriptPool({ size: 1 });
    await runIn(closing, "javascript", "1");
    const runs = Array.from({ length: 300 }, () => failureIn(closing, "javascript", "while (true) {}"));
    await vi.waitFor(() => expect(closing.counts.running).toBeGreaterThan(0));
    await closing.close();
    for (const { error } of await Promise.all(runs)) expect(error.code).toBe("API_UNAVAILABLE");
    expect(closing.counts).toEqual({ workers: 0, waiting: 0, running: 0 });
    expect((await failureIn(closing, "groovy", "1")).error.code).toBe("API_UNAVAILABLE");
  });
});
