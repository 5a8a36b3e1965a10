import type { RunRecord } from "@mortise/contract";
import { RunSecrets } from "@mortise/engine";
import { iso, isoOrNull } from "../api/schemas.ts";
import type { Runtime } from "../runtime.ts";
import { callsInDoubt } from "./decide.ts";
import { shownMessage, shownSnapshot } from "./shown.ts";

/** A run as lists show it. */
export function showRun(run: RunRecord) {
  return {
    id: run.id,
    flow: run.flow,
    environment: run.environment,
    version: run.version,
    trigger: run.trigger,
    node: run.node,
    status: run.status,
    handled: run.handled,
    breadcrumbId: run.breadcrumbId,
    nominal: run.nominal === undefined ? null : iso(run.nominal),
    createdAt: iso(run.createdAt),
    startedAt: isoOrNull(run.startedAt),
    finishedAt: isoOrNull(run.finishedAt),
    retryAt: isoOrNull(run.retryAt ?? null),
    error: run.error,
  };
}

/** A run with the message it began with and the one it ended with, without the tenant's secrets. */
export async function showWholeRun(runtime: Runtime, run: RunRecord) {
  const secrets = await tenantSecrets(runtime, run);
  const message = run.message ? shownMessage(run.message, secrets) : null;
  const input = run.input ? shownSnapshot(run.input, secrets) : undefined;
  return {
    ...showRun(run),
    inDoubt: (await callsInDoubt(runtime, run)).map(({ path, nodeId, intent }) => {
      const { headers, body } = shownSnapshot(intent.input, secrets).message;
      return { path, nodeId, input: { headers, body } };
    }),
    input: input ? { headers: input.message.headers, body: input.message.body } : null,
    message: message ? { headers: message.headers, body: message.body } : null,
  };
}

/** What is secret in a tenant, or was as far as that is kept; older values are hidden by the names they stand under. */
async function tenantSecrets(runtime: Runtime, run: RunRecord): Promise<RunSecrets> {
  const secrets = new RunSecrets(runtime.plans.get(run.installation)?.soundPlan?.secrets);
  for (const variable of await runtime.store.variables.list(run.tenant, { secrets: true })) {
    const slot = variable[run.environment];
    if (slot.encrypted && slot.value !== null) secrets.register(slot.value);
  }
  for (const { value } of await runtime.store.variables.past(run.tenant, run.environment)) secrets.register(value);
  return secrets;
}
