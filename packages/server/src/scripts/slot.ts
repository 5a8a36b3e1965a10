import { Worker } from "node:worker_threads";
import type { Script } from "@mortise/contract";
import type { Job } from "./job.ts";
import {
  type Answers,
  type Batch,
  CURRENT,
  type Introduction,
  LOADED,
  PARTS,
  STOLEN,
  type WorkerSetup,
} from "./protocol.ts";

/** Jobs with a worker at a time: enough for full batches. */
const WINDOW = 128;

/** Milliseconds of work that may be with a worker. */
const WINDOW_MS = 20;

/** Milliseconds between two looks at what a worker does. */
export const TICK = 5;

/** Megabytes of stack: 2,000 Groovy calls within calls fit. */
const STACK_MB = 16;

/** Bytes that scripts may take: most of them, and the largest. */
export interface Memory {
  readonly usual: number;
  readonly most: number;
}

/** Milliseconds of one look at the most: what is missing beyond was taken from this whole process, scripts too. */
const LATE = 40;

/** What a slot tells the pool. */
export interface SlotEvents {
  ready(slot: Slot): void;
  answers(slot: Slot, answers: Answers): void;
  /** The worker is gone without having been stopped. */
  lost(slot: Slot, error: Error | undefined): void;
}

/** From source when run from source. */
const WORKER = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);

/** One worker thread and the jobs that are with it. */
export class Slot {
  readonly jobs = new Map<number, Job>();
  /** Whose jobs are with it, and how many of each. */
  readonly tenants = new Map<string, number>();
  /** Whether its languages are loaded. */
  isReady = false;
  /** Whether a script is with it that is known to last, and nobody else may come. */
  isApart = false;
  /** Resolves when they are, or the worker is gone. */
  loaded: Promise<void> = Promise.resolve();
  readonly #worker: Worker;
  readonly #state: Int32Array<SharedArrayBuffer>;
  readonly #known = new Set<number>();
  readonly #forget: number[] = [];
  #batch = 0;
  #watched = 0;
  #seen = 0;
  #looked = 0;
  #gone = false;
  #each = 1;
  #loaded: () => void = () => {};

  constructor(memory: Memory, compileCache: string | undefined, events: SlotEvents) {
    this.#state = new Int32Array(new SharedArrayBuffer(8));
    const workerData: WorkerSetup = { memory: memory.usual, compileCache, state: this.#state };
    this.#worker = new Worker(WORKER, {
      workerData,
      name: "scripts",
      // Nothing of the server's environment, and no more of its memory than scripts are meant to have.
      env: {},
      argv: [],
      execArgv: [],
      stdin: false,
      resourceLimits: {
        maxOldGenerationSizeMb: 64 + Math.ceil((2 * memory.most) / 1_000_000),
        maxYoungGenerationSizeMb: 32,
        stackSizeMb: STACK_MB,
      },
    });
    let failure: Error | undefined;
    this.#worker.on("message", (message: Answers | typeof LOADED) => {
      if (message === LOADED) {
        this.isReady = true;
        if (this.jobs.size === 0) this.#worker.unref();
        this.#loaded();
        return events.ready(this);
      }
      this.#learn(message);
      events.answers(this, message);
    });
    this.#worker.on("error", (error: Error) => {
      failure = error;
    });
    this.#worker.on("exit", () => {
      const stopped = this.#gone;
      this.#gone = true;
      this.#loaded();
      if (!stopped) events.lost(this, failure);
    });
  }

  get isIdle(): boolean {
    return Atomics.load(this.#state, CURRENT) === 0;
  }

  /** The job that ran when the worker was lost. */
  get last(): Job | undefined {
    return this.jobs.get(Atomics.load(this.#state, CURRENT));
  }

  /** How many jobs may be with it: as many as it answers in a few ticks of a fast machine, so that none waits long behind others. */
  get window(): number {
    return Math.max(1, Math.min(WINDOW, Math.floor(WINDOW_MS / this.#each)));
  }

  /** Loads languages ahead of the first script. */
  load(languages: Iterable<Script["language"]>): void {
    this.loaded = new Promise((resolve) => {
      this.#loaded = resolve;
    });
    this.isReady = false;
    this.#worker.ref();
    this.#post({ scripts: [], jobs: [], load: [...languages] });
  }

  send(jobs: readonly Job[]): void {
    const scripts: Introduction[] = [];
    const entries: (number | string | null)[] = [];
    for (const job of jobs) {
      const { id, language, source, owner, limits } = job.script;
      if (!this.#known.has(id)) {
        this.#known.add(id);
        scripts.push({ id, language, source, owner, limits });
      }
      this.jobs.set(job.id, job);
      this.tenants.set(job.tenant, (this.tenants.get(job.tenant) ?? 0) + 1);
      entries.push(job.id, id, job.head);
      for (const part of PARTS) entries.push(job.part(part));
    }
    this.#worker.ref();
    this.#post({ scripts, jobs: entries });
  }

  /** A job has left, answered or given to another. */
  release(job: Job): void {
    if (!this.jobs.delete(job.id)) return;
    if (this.jobs.size === 0) this.isApart = false;
    const left = (this.tenants.get(job.tenant) ?? 0) - 1;
    if (left > 0) this.tenants.set(job.tenant, left);
    else this.tenants.delete(job.tenant);
    // An idle worker does not keep the process alive.
    if (this.jobs.size === 0 && this.isReady) this.#worker.unref();
  }

  /** Takes back all jobs but the one that runs. */
  steal(running: Job | undefined): Job[] {
    Atomics.store(this.#state, STOLEN, this.#batch);
    const stolen = [...this.jobs.values()].filter((job) => job !== running);
    for (const job of stolen) this.release(job);
    return stolen;
  }

  forget(script: number): void {
    if (this.#known.delete(script)) this.#forget.push(script);
  }

  /**
   * What runs, and for how many milliseconds it has been seen to; undefined between two jobs. A look that comes late
   * counts as one that came in time: where the machine is short of time, scripts are given more of it.
   */
  look(now: number): { readonly job: Job | undefined; readonly ms: number } | undefined {
    const id = Atomics.load(this.#state, CURRENT);
    this.#seen = id === this.#watched ? this.#seen + Math.min(now - this.#looked, LATE) : 0;
    this.#watched = id;
    this.#looked = now;
    return id === 0 ? undefined : { job: this.jobs.get(id), ms: this.#seen };
  }

  #post(batch: Omit<Batch, "number" | "forget">): void {
    this.#batch += 1;
    this.#worker.postMessage({ ...batch, number: this.#batch, forget: this.#forget.splice(0) } satisfies Batch);
  }

  /** Remembers how long a job takes here, the last ones most. */
  #learn({ ms, jobs }: Answers): void {
    const each = ms / (jobs.length / 3);
    this.#each += (each - this.#each) / 4;
  }

  /** Ends the worker in the middle of whatever it does. */
  async stop(): Promise<void> {
    this.#gone = true;
    await this.#worker.terminate();
  }
}
