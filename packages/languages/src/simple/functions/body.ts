import { toText } from "@mortise/contract";
import { bare } from "../call.ts";
import type { SimpleFunction } from "../function.ts";

const body: SimpleFunction = {
  name: "body",
  aliases: ["in.body"],
  family: "body",
  summary: "The message's body, and what its methods and keys give.",
  forms: ["body", "body.method()", "body[key]", "body?.method()"],
  parameters: [],
  examples: [
    { source: "${body}", body: "Hello", result: "Hello" },
    { source: "${body[address][zip]}", body: { address: { zip: "3511 AA" } }, result: "3511 AA" },
    { source: "${body[last]}", body: [1, 2, 3], result: 3 },
    { source: "${body.toUpperCase()}", body: "ok", result: "OK" },
  ],
  compile(use, unit) {
    const first = unit.text(use.rest).charAt(0);
    if (first !== "" && first !== "." && first !== "[" && first !== "?")
      throw unit.unknown(unit.text(use.node.content), use.node);
    return unit.tail(use.rest, (exchange) => exchange.message.body);
  },
};

export const bodyFunctions: readonly SimpleFunction[] = [
  body,
  bare({
    name: "bodyOneLine",
    family: "body",
    summary: "The body as text without its line breaks.",
    examples: [{ source: "${bodyOneLine}", body: "a\nb", result: "ab" }],
    run: (exchange) => toText(exchange.message.body, exchange.scope.timeZone).replace(/\r\n|\r|\n/g, ""),
  }),
];
