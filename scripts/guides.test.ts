import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createProgram } from "@mortise/cli";
import { loadComponents } from "@mortise/components";
import type { FlowDocument } from "@mortise/contract";
import { readClipboard, readFlow, readFlowTest } from "@mortise/engine";
import { listConfig } from "@mortise/server";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const components = await loadComponents();

type Node = FlowDocument["nodes"][number];
type Link = FlowDocument["links"][number];

/** A page, with the blocks of code in it. */
interface Page {
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly { readonly kind: string; readonly code: string }[];
}

function readPage(path: string): Page {
  const text = readFileSync(join(root, path), "utf8");
  const blocks = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, kind = "", code = ""]) => ({ kind, code }));
  return { path, text, blocks };
}

const paths = [
  "README.md",
  ...readdirSync(join(root, "docs/guides")).map((name) => `docs/guides/${name}`),
  ...readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("README.md"))
    .map((name) => `examples/${name}`),
];
const pages = paths.filter((path) => path.endsWith(".md")).map(readPage);
const page = (path: string) => pages.find((each) => each.path === path) as Page;

/** A snippet of JSON: a document, members of one, or a row of nodes or links. */
function readSnippet(code: string): unknown {
  for (const text of [code, `{${code}}`, `[${code}]`]) {
    try {
      return JSON.parse(text);
    } catch {
      // Then it is one of the other forms.
    }
  }
  throw new Error(`This is no JSON:\n${code}`);
}

const snippets = (of: Page) => of.blocks.filter(({ kind }) => kind === "json").map(({ code }) => readSnippet(code));
const pieces = (of: Page) => snippets(of).flat() as (Partial<Node> & Partial<Link> & Record<string, unknown>)[];

/** What is wrong with a document or a piece of a flow. */
function mistakesOf(piece: Record<string, unknown>): readonly unknown[] {
  if ("test" in piece) return readFlowTest(JSON.stringify(piece)).mistakes;
  if ("clipboard" in piece) return readClipboard(piece, components).mistakes;
  if ("flow" in piece) return readFlow(piece, components).mistakes;
  if ("from" in piece) return [];
  const node = { id: "stand-in", type: "SetBody", settings: { body: "" } };
  const part = "type" in piece ? { nodes: [piece] } : { nodes: [node], ...piece };
  return readFlow({ flow: 1, name: "Snippet", links: [], ...part }, components).mistakes;
}

/** The commands of a page: those of blocks whole, those within a line by their names. */
function commandsOf({ text, blocks }: Page): { readonly args: string[]; readonly whole: boolean }[] {
  const inBlocks = blocks.flatMap(({ kind, code }) => (kind === "sh" || kind === "" ? code.split("\n") : []));
  const inLines = text.replaceAll(/^```.*?^```$/gms, "").matchAll(/`npx mortise ([^`]+)`/g);
  return [
    ...inBlocks
      .flatMap((line) => [...line.matchAll(/npx mortise ((?:'[^']*'|"[^"]*"|[^|>#])+)/g)])
      .map(([, words = ""]) => ({ args: wordsOf(words), whole: true })),
    ...[...inLines].map(([, words = ""]) => ({ args: wordsOf(words), whole: false })),
  ];
}

const wordsOf = (line: string) =>
  (line.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^(['"])(.*)\1$/, "$2"));

/** What the command line says against a command; undefined when it takes it. Nothing is done. */
function objection(args: readonly string[], whole: boolean): string | undefined {
  const program = createProgram().configureOutput({ writeErr: () => {}, writeOut: () => {} });
  let command = program;
  for (const word of args) {
    const next = command.commands.find((each) => each.name() === word);
    if (!next) break;
    command = next;
  }
  if (command === program || (whole && command.commands.length > 0)) return "there is no such command";
  const unknown = args
    .filter((word) => word.startsWith("--"))
    .find((word) => !command.options.some(({ long }) => long === word));
  if (unknown) return `there is no option ${unknown}`;
  if (!whole) return undefined;
  command.action(() => {}).configureOutput({ writeErr: () => {} });
  try {
    program.parse(args, { from: "user" });
  } catch (error) {
    return (error as Error).message;
  }
}

describe.each(pages.map((each) => [each.path, each] as const))("%s", (path, each) => {
  it("shows commands that the command line takes", () => {
    const wrong = commandsOf(each).map(({ args, whole }) => ({ args: args.join(" "), what: objection(args, whole) }));
    expect(wrong.filter(({ what }) => what !== undefined)).toEqual([]);
  });

  it("shows flows, nodes, tests and clipboards that can be read", () => {
    expect(pieces(each).flatMap(mistakesOf)).toEqual([]);
  });

  it("names variables that are read, and files and headings that are there", () => {
    const known = [
      ...listConfig({}).map(({ name }) => name),
      "MORTISE_API_KEY",
      "MORTISE_SERVER",
      "MORTISE_TENANT",
      "MORTISE_FAIL_POINT",
    ];
    expect(
      (each.text.match(/\b(?:MORTISE_[A-Z_]+|DATABASE_[A-Z_]+)\b/g) ?? []).filter((name) => !known.includes(name)),
    ).toEqual([]);
    for (const [, target = "", heading] of each.text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)) {
      const file = target === "" ? path : join(path, "..", target);
      expect(existsSync(join(root, file)), `${path} → ${target}`).toBe(true);
      if (!heading) continue;
      const headings = [...readFileSync(join(root, file), "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
        anchor(title),
      );
      expect(headings).toContain(heading);
    }
  });
});

const anchor = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\- ]/gu, "")
    .replaceAll(" ", "-");

describe("the Loket guide", () => {
  it("has the same commands, snippets and answers in both languages", () => {
    expect(page("docs/guides/loket.nl.md").blocks).toEqual(page("docs/guides/loket.md").blocks);
  });

  it("leads from the template to the finished flow", () => {
    const flow = (name: string): FlowDocument => JSON.parse(readFileSync(join(root, "flows", name), "utf8"));
    const [template, finished] = [flow("loket-refresh-token.flow.json"), flow("loket-payroll.flow.json")];
    const found = pieces(page("docs/guides/loket.md"));
    const nodes = new Map([...template.nodes, ...found].map((node) => [node.id, node]));
    expect(finished.nodes.map(({ id }) => nodes.get(id))).toEqual(finished.nodes);
    const links = [...template.links, ...found.filter(({ from }) => from !== undefined)];
    expect(new Set(links)).toEqual(new Set(finished.links));
    expect(found).toContainEqual({ options: finished.options });
  });
});
