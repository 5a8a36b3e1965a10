import { styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

/** Text in a colour where the terminal shows colours; `NO_COLOR` and pipes get plain text. */
export function paint(format: Format, text: string): string {
  return styleText(format, text, { stream: process.stdout });
}

/** The width that a text takes on a terminal, colours not counted. */
export function width(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a terminal's colour codes begin with
  return text.replace(/\u001b\[[0-9;]*m/g, "").length;
}
