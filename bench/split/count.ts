// One way to count the lines of an answer, in a process of its own, whose peak is its result.
import { loadComponents } from "@mortise/components";
import { type FlowDocument, Message } from "@mortise/contract";
import { compilePlan, type RunPorts, runPlan } from "@mortise/engine";
import { createLanguages } from "@mortise/languages";
import { createHttpClient } from "@mortise/server";

const [way = "", url = "", bytes = ""] = process.argv.slice(2);

const unused = () => Promise.reject(new Error("not used here"));

const flow: FlowDocument = {
  flow: 1,
  name: "w10",
  nodes: [
    { id: "get", type: "HTTP", settings: { url, maxBytes: Number(bytes) } },
    { id: "lines", type: "Split", settings: { token: "\\n", streaming: true } },
    { id: "each", type: "Filter", settings: { expression: "${header.CamelSplitIndex} != null" } },
    { id: "count", type: "SetBody", settings: { body: "${exchangeProperty.CamelSplitSize}" } },
  ],
  links: [
    { from: "get", to: "lines" },
    { from: "lines", output: "parts", to: "each" },
    { from: "lines", to: "count" },
  ],
};

async function mortise(): Promise<number> {
  const http = createHttpClient({ allowPrivate: [new URL(url).host] });
  const plan = compilePlan(flow, {
    components: await loadComponents(),
    languages: createLanguages(),
    environment: "test",
  });
  const world: RunPorts = {
    tenant: "bench",
    clock: { now: () => Date.now(), sleep: unused },
    random: Math.random,
    variables: { read: unused, apply: unused },
    scripts: { run: unused, check: () => {} },
    http,
    log: { write: () => {} },
    trace: "errors",
  };
  watch();
  const { status, message, error } = await runPlan(
    plan,
    { runId: "r", node: "get", message: new Message(), created: 0 },
    world,
  );
  await http.close();
  if (status !== "completed") throw new Error(error?.message);
  return Number(message.body);
}

/** Nothing but Node: what is counted is thrown away at once. */
async function plain(): Promise<number> {
  watch();
  const response = await fetch(url);
  let lines = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
  return lines;
}

/** What the process held when all its code was loaded, and at most since then; in bytes. */
let before = 0;
let peak = 0;
let began = 0;

function look(): void {
  peak = Math.max(peak, process.memoryUsage.rss());
}

function watch(): void {
  before = process.memoryUsage.rss();
  began = performance.now();
  look();
  setInterval(look, 5).unref();
}

const lines = way === "mortise" ? await mortise() : await plain();
look();
process.send?.({ lines, before, peak, ms: performance.now() - began });
process.disconnect?.();
