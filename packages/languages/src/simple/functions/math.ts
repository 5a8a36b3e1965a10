import { type Exchange, long, type Value } from "@mortise/contract";
import { failed, quoted } from "../../failures.ts";
import { textFrom, valueFrom } from "../arguments.ts";
import { type Argument, call } from "../call.ts";
import { toLong, toNumber } from "../convert.ts";
import type { Example, SimpleFunction } from "../function.ts";
import { itemsOf } from "../items.ts";

const EXP = { name: "exp", description: "A number, or text that is one; the body when absent." };
const NUMBERS = {
  name: "numbers",
  description: "Numbers, lists of numbers, or text such as `1,2,3`; the body when absent.",
};

/** All whole numbers among the arguments; what is no whole number is passed over, as in Camel. */
function numbersOf(given: readonly (Argument | undefined)[], exchange: Exchange): bigint[] {
  const values = given[0] ? given.map((argument) => (argument as Argument).value(exchange)) : [exchange.message.body];
  return values.flatMap((value) =>
    itemsOf(value)
      .map(toLong)
      .filter((number) => number !== undefined),
  );
}

function overNumbers(
  name: string,
  summary: string,
  examples: readonly Example[],
  fold: (numbers: readonly bigint[]) => bigint,
): SimpleFunction {
  return call({
    name,
    family: "math",
    summary: `${summary} Whole numbers only; null when there is none.`,
    signatures: ["numbers..."],
    parameters: [NUMBERS],
    examples,
    run: (given, exchange) => {
      const numbers = numbersOf(given, exchange);
      return numbers.length === 0 ? null : long(fold(numbers));
    },
  });
}

/** The largest number, or the smallest; `Math.max` has no bigint. */
function extreme(numbers: readonly bigint[], direction: 1 | -1): bigint {
  let best = numbers[0] ?? 0n;
  for (const number of numbers) if ((number > best ? 1 : -1) === direction && number !== best) best = number;
  return best;
}

const total = (numbers: readonly bigint[]) => numbers.reduce((sum, number) => sum + number, 0n);

/** A function of one number, as text or number. */
function ofNumber(
  name: string,
  summary: string,
  examples: readonly Example[],
  change: (value: Value) => bigint | undefined,
): SimpleFunction {
  return call({
    name,
    family: "math",
    summary,
    signatures: ["", "exp"],
    parameters: [EXP],
    examples,
    run: ([exp], exchange) => {
      const value = valueFrom(exp, exchange);
      if (value === null) return null;
      const changed = change(typeof value === "string" ? value.trim() : value);
      if (changed === undefined) throw failed(`${name} needs a number, not ${quoted(textFrom(exp, exchange) ?? "")}`);
      return long(changed);
    },
  });
}

const rounded = (round: (number: number) => number) => (value: Value) => {
  const number = toNumber(value);
  return number === undefined || !Number.isFinite(number) ? undefined : BigInt(round(number));
};

/** Functions of numbers. */
export const mathFunctions: readonly SimpleFunction[] = [
  ofNumber(
    "abs",
    "The size of a whole number, without its sign.",
    [{ source: "${abs(-5)}", result: { $long: "5" } }],
    (value) => {
      const number = toLong(value);
      return number === undefined ? undefined : number < 0n ? -number : number;
    },
  ),
  ofNumber(
    "floor",
    "The whole number at or below it.",
    [{ source: "${floor(-12.9)}", result: { $long: "-13" } }],
    rounded(Math.floor),
  ),
  ofNumber(
    "ceil",
    "The whole number at or above it.",
    [{ source: "${ceil()}", body: "5.3", result: { $long: "6" } }],
    rounded(Math.ceil),
  ),
  overNumbers("sum", "The sum.", [{ source: "${sum(${body},1)}", body: "1,2,3", result: { $long: "7" } }], total),
  overNumbers("max", "The largest.", [{ source: "${max(3,9,4)}", result: { $long: "9" } }], (numbers) =>
    extreme(numbers, 1),
  ),
  overNumbers("min", "The smallest.", [{ source: "${min()}", body: [3, 9, 4], result: { $long: "3" } }], (numbers) =>
    extreme(numbers, -1),
  ),
  overNumbers(
    "average",
    "The average, cut to a whole number.",
    [{ source: "${average(1,2,4)}", result: { $long: "2" } }],
    (numbers) => total(numbers) / BigInt(numbers.length),
  ),
];
