import { asMortiseError, type MortiseError } from "@mortise/contract";

/**
 * The work on a run ends here, and the run does not: it stays open for another claim, because our own database is away
 * or another process has it. No error route may catch it.
 */
export class FatalError extends Error {
  override readonly cause: unknown;

  constructor(cause: unknown) {
    super("the run stays open", { cause });
    this.cause = cause;
  }
}

/** Nobody knows how a call ended, and a person has to decide: the run is parked at its node. */
export class ParkedError extends FatalError {
  readonly failure: MortiseError;

  constructor(failure: MortiseError) {
    super(failure);
    this.failure = failure;
  }
}

/** A node is tried again later, and the run is nobody's until then. */
export class PausedError extends FatalError {
  /** Epoch milliseconds. */
  readonly retryAt: number;

  constructor(retryAt: number) {
    super(undefined);
    this.retryAt = retryAt;
  }
}

/** Whether the run must neither go on nor fail: our own database is away, or another process has it. */
export function isFatal(error: unknown): boolean {
  if (error instanceof FatalError) return true;
  const { code } = asMortiseError(error);
  return code === "STORE_UNAVAILABLE" || code === "ENGINE_JOURNAL_CONFLICT";
}

/** The error with which the work ends here. */
export function asFatal(error: unknown): FatalError {
  return error instanceof FatalError ? error : new FatalError(error);
}
