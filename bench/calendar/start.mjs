// As the command does: compiled code is kept, and the first file is no TypeScript.
import { enableCompileCache } from "node:module";
import { join } from "node:path";

enableCompileCache(join(import.meta.dirname, "../../node_modules/.cache/mortise-bench"));
await import("./serve.ts");
