import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Component,
  type Exchange,
  MortiseError,
  mortiseError,
  type ScriptResult,
  type ScriptRunner,
} from "@mortise/contract";
import { compileSettings, RunSecrets } from "@mortise/engine";
import * as languagePackage from "@mortise/languages";
import { describe, expect, test } from "vitest";
import { loadComponents } from "./load.ts";
import { expected, playVector, type Stage } from "./play-vector.ts";
import type { Vector } from "./vector.ts";

const components = await loadComponents();
const languages = languagePackage.createLanguages();

/** Groovy as the worker runs it, in this thread: the scripts are ours. */
const groovy = languagePackage as Partial<{
  compileGroovyScript(source: string): unknown;
  runGroovyScript(script: unknown, exchange: Exchange): ScriptResult;
}>;

const scripts: ScriptRunner = {
  run: async ({ source }, exchange) => {
    const { compileGroovyScript, runGroovyScript } = groovy;
    if (!compileGroovyScript || !runGroovyScript) throw mortiseError("SCRIPT_FORBIDDEN", { what: "Groovy" });
    return runGroovyScript(compileGroovyScript(source), exchange);
  },
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
    const file = join(import.meta.dirname, type, "vectors.json");
    if (component.spec.kind === "source") {
      test("has no vectors: a source does not run", () => expect(existsSync(file)).toBe(false));
      return;
    }
    const vectors = JSON.parse(readFileSync(file, "utf8")) as Vector[];
    test("has vectors, each with a name of its own", () => {
      expect(vectors.length).toBeGreaterThan(0);
      expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
    });
    // The scripts of the vectors are Groovy, which @mortise/languages does not offer yet.
    const playable = test.skipIf(type === "Script" && !groovy.runGroovyScript);
    playable.each(vectors.map((vector) => [vector.name, vector] as const))("%s", (_, vector) =>
      plays(component, vector),
    );
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
