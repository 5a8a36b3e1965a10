import type { Exchange, Value } from "@mortise/contract";
import { wordFrom } from "../arguments.ts";
import { type Argument, call } from "../call.ts";
import type { SimpleFunction } from "../function.ts";
import { setVariable } from "../variables.ts";
import { asType } from "./body.ts";

const VALUE = { name: "exp", description: "The value; null removes it." };
const TYPE = { name: "type", description: "A Java type to convert the value to, such as `int`." };

function typedValue(exp: Argument | undefined, type: Argument | undefined, exchange: Exchange): Value {
  const value = (exp as Argument).value(exchange);
  return value === null || !type ? value : asType(value, type, exchange);
}

const setHeader = call({
  name: "setHeader",
  family: "setter",
  summary: "Sets a header of the message and gives null.",
  signatures: ["name, exp", "name, type, exp"],
  parameters: [{ name: "name", description: "The header's name." }, TYPE, VALUE],
  examples: [{ source: "${setHeader(bar,${body})}${header.bar}", body: 5, result: "5" }],
  run: ([name, type, exp], exchange) => {
    const value = typedValue(exp, type, exchange);
    const header = wordFrom(name as Argument, exchange);
    if (value === null) exchange.message.removeHeader(header);
    else exchange.message.setHeader(header, value);
    return null;
  },
});

const setVariableFunction = call({
  name: "setVariable",
  family: "setter",
  summary: "Sets a variable of the exchange and gives null.",
  signatures: ["name, exp", "name, type, exp"],
  parameters: [{ name: "name", description: "The variable's name." }, TYPE, VALUE],
  examples: [{ source: "${setVariable(count,int,'3')}${variable.count}", result: "3" }],
  run: ([name, type, exp], exchange) => {
    setVariable(exchange, wordFrom(name as Argument, exchange), typedValue(exp, type, exchange));
    return null;
  },
});

const mapNote = "The map itself stays as it is.";

const mapAdd = call({
  name: "mapAdd",
  family: "collection",
  summary: `A map with one more entry. ${mapNote}`,
  signatures: ["key, value", "exp, key, value+"],
  parameters: [
    { name: "exp", description: "The map; the body when absent." },
    { name: "key", description: "The key." },
    { name: "value", description: "The value; null adds none.", kind: "expression" },
  ],
  examples: [{ source: "${mapAdd(b,2)}", body: { a: 1 }, result: { a: 1, b: "2" } }],
  run: ([exp, key, value], exchange) => {
    const map = exp ? exp.value(exchange) : exchange.message.body;
    const added = (value as Argument).value(exchange);
    if (!(map instanceof Map)) return null;
    const copy = new Map(map);
    if (added !== null) copy.set(wordFrom(key as Argument, exchange), added);
    return copy;
  },
});

const mapRemove = call({
  name: "mapRemove",
  family: "collection",
  summary: `A map without an entry. ${mapNote}`,
  signatures: ["key", "exp, key"],
  parameters: [
    { name: "exp", description: "The map; the body when absent." },
    { name: "key", description: "The key." },
  ],
  examples: [{ source: "${mapRemove(b)}", body: { a: 1, b: 2 }, result: { a: 1 } }],
  run: ([exp, key], exchange) => {
    const map = exp ? exp.value(exchange) : exchange.message.body;
    if (!(map instanceof Map)) return null;
    const copy = new Map(map);
    copy.delete(wordFrom(key as Argument, exchange));
    return copy;
  },
});

/** Functions that set something, or give a changed map. */
export const setterFunctions: readonly SimpleFunction[] = [mapAdd, mapRemove, setHeader, setVariableFunction];
