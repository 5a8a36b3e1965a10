import { isInteger, isLong, javaDouble, Typed, type Value } from "./value.ts";

const decoder = new TextDecoder();

/**
 * A value as Java's `toString` writes it: lists `[1, a]`, maps `{a=1}`, doubles `1.0`, dates
 * `Tue Nov 14 22:13:20 UTC 2023` in the given zone. Bytes are decoded as UTF-8, as Camel converts them.
 * Null is `""`, as Camel's templates have it; inside a collection it is `null`.
 */
export function toText(value: Value, timeZone = "UTC"): string {
  return typeof value === "string" ? value : value === null ? "" : javaText(value, timeZone);
}

/** As `toText`, but null is `null`: the text of an element of a list or map. */
export function javaText(value: Value, timeZone = "UTC"): string {
  if (value === null) return "null";
  if (typeof value === "string") return value;
  if (typeof value === "number") return isInteger(value) || isLong(value) ? String(value) : javaDouble(value);
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (value instanceof Typed) return value.text;
  if (value instanceof Date) return javaDate(value, timeZone);
  if (value instanceof Uint8Array) return decoder.decode(value);
  if (Array.isArray(value)) return `[${value.map((item) => javaText(item, timeZone)).join(", ")}]`;
  if (value instanceof Set) return `[${[...value].map((item) => javaText(item, timeZone)).join(", ")}]`;
  return `{${[...value].map(([key, item]) => `${javaText(key, timeZone)}=${javaText(item, timeZone)}`).join(", ")}}`;
}

const zoneFormats = new Map<string, Intl.DateTimeFormat>();

/** `java.util.Date.toString`: `EEE MMM dd HH:mm:ss zzz yyyy` in English. */
function javaDate(date: Date, timeZone: string): string {
  let format = zoneFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      weekday: "short",
      month: "short",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
      year: "numeric",
    });
    zoneFormats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
  return `${part.weekday} ${part.month} ${part.day} ${part.hour}:${part.minute}:${part.second} ${part.timeZoneName} ${part.year}`;
}
