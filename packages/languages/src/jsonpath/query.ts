import { double, long, type Value } from "@mortise/contract";
import { jsonpath } from "json-p3";
import { failed, syntaxError } from "../failures.ts";
import { parseJson } from "../json.ts";
import { toNumber } from "../simple/convert.ts";
import { LIMITS } from "../work.ts";
import { select } from "./evaluate.ts";
import { isDefinite, type StandardPath, standardPath } from "./jayway.ts";

/** A path that is ready to be applied to a value. */
export type JsonQuery = (value: Value) => Value;

/**
 * Compiles a path. A definite path gives the value it leads to, or null; any other gives the list of all it selects,
 * as Jayway's does. Throws `EXPRESSION_SYNTAX`.
 */
export function compileJsonPath(source: string): JsonQuery {
  if (source.trim() === "") throw syntaxError("A JSONPath is expected, such as $.access_token", source, 0);
  if (source.length > LIMITS.pattern)
    throw syntaxError(`A JSONPath holds at most ${LIMITS.pattern} characters`, source.slice(0, 100), 0);
  const { path, tail } = standardPath(source);
  let query: ReturnType<typeof jsonpath.compile>;
  try {
    query = jsonpath.compile(path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = error instanceof jsonpath.JSONPathError ? error.token.index : 0;
    throw syntaxError(`Not a JSONPath: ${message.split("\n")[0]}`, source, Math.min(at, source.length));
  }
  const definite = isDefinite(path);
  return (value) => {
    const found = select(query, documentOf(value));
    const result = definite ? (found[0] ?? null) : found;
    return tail === undefined ? result : applyTail(tail, result);
  };
}

/** Text and bytes are JSON to be parsed; everything else is the document itself. */
export function documentOf(value: Value): Value {
  if (typeof value === "string") return parseJson(value);
  if (value instanceof Uint8Array) return parseJson(new TextDecoder().decode(value));
  return value;
}

function applyTail(tail: NonNullable<StandardPath["tail"]>, value: Value): Value {
  if (value === null) return null;
  if (tail === "length" || tail === "size") {
    if (typeof value === "string" || Array.isArray(value)) return value.length;
    return value instanceof Map ? value.size : null;
  }
  if (tail === "keys") return value instanceof Map ? [...value.keys()] : null;
  const items = Array.isArray(value) ? value : [value];
  if (tail === "first") return items[0] ?? null;
  if (tail === "last") return items.at(-1) ?? null;
  const numbers = items.map((item) => {
    const number = toNumber(item);
    if (number === undefined) throw failed(`${tail}() needs numbers`);
    return number;
  });
  if (numbers.length === 0) return null;
  const total = numbers.reduce((sum, number) => sum + number, 0);
  if (tail === "avg") return double(total / numbers.length);
  const result =
    tail === "sum"
      ? total
      : numbers.reduce((best, number) => (tail === "min" ? Math.min(best, number) : Math.max(best, number)));
  return Number.isSafeInteger(result) ? result : Number.isInteger(result) ? long(BigInt(result)) : result;
}
