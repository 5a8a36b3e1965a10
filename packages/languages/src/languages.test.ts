import {
  type CompileContext,
  Exchange,
  type Language,
  Message,
  MortiseError,
  mortiseError,
  type Value,
} from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { convertResult, createLanguages, exchangeVariables, setVariable } from "./index.ts";
import { scope } from "./simple/golden.ts";

const languages = createLanguages();
const simple = languages.get("simple") as Language;
const exchange = (body: Value = null) => new Exchange("exchange-1", scope, new Message(body));
const expressionMode: CompileContext = { mode: "expression" };

describe("createLanguages", () => {
  test("has every language that needs no runner", () => {
    expect([...languages.keys()]).toEqual(["simple", "constant", "jsonpath", "xpath", "jexl", "groovy"]);
  });

  test("has JavaScript when there is a runner for it", () => {
    const unused = () => Promise.reject(new Error("not used"));
    expect(createLanguages({ scripts: { run: unused, check: () => {} } }).has("javascript")).toBe(true);
  });

  test("lets expressions read nothing of the machine by default", () => {
    const value = simple.compile("${env.PATH}${sys.user.home}", expressionMode).evaluate(exchange());
    expect(value).toBe("");
  });

  test("lets expressions read what the operator lists, under the names that Camel tries", () => {
    const own = createLanguages({
      environment: new Map([["APP_STAGE", "acc"]]),
      system: new Map([["region", "eu"]]),
    }).get("simple") as Language;
    const value = own.compile("${env.app-stage} ${sysenv:APP_STAGE} ${sys.region} ${env.PATH}", expressionMode);
    expect(value.evaluate(exchange())).toBe("acc acc eu ");
  });
});

describe("an expression of Simple", () => {
  test.each([
    ["${body} ${header.x}", "pure"],
    ["${date:header.x:yyyy}", "pure"],
    ["${date:now:yyyy}", "read"],
    ["${random(5)}", "read"],
    ["${concat('a',${uuid})}", "read"],
    ["@{token}", "read"],
    ["#{property}", "pure"],
  ])("tells what it touches: %s is %s", (source, effect) => {
    expect(simple.compile(source, { mode: "expression", property: () => "x" }).effect).toBe(effect);
  });

  test("lists each tenant variable it reads once", () => {
    const { variables } = simple.compile("@{a}-${replace('x','@{b}')}-@{a}", expressionMode);
    expect(variables).toEqual(["a", "b"]);
  });

  test("lets an unknown flow property fail as its resolver says", () => {
    const property = (name: string): string => {
      throw mortiseError("FLOW_UNKNOWN_PROPERTY", { name });
    };
    expect(() => simple.compile("#{nope}", { mode: "expression", property })).toThrow('no property "nope"');
  });

  test("prints its value in the flow's zone", () => {
    const own = { ...scope, timeZone: "Europe/Amsterdam" };
    const dated = new Exchange("exchange-1", own, new Message(new Date(0)));
    expect(simple.compile("${body}", expressionMode).text(dated)).toMatch(/^Thu Jan 01 01:00:00 .* 1970$/);
  });

  test("leaves the message as it was after a chain that fails", () => {
    const given = exchange("body");
    const compiled = simple.compile("${uppercase()} ~> ${throwException('no')}", expressionMode);
    expect(() => compiled.evaluate(given)).toThrow("no");
    expect(given.message.body).toBe("body");
  });

  test("keeps a computed name from being read as a path or function", () => {
    const given = new Exchange("exchange-1", scope, new Message("toString()", [["a", "x"]]));
    expect(simple.compile("${header.${body}}", expressionMode).evaluate(given)).toBeNull();
  });

  test("sets exchange variables that the exchange carries along", () => {
    const given = exchange("x");
    simple.compile("${setVariable(a,${body})}", expressionMode).evaluate(given);
    setVariable(given, "b", 1);
    expect([...exchangeVariables(given.fork())]).toEqual([
      ["a", "x"],
      ["b", 1],
    ]);
  });

  test("says where and in what source it went wrong", () => {
    let thrown: unknown;
    try {
      simple.compile("${body[5]}", expressionMode).evaluate(exchange([1]));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(MortiseError);
    expect((thrown as MortiseError).code).toBe("EXPRESSION_FAILED");
    expect((thrown as MortiseError).source).toBe("${body[5]}");
  });
});

describe("the review of an expression", () => {
  const review = (source: string, mode: CompileContext["mode"] = "expression") =>
    (simple.review?.(source, { mode }) ?? []).map(({ severity, message, position }) => [
      severity,
      message,
      position?.position,
    ]);

  test("warns of a comparison that is text", () => {
    const [[severity, message, position] = []] = review("${header.n} > 0");
    expect(severity).toBe("warning");
    expect(message).toContain("> is text here");
    expect(position).toBe(11);
  });

  test("warns of a date command that there is not", () => {
    expect(review("${date:nwo:dd}")[0]?.[1]).toContain('not "nwo"');
  });

  test("has nothing to say of what is meant so", () => {
    expect(review("${header.n > 0}")).toEqual([]);
    expect(review("${header.n} > 0", "predicate")).toEqual([]);
    expect(review("${header.a} -> ${header.b} <b>bold</b>")).toEqual([]);
    expect(review("Total is ${body} euro")).toEqual([]);
  });
});

describe("convertResult", () => {
  test.each<[Value, string, Value]>([
    ["12", "integer", 12],
    ["12", "java.lang.Long", 12n],
    [12, "string", "12"],
    ["yes", "boolean", true],
    [null, "boolean", false],
    [null, "string", null],
    [new Date(5_000_000_000), "integer", 5_000_000_000n],
    [1.9, "int", 1],
  ])("converts %o to %s", (value, type, expected) => {
    expect(convertResult(value, type, "UTC")).toEqual(expected);
  });

  test("says when there is no such conversion", () => {
    expect(() => convertResult("x", "int", "UTC")).toThrow("cannot be converted");
    expect(() => convertResult("x", "com.example.Order", "UTC")).toThrow("there is no type");
  });
});
