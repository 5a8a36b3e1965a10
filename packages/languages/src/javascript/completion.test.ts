import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { checkJavaScript } from "./index.ts";
import { translate } from "./translate.ts";

/** Programs of nested statements, the same for the same seed. */
function program(seed: number): string {
  let state = seed;
  const pick = (count: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 16) % count;
  };
  let name = 0;
  const expression = (): string =>
    ["1", "'a'", "(2)", "n + 1", "n++", "[3][0]", "`t`", "void 0", "null", "n = 4", "(1, 2)", "n ? 5 : 6"][
      pick(12)
    ] as string;
  const block = (depth: number) => `{ ${list(depth)} }`;
  const inner = (depth: number) => (pick(2) ? block(depth) : `${expression()};`);
  const statement = (depth: number): string => {
    if (depth === 0 || pick(3) === 0) return `${expression()}${pick(2) ? ";" : "\n"}`;
    const fresh = `v${name++}`;
    switch (pick(10)) {
      case 0:
        return `if (${expression()}) ${inner(depth - 1)}${pick(2) ? ` else ${inner(depth - 1)}` : ""}\n`;
      case 1:
        return `for (var ${fresh} = 0; ${fresh} < 2; ${fresh}++) ${inner(depth - 1)}\n`;
      case 2:
        return `try ${block(depth - 1)} catch (e) ${block(depth - 1)} finally ${block(depth - 1)}\n`;
      case 3:
        return `try { throw 1 } catch (e) ${block(depth - 1)}\n`;
      case 4:
        return `switch (${pick(3)}) { case 0: ${list(depth - 1)}; case 1: ${list(depth - 1)} break; default: ${list(depth - 1)} }\n`;
      case 5:
        return `var ${fresh} = ${expression()}\n`;
      case 6:
        // Not inside a block: there V8 gives a declaration the value undefined, and the standard gives it none.
        return depth === 3 ? `function ${fresh}() { return ${expression()} }\n` : ";";
      case 7:
        return `do ${inner(depth - 1)} while (false)\n`;
      case 8:
        return `${fresh}: ${block(depth - 1)}\n`;
      default:
        return `for (var ${fresh} of [1, 2]) { ${list(depth - 1)} if (${fresh} == 1) continue; ${list(depth - 1)} }\n`;
    }
  };
  const list = (depth: number): string => Array.from({ length: 1 + pick(3) }, () => statement(depth)).join("");
  return `var n = 0;\n${list(3)}`;
}

/** What the language itself says the value of a script is (ECMA-262, completion values). */
const byLanguage = (source: string): string => outcome(() => runInNewContext(source));

const byTranslation = (source: string): string =>
  outcome(() => runInNewContext(`(${translate(source).code})({ self: {} })`));

function outcome(run: () => unknown): string {
  try {
    return JSON.stringify(run()) ?? "undefined";
  } catch (error) {
    return (error as Error).name;
  }
}

describe("the value of a script is the one that the language gives it", () => {
  test("in a thousand programs", () => {
    const wrong: string[] = [];
    for (let seed = 1; seed <= 1_000; seed += 1) {
      const source = program(seed);
      const [wanted, found] = [byLanguage(source), byTranslation(source)];
      if (wanted !== found) wrong.push(`${source}\n=> ${wanted}, not ${found}`);
    }
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

test("nonsense is a syntax error, and nothing else", () => {
  const pieces = [
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ";",
    "a",
    "=",
    "+",
    "'",
    "`",
    "${",
    "/",
    "\\",
    "\n",
    "//",
    "/*",
    "=>",
    "function",
    "class",
    "if",
    "for",
    "return",
    "new",
    ".",
    "?.",
    "#x",
    "0",
    "\u2028",
    "\ud83d",
    "@",
    "import",
    "await",
  ];
  let state = 7;
  for (let count = 0; count < 3_000; count += 1) {
    let source = "";
    for (let length = 0; length < 12; length += 1) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      source += `${pieces[(state >> 16) % pieces.length]} `;
    }
    try {
      checkJavaScript(source);
    } catch (error) {
      expect(error, source).toMatchObject({
        name: "MortiseError",
        code: expect.stringMatching(/^SCRIPT_(SYNTAX|FORBIDDEN)$/),
      });
    }
  }
});
