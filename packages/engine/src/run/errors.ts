import {
  asMortiseError,
  catalogue,
  type ErrorCode,
  type ErrorRecord,
  type MortiseError,
  mortiseError,
} from "@mortise/contract";
import type { PlanNode } from "../plan/plan.ts";

/** An error as the journal keeps it: whole, since a resumed error route reads `${exception.responseBody}`. */
export function errorRecord(error: MortiseError): ErrorRecord {
  return { code: error.code, message: error.message, help: error.help, nodeId: error.nodeId, detail: error.detail };
}

/** The error that a journal row holds. */
export function reviveError(record: ErrorRecord): MortiseError {
  const code = (record.code in catalogue ? record.code : "ENGINE_BUG") as ErrorCode;
  const error = mortiseError(code, record.detail ?? { what: record.message }, { nodeId: record.nodeId });
  error.message = record.message;
  return error;
}

/** A failure as the node's own. */
export function placed(error: unknown, node: PlanNode): MortiseError {
  const failure = asMortiseError(error);
  failure.nodeId ??= node.id;
  return failure;
}
