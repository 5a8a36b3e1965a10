import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Component, HeaderDocs, Spec } from "@mortise/contract";
import { readableJson } from "./json.ts";
import { code, markdown, type Page, table } from "./page.ts";
import { settingsTable } from "./settings-table.ts";

/** What a page needs of a vector. */
interface Example {
  readonly name: string;
  readonly settings?: unknown;
  readonly given?: object;
  readonly expect: object;
}

const EFFECTS = {
  pure: "Works on the message only.",
  read: "Reads what may change: its outcome is recorded, so a resumed run goes the same way.",
  store: "Writes to the database of Mortise, exactly once.",
  external: "Reaches outside: what it sends is recorded before, the answer after.",
};

/** Of many vectors the first ones are shown whole, the others by their names. */
const SHOWN = 6;

const FOLDER = "packages/components/src";

/** The README of a component's folder. */
export function componentPage({ spec }: Component): Page {
  const folder = `${FOLDER}/${spec.type}`;
  const file = join(import.meta.dirname, "../..", folder, "vectors.json");
  const examples = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Example[]) : [];
  const madeFrom = examples.length > 0 ? "spec.ts and vectors.json" : "spec.ts";
  return markdown(`${folder}/README.md`, madeFrom, [
    `# ${spec.type}`,
    spec.summary,
    `${spec.kind === "source" ? "A source: it starts the flow." : `A processor. ${EFFECTS[spec.effect]}`}`,
    `## Settings\n\n${settingsTable(spec.settings)}`,
    ...outputs(spec),
    ...headers("Headers it reads", spec.reads),
    ...headers("Headers it writes", spec.writes),
    ...(spec.actions
      ? [
          `## Actions\n\n${table(
            ["action", ""],
            spec.actions.map(({ title, description }) => [title, description]),
          )}`,
        ]
      : []),
    ...(spec.remarks ? [`## Remarks\n\n${spec.remarks.trim()}`] : []),
    ...exampleBlocks(spec, examples),
  ]);
}

function outputs({ outputs }: Spec): string[] {
  if (!outputs) return [];
  const names = "each" in outputs ? outputs.also.map(code) : outputs.map(code);
  const each = "each" in outputs ? `One for each entry of ${code(outputs.each)}, by its name; and ` : "";
  return [`## Outputs\n\n${each}${names.join(", ")}.`];
}

function headers(title: string, docs: HeaderDocs | undefined): string[] {
  if (!docs) return [];
  const rows = Object.entries(docs).map(([name, text]) => [
    name.startsWith("(") ? name.slice(1, -1) : code(name),
    text,
  ]);
  return [`## ${title}\n\n${table(["header", ""], rows)}`];
}

function exampleBlocks({ type }: Spec, examples: readonly Example[]): string[] {
  if (examples.length === 0) return [];
  const blocks = examples.slice(0, SHOWN).map((example) => `### It ${example.name}\n\n${exampleBlock(type, example)}`);
  const others = examples.slice(SHOWN).map(({ name }) => `- ${name}`);
  return [
    "## Examples\n\nEach is run as a test. What an example does not name stays as it was given.",
    ...blocks,
    ...(others.length > 0 ? [`### It also\n\n${others.join("\n")}\n\n(all in [vectors.json](vectors.json))`] : []),
  ];
}

function exampleBlock(type: string, { settings = {}, given = {}, expect }: Example): string {
  const block = (value: unknown) => `\`\`\`json\n${readableJson(value)}\n\`\`\``;
  const parts = [block({ type, settings })];
  if (Object.keys(given).length > 0) parts.push(`Given\n\n${block(given)}`);
  parts.push(Object.keys(expect).length > 0 ? `Then\n\n${block(expect)}` : "Then the message goes on unchanged.");
  return parts.join("\n\n");
}
