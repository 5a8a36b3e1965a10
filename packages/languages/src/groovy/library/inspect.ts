import { GString } from "../runtime/gstring.ts";
import { itemsOf } from "../runtime/items.ts";
import { JMap } from "../runtime/map.ts";
import type { Obj } from "../runtime/object.ts";
import { textOf } from "../runtime/text.ts";

/** A value as it could be written in a script: texts in quotes. */
export function inspected(value: Obj, depth = 0): string {
  if (typeof value === "string" || value instanceof GString) {
    return `'${value.toString().replace(/[\\'\n\r\t]/g, (char) => ESCAPES.get(char) ?? char)}'`;
  }
  if (depth > 100) return "…";
  if (value instanceof JMap) {
    if (value.size === 0) return "[:]";
    return `[${value
      .entries()
      .map((entry) => `${inspected(entry.key, depth + 1)}:${inspected(entry.value, depth + 1)}`)
      .join(", ")}]`;
  }
  const items = itemsOf(value);
  return items ? `[${items.map((item) => inspected(item, depth + 1)).join(", ")}]` : textOf(value);
}

const ESCAPES = new Map([
  ["\\", "\\\\"],
  ["'", "\\'"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);
