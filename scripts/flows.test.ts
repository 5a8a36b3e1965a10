import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openWorkbench, type Workbench } from "@mortise/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const flows = globSync("{flows,examples/**}/*.flow.json", { cwd: root }).sort();

let bench: Workbench;

beforeAll(async () => {
  bench = await openWorkbench({ components: [join(root, "examples/own-component/components")] });
});

afterAll(() => bench.close());

describe.each(flows)("%s", (file) => {
  const text = readFileSync(join(root, file), "utf8");

  it("has no mistakes and is in canonical form", () => {
    expect(bench.check(text, join(root, file)).mistakes.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(bench.format(text).text).toBe(text);
  });

  it("passes the test beside it", async () => {
    const test = readFileSync(join(root, file.replace(/\.flow\.json$/, ".test.json")), "utf8");
    const { cases } = await bench.test(text, join(root, file), test);
    expect(cases.filter(({ passed }) => !passed)).toEqual([]);
  });
});
