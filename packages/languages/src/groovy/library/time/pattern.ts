import { throwNew } from "../../runtime/throwable.ts";

/** How text is written: `Jan`, `January`, `J`. */
export type TextWidth = "short" | "long" | "narrow";

/** One piece of a formatter: printed and read by the same rules. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "number";
      readonly field: string;
      readonly min: number;
      readonly max: number;
      readonly sign: "normal" | "notNegative" | "exceeds";
      /** Digits that follow without a sign between take their share first. */
      readonly after: number;
    }
  | { readonly kind: "year2" }
  | { readonly kind: "name"; readonly field: "month" | "day" | "half" | "era" | "quarter"; readonly width: TextWidth }
  | { readonly kind: "fraction"; readonly min: number; readonly max: number; readonly point: boolean }
  | { readonly kind: "offset"; readonly pattern: string; readonly zero: string }
  | { readonly kind: "localOffset"; readonly full: boolean }
  | { readonly kind: "zoneId" }
  | { readonly kind: "zoneName"; readonly width: "short" | "long" }
  | { readonly kind: "optional"; readonly pieces: readonly Piece[] }
  | { readonly kind: "instant" };

const NUMBERS: ReadonlyMap<string, string> = new Map([
  ["D", "DAY_OF_YEAR"],
  ["d", "DAY_OF_MONTH"],
  ["F", "ALIGNED_WEEK_OF_MONTH"],
  ["h", "CLOCK_HOUR_OF_AMPM"],
  ["H", "HOUR_OF_DAY"],
  ["k", "CLOCK_HOUR_OF_DAY"],
  ["K", "HOUR_OF_AMPM"],
  ["m", "MINUTE_OF_HOUR"],
  ["s", "SECOND_OF_MINUTE"],
  ["A", "MILLI_OF_DAY"],
  ["n", "NANO_OF_SECOND"],
  ["N", "NANO_OF_DAY"],
]);

/** A number field. */
export function number(
  field: string,
  min: number,
  max = min,
  sign: "normal" | "notNegative" | "exceeds" = "notNegative",
): Piece {
  return { kind: "number", field, min, max, sign, after: 0 };
}

export function text(value: string): Piece {
  return { kind: "text", text: value };
}

/** A pattern of DateTimeFormatter in its pieces. Throws IllegalArgumentException as Java does. */
export function patternOf(pattern: string): readonly Piece[] {
  const stack: Piece[][] = [[]];
  const add = (piece: Piece) => stack.at(-1)?.push(piece);
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] as string;
    if (/[A-Za-z]/.test(char)) {
      let count = 1;
      while (pattern[i + 1] === char) {
        count++;
        i++;
      }
      // `p` pads what follows.
      if (char === "p") throw throwNew("java.lang.IllegalArgumentException", "Pad letter 'p' is not supported here");
      add(letter(char, count));
    } else if (char === "'") {
      let end = i + 1;
      for (; end < pattern.length; end++) {
        if (pattern[end] !== "'") continue;
        if (pattern[end + 1] !== "'") break;
        end++;
      }
      if (end >= pattern.length) {
        throw throwNew(
          "java.lang.IllegalArgumentException",
          `Pattern ends with an incomplete string literal: ${pattern}`,
        );
      }
      const inner = pattern.slice(i + 1, end);
      add(text(inner === "" ? "'" : inner.replaceAll("''", "'")));
      i = end;
    } else if (char === "[") stack.push([]);
    else if (char === "]") {
      const pieces = stack.pop() as Piece[];
      if (stack.length === 0)
        throw throwNew("java.lang.IllegalArgumentException", "Pattern invalid as it contains ] without previous [");
      add({ kind: "optional", pieces });
    } else if (char === "{" || char === "}" || char === "#") {
      throw throwNew("java.lang.IllegalArgumentException", `Pattern includes reserved character: '${char}'`);
    } else add(text(char));
  }
  while (stack.length > 1) {
    const pieces = stack.pop() as Piece[];
    add({ kind: "optional", pieces });
  }
  return adjacent(stack[0] as Piece[]);
}

