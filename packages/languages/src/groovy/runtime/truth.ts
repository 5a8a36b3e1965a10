import { BigDecimal } from "./decimal.ts";
import { GString } from "./gstring.ts";
import { Cursor } from "./iterator.ts";
import { Bytes, JArray, JList } from "./list.ts";
import { JMap, JSet } from "./map.ts";
import { BigInt_, Byte, Char, Double, Float, Short } from "./number.ts";
import type { GObject, Obj } from "./object.ts";
import { Range } from "./range.ts";

/** Groovy's truth: null, zero and whatever is empty are false. */
export function truth(value: Obj): boolean {
  switch (typeof value) {
    case "boolean":
      return value;
    case "string":
      return value.length > 0;
    case "number":
      return value !== 0;
    case "bigint":
      return value !== 0n;
    default:
      return value !== null && truthOf(value);
  }
}

function truthOf(value: GObject): boolean {
  if (value instanceof JList || value instanceof JArray) return value.items.length > 0;
  if (value instanceof JMap || value instanceof JSet || value instanceof Range) return value.size > 0;
  if (value instanceof BigDecimal) return value.unscaled !== 0n;
  if (value instanceof Double || value instanceof Float || value instanceof Short || value instanceof Byte)
    return value.v !== 0;
  if (value instanceof BigInt_) return value.v !== 0n;
  if (value instanceof GString) return value.toString().length > 0;
  if (value instanceof Char) return value.code !== 0;
  if (value instanceof Cursor) return value.hasNext();
  if (value instanceof Bytes) return value.data.length > 0;
  return value.truth?.() ?? true;
}
