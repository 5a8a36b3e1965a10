import { mortiseError, type RunRecord, type Snapshot } from "@mortise/contract";
import { notInstalled } from "../flows/lifecycle.ts";
import type { Runtime } from "../runtime.ts";
import { enqueue, type RunAnswer } from "./manual.ts";
import { newRun } from "./new-run.ts";
import { inputOfNode, keepsInput } from "./recorded-input.ts";
import { refuseStale } from "./stale.ts";

/** The exchange property in which a replay carries the instant it stands for: the run of that instant exists already. */
const NOMINAL = "MortiseNominal";

/** Where and how a run is to be run again. */
export interface Replay {
  /** A node, or the path to it. Defaults to the start. */
  readonly from?: string | undefined;
  /** Go on although the recorded message holds an older value of an encrypted variable. */
  readonly force?: boolean | undefined;
  readonly wait: boolean | number;
}

/**
 * Runs a run again: from its start with the message it began with, reading variables afresh, or from a node with what
 * that node began with, to the ends of its paths. A scheduled run takes its own instant for now, or a month's end
 * replayed two days later would find that it is not the last day. Goes by the version that is installed now.
 */
export async function replayRun(runtime: Runtime, run: RunRecord, { from, force, wait }: Replay): Promise<RunAnswer> {
  const installed = runtime.plans.find(run.tenant, run.flow, run.environment);
  if (!installed) throw notInstalled(run.flow, run.environment);
  const { node, input } = from === undefined ? ofStart(run) : await ofNode(runtime, run, from, force);
  if (!installed.plan.nodes.has(node))
    throw mortiseError("API_CONFLICT", { what: `The installed version has no node "${node}", where it would begin` });
  const nominal = run.nominal ?? (run.input && replayedInstant(run.input));
  const again = newRun(installed, "replay", node, standingFor(input, nominal), runtime.clock.now(), run.breadcrumbId);
  return enqueue(runtime, again, wait);
}

function ofStart(run: RunRecord): { node: string; input: Snapshot } {
  if (!run.input || !keepsInput(run))
    throw mortiseError("API_CONFLICT", {
      what: "The message that the run began with was not kept; the flow's option trace: all keeps it",
    });
  return { node: run.node, input: run.input };
}

async function ofNode(runtime: Runtime, run: RunRecord, from: string, force = false) {
  const { nodeId, input } = await inputOfNode(runtime, run, from);
  if (!force) await refuseStale(runtime, run, input);
  return { node: nodeId, input };
}

/** The instant that a replayed run stands for. */
export function replayedInstant({ properties }: Snapshot): number | undefined {
  const instant = properties?.[NOMINAL];
  return typeof instant === "number" ? instant : undefined;
}

function standingFor(input: Snapshot, nominal: number | undefined): Snapshot {
  return nominal === undefined ? input : { ...input, properties: { ...input.properties, [NOMINAL]: nominal } };
}
