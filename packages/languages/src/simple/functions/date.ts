import { type Exchange, foldName, isInteger, toText, typeName, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import type { Compilation } from "../compilation.ts";
import { splitOffset } from "../dates/offset.ts";
import { compilePattern } from "../dates/pattern.ts";
import type { Evaluate, FunctionUse, SimpleFunction } from "../function.ts";
import { nestedEnd } from "../scan.ts";
import type { Span } from "../syntax.ts";
import { getVariable } from "../variables.ts";

type Moment = (exchange: Exchange) => number;

/** The instant a command names, as epoch milliseconds. */
function momentOf(command: string, unit: Compilation): Moment {
  const { base, offset } = splitOffset(command);
  if (base === "now" || base === "millis") {
    unit.effect = "read";
    return (exchange) => exchange.scope.now() + offset;
  }
  if (base === "exchangeCreated") return (exchange) => exchange.scope.created + offset;
  const [, source, name] = /^(in\.header|header|exchangeProperty|variable)[.:]([\s\S]+)$/.exec(base) ?? [];
  if (source === undefined || name === undefined)
    return () => {
      throw failed(`Command not supported for dateExpression: ${base}`);
    };
  const folded = foldName(name);
  return (exchange) => {
    const value =
      source === "exchangeProperty"
        ? exchange.properties.get(name)
        : source === "variable"
          ? getVariable(exchange, name)
          : exchange.message.headers.getFolded(folded);
    return millisOf(value ?? null, base) + offset;
  };
}

/** Camel takes a Date or a Long; an Integer is no instant. */
function millisOf(value: Value, command: string): number {
  if (value instanceof Date) return value.getTime();
  if (typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value) && !isInteger(value)))
    return Number(value);
  throw failed(
    `Cannot find Date/long object at command: ${command}${value === null ? "" : ` (it is a ${typeName(value)})`}`,
  );
}

/** Splits `command:pattern` or `command:zone:pattern`; a colon in `header:x` belongs to the command. */
function parts(text: string, withZone: boolean): readonly [string, string | undefined, string | undefined] {
  const colon = text.indexOf(":");
  if (colon < 0) return [text, undefined, undefined];
  const command = text.slice(0, colon);
  const rest = text.slice(colon + 1);
  if (!withZone) return [command, undefined, rest];
  const zone = /^(?:GMT|UTC)[+-]\d{1,2}:\d{2}(?=:|$)/.exec(rest)?.[0] ?? rest.split(":", 1)[0] ?? rest;
  return [command, zone, rest.length > zone.length ? rest.slice(zone.length + 1) : undefined];
}

function build(text: string, withZone: boolean, unit: Compilation): Evaluate {
  const [command, zone, pattern] = parts(text, withZone);
  const moment = momentOf(command, unit);
  if (pattern === undefined || pattern === "") {
    if (command === "millis") return (exchange) => BigInt(moment(exchange));
    return (exchange) => new Date(moment(exchange));
  }
  const format = compilePattern(pattern);
  return (exchange) => format(moment(exchange), zone ?? exchange.scope.timeZone);
}

function compileDate(use: FunctionUse, unit: Compilation, spec: SimpleFunction, withZone: boolean): Evaluate {
  const { start, end } = use.rest;
  if (unit.source.charAt(start) !== ":") throw unit.unknown(unit.text(use.node.content), use.node);
  const span = { start: start + 1, end };
  if (span.start >= span.end) throw unit.wrongUse(use, spec);
  if (!isDynamic(unit.source, span)) {
    try {
      return build(unit.text(span), withZone, unit);
    } catch (error) {
      // A wrong pattern fails when the flow is saved only if its command could work at all; Camel fails when it runs.
      return () => {
        throw error;
      };
    }
  }
  unit.effect = "read";
  const text = unit.template(span);
  return (exchange) => build(toText(text(exchange)), withZone, unit)(exchange);
}

function isDynamic(source: string, span: Span): boolean {
  for (let at = span.start; at < span.end; at++) if (nestedEnd(source, at, span.end) !== undefined) return true;
  return false;
}

const date: SimpleFunction = {
  name: "date",
  family: "date",
  freeText: true,
  summary: "An instant, with an offset, as a date or as text by a SimpleDateFormat pattern in the flow's time zone.",
  forms: ["date:command", "date:command:pattern"],
  parameters: [
    {
      name: "command",
      description:
        "`now`, `millis`, `exchangeCreated`, `header.x`, `variable.x`, `exchangeProperty.x`, each with offsets such as `+1d-2h`.",
    },
    { name: "pattern", description: "A pattern of SimpleDateFormat; a date without it." },
  ],
  examples: [
    { source: "${date:header.when:yyyy-MM-dd}", headers: { when: { $date: 135672130465 } }, result: "1974-04-20" },
    { source: "${date:header.when+24h:dd MMMM}", headers: { when: { $date: 135672130465 } }, result: "21 April" },
    { source: "${date:now:yyyyMMdd}" },
  ],
  compile(use, unit) {
    return compileDate(use, unit, this, false);
  },
};

const dateWithTimezone: SimpleFunction = {
  name: "date-with-timezone",
  family: "date",
  freeText: true,
  summary: "An instant as text in a time zone of your choice.",
  forms: ["date-with-timezone:command:zone:pattern"],
  parameters: [
    { name: "command", description: "As of `date`." },
    { name: "zone", description: "A region such as `Europe/Amsterdam`, or `GMT+02:00`." },
    { name: "pattern", description: "A pattern of SimpleDateFormat." },
  ],
  examples: [
    {
      source: "${date-with-timezone:header.when:Europe/Amsterdam:HH:mm}",
      headers: { when: { $date: 0 } },
      result: "01:00",
    },
  ],
  compile(use, unit) {
    return compileDate(use, unit, this, true);
  },
};

export const dateFunctions: readonly SimpleFunction[] = [date, dateWithTimezone];
