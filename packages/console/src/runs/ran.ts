import type { Step } from "../api/schema.generated.ts";
import { type FlowDocument, outputOf } from "../document/flow-document.ts";

/** What happened at a node in a run. */
export interface Passed {
  readonly count: number;
  readonly ms: number;
  readonly end: "ok" | "stop" | "error";
}

/** What happened on a link in a run: how often it was taken, and the time of the nodes it led to. */
export interface Taken {
  readonly count: number;
  readonly ms: number;
}

/** How a run went through its flow: by node, and by link, in the document's order. */
export function ranThrough(document: FlowDocument, steps: readonly Step[]) {
  const nodes = new Map<string, Passed>();
  for (const { nodeId, ms, output, error } of steps) {
    const before = nodes.get(nodeId);
    const end = error || output === "error" ? "error" : output === "stop" ? "stop" : "ok";
    nodes.set(nodeId, {
      count: (before?.count ?? 0) + 1,
      ms: (before?.ms ?? 0) + ms,
      end: before?.end === "error" ? "error" : end,
    });
  }
  const left = new Map<string, number>();
  for (const { nodeId, output } of steps) left.set(`${nodeId} ${output}`, (left.get(`${nodeId} ${output}`) ?? 0) + 1);
  const links = document.links.map((link): Taken | undefined => {
    const outs = left.get(`${link.from} ${outputOf(link)}`) ?? 0;
    const target = nodes.get(link.to);
    // A link is known by where it begins and ends: what left there and came here took it.
    if (outs === 0 || !target) return undefined;
    return { count: Math.min(outs, target.count), ms: target.ms };
  });
  return { nodes, links };
}
