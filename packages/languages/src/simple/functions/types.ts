import { createHash } from "node:crypto";
import { Typed, toText, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { spend, spendText } from "../../work.ts";
import { textFrom, valueFrom, wordFrom } from "../arguments.ts";
import { type Argument, call } from "../call.ts";
import type { SimpleFunction } from "../function.ts";
import { Sequence } from "../items.ts";
import { asType } from "./body.ts";
import { escapeJson } from "./text.ts";

const EXP = { name: "exp", description: "What it works on; the body when absent." };
const TYPE = {
  name: "type",
  description: "A Java type by its short or full name, such as `int` or `java.lang.String`.",
};

const convertTo = call({
  name: "convertTo",
  family: "type",
  summary: "A value as another type; its methods and keys may follow.",
  signatures: ["type", "exp, type"],
  parameters: [EXP, TYPE],
  examples: [
    { source: "${convertTo(int)}", body: "987", result: 987 },
    { source: "${convertTo(String).repeat(2)}", body: 4, result: "44" },
    { source: "${convertTo(${header.n},double)}", headers: { n: 1 }, result: { $: "Double", v: "1.0" } },
  ],
  run: ([exp, type], exchange) => asType(valueFrom(exp, exchange), type as Argument, exchange),
});

/** `string`, `number`, `boolean`, `array`, `object` or `null`. */
function kindOfValue(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "string") return "string";
  if (typeof value === "number" || typeof value === "bigint") return "number";
  if (value instanceof Typed)
    return /^(Double|Float|Short|Byte|BigInteger|BigDecimal)$/.test(value.type)
      ? "number"
      : value.type === "GString"
        ? "string"
        : "object";
  if (value instanceof Sequence) return "object";
  return Array.isArray(value) || value instanceof Set || value instanceof Uint8Array ? "array" : "object";
}

const kindOfType = call({
  name: "kindOfType",
  family: "type",
  summary: "What a value is: `string`, `number`, `boolean`, `array`, `object` or `null`.",
  signatures: ["", "exp"],
  parameters: [EXP],
  examples: [
    { source: "${kindOfType()}", body: [1], result: "array" },
    { source: "${kindOfType(${header.none})}", result: "null" },
  ],
  run: ([exp], exchange) => kindOfValue(valueFrom(exp, exchange)),
});

const safeQuote = call({
  name: "safeQuote",
  family: "type",
  summary:
    "As a value of JSON: text in double quotes with its special characters escaped, numbers and booleans as they are.",
  signatures: ["", "exp"],
  parameters: [EXP],
  examples: [
    { source: "${safeQuote()}", body: 'say "hi"', result: '"say \\"hi\\""' },
    { source: "${safeQuote(${body})}", body: 123, result: 123 },
  ],
  run: ([exp], exchange) => {
    const value = valueFrom(exp, exchange);
    if (!["string", "array", "object"].includes(kindOfValue(value))) return value;
    let text = toText(value, exchange.scope.timeZone);
    const quote = text.charAt(0);
    if ((quote === '"' || quote === "'") && text.length > 1 && text.indexOf(quote, 1) === text.length - 1)
      text = text.slice(1, -1);
    spendText(text.length * 2);
    return `"${escapeJson(text)}"`;
  },
});

const EMPTY: { readonly [kind: string]: () => Value } = {
  map: () => new Map(),
  list: () => [],
  set: () => new Set(),
  string: () => "",
};

const empty = call({
  name: "empty",
  aliases: ["newEmpty", "createEmpty"],
  family: "type",
  summary: "A new empty value.",
  signatures: ["kind"],
  parameters: [{ name: "kind", description: "`map`, `list`, `set` or `string`, in any case." }],
  examples: [
    { source: "${empty(list)}", result: [] },
    { source: "${newEmpty(Map)}", result: {} },
  ],
  run: ([kind], exchange) => {
    const name = wordFrom(kind as Argument, exchange).toLowerCase();
    const make = Object.hasOwn(EMPTY, name) ? EMPTY[name] : undefined;
    if (!make) throw failed(`function empty(${name}) has unknown type; it knows map, list, set and string`);
    return make();
  },
});

/** Java's names of the digests, and Node's. */
const DIGESTS: { readonly [name: string]: string } = {
  "SHA-256": "sha256",
  SHA256: "sha256",
  "SHA-512": "sha512",
  "SHA-384": "sha384",
  "SHA-1": "sha1",
  SHA1: "sha1",
  MD5: "md5",
  "SHA3-256": "sha3-256",
  "SHA3-512": "sha3-512",
};

