import { type ErrorCode, type MortiseError, mortiseError, type Position, type Script } from "@mortise/contract";
import type { Part } from "@mortise/languages/scripts";
import type { ScriptLimits } from "./limits.ts";

/** What a worker is started with. */
export interface WorkerSetup {
  /** Memory for JavaScript to begin with. */
  readonly memory: number;
  /** Folder for compiled code. */
  readonly compileCache: string | undefined;
  /** Two numbers that both threads see: `CURRENT` and `STOLEN`. */
  readonly state: Int32Array<SharedArrayBuffer>;
}

/** Index of the id of the job that is running, 0 between two: still there when the worker is not. */
export const CURRENT = 0;

/** Index of the number of the last batch of which nothing more is to be begun: its jobs were given to another worker. */
export const STOLEN = 1;

/** A script that the worker does not know yet. */
export interface Introduction {
  readonly id: number;
  readonly language: Script["language"];
  readonly source: string;
  /** Whose it is: JavaScript of two owners never shares a context. */
  readonly owner: string;
  readonly limits: ScriptLimits;
}

/** Many jobs in one message: 225,000 a second get across, against 27,000 one at a time. */
export interface Batch {
  readonly number: number;
  readonly scripts: readonly Introduction[];
  readonly forget: readonly number[];
  /** Languages to load now; `LOADED` is answered. */
  readonly load?: readonly Script["language"][];
  /** Five entries a job: id, script id, head, body and flow; the last two as text or null. */
  readonly jobs: readonly (number | string | null)[];
}

/** What a worker says. */
export interface Answers {
  /** Milliseconds that these jobs took. */
  readonly ms: number;
  /** Three entries a job: id, what it ended as, and text. */
  readonly jobs: readonly (number | string)[];
}

/** A worker's answer to `load`. */
export const LOADED = "loaded";

/** The text is the result. */
export const DONE = 0;
/** The text is an error. */
export const FAILED = 1;
/** The text names the part of the exchange that the script read and that did not come with it. */
export const WANTS = 2;

/** In the order in which parts stand in a batch. */
export const PARTS: readonly Part[] = ["body", "flow"];

interface EncodedError {
  readonly code: ErrorCode;
  readonly detail: { readonly [name: string]: unknown };
  readonly position?: Position;
  readonly retry: boolean;
}

/** An error as data; the script's source stays where it is. */
export function encodeError({ code, detail, position, retry }: MortiseError): string {
  const encoded: EncodedError = { code, detail, retry, ...(position ? { position } : {}) };
  return JSON.stringify(encoded);
}

export function decodeError(text: string, source: string): MortiseError {
  const { code, detail, position, retry } = JSON.parse(text) as EncodedError;
  return mortiseError(code, detail, { source, retry, position });
}
