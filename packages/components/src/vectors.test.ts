import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Component, MortiseError, mortiseError, type ScriptRunner } from "@mortise/contract";
import { compileSettings, RunSecrets } from "@mortise/engine";
import { compileGroovyScript, createLanguages, runGroovyScript } from "@mortise/languages";
import { describe, expect, test } from "vitest";
import { loadComponents } from "./load.ts";
import { expected, playVector, type Stage } from "./play-vector.ts";
import type { Vector } from "./vector.ts";

/** Ours, and those of the examples. */
const FOLDERS = [import.meta.dirname, join(import.meta.dirname, "../../../examples/own-component/components")];
const components = await loadComponents(FOLDERS.slice(1));
const languages = createLanguages();

/** Groovy as the worker runs it, but in this thread: the scripts are ours. */
const BUDGETS = { steps: 100_000, ms: 10_000, memory: 10_000_000, depth: 100, output: 10_000 };

const scripts: ScriptRunner = {
  run: async ({ source }, exchange) => runGroovyScript(compileGroovyScript(source), exchange, BUDGETS),
  check: () => {},
};

const stage: Stage = {
  scripts,
  secrets: () => new RunSecrets(),
  compile({ spec }, vector) {
    const properties = vector.given?.properties ?? {};
    const { values, mistakes } = compileSettings(spec.settings, vector.settings as never, {
      nodeId: "example",
      pointer: "/settings",
      languages,
      property(name) {
        if (name in properties) return properties[name] as string;
        throw mortiseError("FLOW_UNKNOWN_PROPERTY", { name });
      },
    });
    expect(mistakes).toEqual([]);
    return values;
  },
};

describe.each([...components.values()].map((component) => [component.spec.type, component] as const))(
  "%s",
  (type, component) => {
    const files = FOLDERS.map((folder) => join(folder, type, "vectors.json"));
    const file = files.find((path) => existsSync(path)) ?? (files[0] as string);
    if (component.spec.kind === "source") {
      test("has no vectors: a source does not run", () => expect(existsSync(file)).toBe(false));
      return;
    }
    const vectors = JSON.parse(readFileSync(file, "utf8")) as Vector[];
    test("has vectors, each with a name of its own", () => {
      expect(vectors.length).toBeGreaterThan(0);
      expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
    });
    test.each(vectors.map((vector) => [vector.name, vector] as const))("%s", (_, vector) => plays(component, vector));
  },
);

async function plays(component: Component, vector: Vector): Promise<void> {
  const { result, error, secrets } = await playVector(component, vector, stage);
  if (error?.code === "ENGINE_BUG") throw error;
  expect(result).toEqual(expected(vector));
  if (!error) return;
  expect(error).toBeInstanceOf(MortiseError);
  expect(error.detail).toMatchObject(vector.expect.error?.detail ?? {});
  const { responseBody: _, responseHeaders: __, ...own } = error.detail;
  const shown = error.message + JSON.stringify(own);
  expect(secrets.redact(shown)).toBe(shown);
}
