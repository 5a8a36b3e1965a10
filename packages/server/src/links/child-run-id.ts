import { createHash } from "node:crypto";

/**
 * The id of the run that a node calls. The same node of the same run always gives the same: a run that is resumed starts
 * no second one. A UUID of version 7 with the caller's instant, so that it sorts beside it.
 */
export function childRunId(runId: string, path: string): string {
  const chance = createHash("sha256").update(`${runId}/${path}`).digest("hex");
  const variant = "89ab"[Number.parseInt(chance[3] as string, 16) & 3];
  return `${runId.slice(0, 13)}-7${chance.slice(0, 3)}-${variant}${chance.slice(4, 7)}-${chance.slice(7, 19)}`;
}
