// Scripts that never end or take everything: how they end, how long that takes, what the engine's thread and the scripts
// of others notice of it, and what a thousand of them leave behind. To reach: each ends with SCRIPT_LIMIT, 99 of 100
// within its time + 500 ms; event-loop delay p99 ≤ 25 ms; neighbours' p99 at most doubled; RSS within +64 MB.
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { Exchange, Message, type MortiseError, type Script } from "@mortise/contract";
import { createScriptPool } from "@mortise/server";

// As a server has it: a worker that takes a killed one's place starts in half the time.
enableCompileCache(join(import.meta.dirname, "../node_modules/.cache/mortise-bench"));

const short = process.argv.includes("--short");
const LIMIT = short ? 100 : 200;
const ROUNDS = short ? 1 : 20;
const RUNS = short ? 20 : 1_000;
const NEIGHBOUR_SECONDS = short ? 1 : 20;
const MB = 1_048_576;

const groovy = (source: string): Script => ({ language: "groovy", source });
const javascript = (source: string): Script => ({ language: "javascript", source });

const POISON: { readonly [name: string]: Script } = {
  "endless loop": groovy("while (true) {}"),
  "endless loop that catches": groovy("while (true) { try { throw new Exception() } catch (Throwable t) {} }"),
  "fork of strings": groovy("def s = 'x'; while (true) { s += s }"),
  "fork of lists": groovy("def a = [1]; while (true) { a = a + a }"),
  "catastrophic regex": groovy("while (true) { ('a' * 5000 + 'b') ==~ /(a+)+(a|aa)*c/ }"),
  "backtracking regex": groovy("def s = 'a' * 40 + 'b'\ns ==~ /(a|a)*(?=c)\\1?(a|aa)+(?<!b)c/\nwhile (true) {}"),
  "deep recursion": groovy("def f\nf = { n -> f(n + 1) + 1 }\nf(0)"),
  "recursion of methods": groovy("def a(n) { b(n + 1) }\ndef b(n) { [n].collect { a(it) } }\na(0)"),
  "array of 1 GB": groovy("byte[] b = new byte[1_000_000_000]; b[5]"),
  "list of a billion": groovy("(1..1_000_000_000).collect { it }"),
  "range joined": groovy("(1..2_000_000_000).join(',')"),
  "huge repeat": groovy("('x' * 10_000) * 100_000_000"),
  "endless comparator": groovy("(1..100_000).toList().sort { a, b -> while (true) {}; 0 }"),
  "odd comparator": groovy("while (true) { (1..10_000).toList().sort { a, b -> b.hashCode() % 3 - 1 } }"),
  "power of BigInteger": groovy("def n = 7G; while (true) { n = n ** 1000 }"),
  "power of BigDecimal": groovy("def n = 1.0000001; while (true) { n = n * n }"),
  "JSON bomb": groovy("def m = [:]; 30.times { m = [a: m, b: m] }\ngroovy.json.JsonOutput.toJson(m)"),
  "JSON without end": groovy("while (true) { new groovy.json.JsonSlurper().parseText('[' * 400 + ']' * 400) }"),
  "map without end": groovy("def m = [:]; int i = 0; while (true) { m[i++] = 'v' * 100 }"),
  "combinations without end": groovy("def l = (1..50).toList()\n[l, l, l, l, l, l].combinations()"),
  "permutations without end": groovy("(1..15).toList().permutations()"),
  "builder without end": groovy("def b = new StringBuilder(); while (true) { b.append('xxxxxxxxxx') }"),
  "print without end": groovy("while (true) { println 'x' * 100 }"),
  "JavaScript endless loop": javascript("while (true) {}"),
  "JavaScript fork of strings": javascript("var s = 'x'; while (true) s += s"),
  "JavaScript catastrophic regex": javascript("/^(a+)+$/.test('a'.repeat(40) + 'b')"),
  "JavaScript deep recursion": javascript("(function f() { return f() + 1 })()"),
  "JavaScript array of 1 GB": javascript("new Uint8Array(1e9).length"),
  "JavaScript list without end": javascript("var a = []; while (true) a.push({ a })"),
  "JavaScript endless comparator": javascript("Array.from({ length: 1e5 }, (_, i) => i).sort(() => { while (true); })"),
  "JavaScript power of BigInt": javascript("var n = 7n; while (true) n = n ** 10n"),
  "JavaScript JSON bomb": javascript("var m = {}; for (var i = 0; i < 30; i++) m = { a: m, b: m }; JSON.stringify(m)"),
  "JavaScript endless built-in": javascript("new Array(1e9).indexOf(1)"),
  "JavaScript endless promises": javascript("(function f() { Promise.resolve().then(f) })()"),
  "JavaScript huge repeat": javascript("'x'.repeat(2 ** 29).length"),
};

const exchangeOf = (tenant: string) =>
  new Exchange(
    "x",
    {
      runId: "r",
      tenant,
      environment: "test",
      flow: "limits",
      group: "",
      timeZone: "Europe/Amsterdam",
      created: 0,
      now: Date.now,
      random: Math.random,
      properties: new Map(),
      variables: new Map(),
    },
    new Message("body", [["go", "true"]]),
  );

const pool = createScriptPool({ size: 2, limits: { ms: LIMIT } });
await pool.prestart();

interface End {
  readonly name: string;
  readonly code: string;
  /** Milliseconds after the time that it had. */
  readonly over: number;
}

