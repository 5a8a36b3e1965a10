import { type Clock, mortiseError, type Outcome } from "@mortise/contract";
import type { PlanNode } from "../plan/plan.ts";
import type { RunContext } from "./run-context.ts";

/** A component's time-out. What reaches outside bounds itself: a token call must never be cut. */
export function timed(context: RunContext, node: PlanNode, running: Promise<Outcome>): Promise<Outcome> {
  const ms = context.plan.options.timeout;
  if (node.effect === "external" || ms === 0) return running;
  const { clock } = context.ports;
  const late = () => mortiseError("ENGINE_TIMEOUT", { ms }, { nodeId: node.id });
  return new Promise((resolve, reject) => {
    const stop = clock.timer?.(ms, () => reject(late())) ?? sleeper(clock, ms, () => reject(late()));
    running.then(resolve, reject).finally(stop);
  });
}

/** A timer made of a clock that only sleeps. */
function sleeper(clock: Clock, ms: number, call: () => void): () => void {
  const stop = new AbortController();
  clock.sleep(ms, stop.signal).then(call, () => {});
  return () => stop.abort();
}
