import type { Exchange, Value } from "@mortise/contract";
import { compileJsonPath } from "../../jsonpath/query.ts";
import { compileXPath } from "../../xpath/query.ts";
import type { Compilation } from "../compilation.ts";
import type { Evaluate, Example, FunctionUse, SimpleFunction } from "../function.ts";
import { getVariable } from "../variables.ts";

/** Where a query takes its document from: the body, or what is named before the comma. */
function sourceOf(text: string): { readonly read: Evaluate; readonly query: string } {
  const named = /^\s*(header|exchangeProperty|property|variable):([^,]+),([\s\S]*)$/.exec(text);
  if (!named) return { read: (exchange) => exchange.message.body, query: text };
  const [, kind, key, query] = named as unknown as [string, string, string, string];
  const name = key.trim();
  const read = (exchange: Exchange): Value => {
    if (kind === "header") return exchange.message.headers.get(name) ?? null;
    return kind === "variable" ? getVariable(exchange, name) : (exchange.properties.get(name) ?? null);
  };
  return { read, query };
}

const withoutQuotes = (text: string) => /^(['"])([\s\S]*)\1$/.exec(text.trim())?.[2] ?? text.trim();

function queryFunction(
  name: string,
  summary: string,
  examples: readonly Example[],
  compileQuery: (source: string) => (value: Value, exchange: Exchange) => Value,
): SimpleFunction {
  return {
    name,
    family: "query",
    summary,
    forms: [`${name}(path)`, `${name}(source,path)`],
    parameters: [
      { name: "path", description: "The query." },
      {
        name: "source",
        description: "`header:name`, `exchangeProperty:name` or `variable:name`; the body when absent.",
      },
    ],
    examples,
    compile(use: FunctionUse, unit: Compilation) {
      const list = unit.argumentList(use, true);
      const [item] = list?.items ?? [];
      if (!list || !item) throw unit.wrongUse(use, this);
      const { read, query } = sourceOf(withoutQuotes(unit.text(item)));
      let run: (value: Value, exchange: Exchange) => Value;
      try {
        run = compileQuery(withoutQuotes(query));
      } catch (error) {
        throw unit.error(error instanceof Error ? error.message : String(error), item.start);
      }
      return unit.tail(list.rest, (exchange) => {
        const value = read(exchange);
        return value === null ? null : run(value, exchange);
      });
    },
  };
}

/** `a.b[0].c` of Camel's simpleJsonpath is a path from the root. */
const simplePath = (source: string) =>
  compileJsonPath(/^[$[]/.test(source) ? source : `$.${source.replaceAll("?.", ".")}`);

/** The query languages, as functions. */
export const queryFunctions: readonly SimpleFunction[] = [
  queryFunction(
    "jsonpath",
    "What a JSONPath finds in JSON.",
    [
      { source: "${jsonpath($.access_token)}", body: '{"access_token":"abc"}', result: "abc" },
      {
        source: "${jsonpath(header:answer,$.items[*].id)}",
        headers: { answer: '{"items":[{"id":1},{"id":2}]}' },
        result: [1, 2],
      },
    ],
    compileJsonPath,
  ),
  queryFunction(
    "simpleJsonpath",
    "What a short path finds in JSON.",
    [{ source: "${simpleJsonpath(order.lines[0].sku)}", body: '{"order":{"lines":[{"sku":"A1"}]}}', result: "A1" }],
    simplePath,
  ),
  queryFunction(
    "xpath",
    "What an XPath finds in XML, as text.",
    [{ source: "${xpath(/order/@id)}", body: "<order id='7'/>", result: "7" }],
    compileXPath,
  ),
];
