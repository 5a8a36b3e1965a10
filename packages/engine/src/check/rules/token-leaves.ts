import { isSecretName } from "@mortise/contract";
import type { GraphNode } from "../../document/graph.ts";
import { constantText } from "../../document/references.ts";
import type { CheckedFlow } from "../checked-flow.ts";
import type { Rule } from "../rule.ts";
import { type TokenFlow, textOf, tokenFlowsOf, writesOf } from "../tokens.ts";

export const tokenLeaves: Rule = {
  name: "token-leaves",
  description: "A refresh token on a header that a call to another host would send along.",
  *run(flow) {
    for (const token of tokenFlowsOf(flow)) {
      // The value of an encrypted variable never leaves in a header that the author did not name himself.
      if (token.saves.some(({ node }) => writesOf(node).some(({ encrypt }) => encrypt))) continue;
      for (const [header, start] of new Map(tokenHeaders(token))) yield* leaks(flow, token, header, start);
    }
  },
};

function* leaks(flow: CheckedFlow, { call }: TokenFlow, header: string, start: GraphNode) {
  const home = hostOf(flow, call);
  for (const node of carriersOf(header, start)) {
    const host = node.node.type === "HTTP" && node !== call ? hostOf(flow, node) : home;
    if (host === home || excludes(node, header)) continue;
    yield {
      message: `The header ${header} holds a refresh token, and "${node.node.id}" sends it to another host with all other headers.`,
      help: `Remove it with RemoveHeaders before "${node.node.id}", or store the token encrypted: then it stays home by itself.`,
      nodeId: node.node.id,
      pointer: flow.pointerOf(node, "/url"),
    };
  }
}

/** The headers that hold the old token and the new one, with the node behind which they do. */
function tokenHeaders({ reads, call, saves }: TokenFlow): [string, GraphNode][] {
  const old = reads.flatMap((node): [string, GraphNode][] => {
    const header = node.node.type === "GetTenantVariable" ? constantText(node.node.settings?.header) : undefined;
    return header === undefined ? [] : [[header, node]];
  });
  const fresh = saves.flatMap(({ node }): [string, GraphNode][] => {
    const header = /\$\{headers?\.([\w-]+)\}/.exec(textOf(node.settings?.value))?.[1];
    return header !== undefined && isSecretName(header) ? [[header, call]] : [];
  });
  return [...old, ...fresh];
}

/** The nodes behind `start` that a message reaches with the header still on it. */
function* carriersOf(header: string, start: GraphNode): Generator<GraphNode> {
  const reached = new Set([start]);
  for (const node of reached) {
    if (node !== start) yield node;
    if (node !== start && removes(node, header)) continue;
    for (const { to } of node.leaving) reached.add(to);
  }
}

function removes({ node }: GraphNode, header: string): boolean {
  if (node.type === "SetHeader") return same(textOf(node.settings?.name), header);
  if (node.type === "SetHeaders") {
    const headers = node.settings?.headers as readonly { readonly name?: unknown }[] | undefined;
    return headers?.some(({ name }) => typeof name === "string" && same(name, header)) ?? false;
  }
  if (node.type !== "RemoveHeaders") return false;
  return fits(textOf(node.settings?.pattern), header) && !fits(textOf(node.settings?.exclude), header);
}

function excludes({ node }: GraphNode, header: string): boolean {
  const excluded = node.settings?.excludeHeaders;
  return Array.isArray(excluded) && excluded.some((name) => typeof name === "string" && same(name, header));
}

/** As RemoveHeaders compares names: with case; `*`, `token_*`, and lists of those. Of an expression only what is plain is told apart. */
function fits(pattern: string, header: string): boolean {
  return pattern
    .split("|")
    .some(
      (part) => part === header || (part.endsWith("*") && !/[().]/.test(part) && header.startsWith(part.slice(0, -1))),
    );
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** What tells hosts apart: the address up to its path, with properties filled in as far as they have values. */
function hostOf({ properties }: CheckedFlow, { node }: GraphNode): string {
  const url = textOf(node.settings?.url).replace(/#\{([\w.-]+)\}/g, (whole, name: string) => {
    const property = properties.get(name);
    return property && "test" in property && property.test ? property.test : whole;
  });
  return (/^(\w+:\/\/)?[^/?]*/.exec(url.trim())?.[0] ?? url).toLowerCase();
}
