import { foldName, type Value } from "@mortise/contract";
import { compileAccess, type Reach } from "../accessor.ts";
import { wordFrom } from "../arguments.ts";
import { type Argument, call } from "../call.ts";
import type { SimpleFunction } from "../function.ts";
import { asType } from "./body.ts";

const reach: Reach = {
  fixed(name) {
    const folded = foldName(name);
    return (exchange) => exchange.message.headers.getFolded(folded) ?? null;
  },
  find: (exchange, name) => exchange.message.headers.get(name) ?? null,
};

const name = { name: "name", description: "The header's name; quote it in brackets when it has dots." };

const header: SimpleFunction = {
  name: "header",
  aliases: ["in.header"],
  family: "header",
  summary: "A header of the message, by its name without regard to case; null when there is none.",
  forms: ["header.name", "header:name", "header[name]", "header.name.method()[key]"],
  parameters: [name],
  examples: [
    { source: "${header.city}", headers: { City: "Utrecht" }, result: "Utrecht" },
    { source: "${header['a.b']}", headers: { "a.b": 1 }, result: 1 },
    { source: "${header.order[lines][0]}", headers: { order: { lines: [7] } }, result: 7 },
    { source: "${header.name.replaceAll('[aeiou]', '-')}", headers: { name: "Loket" }, result: "L-k-t" },
    { source: "Bearer ${header.token}", result: "Bearer " },
  ],
  compile(use, unit) {
    return compileAccess(use, unit, this, reach);
  },
};

const headers: SimpleFunction = {
  name: "headers",
  aliases: ["in.headers"],
  family: "header",
  summary: "All headers as a map, or one of them.",
  forms: ["headers", "headers.name", "headers:name", "headers[name]", "headers.size"],
  parameters: [name],
  examples: [
    { source: "${headers}", headers: { b: 2, a: 1 }, result: { a: 1, b: 2 } },
    { source: "${headers.size}", headers: { b: 2, a: 1 }, result: 2 },
    { source: "${headers.a}", headers: { a: 1 }, result: 1 },
  ],
  compile(use, unit) {
    const rest = unit.text(use.rest);
    if (rest === "") return (exchange) => new Map<Value, Value>(exchange.message.headers);
    if (/^\.(size|length)(\(\))?$/.test(rest)) return (exchange) => exchange.message.headers.size;
    return compileAccess(use, unit, this, reach);
  },
};

const headerAs = call({
  name: "headerAs",
  family: "header",
  summary: "A header as another type.",
  signatures: ["name, type"],
  parameters: [name, { name: "type", description: "A Java type, such as `String` or `int`." }],
  examples: [{ source: "${headerAs(amount, int)}", headers: { amount: "12" }, result: 12 }],
  run: ([name, type], exchange) =>
    asType(exchange.message.headers.get(wordFrom(name as Argument, exchange)) ?? null, type as Argument, exchange),
});

/** Functions of the message's headers. */
export const headerFunctions: readonly SimpleFunction[] = [header, headers, headerAs];
