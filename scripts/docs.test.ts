import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readableJson } from "./docs/json.ts";
import { code, table } from "./docs/page.ts";
import { generateReference } from "./docs/reference.ts";

const root = join(import.meta.dirname, "..");
const pages = await generateReference();

test.each(pages.map(({ path, text }) => [path, text]))(
  "%s says what its sources say (npm run docs writes it)",
  (path, text) => {
    expect(readFileSync(join(root, path), "utf8")).toBe(text);
  },
);

test("docs/reference holds generated files only", () => {
  const generated = pages.map(({ path }) => path).filter((path) => path.startsWith("docs/reference/"));
  const found = readdirSync(join(root, "docs/reference")).map((name) => `docs/reference/${name}`);
  expect(found.filter((path) => !generated.includes(path))).toEqual([]);
});

test("the reference comes out the same each time", async () => {
  expect(await generateReference()).toEqual(pages);
});

test("every link of a generated page leads to a file", () => {
  for (const { path, text } of pages.filter(({ path }) => path.endsWith(".md"))) {
    for (const [, target = ""] of text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g))
      expect(() => readFileSync(join(root, path, "..", target)), `${path} → ${target}`).not.toThrow();
  }
});

test("a table keeps pipes and line breaks inside its cells", () => {
  expect(table(["a"], [["x|y\nz"]])).toBe("| a |\n| --- |\n| x\\|y z |");
});

test("code keeps the backticks of its text", () => {
  expect(code("a `b` c")).toBe("``a `b` c``");
  expect(code("`b`")).toBe("`` `b` ``");
});

test("JSON stands on one line while it fits", () => {
  expect(readableJson({ a: [1, "b"], c: {} })).toBe('{ "a": [1, "b"], "c": {} }');
  expect(readableJson({ a: "x".repeat(60), b: "y".repeat(60) }).split("\n")).toHaveLength(4);
});
