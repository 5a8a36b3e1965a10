/** A generated file: where it stands, from the root, and what it holds. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A Markdown page that says where it comes from. */
export function markdown(path: string, madeFrom: string, blocks: readonly string[]): Page {
  const notice = `<!-- Generated from ${madeFrom} by \`npm run docs\`. Do not edit. -->`;
  return { path, text: `${[notice, ...blocks].map((block) => block.trim()).join("\n\n")}\n` };
}

/** A Markdown table; line breaks and pipes in cells are escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `| ${head.map(() => "---").join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** Text as code, whatever backticks it holds. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const space = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${space}${text}${space}${fence}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ");
}
