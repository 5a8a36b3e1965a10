import type { Exchange, Outcome } from "@mortise/contract";
import type { PlanNode } from "../plan/plan.ts";
import { runNode } from "./node.ts";
import type { RunContext } from "./run-context.ts";

/**
 * Follows an exchange from a node to the ends of its paths, depth first, links in order. `branch` names the way taken
 * at each fork, so that branch and node id together are the journal's path: `only`, or `fork:1/only` behind the
 * second link of `fork`.
 */
export function follow(context: RunContext, node: PlanNode, exchange: Exchange, branch: string): void | Promise<void> {
  let current: PlanNode = node;
  for (;;) {
    const outcome = runNode(context, current, exchange, branch + current.id);
    if (outcome instanceof Promise) return followLater(context, current, outcome, exchange, branch);
    const next = targets(context, current, outcome, exchange);
    if (next.length !== 1) return next.length === 0 ? undefined : forked(context, current, next, exchange, branch);
    current = next[0] as PlanNode;
  }
}

async function followLater(
  context: RunContext,
  node: PlanNode,
  running: Promise<Outcome>,
  exchange: Exchange,
  branch: string,
): Promise<void> {
  let current: PlanNode = node;
  let outcome = await running;
  for (;;) {
    const next = targets(context, current, outcome, exchange);
    if (next.length !== 1) {
      if (next.length > 0) await forked(context, current, next, exchange, branch);
      return;
    }
    current = next[0] as PlanNode;
    const step = runNode(context, current, exchange, branch + current.id);
    outcome = step instanceof Promise ? await step : step;
  }
}

/** Each link in order, each with its own message, copied when somebody writes. */
function forked(
  context: RunContext,
  node: PlanNode,
  next: readonly PlanNode[],
  exchange: Exchange,
  branch: string,
  from = 0,
): void | Promise<void> {
  for (let index = from; index < next.length; index++) {
    const path = follow(context, next[index] as PlanNode, exchange.fork(), `${branch}${node.id}:${index}/`);
    if (path instanceof Promise) return path.then(() => forked(context, node, next, exchange, branch, index + 1));
  }
}

const NOWHERE: readonly PlanNode[] = [];

/** Where the exchange goes next; where it ends, its message becomes the run's answer. */
function targets(context: RunContext, node: PlanNode, outcome: Outcome, exchange: Exchange): readonly PlanNode[] {
  let next = node.out;
  if (outcome)
    next = "output" in outcome ? (node.next.get(outcome.output) ?? NOWHERE) : "stop" in outcome ? NOWHERE : node.out;
  if (next.length === 0) context.last = exchange.message;
  return next;
}
