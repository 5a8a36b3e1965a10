import type { GraphNode } from "../../document/graph.ts";
import { constantText } from "../../document/references.ts";
import type { Rule } from "../rule.ts";
import { beforeSave, type TokenFlow, textOf, tokenFlowsOf } from "../tokens.ts";

/** A value that is one header and nothing else. */
const ONE_HEADER = /^\$(?:simple)?\{(?:in\.)?headers?[.:]([\w-]+)\}$/;

/** Components whose settings say which headers they write, if any. */
const SETTLED = new Set(["SetBody", "Filter", "Log", "SetTenantVariable", "RemoveTenantVariable", "RemoveHeaders"]);

export const tokenNotMapped: Rule = {
  name: "token-not-mapped",
  description: "A header stored as the new refresh token that nothing behind the call sets from its answer.",
  *run(flow) {
    for (const token of tokenFlowsOf(flow)) {
      const { call, variable } = token;
      for (const save of token.saves) {
        const header = ONE_HEADER.exec(textOf(save.node.settings?.value).trim())?.[1];
        const way = header === undefined ? undefined : wayTo(token, save);
        if (header === undefined || !way || way.some((node) => maySet(node, header))) continue;
        yield {
          message: `"${save.node.id}" stores the header ${header} in ${variable}, and nothing behind "${call.node.id}" sets that header from its answer: the new refresh token is lost, and what was there before is stored again.`,
          help: `Read refresh_token from the answer into the header ${header}, in a Script or by onSuccessMapping, before "${save.node.id}".`,
          nodeId: save.node.id,
          pointer: flow.pointerOf(save, "/value"),
        };
      }
    }
  },
};

/** The call and the nodes between it and a save; undefined when the save does not stand behind the call. */
function wayTo(token: TokenFlow, save: GraphNode): readonly GraphNode[] | undefined {
  const between = [...beforeSave({ ...token, saves: [save] })].map(({ between }) => between);
  const direct = token.call.leaving.some(({ to }) => to === save);
  return direct || between.length > 0 ? [token.call, ...between] : undefined;
}

/** Whether a node can put something on a header: what is not known to leave it alone can. */
function maySet({ node, spec }: GraphNode, header: string): boolean {
  const { type, settings = {} } = node;
  const names = (text: unknown) => typeof text === "string" && text.toLowerCase() === header.toLowerCase();
  if (type === "SetHeader") return names(settings.name) || !isLiteral(settings.name);
  if (type === "SetHeaders") return listOf(settings.headers).some(({ name }) => names(name) || !isLiteral(name));
  if (type === "GetTenantVariable") return names(constantText(settings.header));
  if (type === "HTTP") return writesOf(settings.onSuccessMapping).some(names);
  if (type === "Script") return mentions(settings.source, header);
  return !spec || !SETTLED.has(type);
}

function isLiteral(text: unknown): boolean {
  return typeof text === "string" && !/[#@$][{<]/.test(text);
}

function listOf(value: unknown): readonly { readonly [name: string]: unknown }[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "object" && item !== null) : [];
}

/** Every text of a mapping, whatever its shape: one of them is the header it writes. */
function writesOf(mapping: unknown): readonly string[] {
  if (typeof mapping === "string") return [mapping.replace(/^headers?\./, "")];
  if (typeof mapping !== "object" || mapping === null) return [];
  return Object.entries(mapping).flatMap(([name, value]) => [...writesOf(name), ...writesOf(value)]);
}

/** A script that names the header, or sets headers by names it computes, or lies in a file that is not here yet. */
function mentions(source: unknown, header: string): boolean {
  const text = Array.isArray(source) ? source.join("\n") : source;
  if (typeof text !== "string") return true;
  return text.toLowerCase().includes(header.toLowerCase()) || /set_?headers?\s*\(?\s*[^'"\s(]/i.test(text);
}
