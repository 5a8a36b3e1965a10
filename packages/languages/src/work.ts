import { mortiseError } from "@mortise/contract";

/**
 * What one evaluation may cost, for every language that is evaluated in the engine's thread. A work step takes some 50 ns
 * (a value or a few characters touched), so that an expression at its limit has held the thread for a fifth of a second.
 */
export const LIMITS = Object.freeze({
  steps: 4_000_000,
  /** UTF-16 units of one text an expression makes. */
  text: 5_000_000,
  /** Items of one list or map an expression makes. */
  items: 100_000,
  /** Functions within functions, in the source. */
  depth: 50,
  /** UTF-16 units of an expression's source. */
  source: 100_000,
  /** UTF-16 units of a regular expression, and of the text it is matched against. */
  pattern: 2_000,
  matched: 1_000_000,
});

/** An evaluation is synchronous and never inside another, so one counter a thread is enough and nothing is allocated. */
let left = 0;

/** Starts the count for one evaluation. */
export function startWork(): void {
  left = LIMITS.steps;
}

/** Counts work done; throws `EXPRESSION_LIMIT` when the budget is spent. */
export function spend(steps: number): void {
  left -= steps;
  if (left < 0) throw mortiseError("EXPRESSION_LIMIT", { limit: `${LIMITS.steps} work steps` });
}

/** Counts the making of a text of this length, and refuses one that is too long. */
export function spendText(length: number): void {
  if (length > LIMITS.text) throw mortiseError("EXPRESSION_LIMIT", { limit: `${LIMITS.text} characters of output` });
  spend((length >> 3) + 1);
}

/** Counts the making of a collection of this size, and refuses one that is too large. */
export function spendItems(size: number): void {
  if (size > LIMITS.items) throw mortiseError("EXPRESSION_LIMIT", { limit: `${LIMITS.items} items` });
  spend(size + 1);
}
