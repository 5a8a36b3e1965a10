import { javaDouble } from "@mortise/contract";
import type { GClass } from "../../runtime/class.ts";
import { Closure } from "../../runtime/closure.ts";
import { JDate } from "../../runtime/date.ts";
import { getProperty } from "../../runtime/dispatch.ts";
import { EnumValue } from "../../runtime/enum.ts";
import { isScriptInstance } from "../../runtime/instance.ts";
import { itemsOf } from "../../runtime/items.ts";
import { Entry, JMap } from "../../runtime/map.ts";
import { Char, Double, Float, isNumber } from "../../runtime/number.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { closureContent } from "./delegate.ts";
import { unescaped } from "./parse.ts";

export const JSON_OUTPUT = declare("groovy.json.JsonOutput", OBJECT);
const UNESCAPED = declare("groovy.json.JsonOutput$JsonUnescaped", OBJECT);
const MAX_DEPTH = 400;

/** What a generator leaves out and how it writes dates. */
export interface OutputOptions {
  readonly excludeNulls?: boolean;
  readonly excluded?: ReadonlySet<string>;
  readonly unicode?: boolean;
  readonly date?: (run: Run, date: JDate) => string;
  readonly convert?: (value: Obj) => Obj | undefined;
}

/** Text that goes into JSON as it is. */
class Unescaped extends GObject {
  readonly value: string;

  constructor(value: string) {
    super();
    this.value = value;
  }

  override get cls(): GClass {
    return UNESCAPED;
  }

  override text(): string {
    return this.value;
  }
}

/** A value as JSON, as JsonOutput writes it. */
export function toJson(run: Run, value: Obj, options: OutputOptions = {}): string {
  const text = write(run, value, options, 0);
  run.take(text.length);
  return text;
}

function write(run: Run, given: Obj, options: OutputOptions, depth: number): string {
  if (depth > MAX_DEPTH) throw run.limit(`${MAX_DEPTH} levels of JSON`, "depth");
  run.step();
  const value = options.convert?.(given) ?? given;
  switch (typeof value) {
    case "string":
      return quoted(value, options);
    case "number":
    case "bigint":
    case "boolean":
      return String(value);
    default:
      return value === null ? "null" : writeObject(run, value, options, depth);
  }
}

function writeObject(run: Run, value: GObject, options: OutputOptions, depth: number): string {
  if (isNumber(value)) return writeNumber(value);
  if (value instanceof JMap) return writeMap(run, value, options, depth);
  if (value instanceof Char || value instanceof EnumValue || value.actsAsText?.())
    return quoted(textOf(value), options);
  if (value instanceof JDate) return `"${options.date ? options.date(run, value) : isoDate(value)}"`;
  if (value instanceof Unescaped) return value.value;
  if (value instanceof Closure) return writeMap(run, closureContent(run, value), options, depth);
  if (value instanceof Entry)
    return writeMap(
      run,
      JMap.of([
        ["key", value.key],
        ["value", value.value],
      ]),
      options,
      depth,
    );
  const items = itemsOf(value);
  if (items) {
    let text = "[";
    for (let i = 0; i < items.length; i++) {
      if (i) text += ",";
      text += write(run, items[i] as Obj, options, depth + 1);
    }
    return `${text}]`;
  }
  if (isScriptInstance(value)) {
    if (value.fields.has("$name")) return quoted(textOf(value.fields.get("$name") ?? null), options);
    const map = new JMap();
    for (const field of value.cls.chain.flatMap((cls) => cls.fieldCodes)) {
      if (field.property && !field.static) map.set(field.name, getProperty(run, value, field.name));
    }
    // A getter without a field of its own is a property as well.
    for (const name of value.cls.chain.flatMap((cls) => [...cls.table.keys()])) {
      const property = propertyOf(name);
      if (property === undefined || map.has(property) || value.cls.findField(property)) continue;
      const fitting = value.cls.chain.flatMap((cls) => cls.table.get(name) ?? []);
      if (fitting.some((method) => !method.static && method.code.max === 0)) {
        map.set(property, getProperty(run, value, property));
      }
    }
    return writeMap(run, map, options, depth);
  }
  const properties = value.jsonProperties?.(run);
  return properties ? writeMap(run, properties, options, depth) : quoted(textOf(value), options);
}

