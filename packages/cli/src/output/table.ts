import { paint, width } from "./style.ts";

/** A table for people: a title row, columns as wide as what is in them, the last one cut at the terminal's edge. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, column) => Math.max(width(title), ...rows.map((row) => width(row[column] ?? ""))));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === titles.length - 1 ? cell : cell + " ".repeat((widths[column] as number) - width(cell)),
      )
      .join("  ")
      .trimEnd();
  return [paint("dim", line(titles)), ...rows.map(line)].join("\n");
}

/** A text on one line, cut to a length. */
export function shorten(text: string, length = 80): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** An instant to the minute, on this machine's clock: 2026-11-30 00:00. */
export function minute(instant: string | null | undefined): string {
  return second(instant).slice(0, 16);
}

/** An instant to the second, on this machine's clock: 2026-11-30 00:00:00. */
export function second(instant: string | null | undefined): string {
  if (!instant) return "–";
  const at = new Date(instant);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(":")}`;
}

/** Milliseconds as people read them. */
export function duration(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}
