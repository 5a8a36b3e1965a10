import { type Exchange, type Static, toText, type Value } from "@mortise/contract";
import { toJson } from "../json-text.ts";
import { isJsonArray, jsonItems } from "./json-items.ts";
import type { spec } from "./spec.ts";
import { again } from "./split-messages.ts";
import { isBody, textChunks } from "./text-chunks.ts";
import { elementName, literalToken, tokenParts } from "./token-parts.ts";
import { xmlElements } from "./xml-elements.ts";

type Settings = Pick<Static<(typeof spec)["settings"]>, "expression" | "token" | "streaming">;

/** The bodies of the parts, each made when it is asked for; they can be gone through again. */
export function partsOf(exchange: Exchange, { expression, token, streaming }: Settings): Iterable<Value> {
  if (token !== undefined) {
    const chunks = textChunks(expression, exchange);
    const name = elementName(token);
    if (name !== undefined) return again(() => xmlElements(chunks, name, streaming));
    const literal = literalToken(token);
    return again(() => tokenParts(chunks, literal, streaming));
  }
  if (!expression) return [];
  const large = streaming && isBody(expression) ? exchange.message.largeBody : undefined;
  if (large) return again(() => jsonItems(large.texts(), streaming));
  const items = expression.items?.(exchange);
  if (items) return items;
  const value = expression.evaluate(exchange);
  return expression.language === "jsonpath" ? again(() => jsonBodies(value)) : itemsOf(value, exchange, streaming);
}

function itemsOf(value: Value, { scope }: Exchange, streaming: boolean): Iterable<Value> {
  if (value === null) return [];
  if (Array.isArray(value) || value instanceof Set) return value;
  if (typeof value !== "string" && !(value instanceof Uint8Array)) return [value];
  const text = toText(value, scope.timeZone);
  return isJsonArray(text, streaming) ? again(() => jsonItems([text], streaming)) : again(() => commaParts(text));
}

/** What a path selected, as bodies: structures as JSON text, the rest as it is. A text that is an array is one too. */
function* jsonBodies(value: Value): Generator<Value> {
  if (value === null) return;
  if (typeof value === "string" && isJsonArray(value, false)) {
    yield* jsonItems([value], false);
    return;
  }
  for (const item of Array.isArray(value) ? value : [value])
    yield Array.isArray(item) || item instanceof Map || item instanceof Set ? toJson(item) : item;
}

/** The text between commas, as Camel splits a text by default: `f(a,b),c` has two parts. */
function* commaParts(text: string): Generator<string> {
  const lastClose = text.lastIndexOf(")");
  let from = 0;
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "(" && at < lastClose) open++;
    else if (char === ")" && open > 0) open--;
    else if (char === "," && open === 0) {
      if (at > 0) yield text.slice(from, at);
      from = at + 1;
    }
  }
  if (from < text.length) yield text.slice(from);
}
