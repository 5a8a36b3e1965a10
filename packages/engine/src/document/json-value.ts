import { type Json, mortiseError, toMistake } from "@mortise/contract";
import { FORBIDDEN_KEYS, type ParsedJson } from "./json-text.ts";
import { MAX_BYTES, MAX_NESTING, MAX_VALUES } from "./limits.ts";
import { escapePart } from "./pointer.ts";

/**
 * A copy of a value that is not text any more, under the rules of `parseJsonText`: what JSON cannot hold, what is
 * too deep, too large or reaches a prototype is refused. A key whose value is undefined is left out, as JSON has it.
 */
export function parseJsonValue(input: unknown): ParsedJson {
  const copier = new Copier();
  try {
    return { value: copier.copy(input, "", 0), mistakes: [] };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { mistakes: [toMistake(mortiseError(error.code, { what: error.message }), { pointer: error.pointer })] };
  }
}

class Refused extends Error {
  readonly code: "FLOW_INVALID" | "FLOW_TOO_LARGE";
  readonly pointer: string;

  constructor(code: "FLOW_INVALID" | "FLOW_TOO_LARGE", what: string, pointer: string) {
    super(what);
    this.code = code;
    this.pointer = pointer;
  }
}

class Copier {
  #bytes = 0;
  #values = 0;

  copy(value: unknown, pointer: string, depth: number): Json {
    if (++this.#values > MAX_VALUES) {
      throw new Refused("FLOW_TOO_LARGE", `it holds more than ${MAX_VALUES.toLocaleString("en")} values`, "");
    }
    if (value === null || typeof value === "boolean") return this.#count(value, 4);
    if (typeof value === "string") return this.#count(value, value.length + 2);
    if (typeof value === "number" && Number.isFinite(value)) return this.#count(value, 1);
    if (typeof value !== "object" || !(Array.isArray(value) || isPlain(value))) {
      throw new Refused("FLOW_INVALID", `${kindOf(value)} is not JSON`, pointer);
    }
    if (depth >= MAX_NESTING)
      throw new Refused("FLOW_TOO_LARGE", `it is nested more than ${MAX_NESTING} levels deep`, "");
    this.#count(null, 2);
    if (Array.isArray(value)) {
      return Array.from(value, (item: unknown, index) => this.copy(item, `${pointer}/${index}`, depth + 1));
    }
    const object: { [key: string]: Json } = {};
    for (const [key, item] of Object.entries(value)) {
      const at = `${pointer}/${escapePart(key)}`;
      if (FORBIDDEN_KEYS.has(key)) throw new Refused("FLOW_INVALID", `the key "${key}" is not allowed`, at);
      if (item !== undefined) object[key] = this.copy(item, at, depth + 1);
      this.#count(null, key.length + 4);
    }
    return object;
  }

  #count<T>(value: T, bytes: number): T {
    this.#bytes += bytes;
    if (this.#bytes > MAX_BYTES) throw new Refused("FLOW_TOO_LARGE", "it has more than 5 MB", "");
    return value;
  }
}

function isPlain(value: object): value is { [key: string]: unknown } {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function kindOf(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "object") return `a ${value?.constructor?.name ?? "value"}`;
  return value === undefined ? "nothing" : `a ${typeof value}`;
}
