import { mortiseError, type Value } from "@mortise/contract";
import { textFrom, valueFrom } from "../arguments.ts";
import { type Argument, call } from "../call.ts";
import type { Example, SimpleFunction } from "../function.ts";
import { itemsOf } from "../items.ts";
import { isTrue } from "../truth.ts";

const EXP = { name: "exp", description: "What it looks at; the body when absent." };

/** A question about a text; null and blank text answer no. */
function aboutText(name: string, summary: string, examples: readonly Example[], pattern: RegExp): SimpleFunction {
  return call({
    name,
    family: "condition",
    summary,
    signatures: ["", "exp"],
    parameters: [EXP],
    examples,
    run: ([exp], exchange) => {
      const text = textFrom(exp, exchange);
      return text !== null && pattern.test(text);
    },
  });
}

const isEmpty = call({
  name: "isEmpty",
  family: "condition",
  summary: "Whether there is nothing: null, blank text, or a collection without items.",
  signatures: ["", "exp"],
  parameters: [EXP],
  examples: [
    { source: "${isEmpty()}", body: " ", result: true },
    { source: "${isEmpty(${header.list})}", headers: { list: [1] }, result: false },
  ],
  run: ([exp], exchange) => itemsOf(valueFrom(exp, exchange)).every((item) => item === null),
});

const not = call({
  name: "not",
  family: "condition",
  summary: "The opposite of a condition.",
  signatures: ["", "condition"],
  parameters: [{ name: "condition", description: "A condition; the body when absent.", kind: "predicate" }],
  examples: [
    { source: "${not(${header.n} > 5)}", headers: { n: 3 }, result: true },
    { source: "${not()}", body: "Hello", result: false },
  ],
  run: ([condition], exchange) => (condition ? !condition.test(exchange) : !isTrue(exchange.message.body)),
});

const iif = call({
  name: "iif",
  family: "condition",
  summary: "One of two values, by a condition.",
  signatures: ["condition, yes, no"],
  parameters: [
    { name: "condition", description: "The condition.", kind: "predicate" },
    { name: "yes", description: "The value when it holds." },
    { name: "no", description: "The value when it does not." },
  ],
  examples: [{ source: "${iif(${header.n} > 0,positive,'not positive')}", headers: { n: -1 }, result: "not positive" }],
  run: ([condition, yes, no], exchange): Value =>
    (((condition as Argument).test(exchange) ? yes : no) as Argument).value(exchange),
});

const assert = call({
  name: "assert",
  family: "condition",
  summary: "Null when a condition holds, else an error with a message.",
  signatures: ["condition, message"],
  parameters: [
    { name: "condition", description: "The condition.", kind: "predicate" },
    { name: "message", description: "What the error says." },
  ],
  examples: [
    { source: "${assert(${header.n} > 0,'n is needed')}", headers: { n: 1 }, result: null },
    { source: "${assert(${header.n} > 0,'n is needed')}", error: "n is needed" },
  ],
  run: ([condition, message], exchange) => {
    if ((condition as Argument).test(exchange)) return null;
    throw mortiseError("EXPRESSION_THREW", {
      what: textFrom(message, exchange) ?? "",
      class: "org.apache.camel.language.simple.SimpleAssertionException",
    });
  },
});

const throwException = call({
  name: "throwException",
  family: "condition",
  summary: "Fails with a message, so that the exchange goes to the error route.",
  signatures: ["message", "message, type"],
  parameters: [
    { name: "message", description: "What the error says." },
    { name: "type", description: "A Java exception class; the error's `class` says it." },
  ],
  examples: [{ source: "${throwException('No order ${header.id}')}", headers: { id: 7 }, error: "No order 7" }],
  run: ([message, type], exchange) => {
    const what = textFrom(message, exchange) ?? "";
    const name = type ? textFrom(type, exchange) : "java.lang.IllegalArgumentException";
    throw mortiseError("EXPRESSION_THREW", { what, class: name });
  },
});

/** Conditions and choices. */
export const conditionFunctions: readonly SimpleFunction[] = [
  assert,
  iif,
  aboutText(
    "isAlpha",
    "Whether every character is a letter.",
    [{ source: "${isAlpha('Hello')}", result: true }],
    /^\p{L}+$/u,
  ),
  aboutText(
    "isAlphaNumeric",
    "Whether every character is a letter or digit.",
    [{ source: "${isAlphaNumeric('Hello 1')}", result: false }],
    /^[\p{L}\p{Nd}]+$/u,
  ),
  isEmpty,
  aboutText(
    "isNumeric",
    "Whether every character is a digit.",
    [{ source: "${isNumeric('-4')}", result: false }],
    /^\p{Nd}+$/u,
  ),
  not,
  throwException,
];
