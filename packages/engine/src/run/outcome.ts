import type { Exchange, Outcome, StepResult } from "@mortise/contract";
import { allParts, recordParts, reviveParts } from "./part-records.ts";

/** The name under which a trace shows how a node ended. */
export function outputOf(outcome: Outcome): string {
  if (!outcome) return "out";
  return "output" in outcome ? outcome.output : "stop" in outcome ? "stop" : "split";
}

/** An outcome that can be written down: of a split all parts, made now. */
export async function wholeOutcome(outcome: Outcome): Promise<Outcome> {
  return outcome && "split" in outcome ? await allParts(outcome) : outcome;
}

/** How a node ended, as its journal row holds it. */
export function outcomeRecord(outcome: Outcome, exchange: Exchange): Pick<StepResult, "outcome"> {
  if (!outcome) return {};
  if (!("split" in outcome)) return { outcome };
  const { parallel } = outcome;
  const split = recordParts(outcome, exchange);
  return { outcome: parallel ? { split, parallel } : { split } };
}

/** How a node ended whose row this is. */
export function reviveOutcome({ outcome }: StepResult, exchange: Exchange): Outcome {
  const { output, stop, split, parallel } = outcome ?? {};
  if (split) return { split: reviveParts(split, exchange), ...(parallel ? { parallel } : {}) };
  return stop !== undefined ? { stop } : output !== undefined ? { output } : undefined;
}
