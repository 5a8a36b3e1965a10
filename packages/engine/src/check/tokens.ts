import { type FlowNode, isSecretName } from "@mortise/contract";
import type { GraphNode } from "../document/graph.ts";
import type { CheckedFlow } from "./checked-flow.ts";

/** A refresh token kept by hand: a variable is read, a call spends its value, a variable keeps the new one. */
export interface TokenFlow {
  /** The text of the setting that names the variable it is read from. */
  readonly variable: string;
  /** The nodes that read it. */
  readonly reads: readonly GraphNode[];
  /** The call that spends it. */
  readonly call: GraphNode;
  /** The nodes that store a value in that variable. */
  readonly saves: readonly GraphNode[];
}

/** Calls looked at: a flow with more is generated, and each costs a walk through the graph. */
const MAX_CALLS = 20;

const known = new WeakMap<CheckedFlow, readonly TokenFlow[]>();

/**
 * The token flows of a document. A call spends a token when what it sends speaks of `grant_type` and `refresh_token`;
 * the variable is the one read before it that is called after a refresh token, or after any secret.
 */
export function tokenFlowsOf(flow: CheckedFlow): readonly TokenFlow[] {
  let found = known.get(flow);
  if (!found) {
    const speaking = new Map(flow.nodes.map(({ node }) => [node, wordsOf(node)]));
    const calls = flow.nodesOf("HTTP").filter((call) => spendsToken(call, speaking));
    const read = variablesRead(flow);
    found = calls.slice(0, MAX_CALLS).flatMap((call) => tokensOf(flow, call, read));
    known.set(flow, found);
  }
  return found;
}

function tokensOf(flow: CheckedFlow, call: GraphNode, read: ReadonlyMap<GraphNode, readonly string[]>): TokenFlow[] {
  const reads = new Map<string, GraphNode[]>();
  for (const node of [...ancestorsOf(call), call]) {
    for (const variable of read.get(node) ?? []) {
      const nodes = reads.get(variable);
      if (nodes) nodes.push(node);
      else reads.set(variable, [node]);
    }
  }
  const names = ([name, nodes]: [string, GraphNode[]]) => [name, ...nodes.map(headerOf)];
  const secrets = [...reads].filter((each) => names(each).some((text) => isSecretName(text)));
  const refresh = secrets.filter((each) => names(each).some((text) => /refresh/i.test(text)));
  return (refresh.length > 0 ? refresh : secrets).map(([variable, nodes]) => {
    const saves = flow.nodes.filter(({ node }) => writesOf(node).some((write) => write.variable === variable));
    return { variable, reads: nodes, call, saves };
  });
}

/** The text of an expression setting, whatever its language; empty for what is none. */
export function textOf(setting: unknown): string {
  if (typeof setting === "string") return setting;
  const source = (setting as { readonly source?: unknown } | null | undefined)?.source;
  return typeof source === "string" ? source : "";
}

/** A tenant variable that a node stores: the text of the setting that names it. */
export interface Write {
  readonly variable: string;
  readonly encrypt: boolean;
}

/** What a node stores in tenant variables. */
export function writesOf({ type, settings }: FlowNode): readonly Write[] {
  if (type === "SetTenantVariable")
    return [{ variable: textOf(settings?.variable), encrypt: settings?.encrypt === true }];
  const mapping = type === "HTTP" ? settings?.onSuccessMapping : undefined;
  if (!Array.isArray(mapping)) return [];
  return mapping.flatMap((item) => {
    const { variable, encrypt } = (item ?? {}) as { readonly variable?: unknown; readonly encrypt?: unknown };
    return variable === undefined ? [] : [{ variable: textOf(variable), encrypt: encrypt === true }];
  });
}

/** A node between a call and the first save behind it. */
export interface Between {
  readonly between: GraphNode;
  readonly save: GraphNode;
}

/** The nodes that a message passes after the call and before the new token is stored. */
export function* beforeSave({ call, saves }: TokenFlow): Generator<Between> {
  const ends = new Set(saves);
  const behind = new Set([call]);
  for (const node of behind) {
    if (!ends.has(node)) for (const { to } of node.leaving) behind.add(to);
  }
  const told = new Set([call, ...saves]);
  for (const save of saves) {
    if (!behind.has(save)) continue;
    const back = new Set([save]);
    for (const node of back) {
      for (const { from } of node.arriving) if (behind.has(from) && !told.has(from)) back.add(from);
    }
    for (const between of [...back].slice(1).reverse()) {
      told.add(between);
      yield { between, save };
    }
  }
}

/** The nodes from which links lead to a node; the nearest first. */
export function ancestorsOf(node: GraphNode): ReadonlySet<GraphNode> {
  const found = new Set(node.arriving.map(({ from }) => from));
  // A set also visits what is added while it is walked.
  for (const each of found) for (const { from } of each.arriving) found.add(from);
  return found;
}

/** The tenant variables that each node reads, by GetTenantVariable or as `@{name}`. */
function variablesRead({ nodes, graph, references }: CheckedFlow): ReadonlyMap<GraphNode, readonly string[]> {
  const read = new Map<GraphNode, string[]>();
  for (const graphNode of nodes) {
    const { type, settings } = graphNode.node;
    read.set(graphNode, type === "GetTenantVariable" ? [textOf(settings?.variable)] : []);
  }
  for (const { kind, form, nodeId, name } of references) {
    const node = graph.get(nodeId);
    if (node && kind === "tenantVariable" && form === "notation") read.get(node)?.push(name);
  }
  return read;
}

function headerOf({ node }: GraphNode): string {
  return node.type === "GetTenantVariable" ? textOf(node.settings?.header) : "";
}

/** What a node's settings speak of, of the two words by which a call that spends a refresh token is known. */
interface Words {
  readonly grantType: boolean;
  readonly refreshToken: boolean;
}

function wordsOf({ settings }: FlowNode): Words {
  const text = JSON.stringify(settings ?? {});
  return { grantType: /\bgrant_type\b/.test(text), refreshToken: /\brefresh_token\b/.test(text) };
}

/** By the call's own settings, and by those that may make up its body: of nodes before it, up to another call's answer. */
function spendsToken(call: GraphNode, speaking: ReadonlyMap<FlowNode, Words>): boolean {
  const said = [speaking.get(call.node)];
  const before = new Set([call]);
  for (const node of before) {
    for (const { from } of node.arriving) {
      if (from.node.type === "HTTP" || before.has(from)) continue;
      before.add(from);
      if (from.node.type === "SetBody" || from.node.type === "Script") said.push(speaking.get(from.node));
    }
  }
  return said.some((words) => words?.grantType) && said.some((words) => words?.refreshToken);
}
