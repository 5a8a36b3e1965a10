import fontoxpath from "fontoxpath";
import { failed } from "../failures.ts";
import { compileRegex, spendMatching } from "../simple/regex.ts";
import { spendItems, spendText } from "../work.ts";

const NAMESPACE = "https://mortise.dev/xpath";
const FUNCTIONS = "http://www.w3.org/2005/xpath-functions";

/** XPath's flags, as the engine of linear time writes them. */
function patternOf(pattern: string, flags = ""): string {
  if (!/^[smix]*$/.test(flags)) throw failed(`the flags "${flags}" are not s, m, i or x`);
  if (flags.includes("x")) throw failed('the flag "x" is not supported; leave the blanks out of the pattern');
  return flags === "" ? pattern : `(?${[...new Set(flags)].join("")})${pattern}`;
}

function matches(text: string | null, pattern: string, flags?: string): boolean {
  const given = text ?? "";
  const regex = compileRegex(patternOf(pattern, flags));
  spendMatching(given, regex);
  return regex.matcher(given).find();
}

function replace(text: string | null, pattern: string, replacement: string, flags?: string): string {
  const given = text ?? "";
  const regex = compileRegex(patternOf(pattern, flags));
  spendMatching(given, regex);
  const replaced = regex.matcher(given).replaceAll(replacement);
  spendText(replaced.length);
  return replaced;
}

function tokenize(text: string | null, pattern?: string, flags?: string): string[] {
  const given = text ?? "";
  if (given === "") return [];
  if (pattern === undefined) return given.trim().split(/\s+/);
  const regex = compileRegex(patternOf(pattern, flags));
  spendMatching(given, regex);
  const parts = regex.split(given, -1);
  spendItems(parts.length);
  return parts;
}

const TEXT = "xs:string?";

type Register = (
  name: { readonly namespaceURI: string; readonly localName: string },
  types: readonly string[],
  result: string,
  run: (context: unknown, ...args: never[]) => unknown,
) => void;

/** fontoxpath's own versions use the backtracking engine of JavaScript, which one pattern can keep busy for ever. */
const OWN: readonly (readonly [string, readonly string[], string, (...args: never[]) => unknown])[] = [
  ["matches", [TEXT, "xs:string"], "xs:boolean", matches],
  ["matches", [TEXT, "xs:string", "xs:string"], "xs:boolean", matches],
  ["replace", [TEXT, "xs:string", "xs:string"], "xs:string", replace],
  ["replace", [TEXT, "xs:string", "xs:string", "xs:string"], "xs:string", replace],
  ["tokenize", [TEXT], "xs:string*", tokenize],
  ["tokenize", [TEXT, "xs:string"], "xs:string*", tokenize],
  ["tokenize", [TEXT, "xs:string", "xs:string"], "xs:string*", tokenize],
];

for (const [localName, types, result, run] of OWN)
  (fontoxpath.registerCustomXPathFunction as unknown as Register)(
    { namespaceURI: NAMESPACE, localName },
    types,
    result,
    (_, ...args) => run(...args),
  );

const NAMES = new Set(OWN.map(([name]) => name));

/** Which function a name means: ours for regular expressions, else that of the standard. */
export function resolveFunction({ prefix, localName }: { prefix: string; localName: string }) {
  if (prefix !== "" && prefix !== "fn") return null;
  return { namespaceURI: NAMES.has(localName) ? NAMESPACE : FUNCTIONS, localName };
}
