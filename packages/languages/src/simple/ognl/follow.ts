import { type Exchange, toText, typeName, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { spend } from "../../work.ts";
import { callMethod } from "./methods.ts";
import type { Step } from "./path.ts";

/** Follows a path from a value. A missing root is null all the way; a missing value further on is an error. */
export function followPath(path: readonly Step[], root: Value, exchange: Exchange): Value {
  if (root === null) return null;
  let value: Value = root;
  for (const step of path) {
    if (value === null) throw failed(`there is no value to apply ${step.text} to`);
    spend(1);
    if (step.method) value = callMethod(value, step.method.name, step.method.args, step.text, exchange);
    if (step.key !== undefined) value = lookUp(value, step.key(exchange), step.nullSafe, step.text, exchange);
    if (value === null && step.nullSafe) return null;
  }
  return value;
}

const INDEX = /^\s*(?:(\d{1,9})|last\s*(?:-\s*(\d{1,9}))?)\s*$/;

function lookUp(value: Value, key: Value, nullSafe: boolean, step: string, exchange: Exchange): Value {
  if (value instanceof Map) return mapValue(value, key, exchange);
  const items = value instanceof Set ? [...value] : value;
  if (Array.isArray(items) || items instanceof Uint8Array) {
    const text = toText(key, exchange.scope.timeZone);
    const index = INDEX.exec(text);
    if (!index) throw failed(`Key: ${text} not found in bean: ${typeName(value)} using OGNL path [${step}]`);
    const at = index[1] === undefined ? items.length - 1 - Number(index[2] ?? 0) : Number(index[1]);
    if (at >= 0 && at < items.length) {
      const item = items[at] as Value;
      return items instanceof Uint8Array ? ((item as number) << 24) >> 24 : item;
    }
    if (nullSafe) return null;
    throw failed(`Index ${at} out of bounds for length ${items.length} using OGNL path [${step}]`);
  }
  throw failed(
    `Key: ${toText(key)} not found in bean: ${toText(value).slice(0, 100)} of type: ${typeName(value)} using OGNL path [${step}]`,
  );
}

/** A key as written, or as the number it is. */
function mapValue(map: Map<Value, Value>, key: Value, exchange: Exchange): Value {
  if (map.has(key)) return map.get(key) as Value;
  const text = toText(key, exchange.scope.timeZone);
  if (map.has(text)) return map.get(text) as Value;
  const number = /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
  return number !== undefined && map.has(number) ? (map.get(number) as Value) : null;
}
