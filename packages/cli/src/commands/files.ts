import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { usage } from "../failure.ts";

/** The files that end so, of the paths given: files as they are, folders with everything below them. Defaults to here. */
export function findFiles(paths: readonly string[], ending: string): string[] {
  const found = (paths.length > 0 ? paths : ["."]).flatMap((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) throw usage(`There is no file or folder ${path}.`);
    return stat.isDirectory() ? below(path, ending) : [path];
  });
  if (found.length === 0)
    throw usage(`There is no file that ends with ${ending} in ${paths.join(", ") || "this folder"}.`);
  return found;
}

function below(folder: string, ending: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => a.name.localeCompare(b.name, "en"))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory())
        return entry.name === "node_modules" || entry.name.startsWith(".") ? [] : below(path, ending);
      return entry.name.endsWith(ending) ? [path] : [];
    });
}
