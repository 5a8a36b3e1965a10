import type { Exchange, Outcome } from "@mortise/contract";
import type { PlanNode } from "../plan/plan.ts";
import { placed } from "./errors.ts";
import { runJournalled } from "./journalled.ts";
import { outputOf } from "./outcome.ts";
import { type RunContext, readVariable } from "./run-context.ts";
import { timed } from "./timed.ts";

export { FatalError } from "./halt.ts";

/**
 * Runs one node on one exchange. Returns a promise only when something is waited for: pure nodes of a chain run in
 * one go. Throws the node's failure with its id.
 */
export function runNode(
  context: RunContext,
  node: PlanNode,
  exchange: Exchange,
  path: string,
): Outcome | Promise<Outcome> {
  context.checkCancelled();
  context.ports.watch?.(node, path, exchange);
  const { journal } = context.ports;
  if (node.run === undefined) return runSource(context, node, exchange, path);
  if (node.effect !== "pure" && journal) return runJournalled(context, node, exchange, path);
  if (node.variables.length > 0 || node.prepare.length > 0) return runPrepared(context, node, exchange, path);
  return runPlain(context, node, exchange, path);
}

function runSource(context: RunContext, node: PlanNode, exchange: Exchange, path: string): undefined {
  context.record(node, path, context.trace?.before(exchange), exchange, "out", undefined);
}

function runPlain(context: RunContext, node: PlanNode, exchange: Exchange, path: string): Outcome | Promise<Outcome> {
  const services = context.services(node, path);
  const before = context.trace?.before(exchange);
  const fail = (error: unknown): never => {
    const failure = placed(error, node);
    context.record(node, path, before, exchange, "error", services, failure);
    throw failure;
  };
  const done = (outcome: Outcome): Outcome | Promise<Outcome> => {
    if (node.effect === "external") context.learn(exchange);
    if (services.writes.length > 0) {
      return context.ports.variables.apply(services.writes).then(() => {
        context.record(node, path, before, exchange, outputOf(outcome), services);
        return outcome;
      }, fail);
    }
    if (context.trace) context.record(node, path, before, exchange, outputOf(outcome), services);
    return outcome;
  };
  try {
    const outcome = (node.run as NonNullable<PlanNode["run"]>)(exchange, node.settings as never, services) as
      | Outcome
      | Promise<Outcome>;
    if (outcome instanceof Promise) return timed(context, node, outcome).then(done, fail);
    const ended = done(outcome);
    if (!(ended instanceof Promise)) context.release(services);
    return ended;
  } catch (error) {
    return fail(error);
  }
}

async function runPrepared(context: RunContext, node: PlanNode, exchange: Exchange, path: string): Promise<Outcome> {
  try {
    for (const name of node.variables) context.scope.variables.set(name, await readVariable(context, name));
    for (const expression of node.prepare) await expression.prepare?.(exchange);
  } catch (error) {
    const failure = placed(error, node);
    context.record(node, path, context.trace?.before(exchange), exchange, "error", undefined, failure);
    throw failure;
  }
  return runPlain(context, node, exchange, path);
}
