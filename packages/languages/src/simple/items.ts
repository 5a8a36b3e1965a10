import type { Value } from "@mortise/contract";
import { spend, spendItems } from "../work.ts";

/**
 * Camel's `ObjectHelper.createIterable`: a collection's items, a map's entries, the parts of a text between commas
 * (not inside parentheses, not trimmed), else the value alone. Null and blank text have none.
 */
export function itemsOf(value: Value): readonly Value[] {
  const items = listOf(value);
  spendItems(items.length);
  return items;
}

function listOf(value: Value): readonly Value[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  if (value instanceof Set) return [...value];
  if (value instanceof Map) return [...value].map(([key, item]) => new Map([[key, item]]));
  if (value instanceof Uint8Array) return [...value].map((byte) => (byte << 24) >> 24);
  if (typeof value !== "string") return [value];
  if (value.trim() === "") return [];
  return value.includes(",") ? splitText(value) : [value];
}

function splitText(text: string): string[] {
  spend(text.length >> 3);
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 40) depth++;
    else if (character === 41 && depth > 0) depth--;
    else if (character === 44 && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

/** What `collate` and `skip` give: a list whose kind is "object", since Camel's is an iterator. */
export class Sequence extends Array<Value> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}
