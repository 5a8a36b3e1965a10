import type { Obj } from "../runtime/object.ts";

/** Draws each value of an assertion under where it stands, as Groovy does: the rightmost first, lines down to the others. */
export function drawn(
  line: string,
  at: number,
  values: readonly { readonly at: number; readonly value: Obj }[],
  show: (value: Obj) => string,
): string {
  const lines = [line, ""];
  const starts = [0, 0];
  // Of values that stand in one place the last is that of the outermost expression.
  const places = new Map(values.map((value) => [value.at - at, value.value]));
  for (const [column, value] of [...places].sort(([left], [right]) => right - left)) {
    if (column < 0 || column > line.length) continue;
    place(lines, starts, column, show(value) || '""');
  }
  return `${lines.map((one) => one.trimEnd()).join("\n")}\n`;
}

function place(lines: string[], starts: number[], column: number, text: string): void {
  const parts = text.split("\n");
  const end = parts.length === 1 ? column + text.length : Number.POSITIVE_INFINITY;
  for (let i = 1; i < lines.length; i++) {
    // The line under the text only ever has bars.
    if (i > 1 && end < (starts[i] as number)) {
      put(lines, i, column, text);
      starts[i] = column;
      return;
    }
    put(lines, i, column, "|");
    if (i > 1) starts[i] = column + 1;
  }
  for (const part of parts) {
    lines.push("");
    starts.push(column);
    put(lines, lines.length - 1, column, part);
  }
}

function put(lines: string[], index: number, column: number, text: string): void {
  const line = (lines[index] as string).padEnd(column);
  lines[index] = line.slice(0, column) + text + line.slice(column + text.length);
}
