import { flushCompileCache } from "node:module";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { asMortiseError } from "@mortise/contract";
import type { Part } from "@mortise/languages/scripts";
import {
  type Answers,
  type Batch,
  CURRENT,
  DONE,
  encodeError,
  FAILED,
  type Introduction,
  LOADED,
  STOLEN,
  WANTS,
  type WorkerSetup,
} from "./protocol.ts";
import { ScriptBench } from "./script-bench.ts";

/** Milliseconds that answers wait for others. */
const FLUSH = 2;

const { memory, state } = workerData as WorkerSetup;
const port = parentPort as MessagePort;
const bench = new ScriptBench(memory);
const scripts = new Map<number, Introduction>();
const batches: Batch[] = [];
let working = false;

port.on("message", (batch: Batch) => {
  batches.push(batch);
  if (!working) void work();
});

async function work(): Promise<void> {
  working = true;
  for (let batch = batches.shift(); batch; batch = batches.shift()) {
    for (const script of batch.scripts) scripts.set(script.id, script);
    if (batch.load) {
      for (const language of batch.load) await load(language);
      port.postMessage(LOADED);
    }
    await runBatch(batch);
    for (const id of batch.forget) scripts.delete(id);
  }
  working = false;
}

async function load(language: Introduction["language"], bytes = memory): Promise<void> {
  await bench.ready(language, bytes);
  // A worker that is killed would not write it.
  flushCompileCache();
}

async function runBatch({ number, jobs }: Batch): Promise<void> {
  let answers: (number | string)[] = [];
  let flushed = performance.now();
  const flush = () => {
    const now = performance.now();
    if (answers.length > 0) port.postMessage({ ms: now - flushed, jobs: answers } satisfies Answers);
    answers = [];
    flushed = now;
  };
  for (let index = 0; index < jobs.length; index += 5) {
    if (Atomics.load(state, STOLEN) >= number) break;
    const id = jobs[index] as number;
    const script = scripts.get(jobs[index + 1] as number) as Introduction;
    const given = { body: jobs[index + 3] as string | null, flow: jobs[index + 4] as string | null };
    if (!bench.isReady(script.language, script.limits.memory)) {
      flush();
      await load(script.language, script.limits.memory);
      flushed = performance.now();
    }
    Atomics.store(state, CURRENT, id);
    const wanted: { part?: Part } = {};
    try {
      const text = bench.run(script, jobs[index + 2] as string, (part) => {
        const text = given[part];
        if (text !== null) return text;
        wanted.part = part;
        throw new NotGiven(part);
      });
      answers.push(id, DONE, text);
    } catch (error) {
      answers.push(id, FAILED, encodeError(asMortiseError(error)));
    }
    // Whatever the script made of the refusal: it is run again with what it wanted.
    if (wanted.part) answers.splice(-2, 2, WANTS, wanted.part);
    Atomics.store(state, CURRENT, 0);
    if (performance.now() - flushed > FLUSH) flush();
  }
  flush();
}

/** Ends a script that reads a part of the exchange which did not come along. */
class NotGiven extends Error {
  constructor(part: Part) {
    super(`the ${part} did not come with the script`);
  }
}
