// W4: how long from the start of the process to its first reply, with the database initialised, and the memory of the
// Node process when it has been idle. The floor is bare Fastify in a process of its own.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ask, startServerProcess, stopServerProcess } from "./inbound/child.ts";

const short = process.argv.includes("--short");
const STARTS = short ? 2 : 5;
const IDLE_SECONDS = short ? 5 : 60;
const MB = 1_048_576;

/** Starts a server in a process of its own, asks it once, lets it be idle, and ends it. */
async function start(args: readonly string[], idleSeconds: number): Promise<{ ms: number; memory: number }> {
  const began = performance.now();
  const server = await startServerProcess(args);
  const answer = await fetch(server.url);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`the first reply is ${answer.status}`);
  const ms = performance.now() - began;
  await delay(idleSeconds * 1_000);
  const memory = await ask(server, "memory");
  await stopServerProcess(server);
  return { ms, memory };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

async function row(name: string, args: readonly string[]): Promise<void> {
  const starts: number[] = [];
  for (let index = 1; index < STARTS; index++) starts.push((await start(args, 0)).ms);
  const { ms, memory } = await start(args, IDLE_SECONDS);
  console.log(
    `  ${name.padEnd(24)} ${(median([...starts, ms]) / 1_000).toFixed(2).padStart(6)} s  ${Math.round(memory / MB)
      .toString()
      .padStart(4)} MB after ${IDLE_SECONDS} s idle`,
  );
}

const data = await mkdtemp(join(tmpdir(), "mortise-bench-"));
try {
  await start(["errors", data], 0);
  console.log("\nW4 start to first reply, memory when idle");
  await row("bare Fastify", ["bare"]);
  await row("Mortise", ["errors", data]);
} finally {
  await rm(data, { recursive: true, force: true });
}
