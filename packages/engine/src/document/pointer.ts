/** A JSON pointer (RFC 6901) from its unescaped parts. */
export function pointerOf(...parts: readonly (string | number)[]): string {
  return parts.map((part) => `/${escapePart(String(part))}`).join("");
}

/** One part of a JSON pointer, escaped. */
export function escapePart(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The unescaped parts of a JSON pointer. */
export function partsOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What stands at a pointer, or undefined. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value: unknown = root;
  for (const part of partsOf(pointer)) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, part)) return undefined;
    value = (value as { readonly [name: string]: unknown })[part];
  }
  return value;
}
