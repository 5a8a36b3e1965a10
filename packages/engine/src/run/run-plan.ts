import {
  asMortiseError,
  Exchange,
  type MortiseError,
  mortiseError,
  type RunEnd,
  type StepRecord,
  toText,
} from "@mortise/contract";
import type { Plan } from "../plan/plan.ts";
import { redactError } from "../trace/redact.ts";
import type { RunSecrets } from "../trace/secrets.ts";
import { errorRecord } from "./errors.ts";
import { FailedPath } from "./failed-path.ts";
import { FatalError, ParkedError, PausedError } from "./halt.ts";
import type { RunOutcome, RunPorts, RunStart } from "./ports.ts";
import { RunContext } from "./run-context.ts";
import { follow, followErrorRoute } from "./walk.ts";

/** Camel's names for the transaction id and the caught exception. */
const BREADCRUMB = "breadcrumbId";

/**
 * Runs a plan from a node to the ends of its paths. A failure is an outcome, not a throw: the failed exchange goes to
 * the error route, if there is one. Throws only when the database is away or another process has the run
 * (`STORE_UNAVAILABLE`, `ENGINE_JOURNAL_CONFLICT`), or when a node is tried again later (`PausedError`): then a durable
 * run stays open and is continued from its journal.
 * Returns without a promise when nothing was waited for.
 */
export function runPlan(plan: Plan, start: RunStart, ports: RunPorts): RunOutcome | Promise<RunOutcome> {
  const node = plan.nodes.get(start.node);
  if (!node) throw mortiseError("API_NOT_FOUND", { what: `node "${start.node}" in flow ${plan.flow.name}` });
  const context = new RunContext(plan, start, ports);
  const message = start.message;
  if (!message.headers.has(BREADCRUMB)) message.setHeader(BREADCRUMB, start.breadcrumbId ?? start.runId);
  const exchange = new Exchange(start.runId, context.scope, message, start.properties);
  try {
    const path = follow(context, node, exchange, "");
    if (path instanceof Promise) {
      return path.then(
        () => completed(context),
        (error) => failed(context, error, exchange),
      );
    }
    return completed(context);
  } catch (error) {
    return failed(context, error, exchange);
  }
}

/** All paths came to their ends. A part that failed on the way makes the run a failed one, though the error route had it. */
function completed(context: RunContext): RunOutcome {
  const error = context.handledFailure;
  return error ? end(context, "failed", error, true) : end(context, "completed");
}

async function failed(context: RunContext, thrown: unknown, started: Exchange): Promise<RunOutcome> {
  if (thrown instanceof FatalError) return halted(context, thrown);
  const failure = thrown instanceof FailedPath ? thrown : new FailedPath(asMortiseError(thrown), started);
  const { error, exchange } = failure;
  if (failure.final) return end(context, "cancelled", error);
  if (!context.plan.failure) {
    context.last = exchange.message;
    return end(context, "failed", error);
  }
  try {
    return end(context, "failed", error, !failure.routed && (await followErrorRoute(context, failure, "!/")));
  } catch (second) {
    if (second instanceof FatalError) return halted(context, second);
    // Cancelled on the error route.
    return end(context, "cancelled", second instanceof FailedPath ? second.error : asMortiseError(second));
  }
}

/** The work ends here, and the run does not. */
function halted(context: RunContext, halt: FatalError): RunOutcome {
  if (halt instanceof ParkedError) return end(context, "parked", halt.failure);
  if (halt instanceof PausedError) throw halt;
  throw asMortiseError(halt.cause);
}

function end(context: RunContext, status: RunEnd["status"], error?: MortiseError, handled = false): RunOutcome {
  const keep = context.trace && (context.ports.trace === "all" || status === "failed" || status === "parked");
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
