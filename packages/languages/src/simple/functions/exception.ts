import type { MortiseError, Value } from "@mortise/contract";
import type { SimpleFunction } from "../function.ts";

/** Names that Dovetail's documents use for details that are called otherwise here. */
const OTHER_NAMES: { readonly [name: string]: string } = { uri: "url", httpResponseStatus: "statusCode" };

/** A detail of a failed exchange's error, such as what an HTTP answer held. */
function detailOf(error: MortiseError, name: string): Value {
  const other = Object.hasOwn(OTHER_NAMES, name) ? (OTHER_NAMES[name] as string) : name;
  for (const key of [name, other]) if (Object.hasOwn(error.detail, key)) return valueOfDetail(error.detail[key], 0);
  return null;
}

/** A detail may be anything that was thrown: plain data becomes a value, all else is nothing. */
function valueOfDetail(detail: unknown, level: number): Value {
  if (typeof detail === "string" || typeof detail === "number" || typeof detail === "boolean") return detail;
  if (detail instanceof Date || detail instanceof Map || detail instanceof Uint8Array) return detail;
  if (detail === null || typeof detail !== "object" || level > 20) return null;
  if (Array.isArray(detail)) return detail.map((item) => valueOfDetail(item, level + 1));
  const entries = Object.entries(detail).map(([key, item]) => [key, valueOfDetail(item, level + 1)] as const);
  return new Map<Value, Value>(entries);
}

/** Java's print of an exception: its class and message, and the causes. */
function stackOf(error: MortiseError): string {
  let text = `${error.code}: ${error.message}`;
  for (let cause = error.cause, depth = 0; cause instanceof Error && depth < 10; cause = cause.cause, depth++)
    text += `\nCaused by: ${cause.name}: ${cause.message}`;
  return text;
}

const exception: SimpleFunction = {
  name: "exception",
  family: "exchange",
  summary: "What failed, on the error route; null elsewhere.",
  forms: [
    "exception",
    "exception.message",
    "exception.stacktrace",
    "exception.statusCode",
    "exception.responseBody",
    "exception.name",
  ],
  parameters: [
    {
      name: "name",
      description:
        "`message`, `stacktrace`, `code`, `class`, or a detail of the error such as `statusCode`, `responseBody` or `url`.",
    },
  ],
  examples: [{ source: "${exception.message}", result: null }],
  compile(use, unit) {
    const rest = unit.text(use.rest);
    if (rest === "") return (exchange) => (exchange.exception ? exchange.exception.message : null);
    const found = /^\??\.([A-Za-z]\w*)(\(\))?/.exec(rest);
    if (!found) throw unit.wrongUse(use, this);
    let name = found[1] as string;
    if (/^get[A-Z]/.test(name)) name = name.charAt(3).toLowerCase() + name.slice(4);
    const root = (error: MortiseError): Value => {
      if (name === "message" || name === "localizedMessage") return error.message;
      if (name === "stacktrace" || name === "stackTrace") return stackOf(error);
      if (name === "code") return error.code;
      if (name === "class") return detailOf(error, "class") ?? error.code;
      return detailOf(error, name);
    };
    return unit.tail({ start: use.rest.start + found[0].length, end: use.rest.end }, (exchange) =>
      exchange.exception ? root(exchange.exception) : null,
    );
  },
};

/** What failed, on the error route. */
export const exceptionFunctions: readonly SimpleFunction[] = [exception];
