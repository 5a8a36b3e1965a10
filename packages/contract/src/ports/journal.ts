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

/** One part of a split. Without headers: those of the message that was split. */
export interface PartRecord {
  readonly headers?: EncodedMessage["headers"];
  readonly named?: readonly string[];
  readonly body: Json;
}

/** How a node ended, as the journal keeps it: the output to hand on, or the error to fail with. */
export interface StepResult {
  readonly after?: Snapshot;
  /** `{ output }`, `{ stop }`, or the parts of a split; absent: on along `out`. */
  readonly outcome?: {
    readonly output?: string;
    readonly stop?: string;
    readonly split?: readonly PartRecord[];
    readonly parallel?: boolean;
  };
  readonly error?: ErrorRecord;
}

/** Written before an external effect. */
export interface Intent {
  readonly input: Snapshot;
  /** The same key is sent again when the node is resumed: the author's, or one made of run and path. */
  readonly idempotencyKey: string;
  /** Whether the request may be sent again when its outcome is unknown. */
  readonly repeatable: boolean;
  /** Epoch milliseconds; until then another process waits before it calls the intent in doubt. */
  readonly deadline: number;
}

/** What is known of a node of a run: an intent without a result is in doubt, unless `again` says otherwise. */
export interface JournalEntry {
  readonly path: string;
  readonly nodeId: string;
  readonly intent?: Intent | undefined;
  readonly result?: StepResult | undefined;
  /** The claim that sent it. */
  readonly epoch?: number | undefined;
  /** Why an open intent may be sent again: its last try failed and is known to have (`retry`), or a person said so (`resend`). */
  readonly again?: "retry" | "resend" | undefined;
  /** Tries that failed and are known to have. Absent: none. */
  readonly attempts?: number | undefined;
  /** Not before this instant, in epoch milliseconds; with `retry`. */
  readonly retryAt?: number | undefined;
}

/** When a node that failed is to be tried again. */
export interface RetryLater {
  /** Tries so far. */
  readonly attempts: number;
  /** Epoch milliseconds. */
  readonly at: number;
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
  /** Also for an intent that an earlier claim left open and this one sends again: from here on it is in doubt once more. */
  intent(path: string, nodeId: string, intent: Intent): Promise<void>;
  /** The open intent's try failed and is known to have: the node runs again, not before the instant. For the present claim only. */
  retry(path: string, nodeId: string, later: RetryLater): Promise<void>;
  /**
   * Accepted from the opener of the intent, claim or not: it may hold the only new refresh token. What the node writes to
   * variables is in the same transaction; throws `VARIABLE_*` and writes nothing.
   */
  result(path: string, nodeId: string, result: StepResult, writes?: readonly VariableWrite[]): Promise<void>;
  /** A `store` node: its writes and its row in one transaction, so exactly once. Throws `VARIABLE_*` and writes nothing. */
  store(path: string, nodeId: string, result: StepResult, writes: readonly VariableWrite[]): Promise<void>;
}
