import { Exchange, Message, MortiseError, type ScriptResult, type ScriptRunner, type Value } from "@mortise/contract";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import escapes from "./escapes.json" with { type: "json" };
import { createJavaScript, type JavaScriptRunner, loadJavaScript } from "./index.ts";

let javascript: JavaScriptRunner;
beforeAll(async () => {
  javascript = await loadJavaScript({ memory: 32 * 1024 * 1024 });
});
beforeEach(() => javascript.ready());

function exchangeOf(body: Value = null, flow = "flow-1"): Exchange {
  return new Exchange(
    "exchange-1",
    {
      runId: "run-1",
      tenant: "tenant-1",
      environment: "test",
      flow,
      group: "",
      timeZone: "UTC",
      created: 0,
      now: () => 0,
      random: () => 0.5,
      properties: new Map(),
      variables: new Map(),
    },
    new Message(body, [["a", "b"]]),
  );
}

const run = (source: string, body: Value = null, flow?: string, ms = 2_000): ScriptResult =>
  javascript.run(source, exchangeOf(body, flow), { ms, output: 100 });

function failure(source: string, body: Value = null, ms?: number): MortiseError {
  try {
    run(source, body, undefined, ms);
  } catch (error) {
    return error as MortiseError;
  }
  throw new Error("it did not fail");
}

describe("what a script may use up", () => {
  test("time: a loop is ended, whatever it catches", () => {
    const begun = performance.now();
    const error = failure("for (;;) { try { for (;;); } catch (e) {} finally { continue } }", null, 200);
    expect(error).toMatchObject({ code: "SCRIPT_LIMIT", detail: { budget: "ms", limit: "200 ms" } });
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(run("1").result).toBe(1);
  });

  test("memory: the module is replaced, and the next script runs", async () => {
    for (let count = 0; count < 5; count += 1) {
      await javascript.ready();
      expect(failure("var a = []; while (true) a.push(new Array(1000).fill(1))")).toMatchObject({
        code: "SCRIPT_LIMIT",
        detail: { budget: "memory" },
      });
    }
    expect(javascript.isReady).toBe(false);
    await javascript.ready();
    expect(run("body.length", "x".repeat(1_000_000)).result).toBe(1_000_000);
  });

  test("memory: a body that does not fit is refused", () => {
    expect(failure("body.length", "x".repeat(40_000_000))).toMatchObject({
      code: "SCRIPT_LIMIT",
      detail: { budget: "memory" },
    });
  });

  test("depth: of calls, of data and of source", async () => {
    for (const source of ["(function f() { f() })()", "eval('['.repeat(1e5))", "JSON.parse('['.repeat(1e5))"]) {
      await javascript.ready();
      expect(["SCRIPT_LIMIT", "SCRIPT_THREW"], source).toContain(failure(source).code);
    }
    await javascript.ready();
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(["SCRIPT_LIMIT", "SCRIPT_SYNTAX"]).toContain(failure(deep).code);
    await javascript.ready();
    expect(failure("var a = []; for (var i = 0; i < 300; i++) a = [a]; a").message).toContain("200 levels");
  });

  test("output: also when it catches the error", () => {
    const source = "try { while (true) console.log('0123456789') } catch (e) {} 'went on'";
    expect(failure(source)).toMatchObject({ code: "SCRIPT_LIMIT", detail: { budget: "output" } });
  });

  test("source: half a million characters", () => {
    expect(failure(`1;${" ".repeat(500_000)}`).code).toBe("SCRIPT_SYNTAX");
  });
});

describe("escapes", () => {
  test.each(escapes)("%s", async (source) => {
    const keys = Object.keys(globalThis).length;
    try {
      const { result } = run(source);
      // A promise that never came or a value: nothing of the host either way.
      expect(JSON.stringify(result ?? null)).not.toMatch(/process|native|PATH/);
    } catch (error) {
      expect(error).toBeInstanceOf(MortiseError);
      expect((error as MortiseError).code).toMatch(/^SCRIPT_(THREW|SYNTAX|FORBIDDEN|LIMIT)$/);
      expect((error as MortiseError).message).not.toMatch(/\/work|node_modules|\.ts\b/);
    }
    expect(Object.keys(globalThis).length).toBe(keys);
    await javascript.ready();
    // The same script again, and another in the same flow, see nothing of it.
    expect(
      run("[typeof [].map, typeof JSON.parse, ({}).polluted === undefined, request.getHeader('A')]").result,
    ).toEqual(["function", "function", true, "b"]);
  });
});

test("contexts of flows come and go without end", () => {
  for (let flow = 0; flow < 200; flow += 1) {
    expect(run(`body + ${flow % 60}`, "x", `flow-${flow % 50}`).result).toBe(`x${flow % 60}`);
  }
});

describe("an expression", () => {
  const asked: string[] = [];
  const runner: ScriptRunner = {
    run: async ({ source }, exchange) => {
      asked.push(source);
      return javascript.run(source, exchange, { ms: 200, output: 100 });
    },
    check() {},
  };
  const language = createJavaScript(runner);
  const compile = (source: string) => language.compile(source, { mode: "expression" });

  test("is run when it is prepared, and gives that value", async () => {
    const expression = compile("body.a + 1");
    const exchange = exchangeOf(new Map([["a", 41]]));
    expect(() => expression.evaluate(exchange)).toThrow(expect.objectContaining({ code: "ENGINE_BUG" }));
    await expression.prepare?.(exchange);
    expect(expression.evaluate(exchange)).toBe(42);
    expect(expression.text(exchange)).toBe("42");
    expect(asked).toEqual(["body.a + 1"]);
  });

  test.each([
    ["1", true],
    ["0", false],
    ["''", false],
    ["'false'", true],
    ["null", false],
    ["NaN", false],
    ["[]", true],
    ["request.getHeader('a') == 'b'", true],
  ])("%s has the truth of JavaScript", async (source, truth) => {
    const expression = compile(source);
    const exchange = exchangeOf();
    await expression.prepare?.(exchange);
    expect(expression.test(exchange)).toBe(truth);
  });

  test("says where it is wrong when it is compiled", () => {
    expect(() => compile("a +")).toThrow(expect.objectContaining({ code: "SCRIPT_SYNTAX", source: "a +" }));
    expect(() => compile("require('fs')")).toThrow(expect.objectContaining({ code: "SCRIPT_FORBIDDEN" }));
  });

  test.each([
    ["body.a", "pure"],
    ["new Date().getDate()", "read"],
    ["Math.random()", "read"],
    ["Math['random']()", "read"],
  ])("%s is %s", (source, effect) => {
    expect(compile(source).effect).toBe(effect);
  });
});
