import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { main } from "../program.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mortise-eval-"));
  vi.stubEnv("NO_COLOR", "1");
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return `@${path}`;
}

async function evaluated(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out = vi.spyOn(console, "log").mockImplementation(() => {});
  const err = vi.spyOn(console, "error").mockImplementation(() => {});
  const said = (spy: typeof out) => spy.mock.calls.map((call) => call.join(" ")).join("\n");
  try {
    const code = await main(["eval", ...args]);
    return { code, out: said(out), err: said(err) };
  } finally {
    process.exitCode = undefined;
    out.mockRestore();
    err.mockRestore();
  }
}

it("prints what a script printed, its result and the message as it left it", async () => {
  const script = file(
    "half.groovy",
    "println 'halving'\nrequest.setHeader('half', body.amount / 2)\nexchange.setProperty('seen', true)\nbody.amount",
  );
  const message = file("message.json", '{ "headers": { "kept": "1" }, "body": { "amount": 5 } }');
  expect(await evaluated("--language", "groovy", script, "--message", message)).toEqual({
    code: 0,
    err: "",
    out: [
      "halving",
      "result 5 (Integer)",
      "headers",
      "  half: 2.5",
      "  kept: 1",
      'body {"amount":5}',
      "properties",
      "  seen: true",
    ].join("\n"),
  });
});

it("gives values with their types", async () => {
  const { out } = await evaluated(
    "--language",
    "groovy",
    "10 / 3 * exchange.getProperty('n')",
    "--typed",
    "--properties",
    '{"n": 3}',
  );
  expect(JSON.parse(out)).toEqual({ t: "BigDecimal", v: "9.9999999999" });
});

it.each([
  [
    "groovy",
    "def normalise(String text) {\n  println 'at ' + text\n  return text.toInteger()\n}\n\nnormalise('x')\n",
    'java.lang.NumberFormatException: For input string: "x"',
    "      return text.toInteger()\n                  ^",
    "at normalise (line 3), at script (line 6)",
  ],
  [
    "javascript",
    "function normalise(text) {\n  console.log('at ' + text);\n  return text.toInteger();\n}\n\nnormalise('x');\n",
    "TypeError: not a function",
    "      return text.toInteger();\n      ^",
    "at normalise (line 3), at script (line 6)",
  ],
])("shows where a %s script failed, and by which calls", async (language, source, what, excerpt, frames) => {
  const { code, out, err } = await evaluated("--language", language, file(`fails.${language}`, source));
  expect([code, out]).toEqual([1, "at x"]);
  expect(err).toContain(`error SCRIPT_THREW\n  ${what}\n${excerpt}\n`);
  expect(err).toContain(frames);
});

it("says the same as data", async () => {
  const script = file("data.groovy", "println 1\nthrow new IllegalStateException('odd')");
  const { code, out } = await evaluated("--language", "groovy", script, "--json");
  expect([code, JSON.parse(out)]).toEqual([
    1,
    {
      ok: false,
      phase: "run",
      stdout: "1\n",
      error: expect.objectContaining({
        code: "SCRIPT_THREW",
        class: "java.lang.IllegalStateException",
        message: "odd",
        line: 2,
        excerpt: expect.stringMatching(/^throw new IllegalStateException\('odd'\)\n *\^$/),
        frames: [{ name: "script", line: 2, column: expect.any(Number) }],
      }),
    },
  ]);
});

it.each([
  ["--message", "[]"],
  ["--message", "{"],
  ["--properties", "1"],
  ["--message", '{"headers": 1}'],
])("says what it expected of %s %s", async (option, text) => {
  const { code, err } = await evaluated("1", option, text);
  expect(code).toBe(2);
  expect(err).toContain(`${option}: expected JSON such as`);
});
