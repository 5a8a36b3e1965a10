import {
  asMortiseError,
  MortiseError as Failure,
  type MortiseError,
  mortiseError,
  positionAt,
} from "@mortise/contract";
import { LIMITS } from "./work.ts";

/** An evaluation that cannot go on; the language adds the source. */
export function failed(what: string): MortiseError {
  return mortiseError("EXPRESSION_FAILED", { what });
}

/** A mistake in the source at an offset. */
export function syntaxError(what: string, source: string, offset: number): MortiseError {
  return mortiseError("EXPRESSION_SYNTAX", { what }, { source, position: positionAt(source, offset) });
}

/** What an evaluation threw, as the error its caller sees: with the source it belongs to. */
export function evaluationError(error: unknown, source: string): MortiseError {
  if (error instanceof RangeError && /call stack/i.test(error.message))
    return mortiseError("EXPRESSION_LIMIT", { limit: `${LIMITS.depth} levels` }, { source });
  const known = asMortiseError(error);
  if (known.source !== undefined || known.code === "ENGINE_BUG") return known;
  return new Failure(known.code, known.detail, {
    source,
    nodeId: known.nodeId,
    retry: known.retry,
    cause: known.cause,
  });
}

/** A text in a message: whole where it is short, else only its length. Half a secret would not be found, and so not hidden. */
export function quoted(text: string): string {
  return text.length <= 40 ? `"${text}"` : `a text of ${text.length} characters`;
}
