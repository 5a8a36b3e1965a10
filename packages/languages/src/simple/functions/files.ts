import { type Exchange, toText, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { toLong } from "../convert.ts";
import type { Evaluate, SimpleFunction } from "../function.ts";

function header(exchange: Exchange, name: string): string | null {
  const value = exchange.message.headers.get(name) ?? null;
  return value === null ? null : toText(value, exchange.scope.timeZone);
}

/** Both separators count: the header may come from a machine of another kind. */
const onlyName = (name: string) => name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);

/** Without the extension: from the first dot on (`a.tar.gz` is `a`), or from the last. */
function withoutExtension(name: string, single: boolean): string {
  const file = onlyName(name);
  const dot = single ? file.lastIndexOf(".") : file.indexOf(".");
  return dot < 0 ? name : name.slice(0, name.length - file.length + dot);
}

function extension(name: string, single: boolean): string | null {
  const file = onlyName(name);
  const dot = single ? file.lastIndexOf(".") : file.indexOf(".");
  return dot < 0 ? null : file.slice(dot + 1);
}

const fromName =
  (change: (name: string) => string | null): Evaluate =>
  (exchange) => {
    const name = header(exchange, "CamelFileName");
    return name === null ? null : change(name);
  };

const fromHeader =
  (name: string): Evaluate =>
  (exchange) =>
    header(exchange, name);

function parent(exchange: Exchange): Value {
  const own = header(exchange, "CamelFileParent");
  if (own !== null) return own;
  const name = header(exchange, "CamelFileName");
  const cut = name === null ? -1 : Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\"));
  return cut > 0 ? (name as string).slice(0, cut) : null;
}

const PARTS: ReadonlyMap<string, Evaluate> = new Map<string, Evaluate>([
  ["name", fromName((name) => name)],
  ["name.noext", fromName((name) => withoutExtension(name, false))],
  ["name.noext.single", fromName((name) => withoutExtension(name, true))],
  ["name.ext", fromName((name) => extension(name, false))],
  ["ext", fromName((name) => extension(name, false))],
  ["name.ext.single", fromName((name) => extension(name, true))],
  ["onlyname", fromName(onlyName)],
  ["onlyname.noext", fromName((name) => withoutExtension(onlyName(name), false))],
  ["onlyname.noext.single", fromName((name) => withoutExtension(onlyName(name), true))],
  ["parent", parent],
  ["path", fromHeader("CamelFilePath")],
  ["absolute", (exchange) => exchange.message.headers.get("CamelFileAbsolute") ?? null],
  ["absolute.path", fromHeader("CamelFileAbsolutePath")],
  ["size", (exchange) => toLong(exchange.message.headers.get("CamelFileLength") ?? null) ?? null],
  ["length", (exchange) => toLong(exchange.message.headers.get("CamelFileLength") ?? null) ?? null],
  [
    "modified",
    (exchange) => {
      const value = exchange.message.headers.get("CamelFileLastModified") ?? null;
      if (value instanceof Date || value === null) return value;
      const millis = toLong(value);
      if (millis === undefined) throw failed("the header CamelFileLastModified holds no instant");
      return new Date(Number(millis));
    },
  ],
]);

const file: SimpleFunction = {
  name: "file",
  family: "file",
  freeText: true,
  summary: "A part of the name in the header `CamelFileName`, or another of the file headers. No file is read.",
  forms: [...PARTS.keys()].map((part) => `file:${part}`),
  parameters: [],
  examples: [
    { source: "${file:name}", headers: { CamelFileName: "in/order.tar.gz" }, result: "in/order.tar.gz" },
    { source: "${file:onlyname.noext}", headers: { CamelFileName: "in/order.tar.gz" }, result: "order" },
    { source: "${file:name.ext.single}", headers: { CamelFileName: "in/order.tar.gz" }, result: "gz" },
    { source: "${file:parent}", headers: { CamelFileName: "in/order.tar.gz" }, result: "in" },
  ],
  compile(use, unit) {
    const part = unit.text(use.rest).slice(1);
    const evaluate = unit.source.charAt(use.rest.start) === ":" ? PARTS.get(part) : undefined;
    if (!evaluate)
      throw unit.error(
        `Unknown file language syntax: ${part}. Known are ${[...PARTS.keys()].join(", ")}`,
        use.node.start,
      );
    return evaluate;
  },
};

/** Parts of a file's name. */
export const fileFunctions: readonly SimpleFunction[] = [file];
