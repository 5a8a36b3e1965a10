// W8: the handbook's last-day script, warm: in the engine's thread, and through the pool beside an empty hop to a worker
// and back. To reach: 15 µs in the thread, what real Groovy on a JVM takes (12.8 and 17.0 µs were measured). Processor
// time stands beside the wall's, since on a busy machine the wall says little.
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Exchange, Message } from "@mortise/contract";
import { compileGroovyScript, runGroovyScript } from "@mortise/languages";
import { createScriptPool } from "@mortise/server";

enableCompileCache(join(import.meta.dirname, "../node_modules/.cache/mortise-bench"));

const short = process.argv.includes("--short");
const COUNT = short ? 20_000 : 200_000;
const ROUNDS = 5;
const AT_ONCE = 256;
const BUDGETS = { ms: 5_000, steps: 1e9, memory: 64e6, depth: 500, output: 100_000 };

const LAST_DAY = `import java.time.LocalDate
import java.time.temporal.TemporalAdjusters
// Get today's date
LocalDate today = LocalDate.now()
// Get the last day of the current month
LocalDate lastDayOfMonth = today.with(TemporalAdjusters.lastDayOfMonth())
// Check if today is the last day of the month
if (today.equals(lastDayOfMonth)) {
request.setHeader('isLastDay',true)
}else {
request.setHeader('isLastDay',false)
}`;

const SCRIPTS: { readonly [name: string]: string } = {
  "nothing at all": "null",
  "the last-day script": LAST_DAY,
  "a header set by a condition": "request.setHeader('seen', request.getHeader('go') == 'true')",
  "a token read from JSON":
    'def answer = new groovy.json.JsonSlurper().parseText(\'{"access_token": "abc", "expires_in": 3600}\')\nrequest.setHeader(\'access_token\', answer.access_token)\nnull',
  "a list summed":
    "def rows = [[a: 1.10, n: 2], [a: 2.20, n: 3], [a: 3.30, n: 4]]\nrows.findAll { it.n > 2 }.sum { it.a * it.n }",
};

const exchange = () =>
  new Exchange(
    "x",
    {
      runId: "r",
      tenant: `tenant-${turn++ % 8}`,
      environment: "test",
      flow: "w8",
      group: "",
      timeZone: "Europe/Amsterdam",
      created: 0,
      now: () => 1_796_000_000_000,
      random: Math.random,
      properties: new Map(),
      variables: new Map(),
    },
    new Message("body", [["go", "true"]]),
  );
let turn = 0;

interface Times {
  /** Microseconds of one, in the best round. */
  readonly wall: number;
  readonly here: number;
  readonly all: number;
}

async function time(count: number, work: () => void | Promise<void>): Promise<Times> {
  const best = { wall: Number.POSITIVE_INFINITY, here: Number.POSITIVE_INFINITY, all: Number.POSITIVE_INFINITY };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [thread, whole, began] = [process.threadCpuUsage(), process.cpuUsage(), performance.now()];
    await work();
    const wall = ((performance.now() - began) * 1_000) / count;
    const [inThread, inAll] = [process.threadCpuUsage(thread), process.cpuUsage(whole)];
    if (round === 0) continue;
    best.wall = Math.min(best.wall, wall);
    best.here = Math.min(best.here, (inThread.user + inThread.system) / count);
    best.all = Math.min(best.all, (inAll.user + inAll.system) / count);
  }
  return best;
}

function row(name: string, { wall, here, all }: Times): void {
  const shown = [wall, here, all].map((value) => value.toFixed(1).padStart(8)).join(" ");
  console.log(`  ${name.padEnd(52)} ${shown}`);
}

async function many(count: number, work: () => Promise<unknown>): Promise<void> {
  let begun = 0;
  const lane = async () => {
    while (begun++ < count) await work();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

console.log("\nW8 Groovy warm, µs each:                                   wall  CPU here  CPU all");
for (const [name, source] of Object.entries(SCRIPTS)) {
  const script = compileGroovyScript(source);
  row(
    `in the thread: ${name}`,
    await time(COUNT, () => {
      for (let index = 0; index < COUNT; index += 1) runGroovyScript(script, exchange(), BUDGETS);
    }),
  );
}

const compiled = Math.floor(COUNT / 40);
row(
  "compiled each time: the last-day script",
  await time(compiled, () => {
    for (let index = 0; index < compiled; index += 1) compileGroovyScript(`${LAST_DAY}\n// ${index}`);
  }),
);

const pooled = Math.floor(COUNT / 10);
const code =
  'const { parentPort } = require("node:worker_threads"); parentPort.on("message", (m) => parentPort.postMessage(m));';
const echo = new Worker(code, { eval: true });
const sent: (() => void)[][] = [];
echo.on("message", () => {
  for (const done of sent.shift() ?? []) done();
});
let waiting: (() => void)[] = [];
const text = "m".repeat(400);
const hop = () =>
  new Promise<void>((resolve) => {
    if (waiting.length === 0) {
      setImmediate(() => {
        echo.postMessage(waiting.map(() => text));
        sent.push(waiting);
        waiting = [];
      });
    }
    waiting.push(resolve);
  });
row("floor: an empty hop to a worker and back", await time(pooled, () => many(pooled, hop)));
await echo.terminate();

const pool = createScriptPool();
await pool.prestart();
for (const [name, source] of Object.entries(SCRIPTS)) {
  const script = { language: "groovy", source } as const;
  row(`through the pool: ${name}`, await time(pooled, () => many(pooled, () => pool.run(script, exchange()))));
}
await pool.run({ language: "groovy", source: LAST_DAY }, exchange());
const alone: number[] = [];
for (let index = 0; index < (short ? 200 : 2_000); index += 1) {
  const began = performance.now();
  await pool.run({ language: "groovy", source: LAST_DAY }, exchange());
  alone.push((performance.now() - began) * 1_000);
}
alone.sort((a, b) => a - b);
const at = (part: number) => (alone[Math.floor(alone.length * part)] ?? 0).toFixed(0);
console.log(`  one at a time through the pool, the last-day script: p50 ${at(0.5)} µs, p99 ${at(0.99)} µs`);
await pool.close();
