import { type Exchange, type MortiseError, mortiseError } from "@mortise/contract";
import type { GClass } from "./class.ts";
import { dateTexts } from "./date.ts";
import type { Obj } from "./object.ts";
import type { ScriptObject } from "./script.ts";
import type { ScriptFrame } from "./throwable.ts";

/** What one run of a script may use up. */
export interface ScriptBudgets {
  /** Calls, loop turns and the costs of library methods. */
  readonly steps: number;
  /** Milliseconds on the wall, looked at every few thousand steps. */
  readonly ms: number;
  /** Bytes that the script's values take up, estimated as they are made; nothing is ever given back. */
  readonly memory: number;
  /** Calls within calls. */
  readonly depth: number;
  /** Characters printed. */
  readonly output: number;
}

/** Steps between two looks at the clock: some 50 microseconds. */
const STRIDE = 5_000;

/** One run: what it may still use, and where it is. */
export class Run {
  readonly exchange: Exchange;
  readonly budgets: ScriptBudgets;
  /** The script that runs; absent while only the library does. */
  script: ScriptObject | undefined;
  /** Classes whose static methods any object has for now: `use(Category) { … }`. */
  readonly categories: GClass[] = [];
  /** The offset of what is being done, for errors. */
  at = 0;
  depth = 0;
  /** Values of the assertion that runs, with where they stand; absent outside one. */
  recorded: { readonly at: number; readonly value: Obj }[] | undefined;
  readonly #offsets: number[] = [];
  readonly #names: string[] = [];
  #fuel: number;
  #steps: number;
  #memory: number;
  #output: number;
  readonly #deadline: number;
  readonly #printed: string[] = [];

  constructor(exchange: Exchange, budgets: ScriptBudgets) {
    this.exchange = exchange;
    this.budgets = budgets;
    this.#fuel = Math.min(STRIDE, budgets.steps);
    this.#steps = budgets.steps - this.#fuel;
    this.#memory = budgets.memory;
    this.#output = budgets.output;
    this.#deadline = performance.now() + budgets.ms;
    dateTexts.zone = exchange.scope.timeZone;
  }

  /** Counts one step. */
  step(): void {
    if (--this.#fuel < 0) this.#refuel(0);
  }

  /** Counts many steps at once, before they are done. */
  steps(count: number): void {
    this.#fuel -= count;
    if (this.#fuel < 0) this.#refuel(-this.#fuel);
  }

  #refuel(owed: number): void {
    if (this.#steps < owed || this.#steps <= 0) throw this.limit(`${this.budgets.steps} steps`, "steps");
    if (performance.now() > this.#deadline) throw this.limit(`${this.budgets.ms} ms`, "ms");
    this.#steps -= owed;
    this.#fuel = Math.min(STRIDE, this.#steps);
    this.#steps -= this.#fuel;
  }

  /** Counts memory that is about to be taken. */
  take(bytes: number): void {
    this.#memory -= bytes;
    if (this.#memory < 0) throw this.limit(`${this.budgets.memory} bytes of memory`, "memory");
  }

  /** Goes into a call; `leave` must follow, except after a throw. */
  enter(name: string): void {
    const depth = this.depth++;
    if (depth >= this.budgets.depth) throw this.limit(`${this.budgets.depth} calls within calls`, "depth");
    this.#offsets[depth] = this.at;
    this.#names[depth] = name;
    if (--this.#fuel < 0) this.#refuel(0);
  }

  leave(): void {
    this.depth--;
  }

  print(text: string): void {
    this.#output -= text.length;
    if (this.#output < 0) throw this.limit(`${this.budgets.output} characters of output`, "output");
    this.#printed.push(text);
  }

  get printed(): string {
    return this.#printed.join("");
  }

  /** The calls that lead here, innermost first; at most 20. */
  frames(): ScriptFrame[] {
    const frames: ScriptFrame[] = [];
    let offset = this.at;
    for (let i = this.depth - 1; i >= -1 && frames.length < 20; i--) {
      frames.push({ name: i < 0 ? "script" : (this.#names[i] as string), offset });
      offset = this.#offsets[i] ?? 0;
    }
    return frames;
  }

  limit(limit: string, budget: keyof ScriptBudgets): MortiseError {
    return mortiseError("SCRIPT_LIMIT", { limit, budget });
  }
}
