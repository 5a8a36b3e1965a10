import type { Exchange } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { spend } from "../../work.ts";
import { integerFrom, wordFrom } from "../arguments.ts";
import { type Argument, call } from "../call.ts";
import type { SimpleFunction } from "../function.ts";

const random = call({
  name: "random",
  family: "chance",
  summary: "A random whole number from the first up to, but without, the second.",
  signatures: ["max", "min, max"],
  parameters: [
    { name: "min", description: "The smallest it can be; 0 when absent." },
    { name: "max", description: "The number it stays below." },
  ],
  examples: [
    { source: "${random(1)}", result: 0 },
    { source: "${random(5,6)}", result: 5 },
  ],
  effect: "read",
  run: ([min, max], exchange) => {
    const from = min ? integerFrom(min, exchange, "random") : 0;
    const to = integerFrom(max as Argument, exchange, "random");
    if (to <= from) throw failed(`random needs a bound above ${from}, not ${to}`);
    return from + Math.floor(exchange.scope.random() * (to - from));
  },
});

/** Random digits of a base from the run's own source of chance, so that a replayed run can repeat them. */
function digits(count: number, alphabet: string, exchange: Exchange): string {
  let text = "";
  spend(count);
  for (let index = 0; index < count; index++)
    text += alphabet.charAt(Math.floor(exchange.scope.random() * alphabet.length));
  return text;
}

const HEX = "0123456789abcdef";
const SHORT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** RFC 9562, version 4. */
function version4(exchange: Exchange): string {
  const hex = (count: number) => digits(count, HEX, exchange);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${digits(1, "89ab", exchange)}${hex(3)}-${hex(12)}`;
}

/** The kinds of Camel's generators; each is as unique as its length allows. */
const KINDS: { readonly [kind: string]: (exchange: Exchange) => string } = {
  random: version4,
  classic: version4,
  default: (exchange) => `${digits(15, HEX, exchange).toUpperCase()}-${digits(16, HEX, exchange).toUpperCase()}`,
  short: (exchange) => digits(22, SHORT, exchange),
  simple: (exchange) => digits(16, HEX, exchange).toUpperCase(),
};

const uuid: SimpleFunction = call({
  name: "uuid",
  family: "chance",
  summary: "A unique id.",
  signatures: ["", "kind"],
  parameters: [
    { name: "kind", description: "`default`, `random` and `classic` (RFC 9562, version 4), `short` or `simple`." },
  ],
  examples: [{ source: "${uuid}" }, { source: "${uuid(random)}" }],
  effect: "read",
  run: ([kind], exchange) => {
    const name = kind ? wordFrom(kind, exchange).toLowerCase() : "default";
    const make = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
    if (!make) throw failed(`uuid knows ${Object.keys(KINDS).join(", ")}, not "${name}"`);
    return make(exchange);
  },
});

/** `${uuid}` is written without parentheses too. */
const uuidFunction: SimpleFunction = {
  ...uuid,
  forms: ["uuid", "uuid(kind)"],
  compile(use, unit) {
    if (unit.text(use.rest) !== "") return uuid.compile.call(uuid, use, unit);
    unit.effect = "read";
    return (exchange) => (KINDS.default as (exchange: Exchange) => string)(exchange);
  },
};

/** Functions of chance. */
export const randomFunctions: readonly SimpleFunction[] = [random, uuidFunction];
