/**
 * Spellings of Jayway's JsonPath, which Dovetail's flows use and RFC 9535 does not have: `[(@.length-1)]`, `.length()`
 * at the end, a path without `$`, names with a dash, and `=~`, `in` and `nin` in filters.
 */
export interface StandardPath {
  readonly path: string;
  /** `.length()` and the like at the end of the path. */
  readonly tail: "length" | "size" | "min" | "max" | "sum" | "avg" | "first" | "last" | "keys" | undefined;
}

const TAIL = /\.(length|size|min|max|sum|avg|first|last|keys)\(\)\s*$/;

/** A path in the standard's notation. */
export function standardPath(source: string): StandardPath {
  const trimmed = source.trim();
  const tail = TAIL.exec(trimmed);
  let path = tail ? trimmed.slice(0, tail.index) : trimmed;
  if (!path.startsWith("$") && !path.startsWith("@")) path = path.startsWith("[") ? `$${path}` : `$.${path}`;
  return { path: rewrite(rewriteFilters(path)), tail: tail?.[1] as StandardPath["tail"] };
}

/** A place in a filter: `@.a.b`, `@['a']`, `$.x[0]`. */
const PLACE = String.raw`[@$](?:\.[\w-]+|\[[^\][]*\])*`;
const REGEX_FILTER = new RegExp(String.raw`(${PLACE})\s*=~\s*/((?:[^/\\]|\\.)*)/([a-z]*)`, "g");
const IN_FILTER = new RegExp(String.raw`(${PLACE})\s+(in|nin)\s+\[([^\][]*)\]`, "g");

/** `@.a =~ /x/i` is the function match, and `@.a in ['x','y']` an or. */
function rewriteFilters(path: string): string {
  if (!path.includes("[?")) return path;
  return path
    .replace(REGEX_FILTER, (_, place: string, pattern: string, flags: string) => {
      const source = (flags.includes("i") ? "(?i)" : "") + pattern.replaceAll("\\/", "/");
      return `match(${place}, ${JSON.stringify(source)})`;
    })
    .replace(IN_FILTER, (_, place: string, operator: string, list: string) => {
      const values = list.split(",").map((value) => `${place} == ${value.trim()}`);
      return `${operator === "in" ? "" : "!"}(${values.join(" || ")})`;
    });
}

/** Outside of quotes: `[(@.length-1)]` is `[-1]`, `.a-b` is `['a-b']`, `@.length()` is `length(@)`. */
function rewrite(path: string): string {
  return path.replace(
    /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\[\(\s*@\.length\s*-\s*(\d+)\s*\)\]|(\.\.?)([A-Za-z_][\w]*(?:-[\w-]*[A-Za-z_][\w-]*)+)|(@(?:\.\w+)*)\.(?:length|size)\(\)/g,
    (whole, fromEnd?: string, dots?: string, name?: string, counted?: string) => {
      if (fromEnd !== undefined) return `[-${fromEnd}]`;
      if (name !== undefined) return `${dots === ".." ? ".." : ""}['${name}']`;
      return counted !== undefined ? `length(${counted})` : whole;
    },
  );
}

/** Whether a path can select more than one place, so that its result is a list. */
export function isDefinite(path: string): boolean {
  return !/\.\.|\*|\[\?|\[[^\]'"]*[:,]|'\s*,\s*['"]|"\s*,\s*['"]/.test(path);
}
