import { type Message, type NewRun, type Snapshot, type TriggerKind, toText } from "@mortise/contract";
import type { Installed } from "../flows/installed.ts";
import { newRunId } from "./run-id.ts";

/** Camel's name for the transaction id; a caller may bring his own. */
const BREADCRUMB = "breadcrumbId";

/** The row of a run that begins now. */
export function newRun(
  installed: Installed,
  trigger: TriggerKind,
  node: string,
  input: Snapshot,
  now: number,
  breadcrumbId?: string,
): NewRun {
  const { record, plan } = installed;
  const id = newRunId(now);
  return {
    id,
    tenant: record.tenant,
    flow: record.flow,
    environment: record.environment,
    version: record.version,
    installation: record.id,
    trigger,
    node,
    input,
    serial: plan.options.serial,
    breadcrumbId: breadcrumbId ?? id,
  };
}

/** The breadcrumb that a message brings along; a strange one is taken off. */
export function takeBreadcrumb(message: Message): string | undefined {
  const value = message.header(BREADCRUMB);
  if (value === undefined) return undefined;
  const text = value === null ? "" : toText(value);
  if (/^[\w.:-]{1,100}$/.test(text)) return text;
  message.removeHeader(BREADCRUMB);
  return undefined;
}
