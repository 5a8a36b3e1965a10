#!/usr/bin/env node
// The command, with V8's compiled code kept from start to start: half the time to the first reply. Plain JavaScript,
// since the first TypeScript file loads Node's type stripper (80 ms, 17 MB), which code from the cache does not need.
import { chmodSync, mkdirSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

try {
  // Of this user alone, and never the temporary folder: what lies there is run as it is.
  const home = process.env.XDG_CACHE_HOME || process.env.LOCALAPPDATA || join(homedir(), ".cache");
  const folder = join(home, "mortise", "compiled");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  enableCompileCache(folder);
} catch {
  // Nowhere to keep anything, as in a container that is read-only: everything works, and starts slower.
}

await import("./main.ts");
