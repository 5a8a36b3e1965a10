// W5: evaluations a second of `${header.isLastDay} == 'true'`, compiled, beside the floors (a closure behind an await,
// as engines have it that cannot know who waits, and a plain one), jexl and, where it is installed, jsonata. And how
// long it takes to compile the assertions of Camel's own tests.
import { readFileSync } from "node:fs";
import { Exchange, Message, MortiseError, type Scope } from "@mortise/contract";
import { createLanguages } from "@mortise/languages";
import { Jexl } from "jexl";
import { measure, printTable, type Row } from "./measure.ts";

const short = process.argv.includes("--short");
const count = short ? 400_000 : 4_000_000;
const source = "${header.isLastDay} == 'true'";

const scope: Scope = {
  runId: "run",
  tenant: "bench",
  environment: "test",
  flow: "w5",
  group: "bench",
  timeZone: "UTC",
  created: 0,
  now: () => 0,
  random: () => 0.5,
  properties: new Map(),
  variables: new Map(),
};

// Four messages, so that no engine can keep its answer: text as SetHeader writes it, and a boolean as a script may.
const messages = [true, "true", "false", false].map(
  (isLastDay) =>
    new Message("body", [
      ["isLastDay", isLastDay],
      ["other", "x"],
    ]),
);
const exchanges = messages.map((message, index) => new Exchange(`exchange-${index}`, scope, message));
const plain = messages.map((message) => ({ header: { isLastDay: String(message.header("isLastDay")) } }));
type Plain = (typeof plain)[number];

/** Half of the messages hold; a loop whose result nobody looks at might be left out. */
function check(hits: number, of: number): void {
  if (hits !== of / 2) throw new Error(`expected half of ${of} to hold, not ${hits}`);
}

function loop<Given>(times: number, given: readonly Given[], test: (given: Given) => boolean) {
  return () => {
    let hits = 0;
    for (let index = 0; index < times; index++) if (test(given[index & 3] as Given)) hits++;
    check(hits, times);
  };
}

function awaitedLoop<Given>(times: number, given: readonly Given[], test: (given: Given) => Promise<boolean>) {
  return async () => {
    let hits = 0;
    for (let index = 0; index < times; index++) if (await test(given[index & 3] as Given)) hits++;
    check(hits, times);
  };
}

async function jsonataRow(): Promise<Row[]> {
  const name = "jsonata";
  const module = (await import(name).catch(() => undefined)) as
    | { default(source: string): { evaluate(input: unknown): Promise<boolean> } }
    | undefined;
  if (!module) return [];
  const compiled = module.default("header.isLastDay = 'true'");
  const times = count / 40;
  return [
    await measure(
      "jsonata",
      times,
      awaitedLoop(times, plain, (given) => compiled.evaluate(given)),
    ),
  ];
}

interface Vector {
  readonly expr: string;
  readonly mode: string;
}

function compileAll(vectors: readonly Vector[]): void {
  const simple = createLanguages().get("simple");
  for (const { expr, mode } of vectors) {
    try {
      simple?.compile(expr, { mode: mode === "predicate" ? "predicate" : "expression" });
    } catch (error) {
      if (!(error instanceof MortiseError)) throw error;
    }
  }
}

const expression = createLanguages().get("simple")?.compile(source, { mode: "predicate" });
if (!expression) throw new Error("there is no Simple");
const jexl = new Jexl().compile("header.isLastDay == 'true'");
const closure = (given: Plain) => given.header.isLastDay === "true";

const rows = [
  await measure(
    "floor: a closure behind await",
    count / 4,
    awaitedLoop(count / 4, plain, async (given) => closure(given)),
  ),
  await measure("floor: a closure", count, loop(count, plain, closure)),
  await measure(
    "mortise, compiled",
    count,
    loop(count, exchanges, (given) => expression.test(given)),
  ),
  await measure(
    "jexl",
    count / 40,
    loop(count / 40, plain, (given) => jexl.evalSync(given) === true),
  ),
  ...(await jsonataRow()),
];
printTable(`W5 ${source}, evaluations/s (to reach: 10,000,000)`, rows);

const golden = new URL("../packages/languages/src/simple/golden.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(golden, "utf8")) as { vectors: readonly Vector[] };
const compiled = await measure("compile", vectors.length, () => compileAll(vectors));
const ms = (vectors.length / compiled.perSecond) * 1_000;
console.log(
  `  compile: ${vectors.length} vectors in ${ms.toFixed(1)} ms, ${((ms * 1_000) / vectors.length).toFixed(1)} µs each`,
);
