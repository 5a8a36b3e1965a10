import { mortiseError, type RunRecord, type Snapshot } from "@mortise/contract";
import { RunSecrets } from "@mortise/engine";
import type { Runtime } from "../runtime.ts";

/**
 * Throws `RUN_STALE_SECRET` when a recorded message holds what an encrypted variable was before: a token that has been
 * spent since must not be sent once more because somebody pressed a button.
 */
export async function refuseStale(runtime: Runtime, run: RunRecord, input: Snapshot): Promise<void> {
  const past = await runtime.store.variables.past(run.tenant, run.environment);
  // The body once more as it is: inside JSON it would be escaped twice.
  const { body } = input.message;
  const text = `${JSON.stringify(input)}\n${typeof body === "string" ? body : ""}`;
  if (!new RunSecrets(past.map(({ value }) => value)).holds(text)) return;
  const names = past.filter(({ value }) => new RunSecrets([value]).holds(text)).map(({ name }) => name);
  throw mortiseError("RUN_STALE_SECRET", { variables: [...new Set(names)].sort().join(", ") });
}
