import { asMortiseError, type Exchange, type Outcome } from "@mortise/contract";
import type { PlanNode } from "../plan/plan.ts";
import { FailedPath, failedAt } from "./failed-path.ts";
import { FatalError, runNode } from "./node.ts";
import { Parts } from "./parts.ts";
import type { RunContext } from "./run-context.ts";

/**
 * Follows an exchange from a node to the ends of its paths, depth first, links in order. `branch` names the way taken
 * at each fork and in each split, so that branch and node id together are the journal's path: `only`, `fork:1/only`
 * behind the second link of `fork`, `each[3]/only` in the fourth part of `each`.
 */
export function follow(context: RunContext, node: PlanNode, exchange: Exchange, branch: string): void | Promise<void> {
  let current: PlanNode = node;
  for (;;) {
    let outcome = step(context, current, exchange, branch);
    if (!(outcome instanceof Promise) && outcome && "split" in outcome)
      outcome = followParts(context, current, outcome, exchange, branch);
    if (outcome instanceof Promise) return followLater(context, current, outcome, exchange, branch);
    const next = targets(context, current, outcome, exchange);
    if (next.length !== 1) return forked(context, current, next, exchange, branch);
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
  let outcome = await ended(running, exchange);
  for (;;) {
    if (outcome && "split" in outcome) outcome = await followParts(context, current, outcome, exchange, branch);
    const next = targets(context, current, outcome, exchange);
    if (next.length !== 1) return forked(context, current, next, exchange, branch);
    current = next[0] as PlanNode;
    const running = step(context, current, exchange, branch);
    outcome = running instanceof Promise ? await ended(running, exchange) : running;
  }
}

function step(context: RunContext, node: PlanNode, exchange: Exchange, branch: string): Outcome | Promise<Outcome> {
  try {
    return runNode(context, node, exchange, branch + node.id);
  } catch (error) {
    throw failedAt(error, exchange);
  }
}

async function ended(running: Promise<Outcome>, exchange: Exchange): Promise<Outcome> {
  try {
    return await running;
  } catch (error) {
    throw failedAt(error, exchange);
  }
}

/** Each part along `parts`; then the exchange goes on along `out`. */
function followParts(
  context: RunContext,
  node: PlanNode,
  outcome: Extract<Outcome, { readonly split: unknown }>,
  exchange: Exchange,
  branch: string,
): undefined | Promise<undefined> {
  return new Parts(context, node, exchange, outcome, {
    follow: (own, part, index) => {
      const next = node.next.get("parts") ?? NOWHERE;
      const inside = `${branch}${node.id}[${index}]`;
      const [only] = next;
      if (next.length === 1) return follow(own, only as PlanNode, part, `${inside}/`);
      return forkedInto(own, next, part, inside);
    },
    route: (own, failure, index) => followErrorRoute(own, failure, `${branch}${node.id}[${index}]/!/`),
  }).run();
}

/** Each link in order, each with its own message, copied when somebody writes. */
function forked(
  context: RunContext,
  node: PlanNode,
  next: readonly PlanNode[],
  exchange: Exchange,
  branch: string,
): void | Promise<void> {
  if (next.length > 0) return forkedInto(context, next, exchange, branch + node.id);
}

function forkedInto(
  context: RunContext,
  next: readonly PlanNode[],
  exchange: Exchange,
  fork: string,
  from = 0,
): void | Promise<void> {
  for (let index = from; index < next.length; index++) {
    const path = follow(context, next[index] as PlanNode, exchange.fork(), `${fork}:${index}/`);
    if (path instanceof Promise) return path.then(() => forkedInto(context, next, exchange, fork, index + 1));
  }
}

/**
 * Sends a failed exchange, as it was, through the error route. Whether the route took care of it: a failure inside it
 * is logged, and does not start it again.
 */
export async function followErrorRoute(context: RunContext, failed: FailedPath, branch: string): Promise<boolean> {
  const { failure: route } = context.plan;
  // What fails on the error route itself does not start it once more, wherever on it that is.
  if (!route || failed.exchange.exception) return false;
  const caught = failed.exchange.fork();
  caught.exception = failed.error;
  try {
    await follow(context, route, caught, branch);
    return true;
  } catch (second) {
    if (second instanceof FatalError) throw second;
    if (second instanceof FailedPath && second.final) throw second;
    const inner = second instanceof FailedPath ? second.error : asMortiseError(second);
    const line = context.secrets.redact(`The error route failed at node ${inner.nodeId ?? "?"}: ${inner.message}`);
    context.ports.log.write("error", line);
    context.ports.notice?.("run.error-route-failed", line);
    return false;
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
