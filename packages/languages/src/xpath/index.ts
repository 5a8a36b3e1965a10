import type { Language } from "@mortise/contract";
import { expressionOf } from "../sister.ts";
import { compileXPath } from "./query.ts";

/** XPath 3.1 over the body, as text; as a condition, XPath's own effective boolean value. */
export const xpath: Language = {
  name: "xpath",
  compile(source, context) {
    const query = compileXPath(source);
    return expressionOf("xpath", source, context, {
      evaluate: (exchange) => (exchange.message.body === null ? null : query(exchange.message.body)),
      items: ({ message }) => (message.body === null ? [] : query.items(message.body)),
      test: (exchange) => exchange.message.body !== null && query.test(exchange.message.body),
    });
  },
};
