import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isatty } from "node:tty";
import { usage } from "../failure.ts";
import { remark } from "../output/print.ts";
import { readStandardInput } from "./standard-input.ts";

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

// To guess would change what is kept. A BOM stays, or `fmt` would not see that it takes it off.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A file's text; `-` is standard input. */
export function readText(file: string): string {
  try {
    return utf8.decode(file === "-" ? readStandardInput() : readFileSync(file));
  } catch (error) {
    if (error instanceof TypeError) throw usage(`${file} is not UTF-8; save it in that encoding.`);
    throw usage(
      `${file} cannot be read: ${(error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : (error as Error).message}.`,
    );
  }
}

/** A value from the command line; `-` reads it from standard input, so that a secret stays out of the shell's history. */
export function readValue(value: string): string {
  if (value !== "-") return value;
  // Not process.stdin.isTTY: asking for it would leave the terminal without waiting reads.
  if (isatty(0)) remark("Paste the value, then Enter and Ctrl-D.");
  return readText("-").replace(/\r?\n$/, "");
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
