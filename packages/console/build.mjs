// Builds the console into dist, and packs its files for the wire. Says how much a first visit loads, and fails above the limit.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const here = import.meta.dirname;
const dist = join(here, "dist");
const stamp = join(dist, "stamp");

/** Compressed JavaScript of a first visit, in bytes. */
const LIMIT = 350_000;

const wanted = fingerprint();
if (!process.argv.includes("--force") && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) process.exit(0);

const began = performance.now();
console.log("Building the console (only when it changed) …");
// Whoever starts this may be at something else – tests say "test" – and a React for developers is three times as slow.
process.env.NODE_ENV = "production";
const { build } = await import("vite");
// Beside the old one first: a server that runs meanwhile never serves half of it.
const fresh = join(here, "dist.new");
await build({ root: here, logLevel: "warn", build: { outDir: fresh, emptyOutDir: true, manifest: "manifest.json" } });

const sizes = new Map();
for (const name of readdirSync(join(fresh, "assets"))) {
  const file = join(fresh, "assets", name);
  const bytes = readFileSync(file);
  const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  sizes.set(`assets/${name}`, packed.length);
  if (packed.length < bytes.length) writeFileSync(`${file}.br`, packed);
}
const manifest = JSON.parse(readFileSync(join(fresh, "manifest.json"), "utf8"));
const first = [...firstLoad("index.html")].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
const all = [...sizes].filter(([name]) => name.endsWith(".js")).reduce((sum, [, size]) => sum + size, 0);
writeFileSync(join(fresh, "sizes.json"), JSON.stringify({ firstLoad: first, javascript: all, limit: LIMIT }));
writeFileSync(join(fresh, "stamp"), wanted);
rmSync(dist, { recursive: true, force: true });
renameSync(fresh, dist);
console.log(
  `Built in ${((performance.now() - began) / 1000).toFixed(1)} s: a first visit loads ${kb(first)} of JavaScript, compressed (limit ${kb(LIMIT)}); editors and the rest ${kb(all - first)} when they are wanted.`,
);
if (first > LIMIT) {
  console.error("That is too much. Load with import() what a first visit does not need.");
  process.exit(1);
}

/** The scripts that the page loads at once: its entry and all that this one imports. */
function firstLoad(name, seen = new Set()) {
  const chunk = manifest[name];
  if (!chunk || seen.has(chunk.file)) return seen;
  if (chunk.file.endsWith(".js")) seen.add(chunk.file);
  for (const other of chunk.imports ?? []) firstLoad(other, seen);
  return seen;
}

function kb(bytes) {
  return `${Math.round(bytes / 1000)} kB`;
}

/** Changes with whatever the build is made from. */
function fingerprint() {
  const hash = createHash("sha256");
  const add = (path) => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else if (!/\.test\.ts$/.test(path)) hash.update(path.slice(here.length)).update(readFileSync(path));
  };
  for (const name of ["build.mjs", "index.html", "package.json", "vite.config.ts", "src"]) add(join(here, name));
  for (const name of ["pnpm-lock.yaml", "docs/reference/flow.schema.json"]) add(join(here, "../..", name));
  return hash.digest("hex");
}
