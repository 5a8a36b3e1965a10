// W2g and W2j: messages of 2 kB a second through a chain of eight nodes with two Groovy or two JavaScript scripts, in the
// engine's thread and through the pool; and single scripts a second, beside the floor: the same text sent to a worker
// in batches and back, with nothing done to it.
import { Worker } from "node:worker_threads";
import { loadComponents } from "@mortise/components";
import { Exchange, type FlowDocument, type FlowNode, Message, type Script, type ScriptRunner } from "@mortise/contract";
import { compilePlan, type RunPorts, runPlan } from "@mortise/engine";
import { compileGroovyScript, createLanguages, loadJavaScript, runGroovyScript } from "@mortise/languages";
import { createScriptPool, realClock } from "@mortise/server";
import { measure, printTable, type Row } from "./measure.ts";

const short = process.argv.includes("--short");
const count = short ? 2_000 : 20_000;
const BUDGETS = { ms: 5_000, steps: 1e9, memory: 64e6, depth: 500, output: 100_000 };
/** Messages under way at once, as a server with some tenants has them. */
const AT_ONCE = 256;

const SCRIPTS: { readonly [name: string]: Script } = {
  groovy: { language: "groovy", source: "request.setHeader('seen', request.getHeader('go') == 'true')" },
  javascript: { language: "javascript", source: "request.setHeader('seen', request.getHeader('go') == 'true')" },
};

const headers: [string, string][] = [["go", "true"]];
for (let index = 0; index < 8; index++) headers.push([`header-${index}`, `value ${index} ${"x".repeat(20)}`]);
const message = () => new Message("b".repeat(1_700), headers);
const exchangeOf = () =>
  new Exchange(
    "x",
    {
      runId: "r",
      tenant: `tenant-${(turn++ % 8).toString()}`,
      environment: "test",
      flow: "w2",
      group: "",
      timeZone: "Europe/Amsterdam",
      created: 0,
      now: Date.now,
      random: Math.random,
      properties: new Map(),
      variables: new Map(),
    },
    message(),
  );
let turn = 0;

/** Runs `count` things, some at once. */
async function many(work: () => Promise<unknown>): Promise<void> {
  let begun = 0;
  const line = async () => {
    while (begun++ < count) await work();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
}

/** A row with the processor time of one thing, in this thread and in all: on a busy machine the rate says little. */
async function timed(name: string, work: () => Promise<void>): Promise<Row> {
  let here = Number.POSITIVE_INFINITY;
  let all = Number.POSITIVE_INFINITY;
  const row = await measure(name, count, async () => {
    const [thread, whole] = [process.threadCpuUsage(), process.cpuUsage()];
    await work();
    const [inThread, inAll] = [process.threadCpuUsage(thread), process.cpuUsage(whole)];
    here = Math.min(here, (inThread.user + inThread.system) / count);
    all = Math.min(all, (inAll.user + inAll.system) / count);
  });
  return { ...row, name: `${name} (CPU ${here.toFixed(0)} µs here, ${all.toFixed(0)} µs in all)` };
}

/** Text in batches to a worker that sends it back. */
async function startEcho() {
  const code =
    'const { parentPort } = require("node:worker_threads"); parentPort.on("message", (m) => parentPort.postMessage(m));';
  const worker = new Worker(code, { eval: true });
  const text = "m".repeat(2_000);
  let waiting: [string, () => void][] = [];
  const sent: [string, () => void][][] = [];
  worker.on("message", () => {
    for (const [, done] of sent.shift() ?? []) done();
  });
  const hop = () =>
    new Promise<void>((resolve) => {
      if (waiting.length === 0) {
        setImmediate(() => {
          sent.push(waiting);
          worker.postMessage(waiting.map(([one]) => one));
          waiting = [];
        });
      }
      waiting.push([text, resolve]);
    });
  return { hop, close: () => worker.terminate() };
}

const javascript = await loadJavaScript();
const groovyScripts = new Map<string, ReturnType<typeof compileGroovyScript>>();
/** Scripts in the thread: what the pool adds is seen against it. */
const inThread: ScriptRunner = {
  async run({ language, source }, exchange) {
    if (language === "javascript") return javascript.run(source, exchange, BUDGETS);
    const script = groovyScripts.get(source) ?? compileGroovyScript(source);
    groovyScripts.set(source, script);
    return runGroovyScript(script, exchange, BUDGETS);
  },
  check() {},
};
const pool = createScriptPool();
await pool.prestart();
const echo = await startEcho();

const run = (runner: ScriptRunner, name: string) => () => runner.run(SCRIPTS[name] as Script, exchangeOf());
printTable(`Scripts a second, 2 kB messages, ${AT_ONCE} at once (pooled, to reach: 20,000)`, [
  await timed("floor: text to a worker and back", () => many(echo.hop)),
  await timed("groovy in the thread", () => many(run(inThread, "groovy"))),
  await timed("groovy through the pool", () => many(run(pool, "groovy"))),
  await timed("javascript in the thread", () => many(run(inThread, "javascript"))),
  await timed("javascript through the pool", () => many(run(pool, "javascript"))),
]);
await echo.close();

const components = await loadComponents();
const languages = createLanguages({ scripts: inThread });

/** Eight nodes; the third and the sixth are scripts, or expressions of that language. */
function planOf(script: FlowNode["settings"], type: "Script" | "SetHeader") {
  const nodes = Array.from({ length: 8 }, (_, index): FlowNode => {
    if (index === 2 || index === 5) return { id: `script-${index}`, type, settings: script ?? {} };
    return index % 2 === 0
      ? { id: `set-${index}`, type: "SetHeader", settings: { name: `h${index}`, value: "${header.go}" } }
      : { id: `filter-${index}`, type: "Filter", settings: { expression: "${header.go} == 'true'" } };
  });
  const links = nodes.slice(1).map((node, index) => ({ from: nodes[index]?.id ?? "", to: node.id }));
  const flow: FlowDocument = { flow: 1, name: "w2", nodes, links };
  return compilePlan(flow, { components, languages, environment: "test" });
}

function chain(plan: ReturnType<typeof planOf>, scripts: ScriptRunner) {
  const unused = () => Promise.reject(new Error("not used here"));
  const ports: RunPorts = {
    tenant: "bench",
    clock: realClock,
    random: Math.random,
    variables: { read: unused, apply: unused },
    scripts,
    http: { send: unused },
    log: { write: () => {} },
    trace: "off",
  };
  return () =>
    many(async () => {
      const outcome = await runPlan(
        plan,
        { runId: "r", node: "set-0", message: message(), created: 0 },
        { ...ports, tenant: `tenant-${turn++ % 8}` },
      );
      if (outcome.status !== "completed") throw new Error(`the chain ended ${outcome.status}`);
    });
}

const expression = (language: string) => ({
  name: "seen",
  value: { language, source: "request.getHeader('go') == 'true'" },
});
const node = (name: string) => ({ language: name, source: (SCRIPTS[name] as Script).source });
printTable(
  "W2g and W2j, chain of 8 with 2 scripts, messages/s (to reach: Groovy 60,000 and 20,000, JavaScript 20,000 and 8,000)",
  [
    await timed("groovy one-liners in the thread", chain(planOf(expression("groovy"), "SetHeader"), inThread)),
    await timed("groovy scripts through the pool", chain(planOf(node("groovy"), "Script"), pool)),
    await timed("javascript in the thread", chain(planOf(expression("javascript"), "SetHeader"), inThread)),
    await timed("javascript through the pool", chain(planOf(node("javascript"), "Script"), pool)),
  ],
);
await pool.close();
