// npm run docs: writes the generated reference. With --check it writes nothing, and fails when it would.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generateReference } from "./docs/reference.ts";

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");

const stale = (await generateReference()).filter(({ path, text }) => read(path) !== text);
for (const { path, text } of stale) {
  if (!check) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  console.log(`${check ? "out of date" : "written"}: ${path}`);
}
if (stale.length === 0) console.log("The reference is up to date.");
else if (check) {
  console.error("Run `npm run docs` and commit what it writes.");
  process.exitCode = 1;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return undefined;
  }
}