/** Numbers that stand side by side: the first gives way, the others have fixed widths. */
export function adjacent(pieces: readonly Piece[]): Piece[] {
  const result = [...pieces];
  for (let i = 0; i < result.length; i++) {
    const piece = result[i] as Piece;
    if (piece.kind !== "number") continue;
    let after = 0;
    for (let j = i + 1; j < result.length; j++) {
      const next = result[j] as Piece;
      if (next.kind === "number" && next.min === next.max) after += next.max;
      else if (next.kind === "year2") after += 2;
      else if (next.kind === "fraction" && !next.point && next.min === next.max) after += next.max;
      else break;
    }
    if (after) result[i] = { ...piece, after };
  }
  return result;
}

function tooMany(char: string): Error {
  return throwNew("java.lang.IllegalArgumentException", `Too many pattern letters: ${char}`) as unknown as Error;
}

function letter(char: string, count: number): Piece {
  switch (char) {
    case "u":
    case "y":
      if (count === 2) return { kind: "year2" };
      return number(char === "u" ? "YEAR" : "YEAR_OF_ERA", count, 19, count < 4 ? "normal" : "exceeds");
    case "Y":
      return number("WEEK_BASED_YEAR", count === 2 ? 2 : count, count === 2 ? 2 : 19, "normal");
    case "w":
      return number("WEEK_OF_WEEK_BASED_YEAR", count, 2);
    case "W":
      return number("WEEK_OF_MONTH", count, 1);
    case "M":
    case "L":
      if (count > 5) throw tooMany(char);
      if (count >= 3) return { kind: "name", field: "month", width: width(count) };
      return count === 1 ? number("MONTH_OF_YEAR", 1, 19, "normal") : number("MONTH_OF_YEAR", 2);
    case "Q":
    case "q":
      if (count > 5) throw tooMany(char);
      return count >= 3 ? { kind: "name", field: "quarter", width: width(count) } : number("QUARTER_OF_YEAR", count);
    case "E":
      if (count > 5) throw tooMany(char);
      return { kind: "name", field: "day", width: width(Math.max(3, count)) };
    case "e":
    case "c":
      if (count > 5) throw tooMany(char);
      return count >= 3 ? { kind: "name", field: "day", width: width(count) } : number("LOCAL_DAY_OF_WEEK", count);
    case "a":
      return { kind: "name", field: "half", width: "short" };
    case "G":
      return { kind: "name", field: "era", width: count === 4 ? "long" : "short" };
    case "S":
      return { kind: "fraction", min: count, max: count, point: false };
    case "V":
      if (count !== 2) throw throwNew("java.lang.IllegalArgumentException", `Pattern letter count must be 2: ${char}`);
      return { kind: "zoneId" };
    case "z":
      return { kind: "zoneName", width: count >= 4 ? "long" : "short" };
    case "O":
      return { kind: "localOffset", full: count === 4 };
    case "X":
    case "x":
      if (count > 5) throw tooMany(char);
      return {
        kind: "offset",
        pattern: OFFSETS[count - 1] as string,
        zero: char === "X" ? "Z" : (ZEROS[count - 1] as string),
      };
    case "Z":
      if (count === 4) return { kind: "localOffset", full: true };
      return { kind: "offset", pattern: count === 5 ? "+HH:MM:ss" : "+HHMM", zero: count === 5 ? "Z" : "+0000" };
  }
  const field = NUMBERS.get(char);
  if (!field) throw throwNew("java.lang.IllegalArgumentException", `Unknown pattern letter: ${char}`);
  const wide = char === "D" ? 3 : "AnN".includes(char) ? 19 : 2;
  if (count > wide && wide < 19) throw tooMany(char);
  if (count === 1) return number(field, 1, 19, "normal");
  return char === "D" && count === 2 ? number(field, 2, 3) : number(field, count);
}

const OFFSETS = ["+HHmm", "+HHMM", "+HH:MM", "+HHMMss", "+HH:MM:ss"];
const ZEROS = ["+00", "+0000", "+00:00", "+0000", "+00:00"];

function width(count: number): TextWidth {
  return count === 4 ? "long" : count === 5 ? "narrow" : "short";
}
