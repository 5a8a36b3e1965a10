import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Component, type Components, mortiseError } from "@mortise/contract";
import { checkSpec } from "./check-spec.ts";
import { resolveContractFrom } from "./resolve-contract.ts";

/** Of a published package the files are `.js`; a user may write either. */
const EXTENSIONS = [".ts", ".js", ".mjs"];

/**
 * The components of this package and those of other folders, by type. A component is a folder with a `spec` and,
 * unless it is a source, a `run`; its name is the type. Throws `COMPONENT_INVALID` for one that cannot be used.
 */
export async function loadComponents(extraFolders: readonly string[] = []): Promise<Components> {
  const components = new Map<string, Component>();
  const origins = new Map<string, string>();
  for (const parent of [import.meta.dirname, ...extraFolders.map(userFolder)]) {
    for (const folder of componentFolders(parent)) {
      const component = await loadComponent(folder);
      const { type } = component.spec;
      const other = origins.get(type);
      if (other) throw invalid(folder, `there is a component ${type} already, in ${other}`);
      origins.set(type, folder);
      components.set(type, component);
    }
  }
  return components;
}

/** The folder of a user, from where `@mortise/contract` must be found. */
function userFolder(folder: string): string {
  const path = resolve(folder);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw invalid(path, "there is no such folder");
  if (!found.isDirectory()) throw invalid(path, "it is a file; name the folder that holds the components' folders");
  const real = realpathSync(path);
  if (moduleOf(real, "spec"))
    throw invalid(real, "it is itself a component; name the folder that holds the components' folders");
  resolveContractFrom(real);
  return real;
}

function componentFolders(parent: string): string[] {
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => !/^[._]|^node_modules$/.test(entry.name) && (entry.isDirectory() || entry.isSymbolicLink()))
    .map((entry) => entry.name)
    .sort((left, right) => left.localeCompare(right, "en"))
    .map((name) => join(parent, name))
    .filter((folder) => moduleOf(folder, "spec") || moduleOf(folder, "run"));
}

async function loadComponent(folder: string): Promise<Component> {
  const specFile = moduleOf(folder, "spec");
  if (!specFile) throw invalid(folder, "expected a spec.ts beside run.ts, found none");
  const { spec } = await load(folder, specFile);
  checkSpec(spec, folder);
  const runFile = moduleOf(folder, "run");
  if (spec.kind === "source") {
    if (runFile) throw invalid(folder, "a source has no run.ts: the engine starts it");
    return { spec };
  }
  if (!runFile) throw invalid(folder, "expected a run.ts beside spec.ts, found none");
  const { run, join } = await load(folder, runFile);
  if (typeof run !== "function") throw invalid(folder, `expected run.ts to export a function run, found ${typeof run}`);
  if (join !== undefined && typeof join !== "function")
    throw invalid(folder, `expected join in run.ts to be a function, found ${typeof join}`);
  return { spec, run, ...(join ? { join } : {}) } as Component;
}

function moduleOf(folder: string, name: string): string | undefined {
  return EXTENSIONS.map((extension) => join(folder, `${name}${extension}`)).find((file) =>
    statSync(file, { throwIfNoEntry: false })?.isFile(),
  );
}

async function load(folder: string, file: string): Promise<{ readonly [name in "spec" | "run" | "join"]?: unknown }> {
  try {
    return await import(/* @vite-ignore */ pathToFileURL(file).href);
  } catch (error) {
    throw invalid(folder, `${file.slice(folder.length + 1)} could not be loaded: ${reason(error)}`, error);
  }
}

/** The first line of what went wrong, with the line of the file where Node names it: a person reads it, not a stack. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const line = /^(?:file:|\/|[A-Za-z]:).*?:(\d+)\n/.exec(error.stack ?? "")?.[1];
  const what = `${error.name}: ${error.message}`.split("\n")[0] as string;
  return line ? `${what} (line ${line})` : what;
}

function invalid(folder: string, what: string, cause?: unknown) {
  return mortiseError("COMPONENT_INVALID", { folder, what }, { cause });
}
