import type { FlowStore } from "@mortise/contract";
import type { Context } from "../context.ts";
import { createDraftStore } from "./drafts.ts";
import { createInstallationStore } from "./installations.ts";
import { createVersionStore } from "./versions.ts";

/** Flows: drafts, versions and where they are installed. */
export function createFlowStore(context: Context): FlowStore {
  return { ...createDraftStore(context), ...createVersionStore(context), ...createInstallationStore(context) };
}
