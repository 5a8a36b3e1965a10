import { type Exchange, foldName, isInteger, type MortiseError, toText, typeName, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import type { Compilation } from "../compilation.ts";
import { splitOffset } from "../dates/offset.ts";
import { compilePattern } from "../dates/pattern.ts";
import type { Evaluate, FunctionUse, SimpleFunction } from "../function.ts";
import { isDynamic } from "../scan.ts";
import { getVariable } from "../variables.ts";

/** What stands before the pattern: where the instant comes from, and how far from it. */
interface DateCommand {
  readonly base: string;
  readonly zone: string | undefined;
  readonly pattern: string | undefined;
  readonly moment: ((exchange: Exchange) => number) | undefined;
}

const SOURCE = /^(in\.header|header|exchangeProperty|variable)[.:]([\s\S]+)$/;

/** Reads `command`, `command:pattern` or `command:zone:pattern`. */
function readCommand(text: string, withZone: boolean): DateCommand {
  const colon = text.indexOf(":");
  const rest = colon < 0 ? undefined : text.slice(colon + 1);
  const { base, offset } = splitOffset((colon < 0 ? text : text.slice(0, colon)).trim());
  const from = momentOf(base);
  const moment = from && ((exchange: Exchange) => from(exchange) + offset);
  if (!withZone || rest === undefined) return { base, moment, zone: undefined, pattern: rest };
  // An offset holds a colon itself: `GMT+02:00:HH:mm`.
  const zone = /^(?:GMT|UTC)?[+-]\d{1,2}:\d{2}(?=:|$)/.exec(rest)?.[0] ?? rest.split(":", 1)[0] ?? rest;
  return { base, moment, zone, pattern: rest.length > zone.length ? rest.slice(zone.length + 1) : undefined };
}

/** The instant that a command names, in epoch milliseconds; undefined when there is no such command. */
function momentOf(base: string): ((exchange: Exchange) => number) | undefined {
  if (base === "now" || base === "millis") return (exchange) => exchange.scope.now();
  if (base === "exchangeCreated") return (exchange) => exchange.scope.created;
  if (base === "file")
    return ({ message }) => {
      const value = message.headers.get("CamelFileLastModified") ?? null;
      return typeof value === "number" ? value : millisOf(value, base);
    };
  const [, source, name] = SOURCE.exec(base) ?? [];
  if (source === undefined || name === undefined) return undefined;
  if (source === "exchangeProperty") return (exchange) => millisOf(exchange.properties.get(name) ?? null, base);
  if (source === "variable") return (exchange) => millisOf(getVariable(exchange, name), base);
  const folded = foldName(name);
  return (exchange) => millisOf(exchange.message.headers.getFolded(folded) ?? null, base);
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

const COMMANDS = "now, millis, exchangeCreated, file, header.x, variable.x and exchangeProperty.x";

/** Camel finds a wrong command or pattern when it evaluates; so do we, and warn when the flow is saved. */
function evaluateDate(command: DateCommand, warn: (what: string) => void): Evaluate {
  const { base, moment, zone, pattern } = command;
  if (!moment) {
    warn(`date knows ${COMMANDS}, with offsets in d, h, m, s and ms; not "${base}"`);
    return () => {
      throw failed(`Command not supported for dateExpression: ${base}`);
    };
  }
  const at = (exchange: Exchange): number => {
    const millis = moment(exchange);
    if (!(Math.abs(millis) <= 8.64e15)) throw failed(`the instant of ${base} is out of reach`);
    return millis;
  };
  if (pattern === undefined || pattern === "")
    return base === "millis" ? (exchange) => BigInt(at(exchange)) : (exchange) => new Date(at(exchange));
  try {
    const format = compilePattern(pattern);
    return (exchange) => format(at(exchange), zone ?? exchange.scope.timeZone);
  } catch (error) {
    warn((error as MortiseError).message);
    return () => {
      throw error;
    };
  }
}

function compileDate(use: FunctionUse, unit: Compilation, spec: SimpleFunction, withZone: boolean): Evaluate {
  const { start, end } = use.rest;
  if (unit.source.charAt(start) !== ":") throw unit.unknown(unit.text(use.node.content), use.node);
  const span = { start: start + 1, end };
  if (span.start >= span.end) throw unit.wrongUse(use, spec);
  if (isDynamic(unit.source, span)) {
    unit.effect = "read";
    const text = unit.template(span);
    return (exchange) => evaluateDate(readCommand(toText(text(exchange)), withZone), () => {})(exchange);
  }
  const command = readCommand(unit.text(span), withZone);
  if (withZone && command.pattern === undefined) throw unit.wrongUse(use, spec);
  if (command.base === "now" || command.base === "millis") unit.effect = "read";
  return evaluateDate(command, (what) => unit.warn(what, use.node.start));
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
        "`now`, `millis`, `exchangeCreated`, `file`, `header.x`, `variable.x`, `exchangeProperty.x`, each with offsets such as `+1d-2h`.",
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

/** Instants, and their text. */
export const dateFunctions: readonly SimpleFunction[] = [date, dateWithTimezone];
