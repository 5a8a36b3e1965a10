import { decode, Message, type RunRecord, type Snapshot, type Value } from "@mortise/contract";
import type { RunStart } from "@mortise/engine";
import { takeSecrets } from "../links/trail.ts";
import { replayedInstant } from "./replay.ts";

/** Where and with what a run that is a row begins. Throws `VALUE_INVALID` for a message in a form that is not known. */
export function runStartOf(run: RunRecord & { readonly input: Snapshot }): RunStart {
  const entries = Object.entries(run.input.properties ?? {});
  const properties = new Map(entries.map(([name, json]): [string, Value] => [name, decode(json)]));
  const secrets = takeSecrets(properties);
  return {
    runId: run.id,
    node: run.node,
    message: Message.decode(run.input.message),
    ...(properties.size > 0 ? { properties } : {}),
    ...(secrets.length > 0 ? { secrets } : {}),
    breadcrumbId: run.breadcrumbId,
    created: run.createdAt,
    nominal: run.nominal ?? replayedInstant(run.input),
  };
}