async function poison(name: string, script: Script): Promise<End> {
  const began = performance.now();
  const code = await pool.run(script, exchangeOf("bad")).then(
    () => "it ended well",
    (error: MortiseError) => (error.code === "SCRIPT_LIMIT" ? error.code : `${error.code} ${error.message}`),
  );
  return { name, code, over: performance.now() - began - LIMIT };
}

const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN;

const line = (name: string, text: string, reached: boolean) =>
  console.log(`  ${name.padEnd(46)} ${text.padStart(24)}  ${reached ? "reached" : "NOT REACHED"}`);

console.log(
  `\nScripts that go over their limits (${LIMIT} ms, 64 MB), ${Object.keys(POISON).length} kinds × ${ROUNDS}`,
);

const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();
await delay(1_000);
console.log(`  floor: event-loop delay with nothing to do, p99 ${(loop.percentile(99) / 1e6 - 5).toFixed(1)} ms`);
loop.reset();
const ends: End[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, script] of Object.entries(POISON)) {
    // A killed worker's place is filled before the next: what is looked at is the end of a script, not of a queue.
    await pool.prestart();
    ends.push(await poison(name, script));
  }
}
loop.disable();
const wrong = ends.filter(({ code }) => code !== "SCRIPT_LIMIT");
for (const name of new Set(wrong.map((end) => end.name)))
  console.log(`  ${name}: ${wrong.find((end) => end.name === name)?.code}`);
const late = ends.filter(({ over }) => over > 500).length;
line("ended with SCRIPT_LIMIT", `${ends.length - wrong.length} of ${ends.length}`, wrong.length === 0);
line(
  "after their time, p50 / p99 / latest",
  `${[
    quantile(
      ends.map(({ over }) => over),
      0.5,
    ),
    quantile(
      ends.map(({ over }) => over),
      0.99,
    ),
    Math.max(...ends.map(({ over }) => over)),
  ]
    .map((ms) => Math.max(0, ms).toFixed(0))
    .join(" / ")} ms`,
  late <= ends.length / 100,
);
// The monitor counts its own interval with the delay.
const delayed = loop.percentile(99) / 1e6 - 5;
line("event-loop delay of the engine's thread, p99", `${delayed.toFixed(1)} ms`, delayed <= 25);

const GOOD = groovy("def n = 0\nfor (i in 1..200) n += i\nrequest.setHeader('sum', n)");

/** Latencies of scripts that come at a steady pace. */
async function neighbours(perSecond: number, seconds: number): Promise<number[]> {
  const latencies: number[] = [];
  const runs: Promise<void>[] = [];
  const began = performance.now();
  for (let count = 0; count < perSecond * seconds; ) {
    const due = Math.min(perSecond * seconds, ((performance.now() - began) / 1_000) * perSecond);
    for (; count < due; count += 1) {
      const sent = performance.now();
      runs.push(
        pool.run(GOOD, exchangeOf(`good-${count % 8}`)).then(() => {
          latencies.push(performance.now() - sent);
        }),
      );
    }
    await delay(1);
  }
  await Promise.all(runs);
  return latencies;
}

async function capacity(): Promise<number> {
  const began = performance.now();
  let count = 0;
  const lane = async () => {
    for (; performance.now() - began < 1_000; count += 1) await pool.run(GOOD, exchangeOf(`good-${count % 8}`));
  };
  await Promise.all(Array.from({ length: 64 }, lane));
  return count;
}

await pool.prestart();
await capacity();
const perSecond = Math.round((await capacity()) * 0.2);
const alone = await neighbours(perSecond, NEIGHBOUR_SECONDS);
let poisoning = true;
const poisoned = (async () => {
  const kinds = Object.entries(POISON);
  for (let turn = 0; poisoning; turn += 1) await poison(...(kinds[(turn * 7) % kinds.length] as [string, Script]));
})();
loop.reset();
loop.enable();
const beside = await neighbours(perSecond, NEIGHBOUR_SECONDS);
loop.disable();
poisoning = false;
await poisoned;
const [before, after] = [quantile(alone, 0.99), quantile(beside, 0.99)];
// What is below the few milliseconds of a turn and a batch is not told apart from noise.
line(
  `neighbours' p99 at ${perSecond}/s, alone and beside`,
  `${before.toFixed(1)} and ${after.toFixed(1)} ms`,
  after <= 2 * Math.max(before, 5),
);
line(
  "event-loop delay meanwhile, p99",
  `${(loop.percentile(99) / 1e6 - 5).toFixed(1)} ms`,
  loop.percentile(99) / 1e6 - 5 <= 25,
);

async function many(runs: number): Promise<number> {
  const kinds = Object.entries(POISON);
  let begun = 0;
  const lane = async () => {
    while (begun < runs) await poison(...(kinds[begun++ % kinds.length] as [string, Script]));
  };
  await Promise.all([lane(), lane()]);
  await pool.prestart();
  await delay(500);
  globalThis.gc?.();
  return process.memoryUsage().rss / MB;
}

const atFirst = await many(Math.min(RUNS, 2 * Object.keys(POISON).length));
const grown = (await many(RUNS)) - atFirst;
line(`memory after ${RUNS} more`, `${grown >= 0 ? "+" : ""}${grown.toFixed(0)} MB`, grown <= 64);
await pool.close();
