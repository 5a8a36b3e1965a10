import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadComponents } from "./load.ts";

const SPEC = `import { component, Simple, Type } from "@mortise/contract";
export const spec = component({
  type: "Shout", title: "Shout", summary: "Says it louder.", group: "message", kind: "processor", effect: "pure",
  settings: Type.Object({ text: Simple({ description: "What to say." }) }),
});
`;
const RUN = `import { mortiseError, type Run } from "@mortise/contract";
import { louder } from "./louder.ts";
import type { spec } from "./spec.ts";
export const run: Run<typeof spec> = (exchange, { text }) => {
  if (exchange.message.body === null) throw mortiseError("VALUE_INVALID", { what: "no body" });
  exchange.message.body = louder(text.text(exchange));
};
`;
const LOUDER = "export const louder = (text: string): string => text.toUpperCase();\n";

const REFUSED: [string, Record<string, string>, string][] = [
  [
    "another type than its folder's name",
    { "Whisper/spec.ts": SPEC, "Whisper/run.ts": RUN },
    'expected spec.type to be the folder\'s name "Whisper", found "Shout"',
  ],
  ["no run", { "Shout/spec.ts": SPEC }, "expected a run.ts beside spec.ts, found none"],
  ["no spec", { "Shout/run.ts": RUN }, "expected a spec.ts beside run.ts, found none"],
  [
    "a run that is no function",
    { "Shout/spec.ts": SPEC, "Shout/run.ts": "export const run = 1;" },
    "expected run.ts to export a function run, found number",
  ],
  [
    "a spec without a summary",
    { "Shout/spec.ts": SPEC.replace("Says it louder.", ""), "Shout/run.ts": RUN },
    "expected a text as spec.summary",
  ],
  [
    "an unknown effect",
    { "Shout/spec.ts": SPEC.replace('effect: "pure"', 'effect: "none"'), "Shout/run.ts": RUN },
    'expected spec.effect to be one of pure, read, store, external, found "none"',
  ],
  [
    "a spec that is not data",
    { "Shout/spec.ts": SPEC.replace('title: "Shout"', 'title: "Shout", icon: () => 1'), "Shout/run.ts": RUN },
    "a spec is data: it may hold no function, date or other thing that JSON cannot",
  ],
  [
    "a syntax error",
    { "Shout/spec.ts": `${SPEC}\nexport const = 1;`, "Shout/run.ts": RUN },
    "spec.ts could not be loaded: SyntaxError",
  ],
  [
    "a missing import",
    { "Shout/spec.ts": SPEC, "Shout/run.ts": RUN },
    "run.ts could not be loaded: Error: Cannot find module",
  ],
  [
    "the type of another component",
    { "Filter/spec.ts": SPEC.replaceAll("Shout", "Filter"), "Filter/run.ts": "export const run = () => {};" },
    "there is a component Filter already, in ",
  ],
  [
    "a run beside the spec of a source",
    {
      "Shout/spec.ts": SPEC.replace('kind: "processor"', 'kind: "source", trigger: "http"'),
      "Shout/run.ts": "export const run = () => {};",
    },
    "a source has no run.ts: the engine starts it",
  ],
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "components-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  writeTo(folder, files);
}

function writeTo(parent: string, files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(parent, name)), { recursive: true });
    writeFileSync(join(parent, name), text);
  }
  return parent;
}

/** In a process of its own: resolution is what is tried, and the test runner has another. */
async function inProcess(code: string, at = folder): Promise<string> {
  const load = pathToFileURL(join(import.meta.dirname, "load.ts")).href;
  const script = `import { loadComponents } from ${JSON.stringify(load)}; const folder = ${JSON.stringify(at)}; ${code}`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
    cwd: tmpdir(),
  });
  expect(stderr).toBe("");
  return stdout.trim();
}

const report = `try { await loadComponents([folder]); console.log("loaded"); } catch (error) { console.log(error.code + " " + error.message); }`;

test("loads every folder of this package that is a component, under its own name", async () => {
  const components = await loadComponents();
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect([...components.keys()].sort()).toEqual(folders.map(({ name }) => name).sort());
  for (const [type, { spec, run }] of components) {
    expect(spec.type).toBe(type);
    expect(typeof run).toBe(spec.kind === "source" ? "undefined" : "function");
  }
});

describe("a folder of a user, far from this package", () => {
  test("is loaded, and finds the contract that the engine uses", async () => {
    write({ "Shout/spec.ts": SPEC, "Shout/run.ts": RUN, "Shout/louder.ts": LOUDER });
    const contract = import.meta.resolve("@mortise/contract");
    const code = `
      const { MortiseError } = await import(${JSON.stringify(contract)});
      const { run, spec } = (await loadComponents([folder])).get("Shout");
      const exchange = { message: { body: "x" } };
      run(exchange, { text: { text: () => "hello" } });
      let thrown;
      try { run({ message: { body: null } }, {}); } catch (error) { thrown = error instanceof MortiseError; }
      console.log(spec.title, exchange.message.body, thrown);`;
    expect(await inProcess(code)).toBe("Shout HELLO true");
  });

  test("may be written in JavaScript, without a package.json", async () => {
    write({ "Shout/spec.js": SPEC, "Shout/run.js": 'export const run = () => ({ stop: "done" });\n' });
    expect(await inProcess(report)).toBe("loaded");
  });

  test("may hold other things than components", async () => {
    write({ "README.md": "#", "notes/ideas.txt": "", "node_modules/x/spec.ts": "!", ".git/spec.ts": "!" });
    expect(await inProcess(report)).toBe("loaded");
  });

  describe("is refused in one line when it has", () => {
    let answers: string[];

    beforeAll(async () => {
      // One process for all: starting it costs more than what is tried.
      const parents = REFUSED.map(([, files]) => writeTo(mkdtempSync(join(tmpdir(), "components-")), files));
      const code = `for (const folder of ${JSON.stringify(parents)}) { ${report} }`;
      answers = (await inProcess(code, tmpdir())).split("\n");
      for (const parent of parents) rmSync(parent, { recursive: true, force: true });
    });

    test.each(REFUSED.map(([name, files, what], index) => ({ name, files, what, index })))(
      "$name",
      ({ files, what, index }) => {
        expect(answers).toHaveLength(REFUSED.length);
        const type = Object.keys(files)[0]?.split("/")[0];
        expect(answers[index]).toMatch(new RegExp(`^COMPONENT_INVALID The component \\S+/${type} cannot be used: `));
        expect(answers[index]).toContain(`cannot be used: ${what}`);
      },
    );
  });

  test("is refused when it does not exist, or is a component itself", async () => {
    await expect(loadComponents([join(folder, "none")])).rejects.toMatchObject({
      code: "COMPONENT_INVALID",
      detail: { what: "there is no such folder" },
    });
    write({ "spec.ts": SPEC });
    await expect(loadComponents([folder])).rejects.toMatchObject({
      code: "COMPONENT_INVALID",
      detail: { what: expect.stringContaining("it is itself a component") },
    });
  });
});
