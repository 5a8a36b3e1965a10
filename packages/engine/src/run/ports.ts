import type {
  Clock,
  Exchange,
  GrantTokens,
  HttpClient,
  Journal,
  LinkCall,
  Log,
  Message,
  RunEnd,
  ScriptRunner,
  StepRecord,
  Tries,
  Value,
  VariableWrite,
} from "@mortise/contract";
import type { PlanNode } from "../plan/plan.ts";
import type { RunSecrets } from "../trace/secrets.ts";

/** The tenant's variables as a run reaches them, already in its environment. */
export interface RunVariables {
  read(name: string): Promise<{ readonly value: string; readonly encrypted: boolean }>;
  /** All or none. */
  apply(writes: readonly VariableWrite[]): Promise<void>;
}

/** A call of another flow, and where it comes from. */
export interface LinkedCall extends LinkCall {
  /** Where in the run the calling node is. With the run's id it names the call: asked again, it is the same. */
  readonly path: string;
  /** Milliseconds that a reply is waited for; 0: as long as it takes. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Present in a durable run. */
  readonly tries: Tries | undefined;
  /** What the message must not show, there neither. */
  readonly secrets: RunSecrets;
}

/** The other flows of the tenant, as a run reaches them. */
export interface RunLinks {
  send(call: LinkedCall): Promise<Message | undefined>;
}

/** What a run needs of the world. */
export interface RunPorts {
  readonly tenant: string;
  /** Real time, or a rehearsal's. */
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  random(): number;
  readonly variables: RunVariables;
  readonly scripts: ScriptRunner;
  readonly http: HttpClient;
  /** Absent: no other flow can be called. */
  readonly links?: RunLinks | undefined;
  /** The tenant's grants in its environment; each token is registered as a secret before it is handed out. Absent: there are none. */
  grants?(register: (secret: string) => void): GrantTokens;
  readonly log: Log;
  /** Present for a durable run. */
  readonly journal?: Journal | undefined;
  /** Which steps to keep. Defaults to `off`. */
  readonly trace?: "off" | "errors" | "all" | undefined;
  /** Aborts when the run is cancelled. */
  readonly signal?: AbortSignal | undefined;
  /** Sees each exchange just before a node has it. */
  watch?(node: PlanNode, path: string, exchange: Exchange): void;
  /** Told of what a person should know: a call in doubt, a failure inside the error route. */
  notice?(kind: string, message: string, cause?: { readonly nodeId?: string; readonly code?: string }): void;
}

/** Where and with what a run begins. */
export interface RunStart {
  readonly runId: string;
  /** Id of the node it begins at. */
  readonly node: string;
  readonly message: Message;
  readonly properties?: Map<string, Value> | undefined;
  readonly breadcrumbId?: string | undefined;
  /** When the run came into being, epoch milliseconds. */
  readonly created: number;
  /** The instant that a scheduled run stands for. */
  readonly nominal?: number | undefined;
  /** What its message must not show: secrets of the run that called it. */
  readonly secrets?: readonly string[] | undefined;
}

/** How a run went. */
export interface RunOutcome extends Omit<RunEnd, "message"> {
  /** The message of the last path in order, as it was where the path ended or was filtered. */
  readonly message: Message;
  /** The steps that the trace mode keeps: redacted rows. */
  readonly steps: readonly StepRecord[];
  /** The ids of the nodes that ran, in order; empty when nothing was traced. */
  readonly path: readonly string[];
  /** The secrets that the run met, also those that stood under a secret-looking name in an answer. */
  secrets(): RunSecrets;
}