const hash = call({
  name: "hash",
  family: "type",
  summary: "A digest in hexadecimal; null for null.",
  signatures: ["exp", "exp, algorithm"],
  parameters: [
    { ...EXP, description: "What it digests." },
    { name: "algorithm", description: "`SHA-256` (the default), `SHA-512`, `SHA3-256`, `SHA-1`, `MD5`." },
  ],
  examples: [
    { source: "${hash(hello)}", result: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" },
    { source: "${hash(${header.none})}", result: null },
  ],
  run: ([exp, algorithm], exchange) => {
    const name = algorithm ? wordFrom(algorithm, exchange).toUpperCase() : "SHA-256";
    const digest = Object.hasOwn(DIGESTS, name) ? DIGESTS[name] : undefined;
    if (!digest) throw failed(`there is no digest ${name}; use ${Object.keys(DIGESTS).join(", ")}`);
    const value = valueFrom(exp, exchange);
    if (value === null) return null;
    const content = value instanceof Uint8Array ? value : toText(value, exchange.scope.timeZone);
    spend(50 + (content.length >> 2));
    return createHash(digest).update(content).digest("hex");
  },
});

const base64Encode = call({
  name: "base64Encode",
  family: "type",
  summary: "In Base64.",
  signatures: ["", "exp"],
  parameters: [EXP],
  examples: [{ source: "Basic ${base64Encode('user:pass')}", result: "Basic dXNlcjpwYXNz" }],
  run: ([exp], exchange) => {
    const value = valueFrom(exp, exchange);
    if (value === null) return null;
    const bytes =
      value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(toText(value, exchange.scope.timeZone));
    spendText(bytes.length * 2);
    return bytes.toString("base64");
  },
});

const base64Decode = call({
  name: "base64Decode",
  family: "type",
  summary: "The bytes that a Base64 text stands for.",
  signatures: ["", "exp"],
  parameters: [EXP],
  examples: [{ source: "${base64Decode('SGk=')}", result: { $bytes: "Hi" } }],
  run: ([exp], exchange) => {
    const text = textFrom(exp, exchange);
    if (text === null) return null;
    spendText(text.length);
    return new Uint8Array(Buffer.from(text, "base64"));
  },
});

/** Constants of Java classes that expressions of existing flows name. */
const CONSTANTS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["org.apache.camel.Exchange.FILE_NAME", "CamelFileName"],
  ["org.apache.camel.Exchange.FILE_NAME_ONLY", "CamelFileNameOnly"],
  ["org.apache.camel.Exchange.HTTP_METHOD", "CamelHttpMethod"],
  ["org.apache.camel.Exchange.HTTP_URI", "CamelHttpUri"],
  ["org.apache.camel.Exchange.HTTP_PATH", "CamelHttpPath"],
  ["org.apache.camel.Exchange.HTTP_QUERY", "CamelHttpQuery"],
  ["org.apache.camel.Exchange.HTTP_RESPONSE_CODE", "CamelHttpResponseCode"],
  ["org.apache.camel.Exchange.CONTENT_TYPE", "Content-Type"],
  ["org.apache.camel.Exchange.CONTENT_ENCODING", "Content-Encoding"],
  ["org.apache.camel.ExchangePattern.InOnly", "InOnly"],
  ["org.apache.camel.ExchangePattern.InOut", "InOut"],
  ["java.lang.Integer.MAX_VALUE", 2147483647],
  ["java.lang.Integer.MIN_VALUE", -2147483648],
  ["java.lang.Long.MAX_VALUE", 9223372036854775807n],
  ["java.lang.Long.MIN_VALUE", -9223372036854775808n],
]);

const type: SimpleFunction = {
  name: "type",
  family: "type",
  freeText: true,
  summary:
    "A constant of a Java class, of the few that flows use: those of `org.apache.camel.Exchange`, `Integer` and `Long`.",
  forms: ["type:class.FIELD"],
  parameters: [{ name: "class.FIELD", description: "The class's full name and the field." }],
  examples: [{ source: "${type:org.apache.camel.Exchange.FILE_NAME}", result: "CamelFileName" }],
  compile(use, unit) {
    const name = unit.text(use.rest).slice(1);
    const value = CONSTANTS.get(name);
    if (value !== undefined) return () => value;
    unit.warn(`Cannot find type: ${name}. Known are ${[...CONSTANTS.keys()].join(", ")}`, use.node.start);
    return () => {
      throw failed(`Cannot find type: ${name}`);
    };
  },
};

/** Functions that change, name or encode a value's type. */
export const typeFunctions: readonly SimpleFunction[] = [
  base64Decode,
  base64Encode,
  convertTo,
  empty,
  hash,
  kindOfType,
  safeQuote,
  type,
];
