import { foldName, type Value } from "@mortise/contract";
import { compileAccess, type Reach } from "../accessor.ts";
import type { SimpleFunction } from "../function.ts";

const reach: Reach = {
  fixed(name) {
    const folded = foldName(name);
    return (exchange) => exchange.message.headers.getFolded(folded) ?? null;
  },
  find: (exchange, name) => exchange.message.headers.get(name) ?? null,
};

const header: SimpleFunction = {
  name: "header",
  aliases: ["in.header"],
  family: "header",
  summary: "A header of the message, by its name without regard to case; null when there is none.",
  forms: ["header.name", "header:name", "header[name]", "header.name.method()[key]"],
  parameters: [{ name: "name", description: "The header's name; quote it in brackets when it has dots." }],
  examples: [
    { source: "${header.city}", headers: { City: "Utrecht" }, result: "Utrecht" },
    { source: "${header['a.b']}", headers: { "a.b": 1 }, result: 1 },
    { source: "${header.order[lines][0]}", headers: { order: { lines: [7] } }, result: 7 },
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
  parameters: [],
  examples: [
    { source: "${headers}", headers: { b: 2, a: 1 }, result: { a: 1, b: 2 } },
    { source: "${headers.size}", headers: { b: 2, a: 1 }, result: 2 },
    { source: "${headers.a}", headers: { a: 1 }, result: 1 },
  ],
  compile(use, unit) {
    const rest = unit.text(use.rest);
    if (rest === "") return (exchange) => new Map<Value, Value>(exchange.message.headers);
    if (rest === ".size" || rest === ".size()") return (exchange) => exchange.message.headers.size;
    return compileAccess(use, unit, this, reach);
  },
};

export const headerFunctions: readonly SimpleFunction[] = [header, headers];
