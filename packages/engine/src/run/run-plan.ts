import { asMortiseError, Exchange, type MortiseError, mortiseError, type StepRecord, toText } from "@mortise/contract";
import type { Plan, PlanNode } from "../plan/plan.ts";
import { redactError } from "../trace/redact.ts";
import type { RunSecrets } from "../trace/secrets.ts";
import { errorRecord } from "./errors.ts";
import { FatalError } from "./node.ts";
import type { RunOutcome, RunPorts, RunStart } from "./ports.ts";
import { RunContext } from "./run-context.ts";
import { follow } from "./walk.ts";

/** Camel's names for the transaction id and the caught exception. */
const BREADCRUMB = "breadcrumbId";

/**
 * Runs a plan from a node to the ends of its paths. A failure is an outcome, not a throw: the failed exchange goes to
 * the error route, if there is one. Throws only when the database is away or another process has the run
 * (`STORE_UNAVAILABLE`, `ENGINE_JOURNAL_CONFLICT`): then a durable run stays open and is continued from its journal.
 * Returns without a promise when nothing was waited for.
 */
export function runPlan(plan: Plan, start: RunStart, ports: RunPorts): RunOutcome | Promise<RunOutcome> {
  const node = plan.nodes.get(start.node);
  if (!node) throw mortiseError("API_NOT_FOUND", { what: `node "${start.node}" in flow ${plan.flow.name}` });
  const context = new RunContext(plan, start, ports);
  const message = start.message;
  if (!message.headers.has(BREADCRUMB)) message.setHeader(BREADCRUMB, start.breadcrumbId ?? start.runId);
  const exchange = new Exchange(start.runId, context.scope, message, start.properties);
  context.current = exchange;
  try {
    const path = follow(context, node, exchange, "");
    if (path instanceof Promise) {
      return path.then(
        () => end(context, "completed"),
        (error) => failed(context, error),
      );
    }
    return end(context, "completed");
  } catch (error) {
    return failed(context, error);
  }
}

function failed(context: RunContext, thrown: unknown): RunOutcome | Promise<RunOutcome> {
  if (thrown instanceof FatalError) throw asMortiseError(thrown.cause);
  const error = asMortiseError(thrown);
  if (error.code === "ENGINE_CANCELLED") return end(context, "cancelled", error);
  const exchange = context.current as Exchange;
  const { failure } = context.plan;
  if (!failure) {
    context.last = exchange.message;
    return end(context, "failed", error);
  }
  return errorRoute(context, failure, exchange, error);
}

/** The failed exchange, as it was, goes through the error route. A failure inside it is logged and ends the run. */
async function errorRoute(
  context: RunContext,
  route: PlanNode,
  exchange: Exchange,
  error: MortiseError,
): Promise<RunOutcome> {
  const caught = exchange.fork();
  caught.exception = error;
  try {
    await follow(context, route, caught, "!/");
    return end(context, "failed", error, true);
  } catch (second) {
    if (second instanceof FatalError) throw asMortiseError(second.cause);
    const inner = asMortiseError(second);
    const line = context.secrets.redact(`The error route failed at node ${inner.nodeId ?? "?"}: ${inner.message}`);
    context.ports.log.write("error", line);
    context.ports.notice?.("run.error-route-failed", line);
    return end(context, "failed", error);
  }
}

function end(
  context: RunContext,
  status: "completed" | "failed" | "cancelled",
  error?: MortiseError,
  handled = false,
): RunOutcome {
  const keep = context.trace && (context.ports.trace === "all" || status === "failed");
  const steps: readonly StepRecord[] = keep
    ? (context.trace as NonNullable<RunContext["trace"]>).records(context.secrets)
    : [];
  let learned = keep;
  const secrets = () => {
    // Only for who shows the message: reading every step again costs more than most runs.
    if (!learned) context.trace?.learn(context.secrets);
    learned = true;
    return context.secrets;
  };
  return {
    status,
    handled,
    secrets,
    message: context.last,
    error: error && redactError(errorRecord(error), context.secrets),
    steps,
    path: context.trace?.path() ?? [],
    ...searchKeys(context, secrets),
  };
}

function searchKeys(context: RunContext, secrets: () => RunSecrets): { searchKeys?: readonly string[] } {
  const names = context.plan.options.searchKeys;
  if (names.length === 0) return {};
  const found = names.flatMap((name) => {
    const value = context.last.header(name);
    return value === undefined || value === null ? [] : [`${name}=${secrets().redact(toText(value)).slice(0, 200)}`];
  });
  return { searchKeys: found };
}
