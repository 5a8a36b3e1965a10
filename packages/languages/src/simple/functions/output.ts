import { toText } from "@mortise/contract";
import { formatJson, looksLikeJson, parseJson } from "../../json.ts";
import { prettyXml } from "../../xml/pretty.ts";
import { valueFrom } from "../arguments.ts";
import { bare, call } from "../call.ts";
import type { SimpleFunction } from "../function.ts";

const EXP = { name: "exp", description: "What it works on; the body when absent." };

/** JSON and XML with line breaks and indents; other text as it is. */
function pretty(text: string): string {
  if (looksLikeJson(text)) {
    try {
      return formatJson(parseJson(text), "  ");
    } catch {
      // Text in brackets that is no JSON stays as it is.
      return text;
    }
  }
  return /^\s*<[A-Za-z_?!]/.test(text) ? (prettyXml(text) ?? text) : text;
}

const XML = "<a>\n  <b>1</b>\n</a>";

/** Values as JSON, and JSON and XML for people to read. */
export const outputFunctions: readonly SimpleFunction[] = [
  call({
    name: "pretty",
    family: "output",
    summary: "JSON or XML with line breaks and indents; other text as it is.",
    signatures: ["exp"],
    parameters: [EXP],
    examples: [
      { source: "${pretty(${body})}", body: '{"a":1}', result: '{\n  "a": 1\n}' },
      { source: "${pretty(${body})}", body: "<a><b>1</b></a>", result: XML },
    ],
    run: ([exp], exchange) => pretty(toText(valueFrom(exp, exchange), exchange.scope.timeZone)),
  }),
  bare({
    name: "prettyBody",
    family: "output",
    summary: "The body, if it is JSON or XML, with line breaks and indents.",
    examples: [{ source: "${prettyBody}", body: "Hello", result: "Hello" }],
    run: (exchange) => {
      const { body } = exchange.message;
      return body === null ? null : pretty(toText(body, exchange.scope.timeZone));
    },
  }),
  call({
    name: "toJson",
    family: "output",
    summary: "As JSON text on one line.",
    signatures: ["", "exp"],
    parameters: [EXP],
    examples: [{ source: "${toJson(${body})}", body: { a: [1, "b"] }, result: '{"a":[1,"b"]}' }],
    run: ([exp], exchange) => formatJson(valueFrom(exp, exchange)),
  }),
  call({
    name: "toPrettyJson",
    family: "output",
    summary: "As JSON text with line breaks and indents.",
    signatures: ["", "exp"],
    parameters: [EXP],
    examples: [{ source: "${toPrettyJson(${body})}", body: [1], result: "[\n  1\n]" }],
    run: ([exp], exchange) => formatJson(valueFrom(exp, exchange), "  "),
  }),
  bare({
    name: "toJsonBody",
    family: "output",
    summary: "The body as JSON text on one line.",
    examples: [{ source: "${toJsonBody}", body: { a: 1 }, result: '{"a":1}' }],
    run: (exchange) => formatJson(exchange.message.body),
  }),
  bare({
    name: "toPrettyJsonBody",
    family: "output",
    summary: "The body as JSON text with line breaks and indents.",
    examples: [{ source: "${toPrettyJsonBody}", body: { a: 1 }, result: '{\n  "a": 1\n}' }],
    run: (exchange) => formatJson(exchange.message.body, "  "),
  }),
];
