import { type CharSet, LAST, negate, rangesOf, union } from "./set.ts";

const digit = rangesOf(48, 57);
const lower = rangesOf(97, 122);
const upper = rangesOf(65, 90);
const alpha = union(lower, upper);
const alnum = union(alpha, digit);
const punct = rangesOf(33, 47, 58, 64, 91, 96, 123, 126);

export const WORD = union(alnum, rangesOf(95, 95));
export const DIGIT = digit;
export const SPACE = rangesOf(9, 13, 32, 32);
export const HORIZONTAL = rangesOf(
  9,
  9,
  32,
  32,
  0xa0,
  0xa0,
  0x1680,
  0x1680,
  0x180e,
  0x180e,
  0x2000,
  0x200a,
  0x202f,
  0x202f,
  0x205f,
  0x205f,
  0x3000,
  0x3000,
);
export const VERTICAL = rangesOf(10, 13, 0x85, 0x85, 0x2028, 0x2029);
/** What the dot leaves out. */
export const LINE_BREAKS = rangesOf(10, 10, 13, 13, 0x85, 0x85, 0x2028, 0x2029);
export const ALL = rangesOf(0, LAST);

/** Java's POSIX classes are of ASCII only. */
const posix: ReadonlyMap<string, CharSet> = new Map([
  ["Lower", lower],
  ["Upper", upper],
  ["ASCII", rangesOf(0, 127)],
  ["Alpha", alpha],
  ["Digit", digit],
  ["Alnum", alnum],
  ["Punct", punct],
  ["Graph", union(alnum, punct)],
  ["Print", rangesOf(32, 126)],
  ["Blank", rangesOf(9, 9, 32, 32)],
  ["Cntrl", rangesOf(0, 31, 127, 127)],
  ["XDigit", rangesOf(48, 57, 65, 70, 97, 102)],
  ["Space", SPACE],
]);

const java: ReadonlyMap<string, string> = new Map([
  ["javaLowerCase", "Lowercase"],
  ["javaUpperCase", "Uppercase"],
  ["javaWhitespace", "White_Space"],
  ["javaLetter", "L"],
  ["javaDigit", "Nd"],
  ["IsAlphabetic", "Alphabetic"],
  ["IsLowercase", "Lowercase"],
  ["IsUppercase", "Uppercase"],
  ["IsWhite_Space", "White_Space"],
  ["IsLetter", "L"],
  ["IsDigit", "Nd"],
  ["IsPunctuation", "P"],
  ["IsIdeographic", "Ideographic"],
  ["InGreek", "Script=Greek"],
  ["InCyrillic", "Script=Cyrillic"],
]);

/** The set that `\p{name}` stands for; undefined when Java knows none, either. */
export function propertySet(name: string, negated: boolean): CharSet | undefined {
  const found = posix.get(name);
  if (found) return negated ? negate(found) : found;
  const property = jsProperty(name);
  if (property === undefined) return undefined;
  return { ranges: [], properties: [negated ? `^${property}` : property], negated: false, and: [] };
}

function jsProperty(name: string): string | undefined {
  const known = java.get(name);
  if (known) return known;
  const plain = name.replace(/^(Is|general_category=|gc=)/i, "");
  const script = /^(?:script=|sc=)(\w+)$/i.exec(name)?.[1];
  for (const candidate of script ? [`Script=${script}`] : [plain, `Script=${plain}`]) {
    try {
      new RegExp(`\\p{${candidate}}`, "u");
      return candidate;
    } catch {
      // JavaScript does not know it under this name; the next one may fit.
    }
  }
  return undefined;
}
