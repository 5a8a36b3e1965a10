import type { Language } from "@mortise/contract";
import { expressionOf } from "../sister.ts";
import { compileJsonPath } from "./query.ts";

/** JSONPath (RFC 9535, and Jayway's spellings) over the body. As a condition it holds when it selects something. */
export const jsonpath: Language = {
  name: "jsonpath",
  compile(source, context) {
    const query = compileJsonPath(source);
    return expressionOf("jsonpath", source, context, {
      evaluate: (exchange) => query(exchange.message.body),
      test: (exchange) => {
        const found = query(exchange.message.body);
        return Array.isArray(found) ? found.length > 0 : found !== null && found !== false;
      },
    });
  },
};
