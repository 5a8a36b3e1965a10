import { Typed, toText, type Value } from "@mortise/contract";

/** Camel's `ObjectHelper.evaluateValuePredicate`: what a value alone means as a condition. Every number holds, even 0. */
export function isTrue(value: Value): boolean {
  if (value === null) return false;
  if (typeof value === "boolean") return value;
  if (typeof value === "string") {
    const text = value.trim();
    return text !== "" && text.toLowerCase() !== "false";
  }
  if (value instanceof Typed && value.type === "GString") return isTrue(toText(value));
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Set) return value.size > 0;
  return true;
}

/** What `?:` takes for nothing: null, false, 0, blank text, an empty collection. */
export function isNothing(value: Value): boolean {
  if (value === null || value === false || value === 0) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.length === 0;
  if (value instanceof Map || value instanceof Set) return value.size === 0;
  return false;
}
