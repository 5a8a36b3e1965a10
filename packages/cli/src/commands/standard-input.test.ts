import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "vitest";

const main = join(import.meta.dirname, "../main.ts");
const text = '{"flow":1,"name":"Late","nodes":[],"links":[]}';

/** As npx: a process in front that looked at its standard input, after which reading it does not wait any more. */
const front = `
  void process.stdin;
  const { spawn } = require("node:child_process");
  const args = ${JSON.stringify([main, "fmt", "-"])};
  spawn(process.execPath, args, { stdio: "inherit" }).on("exit", (code) => process.exit(code));`;

async function output(child: ChildProcess): Promise<string> {
  let said = "";
  child.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  await once(child, "close");
  return said;
}

it("waits for what comes late on an input that fails where there is nothing yet", async () => {
  const waiting = spawn(process.execPath, ["-e", front], { stdio: ["pipe", "pipe", "inherit"] });
  const said = output(waiting);
  // Another whole run of the command, begun later, has ended: so the first one has come to reading.
  const other = spawn(process.execPath, [main, "fmt", "-"], { stdio: ["pipe", "pipe", "inherit"] });
  other.stdin.end(text);
  await output(other);
  waiting.stdin.end(text);
  expect(await said).toContain('"name": "Late"');
}, 60_000);
