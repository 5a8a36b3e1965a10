import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "@mortise/contract";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const packages = readdirSync(join(root, "packages")).sort();

/** The star of docs: who may lean on whom. */
const ARROWS: Record<string, readonly string[]> = {
  contract: [],
  languages: ["contract"],
  engine: ["contract"],
  components: ["contract"],
  store: ["contract"],
  server: ["components", "contract", "engine", "languages", "store"],
  cli: ["rehearsal", "server"],
  console: [],
  rehearsal: [],
};

const LONGEST_FILE = 500;

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name === "node_modules" || name === "dist") continue;
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (/(?<!\.generated)\.(ts|mjs|tsx)$/.test(name)) yield path;
  }
}

function ours(imports: Iterable<string>): string[] {
  return [
    ...new Set(
      [...imports].filter((name) => name.startsWith("@mortise/")).map((name) => name.slice("@mortise/".length)),
    ),
  ].sort();
}

describe("the house", () => {
  it.each(packages)("lets %s lean only on what its arrows allow", (name) => {
    const manifest = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
    const allowed = ARROWS[name] ?? [];
    expect(
      ours(Object.keys(manifest.dependencies ?? {})).filter((dependency) => !allowed.includes(dependency)),
    ).toEqual([]);
    const imported = new Set<string>();
    for (const file of sources(join(root, "packages", name, "src"))) {
      if (file.endsWith(".test.ts")) continue;
      for (const [, target] of readFileSync(file, "utf8").matchAll(/^(?:import|export)\b[^"']*?["'](@mortise\/\w+)/gm))
        imported.add(target as string);
    }
    expect(ours(imported).filter((dependency) => !allowed.includes(dependency))).toEqual([]);
  });

  it("has no source file longer than one can hold in mind", () => {
    const long = [
      ...sources(join(root, "packages")),
      ...sources(join(root, "scripts")),
      ...sources(join(root, "bench")),
    ]
      .map((file) => ({ file: file.slice(root.length + 1), lines: readFileSync(file, "utf8").split("\n").length }))
      .filter(({ lines }) => lines > LONGEST_FILE);
    expect(long).toEqual([]);
  });

  it("uses every code of the error catalogue", () => {
    const text = [...sources(join(root, "packages"))]
      .filter((file) => !file.endsWith("catalogue.ts") && !file.endsWith(".test.ts"))
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    expect(Object.keys(catalogue).filter((code) => !text.includes(`"${code}"`))).toEqual([]);
  });
});
