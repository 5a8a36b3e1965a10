import { getCompileCacheDir } from "node:module";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import {
  type Exchange,
  MortiseError,
  mortiseError,
  type Script,
  type ScriptResult,
  type ScriptRunner,
} from "@mortise/contract";
import { checkJavaScript, compileGroovyScript } from "@mortise/languages";
import { decodeResult, type Part } from "@mortise/languages/scripts";
import { cancelled, Job } from "./job.ts";
import { JobQueue } from "./job-queue.ts";
import { KnownScripts } from "./known-scripts.ts";
import {
  DEFAULT_CEILINGS,
  DEFAULT_LIMITS,
  explainLimit,
  limitsFor,
  type ScriptCeilings,
  type ScriptLimits,
} from "./limits.ts";
import { type Answers, DONE, decodeError, FAILED } from "./protocol.ts";
import { Slot, TICK } from "./slot.ts";

export interface ScriptPoolOptions {
  /** Worker threads for scripts that end in good time. Defaults to one less than the machine's cores, but 2 to 8. */
  readonly size?: number;
  /** What scripts may use up that ask for nothing. Defaults to `DEFAULT_LIMITS`. */
  readonly limits?: Partial<ScriptLimits>;
  /** The most that scripts may ask for. Defaults to `DEFAULT_CEILINGS`. */
  readonly ceilings?: Partial<ScriptCeilings> | undefined;
  /** Scripts that may wait; more are refused with `SCRIPT_BUSY`. Defaults to 10,000. */
  readonly queue?: number;
  /** Milliseconds after the last script until the workers are ended. Defaults to five minutes. */
  readonly idle?: number;
  /** A private folder where workers keep compiled code, so that they start in half the time. Defaults to the process's own, if it has one. */
  readonly compileCache?: string | undefined;
}

export interface ScriptPool extends ScriptRunner {
  /** Starts the workers and loads the languages, so that the first script does not wait for it. */
  prestart(): Promise<void>;
  /** Ends all workers; scripts that wait or run fail. */
  close(): Promise<void>;
  /** Worker threads alive, scripts that wait and scripts that are with a worker. */
  readonly counts: { readonly workers: number; readonly waiting: number; readonly running: number };
}

/** Times that a job is begun again after its worker was lost to no known fault. */
const MAX_LOSSES = 2;

/**
 * Runs scripts in worker threads. A worker is started when a script waits for it, so an idle server has none. A script
 * that lasts gives up its worker's other jobs to the rest of the pool after two ticks; one that goes over its time is
 * killed with its worker. Scripts change nothing but their result, so a job may be begun twice and the first answer counts.
 */
export function createScriptPool(options: ScriptPoolOptions = {}): ScriptPool {
  return new Pool(options);
}

