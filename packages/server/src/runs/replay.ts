import { mortiseError, type RunRecord, type Snapshot } from "@mortise/contract";
import { notInstalled } from "../flows/lifecycle.ts";
import type { Runtime } from "../runtime.ts";
import { enqueue, type RunAnswer } from "./manual.ts";
import { newRun } from "./new-run.ts";

/** The exchange property in which a replay carries the instant it stands for: the run of that instant exists already. */
const NOMINAL = "MortiseNominal";

/**
 * Runs a run again from its start, with the message it began with. A scheduled run takes its own instant for now, or a
 * month's end replayed two days later would find that it is not the last day. Variables are read afresh. Goes by the
 * version that is installed now.
 */
export async function replayRun(runtime: Runtime, run: RunRecord, wait: boolean | number): Promise<RunAnswer> {
  const installed = runtime.plans.find(run.tenant, run.flow, run.environment);
  if (!installed) throw notInstalled(run.flow, run.environment);
  const { input, node } = run;
  if (!installed.plan.nodes.has(node))
    throw mortiseError("API_CONFLICT", { what: `The installed version has no node "${node}", where the run began` });
  const kept =
    input !== undefined &&
    (run.trigger !== "http" || input.message.body !== null || Object.keys(input.message.headers).length > 0);
  if (!kept)
    throw mortiseError("API_CONFLICT", {
      what: "The message that the run began with was not kept; the flow's option trace: all keeps it",
    });
  const again = newRun(
    installed,
    "replay",
    node,
    standingFor(input, run.nominal),
    runtime.clock.now(),
    run.breadcrumbId,
  );
  return enqueue(runtime, again, wait);
}

/** The instant that a replayed run stands for. */
export function replayedInstant({ properties }: Snapshot): number | undefined {
  const instant = properties?.[NOMINAL];
  return typeof instant === "number" ? instant : undefined;
}

function standingFor(input: Snapshot, nominal: number | undefined): Snapshot {
  return nominal === undefined ? input : { ...input, properties: { ...input.properties, [NOMINAL]: nominal } };
}
