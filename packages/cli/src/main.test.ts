import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "vitest";

it.each(["stdout", "stderr"] as const)("ends as it would when nobody reads its %s any more", async (name) => {
  const args = name === "stdout" ? ["--help"] : ["nonsense"];
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...args]);
  child[name].destroy();
  const [code] = await once(child, "exit");
  expect(code).toBe(name === "stdout" ? 0 : 2);
});
