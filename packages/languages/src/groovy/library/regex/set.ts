/** A set of characters: ranges of code points, and Unicode properties that JavaScript knows. */
export interface CharSet {
  /** Pairs of first and last code point, sorted and apart. */
  readonly ranges: readonly number[];
  /** Properties by JavaScript's names, such as `L` or `Script=Greek`; `^` before one negates it. */
  readonly properties: readonly string[];
  readonly negated: boolean;
  /** All of these must hold the character, too. */
  readonly and: readonly CharSet[];
}

export const LAST = 0x10ffff;

/** A set of ranges. */
export function rangesOf(...pairs: number[]): CharSet {
  return { ranges: normalise(pairs), properties: [], negated: false, and: [] };
}

function normalise(pairs: readonly number[]): number[] {
  const sorted: [number, number][] = [];
  for (let i = 0; i < pairs.length; i += 2) sorted.push([pairs[i] as number, pairs[i + 1] as number]);
  sorted.sort((left, right) => left[0] - right[0]);
  const merged: number[] = [];
  for (const [first, last] of sorted) {
    const end = merged.length - 1;
    if (merged.length && first <= (merged[end] as number) + 1) merged[end] = Math.max(merged[end] as number, last);
    else merged.push(first, last);
  }
  return merged;
}

function complement(ranges: readonly number[]): number[] {
  const rest: number[] = [];
  let from = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    if ((ranges[i] as number) > from) rest.push(from, (ranges[i] as number) - 1);
    from = (ranges[i + 1] as number) + 1;
  }
  if (from <= LAST) rest.push(from, LAST);
  return rest;
}

/** The set with ranges only, where it has no properties; negation and intersections are worked out. */
export function simplify(set: CharSet): CharSet {
  if (set.properties.length > 0) return set;
  const parts = set.and.map(simplify);
  if (parts.some((part) => part.properties.length > 0 || part.and.length > 0)) return { ...set, and: parts };
  let { ranges } = set;
  for (const part of parts) ranges = intersect(ranges, part.ranges);
  return { ranges: set.negated ? complement(ranges) : ranges, properties: [], negated: false, and: [] };
}

function intersect(left: readonly number[], right: readonly number[]): number[] {
  return complement(normalise([...complement(left), ...complement(right)]));
}

/** Both sets together. */
export function union(left: CharSet, right: CharSet): CharSet {
  const a = simplify(left);
  const b = simplify(right);
  if (!a.negated && !b.negated && a.and.length === 0 && b.and.length === 0) {
    return {
      ranges: normalise([...a.ranges, ...b.ranges]),
      properties: [...a.properties, ...b.properties],
      negated: false,
      and: [],
    };
  }
  // De Morgan: what neither leaves out.
  return { ...everything, and: [negate(a), negate(b)], negated: true };
}

export const everything: CharSet = rangesOf(0, LAST);

/** Everything that is not in a set. */
export function negate(set: CharSet): CharSet {
  return simplify({ ...set, negated: !set.negated });
}

/** The set with the other case of its letters, as `(?i)` has it: of ASCII only, or of all letters. */
export function foldCase(set: CharSet, unicode: boolean): CharSet {
  const extra: number[] = [];
  const { ranges } = set;
  for (let i = 0; i < ranges.length; i += 2) {
    const first = ranges[i] as number;
    const last = Math.min(ranges[i + 1] as number, unicode ? 0x24f : 0x7a);
    for (let code = Math.max(first, 65); code <= last; code++) {
      for (const other of otherCases(code, unicode)) extra.push(other, other);
    }
  }
  const folded = {
    ...set,
    ranges: normalise([...ranges, ...extra]),
    and: set.and.map((one) => foldCase(one, unicode)),
  };
  return folded;
}

/** The other cases of a character. */
export function otherCases(code: number, unicode: boolean): number[] {
  if (!unicode) {
    if (code >= 65 && code <= 90) return [code + 32];
    return code >= 97 && code <= 122 ? [code - 32] : [];
  }
  const char = String.fromCodePoint(code);
  return [char.toLowerCase(), char.toUpperCase()]
    .filter((other) => other !== char && [...other].length === 1)
    .map((other) => other.codePointAt(0) as number);
}

const tests = new Map<string, RegExp>();

function hasProperty(code: number, property: string): boolean {
  let test = tests.get(property);
  if (!test) {
    const name = property.replace("^", "");
    test = new RegExp(property.startsWith("^") ? `\\P{${name}}` : `\\p{${name}}`, "u");
    tests.set(property, test);
  }
  return test.test(String.fromCodePoint(code));
}

/** Whether a set holds a character. */
export function holds(set: CharSet, code: number): boolean {
  let found = inRanges(set.ranges, code) || set.properties.some((property) => hasProperty(code, property));
  if (found && set.and.length) found = set.and.every((part) => holds(part, code));
  return found !== set.negated;
}

function inRanges(ranges: readonly number[], code: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) {
    if (code < (ranges[i] as number)) return false;
    if (code <= (ranges[i + 1] as number)) return true;
  }
  return false;
}
