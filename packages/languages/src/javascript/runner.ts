import { type ErrorCode, type Exchange, MortiseError, mortiseError, type ScriptResult } from "@mortise/contract";
import type { QuickJSContext, QuickJSHandle } from "quickjs-emscripten-core";
import { decodeResult, encodeHead, encodePart, type Part, splitHead } from "../hop/index.ts";
import type { JavaScriptBudgets, JavaScriptOptions } from "./budgets.ts";
import { depthError, memoryError, type Thrown, thrownError, timeError } from "./failure.ts";
import { type Job, Machine, OutOfMemory, type Prepared } from "./machine.ts";
import { type Translation, translate } from "./translate.ts";

/** A run whose exchange comes as text, from another thread. */
export interface TextRun {
  readonly source: string;
  /** Whose script it is: scripts of two owners never share a context, nor two scripts of one. */
  readonly owner: string;
  /** As `encodeHead` writes it. */
  readonly head: string;
  /** As `encodePart` writes it; what it throws ends the run. */
  part(name: Part): string;
}

/** Runs JavaScript in QuickJS, synchronously. Use it in a thread that can be killed: loops inside built-ins have no limit here. */
export interface JavaScriptRunner {
  /** Throws `SCRIPT_SYNTAX`, `SCRIPT_FORBIDDEN`, `SCRIPT_THREW` and `SCRIPT_LIMIT`. */
  run(source: string, exchange: Exchange, budgets: JavaScriptBudgets): ScriptResult;
  /** As `run`; the result is text that `decodeResult` reads. */
  runText(run: TextRun, budgets: JavaScriptBudgets): string;
  /** False for the 10 ms in which a module that a script has filled is replaced. */
  readonly isReady: boolean;
  /** Resolves when scripts can be run. */
  ready(): Promise<void>;
}

/** Contexts kept for the next message of the same script: 15 µs a run instead of 1 ms; each takes some 200 kB. */
const CONTEXTS = 40;

/** Promise callbacks between two looks at the clock. */
const JOBS = 1_000;

/** Characters from which a text may not fit into memory. */
const LARGE = 100_000;

/** A runner with its first module. */
export async function openRunner(options: JavaScriptOptions): Promise<JavaScriptRunner> {
  const runner = new Runner(options.memory ?? 64 * 1024 * 1024);
  await runner.ready();
  return runner;
}

interface Kept {
  readonly prepared: Prepared;
  readonly translation: Translation;
}

class Runner implements JavaScriptRunner {
  readonly #memory: number;
  /** By script and then by owner. */
  readonly #contexts = new Map<string, Map<string, Kept>>();
  #count = 0;
  #machine: Machine | undefined;
  #opening: Promise<void> | undefined;

  constructor(memory: number) {
    this.#memory = memory;
  }

  get isReady(): boolean {
    return this.#machine !== undefined;
  }

  ready(): Promise<void> {
    if (this.#machine) return Promise.resolve();
    this.#opening ??= Machine.open(this.#memory).then((machine) => {
      this.#machine = machine;
      this.#opening = undefined;
    });
    return this.#opening;
  }

  run(source: string, exchange: Exchange, budgets: JavaScriptBudgets): ScriptResult {
    const { tenant, environment, flow } = exchange.scope;
    const owner = `${tenant}\n${environment}\n${flow}`;
    const head = encodeHead(exchange, budgets.output);
    const part = (name: Part) => encodePart(exchange, name);
    return decodeResult(this.runText({ source, owner, head, part }, budgets));
  }

  runText(run: TextRun, budgets: JavaScriptBudgets): string {
    const machine = this.#machine;
    if (!machine) throw mortiseError("ENGINE_BUG", { what: "JavaScript was asked to run before it was ready" });
    const [headers, rest] = splitHead(run.head);
    const job: Job = {
      deadline: Number.POSITIVE_INFINITY,
      rest,
      part: (name) => (name === "rest" ? rest : run.part(name)),
      interrupted: false,
      refused: undefined,
      failed: undefined,
    };
    machine.job = job;
    let kept: Kept | undefined;
    let text: string;
    try {
      kept = this.#keep(machine, run);
      // From here on the time is the script's; before, it was ours.
      job.deadline = performance.now() + budgets.ms;
      text = call(kept, headers, job);
    } catch (error) {
      if (error instanceof MortiseError) throw error;
      // The module broke in the middle of something: an overflow of the thread's stack, or memory at its end.
      this.#discard();
      if (job.failed && !(job.failed instanceof OutOfMemory)) throw job.failed;
      throw error instanceof RangeError ? depthError({ source: run.source }) : memoryError({ source: run.source });
    } finally {
      machine.job = undefined;
    }
    if (machine.isWorn) this.#discard();
    else if (job.interrupted || kept.translation.names.leavesTraces) this.#forget(machine, run.source, run.owner);
    return outcome(text, job, kept.translation, run.source, budgets, () => this.#discard());
  }

  #keep(machine: Machine, { source, owner }: TextRun): Kept {
    const known = this.#contexts.get(source)?.get(owner);
    if (known) return known;
    const translation = translate(source);
    const prepared = machine.prepare(translation.code);
    if ("error" in prepared) throw syntaxError(prepared.error, translation, source);
    if (this.#count >= CONTEXTS) this.#forgetFirst(machine);
    const kept = { prepared, translation };
    const owners = this.#contexts.get(source) ?? new Map<string, Kept>();
    owners.set(owner, kept);
    this.#contexts.set(source, owners);
    this.#count += 1;
    return kept;
  }

  #forgetFirst(machine: Machine): void {
    const [first] = this.#contexts;
    const [owner] = first?.[1].keys() ?? [];
    if (first && owner !== undefined) this.#forget(machine, first[0], owner);
  }

  #forget(machine: Machine, source: string, owner: string): void {
    const owners = this.#contexts.get(source);
    const kept = owners?.get(owner);
    if (!owners || !kept) return;
    owners.delete(owner);
    if (owners.size === 0) this.#contexts.delete(source);
    this.#count -= 1;
    machine.release(kept.prepared);
  }

  /** Without closing anything: what is in a broken module is not touched again. */
  #discard(): void {
    this.#contexts.clear();
    this.#count = 0;
    this.#machine = undefined;
    void this.ready();
  }
}