/** The property that a getter stands for. */
function propertyOf(getter: string): string | undefined {
  const name = /^(?:get|is)(\p{Lu}.*)$/u.exec(getter)?.[1];
  return name === undefined ? undefined : name.charAt(0).toLowerCase() + name.slice(1);
}

function writeNumber(value: GObject): string {
  if (value instanceof Double || value instanceof Float) {
    if (Number.isNaN(value.v) || !Number.isFinite(value.v)) {
      const text = javaDouble(value.v);
      const kind = Number.isNaN(value.v) ? "NaN are" : "Infinite are";
      throw throwNew(
        "groovy.json.JsonException",
        `Number ${text} can't be serialized as JSON: ${kind} not allowed in JSON.`,
      );
    }
  }
  return textOf(value);
}

function writeMap(run: Run, map: JMap, options: OutputOptions, depth: number): string {
  let text = "{";
  for (const { key, value } of map.entries()) {
    if (key === null)
      throw throwNew("java.lang.IllegalArgumentException", "Maps with null keys can't be converted to JSON");
    if (options.excludeNulls && value === null) continue;
    const name = textOf(key);
    if (options.excluded?.has(name)) continue;
    if (text.length > 1) text += ",";
    text += `${quoted(name, options)}:${write(run, value, options, depth + 1)}`;
  }
  return `${text}}`;
}

const SHORT = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** A text in quotes; what is not ASCII is written as its number, as JsonOutput does. */
export function quoted(text: string, options: OutputOptions = {}): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what JSON must escape.
  const special = options.unicode ? /["\\\u0000-\u001f]/g : /["\\\u0000-\u001f\u007f-\uffff]/g;
  return `"${text.replace(special, (char) => SHORT.get(char) ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

function isoDate(date: JDate): string {
  return `${new Date(date.ms).toISOString().slice(0, 19)}+0000`;
}

const TOKEN = /\s*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/gsy;

/** JSON with a line for each value, indented by four. */
export function prettyPrint(run: Run, json: string): string {
  let text = "";
  let indent = 0;
  let last = 0;
  const pad = () => {
    run.take(indent * 4 + 8);
    return `\n${"    ".repeat(indent)}`;
  };
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(json); match; match = TOKEN.exec(json)) {
    run.step();
    last = TOKEN.lastIndex;
    const [, sign, string, number, word] = match;
    if (sign === "{" || sign === "[") {
      if (++indent > MAX_DEPTH) throw run.limit(`${MAX_DEPTH} levels of JSON`, "depth");
      text += sign + pad();
    } else if (sign === "}" || sign === "]") {
      indent = Math.max(0, indent - 1);
      text += pad() + sign;
    } else if (sign === ",") text += `,${pad()}`;
    else if (sign === ":") text += ": ";
    else if (string !== undefined) text += quoted(unescaped(string.slice(1, -1)));
    else text += number ?? word;
  }
  const rest = json.slice(last).trimStart();
  if (rest !== "") throw lexing(json, json.length - rest.length);
  run.take(text.length);
  return text;
}

/** JsonLexer's answer to what is no JSON. */
export function lexing(json: string, at: number): Error {
  const before = json.slice(0, at);
  const column = at - before.lastIndexOf("\n");
  return throwNew(
    "groovy.json.JsonException",
    `Lexing failed on line: ${before.split("\n").length}, column: ${column}, while reading '${json[at] ?? ""}', no possible valid JSON value or punctuation could be recognized.`,
  ) as unknown as Error;
}

define(JSON_OUTPUT, [
  [
    "static String toJson(Object value)",
    "groovy.json.JsonOutput.toJson([a: 1, b: ['x', null]])",
    (run, _self, value: Obj) => toJson(run, value),
  ],
  [
    "static String prettyPrint(String json)",
    "groovy.json.JsonOutput.prettyPrint('{\"a\":[1,2]}')",
    (run, _self, json: string) => prettyPrint(run, json),
  ],
  [
    "static Object unescaped(CharSequence text)",
    "groovy.json.JsonOutput.toJson([a: groovy.json.JsonOutput.unescaped('[1]')])",
    (_run, _self, text: string) => new Unescaped(text),
  ],
]);
