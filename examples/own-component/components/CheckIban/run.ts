import type { Run } from "@mortise/contract";
import type { spec } from "./spec.ts";

export const run: Run<typeof spec> = (exchange, { iban }) =>
  isValid(iban.text(exchange).replaceAll(" ", "").toUpperCase()) ? undefined : { output: "invalid" };

/** ISO 13616: with the first four characters moved to the end and letters as numbers, the remainder by 97 is 1. */
function isValid(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n;
}
