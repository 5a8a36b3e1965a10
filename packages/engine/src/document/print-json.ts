/** A value that is laid out over lines even where it would fit on one: the lines of a script. */
export class Lines {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    this.lines = lines;
  }
}

/** Longest line that holds a whole value. */
export const WIDTH = 120;

const STEP = "  ";

/**
 * JSON as people lay it out: on one line where it fits; else one entry a line, with what closes it at the end of the
 * last. When only the last entry is too long, the others stay before it: `{ "language": "groovy", "source": [` and the
 * lines below. `used` and `after`: how much of the line is taken before and after the value.
 */
export function printJson(value: unknown, indent: string, used: number, after = 1): string {
  const inline = printInline(value);
  if (inline !== undefined && used + inline.length + after <= WIDTH) return inline;
  if (value instanceof Lines)
    return printEntries(
      "[",
      value.lines.map((line) => JSON.stringify(line)),
      "]",
      indent,
    );
  if (Array.isArray(value)) {
    const below = indent + STEP;
    const items = value.map((item) => printJson(item, below, below.length, after + 2));
    return items.length === 0 ? "[]" : printEntries("[", items, "]", indent);
  }
  if (value === null || typeof value !== "object") return inline as string;
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  return printHugging(entries, indent, used, after) ?? printObject(entries, indent, after);
}

/** JSON on one line, `{ "a": 1 }`; undefined for what must have lines of its own. */
export function printInline(value: unknown): string | undefined {
  if (value instanceof Lines) return undefined;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const isList = Array.isArray(value);
  const items: string[] = [];
  for (const [key, item] of Object.entries(value)) {
    const text = printInline(item);
    if (text === undefined) return undefined;
    items.push(isList ? text : `${JSON.stringify(key)}: ${text}`);
  }
  if (items.length === 0) return isList ? "[]" : "{}";
  return isList ? `[${items.join(", ")}]` : `{ ${items.join(", ")} }`;
}

/** All but the last entry on the first line, when that is what they fit on and the last opens a list or map. */
function printHugging(
  entries: readonly (readonly [string, unknown])[],
  indent: string,
  used: number,
  after: number,
): string | undefined {
  const [key, last] = entries.at(-1) as [string, unknown];
  if (!opensLines(last)) return undefined;
  const head: string[] = [];
  for (const [name, value] of entries.slice(0, -1)) {
    const text = printInline(value);
    if (text === undefined) return undefined;
    head.push(`${JSON.stringify(name)}: ${text}, `);
  }
  const start = `{ ${head.join("")}${JSON.stringify(key)}: `;
  if (used + start.length + 1 > WIDTH) return undefined;
  return `${start}${printJson(last, indent, used + start.length, after + 2)} }`;
}

/** A list of numbers or names is better kept whole on a line below. */
function opensLines(value: unknown): boolean {
  if (value instanceof Lines) return true;
  if (value === null || typeof value !== "object") return false;
  return Array.isArray(value)
    ? value.some((item) => item !== null && typeof item === "object")
    : Object.keys(value).length > 0;
}

function printObject(entries: readonly (readonly [string, unknown])[], indent: string, after: number): string {
  const below = indent + STEP;
  const items = entries.map(([key, value]) => {
    const start = `${JSON.stringify(key)}: `;
    return start + printJson(value, below, below.length + start.length, after + 2);
  });
  return printEntries("{", items, "}", indent);
}

function printEntries(open: string, items: readonly string[], close: string, indent: string): string {
  const below = `\n${indent}${STEP}`;
  return `${open}${below}${items.join(`,${below}`)} ${close}`;
}