/** Calls the script and what its promises left to do; gives the prelude's answer. */
function call({ prepared, translation }: Kept, headers: string, job: Job): string {
  const { context, runtime, start, finish, script } = prepared;
  const inputs = [textOf(context, headers)];
  let text: string;
  try {
    // A script that names its body reads it: it goes along and saves a call from inside.
    if (translation.names.readsBody) inputs.push(textOf(context, job.part("body")));
    text = read(context, context.callFunction(start, context.undefined, script, ...inputs));
  } finally {
    for (const input of inputs) input.dispose();
  }
  if (!runtime.hasPendingJob())
    return text.startsWith("?") ? read(context, context.callFunction(finish, context.undefined)) : text;
  while (runtime.hasPendingJob() && !job.interrupted) {
    const done = runtime.executePendingJobs(JOBS);
    done.error?.dispose();
    job.interrupted ||= performance.now() > job.deadline;
  }
  if (job.interrupted || text.startsWith("!")) return text;
  return read(context, context.callFunction(finish, context.undefined));
}

function textOf(context: QuickJSContext, text: string): QuickJSHandle {
  const handle = context.newString(text);
  // Where memory ends in the making, QuickJS gives a value that is no text.
  if (text.length > LARGE && context.typeof(handle) !== "string") throw new OutOfMemory();
  return handle;
}

function read(context: QuickJSContext, result: ReturnType<QuickJSContext["callFunction"]>): string {
  if (result.error) {
    // What the prelude cannot catch: an interruption, or memory that ended in the prelude itself.
    const thrown = context.dump(result.error) as { name?: string; message?: string; stack?: string };
    if (result.error.alive) result.error.dispose();
    return `!${JSON.stringify({ class: String(thrown?.name), what: String(thrown?.message), stack: String(thrown?.stack) })}`;
  }
  const text = context.getString(result.value);
  result.value.dispose();
  return text;
}

function outcome(
  text: string,
  job: Job,
  translation: Translation,
  source: string,
  budgets: JavaScriptBudgets,
  discard: () => void,
): string {
  if (job.failed instanceof OutOfMemory) {
    discard();
    throw memoryError({ source });
  }
  if (job.failed) throw job.failed;
  const thrown = text.startsWith("!") ? readThrown(text.slice(1)) : undefined;
  if (job.interrupted) throw timeError(budgets, { source });
  if (thrown?.class === "InternalError" && thrown.what === "out of memory") discard();
  if (thrown) throw thrownError(thrown, translation, source, budgets);
  if (job.refused) {
    const { code, what } = job.refused;
    throw thrownError({ code: code as ErrorCode, class: "", what, stack: "" }, translation, source, budgets);
  }
  return text.slice(1);
}

function readThrown(json: string): Thrown {
  try {
    return JSON.parse(json) as Thrown;
  } catch {
    return { class: "Error", what: "what it threw cannot be read", stack: "" };
  }
}

/** What acorn let through and QuickJS does not. */
function syntaxError(error: unknown, translation: Translation, source: string): MortiseError {
  const { message, stack } = error as { message?: string; stack?: string };
  const [, line, column] = /script\.js:(\d+):(\d+)/.exec(String(stack)) ?? [];
  const position = line && column ? translation.place(Number(line), Number(column)) : undefined;
  return mortiseError("SCRIPT_SYNTAX", { what: `${message}.` }, position ? { position, source } : { source });
}
