import { toText, type Value } from "@mortise/contract";
import { failed, quoted } from "../../failures.ts";
import { convert, kindOf, toLong, toNumber } from "../convert.ts";
import type { Evaluate } from "../function.ts";

/** `++` and `--`: one more or less, as a whole number, in the type the value had. */
export function increase(operand: Evaluate, by: 1 | -1): Evaluate {
  return (exchange) => {
    const value = operand(exchange);
    const whole = wholeOf(value);
    if (whole === undefined)
      throw failed(`${by > 0 ? "++" : "--"} needs a number, not ${value === null ? "null" : quoted(toText(value))}`);
    const { timeZone } = exchange.scope;
    return convert(whole + BigInt(by), kindOf(value) ?? "Long", timeZone) as Value;
  };
}

function wholeOf(value: Value): bigint | undefined {
  const whole = toLong(value);
  if (whole !== undefined || value instanceof Date) return whole;
  const number = toNumber(value);
  return number === undefined ? undefined : toLong(number);
}
