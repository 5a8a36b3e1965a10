import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createScriptPool } from "../scripts/index.ts";
import { startApi, type TestApi } from "../testing/api.ts";

let server: TestApi;
const scripts = createScriptPool({ size: 1 });
beforeAll(async () => {
  server = await startApi({ scripts });
});
afterAll(async () => {
  await server.end();
  await scripts.close();
});

const evaluate = async (request: object) => {
  const { status, body } = await server.api.post("/evaluate", request);
  return status === 200 ? body : { status, ...body };
};

describe("an expression", () => {
  test.each([
    [{ source: "${header.bar}", message: { headers: { bar: 123 } } }, 123, "Integer"],
    [{ source: "Hello ${body}", message: { body: "Camel" } }, "Hello Camel", "String"],
    [{ source: "${header.none}" }, null, "null"],
    [{ source: "${body[1]}", message: { body: { $array: ["foo", "bar"] } } }, "bar", "String"],
    [{ source: "${body}", message: { body: { $bytes: "ABC" } }, resultType: "string" }, "ABC", "String"],
    [
      { source: "${date:exchangeProperty.birthday}", properties: { birthday: { $date: 204273730495 } } },
      { $date: 204273730495 },
      "Date",
    ],
    [
      { source: "${date:now:yyyy-MM-dd HH:mm}", now: "2026-11-30T00:00+01:00", timeZone: "Europe/Amsterdam" },
      "2026-11-30 00:00",
      "String",
    ],
    [{ source: "${variable.x}", variables: { x: "y" } }, "y", "String"],
    [{ source: "${exception.message}", exception: { message: "Just testing" } }, "Just testing", "String"],
    [{ source: "${properties:key}", placeholders: { key: "abc" } }, "abc", "String"],
    [{ source: "  ${header.n}  ", message: { headers: { n: 1 } }, trim: true }, 1, "Integer"],
    [{ source: "${header.n}", message: { headers: { n: "12" } }, resultType: "Integer" }, 12, "Integer"],
    [{ source: "${header.n} == 5", mode: "predicate", message: { headers: { n: "05" } } }, true, "Boolean"],
  ])("%j", async (request, value, type) => {
    expect(await evaluate({ language: "simple", ...request })).toMatchObject({ ok: true, value, type });
  });

  test("changes a copy of the message, which comes back", async () => {
    const answer = await evaluate({
      language: "simple",
      source: "${setHeader(foo,${body})}${setVariable(v,1)}",
      message: { headers: { Bar: 1 }, body: "b" },
    });
    expect(answer).toMatchObject({ ok: true, message: { headers: { foo: "b", Bar: 1 }, body: "b" }, properties: {} });
    expect(Object.keys(answer.variables)).toEqual(["v"]);
  });

  test("answers in types when asked", async () => {
    const answer = await evaluate({
      language: "simple",
      source: "${header.n}",
      message: { headers: { n: 5 } },
      typed: true,
    });
    expect(answer).toMatchObject({
      value: { t: "Integer", v: "5" },
      result: { t: "Integer", v: "5" },
      message: { headers: { n: { t: "Integer", v: "5" } }, body: { t: "null" } },
    });
  });
});

describe("a failure", () => {
  test("in the source has a position from 0", async () => {
    expect(await evaluate({ language: "simple", source: "hey ${foo" })).toMatchObject({
      ok: false,
      phase: "compile",
      error: { code: "EXPRESSION_SYNTAX", position: 8, line: 1, column: 9 },
    });
  });

  test("while it runs is no failure of the request", async () => {
    expect(await evaluate({ language: "simple", source: "${body[5]}", message: { body: [1] } })).toMatchObject({
      ok: false,
      phase: "run",
      error: { code: "EXPRESSION_FAILED" },
    });
  });

  test.each([
    [{ language: "cobol", source: "x" }, "/language"],
    [{ language: "simple", source: "x", mode: "script" }, "/language"],
    [{ language: "simple", source: "x", timeZone: "Mars" }, "/timeZone"],
    [{ language: "simple", source: "x", now: "soon" }, "/now"],
    [{ language: "simple" }, "/source"],
    [{ language: "simple", source: "x", extra: 1 }, "/extra"],
  ])("of the request itself is 400: %j", async (request, pointer) => {
    expect(await evaluate(request)).toMatchObject({ status: 400, code: "API_INVALID", pointer });
  });
});

describe("a script", () => {
  const lastDay = [
    "import java.time.LocalDate",
    "import java.time.temporal.TemporalAdjusters",
    "LocalDate today = LocalDate.now()",
    "request.setHeader('isLastDay', today == today.with(TemporalAdjusters.lastDayOfMonth()))",
  ].join("\n");

  test.each([
    ["2026-11-30T00:00+01:00", true],
    ["2026-11-29T23:59+01:00", false],
  ])("at %s sees that instant in the zone given", async (now, isLastDay) => {
    const answer = await evaluate({
      language: "groovy",
      mode: "script",
      source: lastDay,
      now,
      timeZone: "Europe/Amsterdam",
      typed: true,
    });
    expect(answer).toMatchObject({
      ok: true,
      result: { t: "null" },
      message: { headers: { isLastDay: { t: "Boolean", v: isLastDay } }, body: { t: "null" } },
      stdout: "",
    });
  });

  test("reads JSON numbers as decimals, and leaves its result beside the body", async () => {
    const answer = await evaluate({
      language: "groovy",
      mode: "script",
      source: "println 'hi'\nbody.price * 3",
      message: { body: { price: 0.1 } },
      typed: true,
    });
    expect(answer).toMatchObject({
      ok: true,
      result: { t: "BigDecimal", v: "0.3" },
      message: { body: { t: "Map" } },
      stdout: "hi\n",
    });
  });

  test("that throws is known by the class of what it threw, in its own words", async () => {
    expect(await evaluate({ language: "groovy", mode: "script", source: "def x = 1\nx / 0" })).toMatchObject({
      ok: false,
      phase: "run",
      error: { code: "SCRIPT_THREW", class: "java.lang.ArithmeticException", message: "Division by zero", line: 2 },
    });
  });

  test.each(["def x = ", "new File('/etc/passwd').text"])(
    "that is wrong in itself fails before it runs: %s",
    async (source) => {
      expect(await evaluate({ language: "groovy", mode: "script", source })).toMatchObject({
        ok: false,
        phase: "compile",
        error: { line: 1 },
      });
    },
  );

  test("may be JavaScript", async () => {
    const answer = await evaluate({
      language: "javascript",
      mode: "script",
      source: "request.setHeader('n', Number(request.getHeader('n')) + 1)",
      message: { headers: { n: 1 } },
    });
    expect(answer).toMatchObject({ ok: true, message: { headers: { n: 2 } } });
  });
});
