import { mortiseError } from "@mortise/contract";

/** The largest part of a message that is streamed: one that has no end would fill the memory. */
const MOST = 10_485_760;

/** Throws `BODY_TOO_LARGE` when what was read of a part is more than a streaming split may hold. */
export function checkPart(length: number, streaming: boolean): void {
  if (streaming && length > MOST) throw mortiseError("BODY_TOO_LARGE", { bytes: length, limit: MOST });
}
