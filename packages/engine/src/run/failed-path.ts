import { type Exchange, MortiseError } from "@mortise/contract";

/** A path that ended in a failure, with the exchange as it was: what the error route gets. */
export class FailedPath extends Error {
  readonly error: MortiseError;
  readonly exchange: Exchange;
  /** The error route has had it already, and failed. */
  readonly routed: boolean;

  constructor(error: MortiseError, exchange: Exchange, routed = false) {
    super(error.message, { cause: error });
    this.error = error;
    this.exchange = exchange;
    this.routed = routed;
  }

  /** Whether the run ends here, whatever the flow says: it was cancelled. */
  get final(): boolean {
    return this.error.code === "ENGINE_CANCELLED";
  }
}

/** The failure of an exchange. What is no failure of the flow, such as a database that is away, stays what it is. */
export function failedAt(thrown: unknown, exchange: Exchange): unknown {
  return thrown instanceof MortiseError ? new FailedPath(thrown, exchange) : thrown;
}
