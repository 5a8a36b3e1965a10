/**
 * Spellings of Jayway's JsonPath, which Dovetail's flows use, in the notation of RFC 9535: `[(@.length-1)]` and
 * `.length()` at the end, a path without `$`, bare names with a dash, and filters with `=~`, `in`, `nin` are not part
 * of the standard; the first three mean the same here.
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
  return { path: rewrite(path), tail: tail?.[1] as StandardPath["tail"] };
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
