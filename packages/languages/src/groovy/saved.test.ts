import { MortiseError } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { ABSENT } from "./library/absent.ts";
import { classByName } from "./runtime/types.ts";
import { compileGroovyScript } from "./script.ts";

/** The error that a script is refused with when it is saved; undefined when it is taken. */
function refusal(source: string): MortiseError | undefined {
  try {
    compileGroovyScript(source);
    return undefined;
  } catch (error) {
    if (error instanceof MortiseError) return error;
    throw error;
  }
}

describe("saving a Groovy script", () => {
  test.each([
    ["def x = 1\ndef l = new Foo()", "Foo", 2, 13],
    ["import com.example.Order\n1", "com.example.Order", 1, 1],
    ["import java.util.zip.*\ndef z = new ZipInputStream(null)", "ZipInputStream", 2, 13],
    ["Math.cosh(1)", "java.lang.Math.cosh", 1, 6],
    ["def s = 'a'\nif (true) {\n  'abc'.translateEscapes()\n}", "java.lang.String.translateEscapes", 3, 9],
    ["String s = 'a'\ns.codePointBefore(1)", "java.lang.String.codePointBefore", 2, 3],
    ["def f(List l) { l.withLazyDefault { 0 } }", "java.util.List.withLazyDefault", 1, 19],
    ["new Date().toLocaleString()", "java.util.Date.toLocaleString", 1, 12],
    ["String.metaClass.shout = { -> 'x' }", "metaClass", 1, 8],
    ["trait Flying { }", "traits", 1, 1],
    ["@Grab('a:b:1')\nimport a.B", "Grab", 1, 1],
  ])("names what it may not use or cannot read in %j", (source, named, line, column) => {
    const error = refusal(source);
    expect(error?.code).toMatch(/^SCRIPT_(FORBIDDEN|SYNTAX)$/);
    expect(error?.message).toContain(named);
    expect(error?.position).toMatchObject({ line, column });
  });

  test.each([
    "'abc'.nope()",
    "def x = 5\nx.translateEscapes()",
    "class Mine { def translateEscapes() { 1 } }\nnew Mine().translateEscapes()",
    "Map m = [:]\nm.foo()",
    "def b = new groovy.json.JsonBuilder()\nb.translateEscapes { a 1 }",
  ])("leaves to the run what only the run can tell: %j", (source) => {
    expect(refusal(source)).toBeUndefined();
  });

  test("has no method on the list of what is absent", () => {
    const there = Object.entries(ABSENT).flatMap(([name, absent]) => {
      const cls = classByName(name);
      const own = (absent.own ?? "").split(" ").filter((one) => cls?.methods.has(one));
      const statics = (absent.static ?? "").split(" ").filter((one) => cls?.statics.has(one));
      return [...own, ...statics].map((one) => `${name}.${one}`);
    });
    expect(there).toEqual([]);
  });
});
