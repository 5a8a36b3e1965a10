import { mortiseError, REDACTED, type RunRecord, type Snapshot } from "@mortise/contract";
import { recordedInputs } from "@mortise/engine";
import type { Runtime } from "../runtime.ts";
import { runStartOf } from "./run-start.ts";
import { RunWorld } from "./world.ts";

/** What a node began with, and which one it was. */
export interface NodeInput {
  readonly nodeId: string;
  readonly path: string;
  readonly input: Snapshot;
  /** Whether it is as it was, for certain. */
  readonly exact: boolean;
}

/** What a cut or redacted trace says in place of what it leaves out. */
const CUT = /… \(\d+ characters in all\)/;

/**
 * What a node began with in a run: by the journal, exactly; else by the trace, where that hides nothing and cuts
 * nothing. `wanted` is a node's id, or its path where the run came by more than once. Throws `RUN_NOT_RECORDED`, and
 * `API_CONFLICT` when it is not clear which time is meant.
 */
export async function inputOfNode(runtime: Runtime, run: RunRecord, wanted: string): Promise<NodeInput> {
  const found = (await byJournal(runtime, run, wanted)) ?? (await byTrace(runtime, run, wanted));
  const [first, second] = found;
  if (!first || (!second && !first.exact))
    throw notRecorded(wanted, "the run did not come there, or not as far as it was recorded");
  if (!second) return first;
  const paths = found.slice(0, 5).map(({ path }) => `"${path}"`);
  throw mortiseError("API_CONFLICT", {
    what: `The run came by the node "${wanted}" more than once; name the way to it instead: ${paths.join(", ")}${found.length > 5 ? ", …" : ""}`,
  });
}

async function byJournal(runtime: Runtime, run: RunRecord, wanted: string): Promise<readonly NodeInput[] | undefined> {
  if (!run.input || !keepsInput(run)) return undefined;
  const plan = await runtime.plans.planOf(run);
  const entries = new Map((await runtime.store.runs.journal(run.tenant, run.id)).map((entry) => [entry.path, entry]));
  const world = new RunWorld(runtime.around, run.id, run, "off");
  const found = await recordedInputs(plan, runStartOf({ ...run, input: run.input }), world, entries, wanted);
  // One that is not certain may be in the trace.
  return found.length > 1 || found[0]?.exact ? found : undefined;
}

async function byTrace(runtime: Runtime, run: RunRecord, wanted: string): Promise<readonly NodeInput[]> {
  await runtime.store.traces.flush();
  const steps = await runtime.store.traces.read(run.tenant, run.id);
  return steps
    .filter(({ path, nodeId }) => path === wanted || nodeId === wanted)
    .flatMap(({ path, nodeId, before }) => {
      if (!before) return [];
      const text = JSON.stringify(before);
      if (text.includes(REDACTED))
        throw notRecorded(wanted, "the trace, which is all there is of it, hides its secrets");
      if (CUT.test(text))
        throw notRecorded(wanted, "the trace, which is all there is of it, holds only a part of its body");
      return [{ nodeId, path, input: before, exact: true }];
    });
}

/** Of a run that is only counted the first message is not kept. */
export function keepsInput({ trigger, input }: RunRecord): boolean {
  if (!input) return false;
  return trigger !== "http" || input.message.body !== null || Object.keys(input.message.headers).length > 0;
}

function notRecorded(node: string, what: string) {
  return mortiseError("RUN_NOT_RECORDED", { node: `"${node}"`, what });
}