class Pool implements ScriptPool {
  readonly #options: {
    readonly limits: ScriptLimits;
    readonly ceilings: ScriptCeilings;
    readonly size: number;
    readonly queue: number;
    readonly idle: number;
    readonly compileCache: string | undefined;
  };
  readonly #queue = new JobQueue();
  /** Jobs of scripts that are known to last. */
  readonly #slow = new JobQueue();
  readonly #slots = new Set<Slot>();
  readonly #scripts = new KnownScripts(
    (asked) => limitsFor(asked, this.#options.limits, this.#options.ceilings),
    (id) => {
      for (const slot of this.#slots) slot.forget(id);
    },
  );
  /** Slots whose current job lasts. */
  readonly #held = new Set<Slot>();
  readonly #stops = new Set<Promise<void>>();
  /** Languages of the scripts so far: a new worker begins with them. */
  readonly #used = new Set<Script["language"]>();
  #lastJob = 0;
  #scheduled = false;
  #watch: NodeJS.Timeout | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ScriptPoolOptions) {
    const ceilings = { ...DEFAULT_CEILINGS, ...options.ceilings };
    this.#options = {
      limits: limitsFor(undefined, { ...DEFAULT_LIMITS, ...options.limits }, ceilings),
      ceilings,
      size: options.size ?? Math.min(8, Math.max(2, availableParallelism() - 1)),
      queue: options.queue ?? 10_000,
      idle: options.idle ?? 300_000,
      compileCache: options.compileCache ?? ownCompileCache(),
    };
  }

  get counts() {
    let running = 0;
    for (const slot of this.#slots) running += slot.jobs.size;
    return { workers: this.#slots.size, waiting: this.#waiting, running };
  }

  check({ language, source }: Script): void {
    if (language === "groovy") compileGroovyScript(source);
    else checkJavaScript(source);
  }

  run(script: Script, exchange: Exchange, signal?: AbortSignal): Promise<ScriptResult> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw shuttingDown();
      if (signal?.aborted) throw cancelled(signal);
      if (this.#waiting >= this.#options.queue) throw mortiseError("SCRIPT_BUSY", { waiting: this.#waiting });
      // 30 bits, so that it stays a small integer for both threads.
      this.#lastJob = (this.#lastJob % 0x3fffffff) + 1;
      this.#used.add(script.language);
      const order = {
        script: this.#scripts.find(script, exchange),
        exchange,
        signal,
      };
      const job = new Job(this.#lastJob, order, { resolve, reject });
      this.#lineOf(job).add(job);
      this.#schedule();
    });
  }

  async prestart(): Promise<void> {
    this.#used.add("groovy").add("javascript");
    for (const slot of this.#slots) slot.load(this.#used);
    while (this.#slots.size < this.#options.size) this.#start();
    await Promise.all([...this.#slots].map((slot) => slot.loaded));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#watch);
    clearTimeout(this.#idleTimer);
    for (const job of [...this.#queue.drain(), ...this.#slow.drain()]) job.reject(shuttingDown());
    for (const slot of this.#slots) {
      for (const job of slot.jobs.values()) job.reject(shuttingDown());
      this.#stop(slot);
    }
    await Promise.all(this.#stops);
  }

  /** Jobs of one turn of the event loop go out together. */
  #schedule(): void {
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#dispatch();
    });
  }

  #dispatch(): void {
    if (this.#closed) return;
    if (this.#slots.size === 0 && this.#waiting > 0) this.#start();
    const kept = this.#giveSlow();
    const open = this.#open()
      .filter((slot) => slot !== kept)
      .sort((left, right) => left.jobs.size - right.jobs.size);
    // Shared out evenly first; then whoever has room takes the rest.
    const share = Math.ceil(this.#queue.size / Math.max(1, open.length));
    for (const count of [share, this.#queue.size]) for (const slot of open) this.#give(slot, count);
    this.#keepWatch();
  }

  /**
   * A script that lasts gets a worker to itself, since whoever came with it would wait until he is given to another. Gives
   * back the worker that is to be empty for the next one.
   */
  #giveSlow(): Slot | undefined {
    while (this.#slow.size > 0) {
      const open = this.#open();
      // One worker is left to those who wait for less.
      if (open.length < 2 && this.#queue.size > 0) return undefined;
      const [slot] = open.sort((left, right) => left.jobs.size - right.jobs.size);
      if (!slot || slot.jobs.size > 0) return slot;
      const [job] = this.#slow.take(1, (tenant) => this.#maySpread(tenant));
      if (!job) return undefined;
      if (!job.script.isSlow) {
        // It has been quick since: with the others it is quicker still.
        this.#queue.addFirst(job);
        continue;
      }
      this.#held.add(slot);
      slot.isApart = true;
      slot.send([job]);
    }
    return undefined;
  }

  get #waiting(): number {
    return this.#queue.size + this.#slow.size;
  }

  #lineOf(job: Job): JobQueue {
    return job.script.isSlow ? this.#slow : this.#queue;
  }

  #give(slot: Slot, count: number): void {
    const room = Math.min(count, slot.window - slot.jobs.size);
    const jobs =
      room > 0 ? this.#queue.take(room, (tenant) => slot.tenants.has(tenant) || this.#maySpread(tenant)) : [];
    if (jobs.length > 0) slot.send(jobs);
  }

  /** The slots that can take more. Nobody is sent to a worker that is still starting while another one can take him. */
  #open(): Slot[] {
    const open = [...this.#slots].filter((slot) => !this.#held.has(slot));
    const ready = open.filter((slot) => slot.isReady);
    return ready.length > 0 ? ready : open;
  }

  /** Whether a tenant may use one more worker: one is always left to the others, whatever his scripts do. */
  #maySpread(tenant: string): boolean {
    let used = 0;
    for (const slot of this.#slots) if (slot.tenants.has(tenant)) used += 1;
    return used < Math.max(1, this.#options.size - 1);
  }

  #start(): void {
    const { limits, ceilings, compileCache } = this.#options;
    const slot = new Slot({ usual: limits.memory, most: ceilings.memory }, compileCache, {
      ready: () => this.#schedule(),
      answers: (from, answers) => this.#take(from, answers),
      lost: (from, error) => this.#lose(from, error),
    });
    slot.load(this.#used);
    this.#slots.add(slot);
  }

  #take(slot: Slot, { ms, jobs }: Answers): void {
    const wasApart = slot.isApart;
    for (let index = 0; index < jobs.length; index += 3) {
      const [id, kind, text] = jobs.slice(index, index + 3) as [number, number, string];
      const job = slot.jobs.get(id);
      // Unknown: it was given to another worker when it had just begun here.
      if (!job) continue;
      slot.release(job);
      if (wasApart && ms < TICK) job.script.isSlow = false;
      if (kind === DONE) finish(job, text);
      else if (kind === FAILED) job.reject(this.#explained(job, decodeError(text, job.script.source)));
      else {
        job.script.wants.add(text as Part);
        this.#lineOf(job).addFirst(job);
      }
    }
    if (slot.isIdle && !slot.isApart) this.#held.delete(slot);
    // Scripts are in use: the other workers start now, and not when a long script first holds this one.
    if (this.#slots.size < this.#options.size && !this.#closed) this.#start();
    if (this.#waiting > 0) this.#schedule();
  }

  /** A worker ended by itself: out of memory, or by a fault of ours. */
  #lose(slot: Slot, error: Error | undefined): void {
    const current = slot.last;
    this.#drop(slot);
    if (current) {
      const outOfMemory = (error as { code?: string } | undefined)?.code === "ERR_WORKER_OUT_OF_MEMORY";
      const what = `a script's worker was lost: ${error?.message ?? "it exited"}`;
      current.reject(
        outOfMemory ? this.#limit(current, "memory") : mortiseError("ENGINE_BUG", { what }, { cause: error }),
      );
      slot.release(current);
    }
    for (const job of slot.jobs.values()) {
      job.losses += current ? 0 : 1;
      if (job.losses <= MAX_LOSSES) this.#lineOf(job).addFirst(job);
      else
        job.reject(
          mortiseError("ENGINE_BUG", { what: `scripts' workers do not start: ${error?.message}` }, { cause: error }),
        );
    }
    this.#schedule();
  }

  #keepWatch(): void {
    const { running, waiting } = this.counts;
    if (running + waiting > 0) {
      clearTimeout(this.#idleTimer);
      this.#watch ??= setInterval(() => this.#look(), TICK);
    }
  }

  #look(): void {
    const now = performance.now();
    for (const line of [this.#queue, this.#slow]) for (const job of line) job.heed(now);
    for (const slot of this.#slots) {
      for (const job of slot.jobs.values()) job.heed(now);
      const seen = slot.look(now);
      if (!seen) {
        if (!slot.isApart) this.#held.delete(slot);
      } else if (this.#isOverdue(seen, now)) this.#kill(slot, seen.job);
      else if (seen.ms > TICK && !this.#held.has(slot)) {
        this.#held.add(slot);
        if (seen.job) seen.job.script.isSlow = true;
        for (const job of slot.steal(seen.job).reverse()) this.#lineOf(job).addFirst(job);
      }
    }
    const usable = this.#slots.size - this.#held.size;
    const waits = [this.#queue, this.#slow].some((line) => line.hasFor((tenant) => this.#maySpread(tenant)));
    if (waits && usable < this.#options.size && this.#slots.size < 2 * this.#options.size) this.#start();
    if (this.#waiting > 0) this.#dispatch();
    const { running, waiting } = this.counts;
    if (running + waiting > 0) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
    this.#idleTimer = setTimeout(() => this.#retire(), this.#options.idle).unref();
  }

  #isOverdue({ job, ms }: { readonly job: Job | undefined; readonly ms: number }, now: number): boolean {
    const { ms: most, grace } = job?.script.limits ?? this.#options.limits;
    return ms > most + grace || (job?.cancelledAt !== undefined && now - job.cancelledAt > grace);
  }

  #kill(slot: Slot, job: Job | undefined): void {
    if (job) {
      job.reject(this.#limit(job, "ms"));
      slot.release(job);
    }
    for (const job of [...slot.jobs.values()].reverse()) this.#lineOf(job).addFirst(job);
    this.#stop(slot);
    this.#schedule();
  }

  #limit(job: Job, budget: "ms" | "memory"): MortiseError {
    return this.#explained(job, mortiseError("SCRIPT_LIMIT", { budget }, { source: job.script.source }));
  }

  #explained({ script }: Job, error: MortiseError): MortiseError {
    return explainLimit(error, script.limits, this.#options.ceilings);
  }

  /** Nobody has needed a script for long: the memory goes back. */
  #retire(): void {
    for (const slot of this.#slots) this.#stop(slot);
  }

  #stop(slot: Slot): void {
    this.#drop(slot);
    const stop = slot.stop().finally(() => this.#stops.delete(stop));
    this.#stops.add(stop);
  }

  #drop(slot: Slot): void {
    this.#slots.delete(slot);
    this.#held.delete(slot);
  }
}

/** The folder that the entry script named; Node speaks of the one inside it that is for its own version. */
function ownCompileCache(): string | undefined {
  const folder = getCompileCacheDir();
  return folder === undefined ? undefined : dirname(folder);
}

function finish(job: Job, text: string): void {
  try {
    job.resolve(decodeResult(text));
  } catch (error) {
    job.reject(
      error instanceof MortiseError
        ? error
        : mortiseError("ENGINE_BUG", { what: "a script's result cannot be read" }, { cause: error }),
    );
  }
}

function shuttingDown(): MortiseError {
  return mortiseError("API_UNAVAILABLE", { what: "The server is shutting down" });
}
