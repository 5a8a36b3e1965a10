import type { Kit } from "./kit.ts";

/** Values from and to the codec's JSON, and their conversion. Runs inside QuickJS. */
export function installValues(kit: Kit): void {
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const CODES: { [letter: string]: number } = Object.create(null);
  for (let index = 0; index < 64; index += 1) CODES[ALPHABET[index] as string] = index;

  function toBase64(bytes: Uint8Array): string {
    let text = "";
    for (let index = 0; index < bytes.length; index += 3) {
      const group = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
      const left = bytes.length - index;
      text += (ALPHABET[group >> 18] as string) + (ALPHABET[(group >> 12) & 63] as string);
      text += left > 1 ? ALPHABET[(group >> 6) & 63] : "=";
      text += left > 2 ? ALPHABET[group & 63] : "=";
    }
    return text;
  }

  function fromBase64(text: string): number[] {
    const clean = text.replace(/[\s=]/g, "");
    const bytes: number[] = [];
    let bits = 0;
    let group = 0;
    for (const letter of clean) {
      const code = CODES[letter];
      if (code === undefined) throw new TypeError("it is not base64");
      group = ((group << 6) | code) & 0xffffff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes.push((group >> bits) & 255);
      }
    }
    return bytes;
  }

  function toUtf8(text: string): number[] {
    const bytes: number[] = [];
    for (const sign of text) {
      const code = sign.codePointAt(0) as number;
      if (code < 0x80) bytes.push(code);
      else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
      else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
      else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
    return bytes;
  }

  /** A body of bytes: `JSON.parse(body)` and `"" + body` see its text, as Camel converts it. */
  class Bytes extends Uint8Array {
    override toString(): string {
      return JSON.parse(kit.host.text(JSON.stringify({ $base64: toBase64(this) })));
    }
  }

  kit.fromWire = (json) => {
    if (json === null || typeof json !== "object") return json;
    if (Array.isArray(json)) return json.map(kit.fromWire);
    const record = json as { [key: string]: unknown };
    for (const first in record) {
      if (first[0] === "$") return fromTag(first, record);
      break;
    }
    for (const key in record) {
      const item = record[key];
      if (item !== null && typeof item === "object") record[key] = kit.fromWire(item);
    }
    return record;
  };

  function fromTag(tag: string, json: { [key: string]: unknown }): unknown {
    const value = json[tag];
    if (tag === "$date") return new Date(value as number);
    if (tag === "$long") return integer(value as string);
    if (tag === "$bytes") return Bytes.from(toUtf8(value as string));
    if (tag === "$base64") return Bytes.from(fromBase64(value as string));
    if (tag === "$array") return (value as unknown[]).map(kit.fromWire);
    if (tag === "$set") return new Set((value as unknown[]).map(kit.fromWire));
    if (tag === "$map") {
      const pairs = (value as [unknown, unknown][]).map(
        ([key, item]) => [kit.fromWire(key), kit.fromWire(item)] as const,
      );
      return pairs.every(([key]) => typeof key === "string") ? Object.fromEntries(pairs) : new Map(pairs);
    }
    if (tag !== "$") return json;
    const text = String(json.v);
    if (/^(Double|Float|Short|Byte|BigDecimal)$/.test(String(value))) return Number(text);
    return value === "BigInteger" ? integer(text) : text;
  }

  /** A number as long as nothing is lost by it. */
  function integer(text: string): number | bigint {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : BigInt(text);
  }

  kit.toWire = (value, depth = 0) => {
    if (value === null || value === undefined) return null;
    if (typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") {
      if (Number.isFinite(value)) return value;
      return { $: "Double", v: String(value) };
    }
    if (typeof value === "bigint") {
      return BigInt.asIntN(64, value) === value ? { $long: String(value) } : { $: "BigInteger", v: String(value) };
    }
    if (typeof value !== "object") throw new TypeError(`a ${typeof value} cannot be part of a message`);
    if (depth > 200) throw new TypeError("a value more than 200 levels deep cannot be part of a message");
    const next = depth + 1;
    if (Array.isArray(value)) return value.map((item) => kit.toWire(item, next));
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : { $date: value.getTime() };
    if (value instanceof Map)
      return { $map: [...value].map(([key, item]) => [kit.toWire(key, next), kit.toWire(item, next)]) };
    if (value instanceof Set) return { $set: [...value].map((item) => kit.toWire(item, next)) };
    if (value instanceof ArrayBuffer) return { $base64: toBase64(new Uint8Array(value)) };
    if (value instanceof Uint8Array) return { $base64: toBase64(value) };
    if (ArrayBuffer.isView(value))
      return [...(value as unknown as Iterable<unknown>)].map((item) => kit.toWire(item, next));
    if (value instanceof String || value instanceof Number || value instanceof Boolean)
      return kit.toWire(value.valueOf(), next);
    if (value instanceof Error || value instanceof RegExp) return String(value);
    if (value instanceof Promise) throw new TypeError("a promise cannot be part of a message: await it");
    return fromObject(value as { [key: string]: unknown }, next);
  };

  function fromObject(record: { [key: string]: unknown }, depth: number): unknown {
    const json: { [key: string]: unknown } = {};
    let plain = true;
    for (const key of Object.keys(record)) {
      const item = record[key];
      // As JSON does: a method of an object is no part of its data.
      if (typeof item === "function" || item === undefined) continue;
      if (key[0] === "$" || key === "__proto__") plain = false;
      Object.defineProperty(json, key, { value: kit.toWire(item, depth), enumerable: true, configurable: true });
    }
    return plain ? json : { $map: Object.entries(json) };
  }

  kit.text = (value) => {
    if (typeof value === "string") return value;
    if (value === null || value === undefined) return "";
    if (typeof value === "boolean" || typeof value === "bigint") return String(value);
    return JSON.parse(kit.host.text(JSON.stringify(kit.toWire(value))));
  };

  // Old scripts name Java's types: getHeader("h", String.class), getHeader("n", java.lang.Integer.class).
  const hide = (owner: object, name: string, value: unknown) =>
    Object.defineProperty(owner, name, { value, configurable: true, writable: true, enumerable: false });
  const types = new Map<unknown, string>([
    [String, "text"],
    [Number, "number"],
    [Boolean, "boolean"],
    [Date, "date"],
    [BigInt, "integer"],
    [Object, "any"],
    [Array, "any"],
    [Map, "any"],
  ]);
  for (const type of types.keys()) hide(type as object, "class", type);
  const lang: { [name: string]: object } = {};
  for (const [name, kind] of Object.entries({
    String: "text",
    Integer: "integer",
    Long: "integer",
    Short: "integer",
    Double: "number",
    Float: "number",
    Boolean: "boolean",
    Object: "any",
  })) {
    const type = Object.freeze({ class: {} });
    types.set(type, kind).set(type.class, kind);
    lang[name] = type;
  }
  hide(globalThis, "java", Object.freeze({ lang: Object.freeze(lang) }));
  hide(globalThis, "btoa", (text: unknown) => toBase64(Uint8Array.from(latin1(String(text)))));
  hide(globalThis, "atob", (text: unknown) => String.fromCharCode.apply(null, fromBase64(String(text))));

  function latin1(text: string): number[] {
    return [...text].map((sign) => {
      const code = sign.codePointAt(0) as number;
      if (code > 255) throw new RangeError("btoa takes characters up to 255");
      return code;
    });
  }

  kit.isType = (type) => types.has(type);

  kit.convert = (value, type) => {
    if (value === null || value === undefined) return null;
    const kind = types.get(type);
    if (kind === "text") return kit.text(value);
    if (kind === "boolean") return typeof value === "boolean" ? value : /^true$/i.test(kit.text(value).trim());
    if (kind === "number" || kind === "integer") {
      const number = value instanceof Date ? value.getTime() : Number(kit.text(value).trim() || "none");
      if (Number.isNaN(number)) throw new TypeError(`"${kit.text(value).slice(0, 100)}" is no number`);
      return kind === "integer" ? Math.trunc(number) : number;
    }
    if (kind !== "date") return value;
    const date = value instanceof Date ? value : new Date(typeof value === "number" ? value : kit.text(value));
    if (Number.isNaN(date.getTime())) throw new TypeError(`"${kit.text(value).slice(0, 100)}" is no date`);
    return date;
  };
}
