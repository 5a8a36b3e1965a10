import type { RunRecord } from "@mortise/contract";
import type { Runtime } from "../runtime.ts";

/** Resolves when a durable run has ended, with its state after `ms`, or as soon as the server takes its leave. */
export async function waitForRun(
  { store, leaving }: Pick<Runtime, "store" | "leaving">,
  tenant: string,
  id: string,
  ms: number,
): Promise<RunRecord | undefined> {
  if (leaving.aborted) return store.runs.get(tenant, id);
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  leaving.addEventListener("abort", leave);
  try {
    return await Promise.race([store.dispatcher.wait(tenant, id, ms), left.then(() => store.runs.get(tenant, id))]);
  } finally {
    leaving.removeEventListener("abort", leave);
  }
}
