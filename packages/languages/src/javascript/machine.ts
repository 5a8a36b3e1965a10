import { readFile } from "node:fs/promises";
import baseVariant from "@jitl/quickjs-wasmfile-release-sync";
import { decode, type Json, mortiseError, toText } from "@mortise/contract";
import {
  type EmscriptenModuleLoader,
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSEmscriptenModule,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from "quickjs-emscripten-core";
import type { Part } from "../hop/index.ts";
import { formatLocale, zoneOffset } from "./clock.ts";
import { SCRIPT_NAME } from "./failure.ts";
import { PRELUDE } from "./prelude/index.ts";

/** There was no room in the module for a text. */
export class OutOfMemory extends Error {}

/** What a module's host functions answer to while a script runs. */
export interface Job {
  deadline: number;
  /** The second line of its head. */
  readonly rest: string;
  /** The flow's zone, once it was asked for. */
  timeZone?: string;
  part(name: Part | "rest"): string;
  /** Set by whatever ended the run from outside, so that a script cannot catch it. */
  interrupted: boolean;
  refused: { readonly code: string; readonly what: string } | undefined;
  failed: unknown;
}

/** A script ready to be called, in a context of its own. */
export interface Prepared {
  readonly context: QuickJSContext;
  readonly runtime: QuickJSRuntime;
  readonly script: QuickJSHandle;
  readonly start: QuickJSHandle;
  readonly finish: QuickJSHandle;
}

/** QuickJS' build starts with this many pages of 64 kB and cannot have fewer. */
const FIRST_PAGES = 256;
const PAGE = 65_536;

/** The part of its memory after which a module is worn. */
const WORN = 0.5;

/** Deeper recursion ends as an error inside QuickJS instead of overflowing the thread's own stack. */
const STACK = 256 * 1024;

/** The compiled WebAssembly, once a thread; instances share it. */
let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * One QuickJS module with memory that cannot grow past its cap: QuickJS' own memory limit does not hold (3,000 arrays
 * of 1,000 were let through at 8 MB), and a module that was full is not trusted again.
 */
export class Machine {
  readonly #quickjs: QuickJSWASMModule;
  readonly #memory: WebAssembly.Memory;
  readonly #bytes: number;
  job: Job | undefined;

  private constructor(quickjs: QuickJSWASMModule, memory: WebAssembly.Memory, bytes: number) {
    this.#quickjs = quickjs;
    this.#memory = memory;
    this.#bytes = bytes;
  }

  static async open(bytes: number): Promise<Machine> {
    compiled ??= compile();
    const maximum = Math.max(FIRST_PAGES, Math.floor(bytes / PAGE));
    const wasmMemory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum });
    const variant = newVariant(baseVariant as unknown as QuickJSSyncVariant, {
      wasmMemory,
      wasmModule: await compiled,
    });
    const quickjs = await newQuickJSWASMModuleFromVariant(withFastText(variant, wasmMemory));
    return new Machine(quickjs, wasmMemory, maximum * PAGE);
  }

  /** Whether so much was taken that it had better be thrown away: WebAssembly never gives memory back. */
  get isWorn(): boolean {
    return this.#memory.buffer.byteLength > WORN * this.#bytes;
  }

  /** A context with the prelude and one script: a runtime of its own, so that no two scripts share a single object. */
  prepare(code: string): Prepared | { readonly error: unknown } {
    const runtime = this.#quickjs.newRuntime();
    runtime.setMaxStackSize(STACK);
    runtime.setInterruptHandler(() => {
      const { job } = this;
      if (job === undefined || performance.now() < job.deadline) return false;
      job.interrupted = true;
      return true;
    });
    const context = runtime.newContext();
    const script = context.evalCode(code, SCRIPT_NAME);
    if (script.error) {
      const error: unknown = context.dump(script.error);
      script.error.dispose();
      close(context, runtime);
      return { error };
    }
    const prelude = context.unwrapResult(context.evalCode(PRELUDE, "mortise.js"));
    const host = this.#hostFunctions(context);
    const entries = context.unwrapResult(context.callFunction(prelude, context.undefined, ...host));
    const start = context.getProp(entries, "start");
    const finish = context.getProp(entries, "finish");
    for (const handle of [prelude, entries, ...host]) handle.dispose();
    return { context, runtime, script: script.value, start, finish };
  }

  release({ context, runtime, script, start, finish }: Prepared): void {
    for (const handle of [script, start, finish]) handle.dispose();
    close(context, runtime);
  }

  #hostFunctions(context: QuickJSContext): QuickJSHandle[] {
    const current = () => {
      if (!this.job) throw mortiseError("ENGINE_BUG", { what: "a script called its host while no script runs" });
      return this.job;
    };
    return [
      context.newFunction("part", (name) => {
        const job = current();
        try {
          return context.newString(job.part(context.getString(name) as Part | "rest"));
        } catch (error) {
          job.failed ??= error;
          throw error;
        }
      }),
      context.newFunction("text", (json) => {
        const value = decode(JSON.parse(context.getString(json)) as Json);
        return context.newString(JSON.stringify(toText(value, zoneOf(current()))));
      }),
      context.newFunction("offset", (ms) => context.newNumber(zoneOffset(zoneOf(current()), context.getNumber(ms)))),
      context.newFunction("format", (kind, value, args) => {
        const [name, json] = [context.getString(kind), context.getString(args)];
        return context.newString(formatLocale(name, context.getNumber(value), json, zoneOf(current())));
      }),
      context.newFunction("refuse", (code, what) => {
        current().refused ??= { code: context.getString(code), what: context.getString(what) };
      }),
    ];
  }
}

function zoneOf(job: Job): string {
  job.timeZone ??= (JSON.parse(job.rest) as { timeZone: string }).timeZone;
  return job.timeZone;
}

function close(context: QuickJSContext, runtime: QuickJSRuntime): void {
  context.dispose();
  runtime.dispose();
}

/**
 * Text goes into the module by the machine's own encoder: emscripten's copies letter by letter (7 ns each), and when
 * memory has ended writes to address 0, over QuickJS itself.
 */
function withFastText(variant: QuickJSSyncVariant, memory: WebAssembly.Memory): QuickJSSyncVariant {
  const encoder = new TextEncoder();
  return {
    ...variant,
    importModuleLoader: async () => {
      const load = (await variant.importModuleLoader()) as EmscriptenModuleLoader<QuickJSEmscriptenModule>;
      return async (options) => {
        const module = await load(options);
        module.lengthBytesUTF8 = (text) => Buffer.byteLength(text, "utf8");
        module.stringToUTF8 = (text, pointer, size = 0) => {
          if (Number(pointer) === 0) throw new OutOfMemory();
          const target = new Uint8Array(memory.buffer, Number(pointer), size);
          const { written } = encoder.encodeInto(text, target.subarray(0, size - 1));
          target[written] = 0;
        };
        return module;
      };
    },
  };
}

async function compile(): Promise<WebAssembly.Module> {
  const url = new URL(import.meta.resolve("@jitl/quickjs-wasmfile-release-sync/wasm"));
  return WebAssembly.compile(await readFile(url));
}
