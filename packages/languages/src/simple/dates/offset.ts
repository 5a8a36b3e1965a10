const UNITS: { readonly [unit: string]: number } = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** `+1d`, `-2h`, `+1h30m`, `- 10s`, `+100`: each sign starts a length of time. A day is 24 hours. */
const OFFSETS = /^(?:\s*[+-]\s*(?:\d{1,12}(?:ms|[dhms])?\s*)+)+$/;

/** A date command apart from its offsets: `now+1d-2h` is `now` and 79,200,000 milliseconds. */
export function splitOffset(command: string): { readonly base: string; readonly offset: number } {
  // A dash or dot may belong to a header's name, so only what reads as an offset up to the end is one.
  for (let at = 1; at < command.length; at++) {
    const sign = command.charAt(at);
    if (sign !== "+" && sign !== "-" && sign !== " ") continue;
    const rest = command.slice(at);
    if (OFFSETS.test(rest)) return { base: command.slice(0, at).trimEnd(), offset: offsetOf(rest) };
  }
  return { base: command, offset: 0 };
}

function offsetOf(text: string): number {
  let total = 0;
  for (const [, sign, lengths] of text.matchAll(/([+-])([^+-]*)/g)) {
    let length = 0;
    for (const [, amount, unit] of (lengths as string).matchAll(/(\d+)(ms|[dhms])?/g))
      length += Number(amount) * (UNITS[unit ?? "ms"] as number);
    total += sign === "-" ? -length : length;
  }
  return total;
}
