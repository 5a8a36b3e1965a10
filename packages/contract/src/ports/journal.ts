import type { Json } from "../codec.ts";
import type { ErrorDetail } from "../errors/error.ts";
import type { EncodedMessage } from "../message.ts";
import type { VariableWrite } from "./services.ts";

/** An error as rows and answers hold it: redacted, without a stack. */
export interface ErrorRecord {
  readonly code: string;
  readonly message: string;
  readonly help?: string | undefined;
  readonly nodeId?: string | undefined;
  readonly detail?: ErrorDetail | undefined;
}

/** Message and exchange properties as the codec writes them. */
export interface Snapshot {
  readonly message: EncodedMessage;
  readonly properties?: { readonly [name: string]: Json };
}

/** How a node ended, as the journal keeps it: the output to hand on, or the error to fail with. */
export interface StepResult {
  readonly after?: Snapshot;
  /** `{ output }`, `{ stop }`; absent: on along `out`. */
  readonly outcome?: { readonly output?: string; readonly stop?: string };
  readonly error?: ErrorRecord;
}

/** Written before an external effect. */
export interface Intent {
  readonly input: Snapshot;
  /** The same key is sent again when the node is resumed. */
  readonly idempotencyKey: string;
  /** Whether the request may be sent again when its outcome is unknown. */
  readonly repeatable: boolean;
  /** Epoch milliseconds; until then another process waits before it calls the intent in doubt. */
  readonly deadline: number;
}

/** What is known of a node of a run: an intent without a result is in doubt. */
export interface JournalEntry {
  readonly path: string;
  readonly nodeId: string;
  readonly intent?: Intent | undefined;
  readonly result?: StepResult | undefined;
}

/**
 * The journal of one claimed run. `path` is the way through graph, branches and split parts. Every promise resolves
 * after commit. Throws `ENGINE_JOURNAL_CONFLICT` when the claim is no longer ours, `STORE_UNAVAILABLE` when the
 * database is gone.
 */
export interface Journal {
  /** What earlier claims of this run wrote. */
  readonly entries: ReadonlyMap<string, JournalEntry>;
  /** Records a `read` node's outcome; rides with the next commit. */
  read(path: string, nodeId: string, result: StepResult): void;
  intent(path: string, nodeId: string, intent: Intent): Promise<void>;
  /** Accepted from the opener of the intent, claim or not: it may hold the only new refresh token. */
  result(path: string, nodeId: string, result: StepResult): Promise<void>;
  /** A `store` node: its writes and its row in one transaction, so exactly once. Throws `VARIABLE_*` and writes nothing. */
  store(path: string, nodeId: string, result: StepResult, writes: readonly VariableWrite[]): Promise<void>;
}
