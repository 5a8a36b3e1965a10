import type { Environment } from "../exchange.ts";
import type { EncodedMessage } from "../message.ts";
import type { AlarmStore } from "./alarms.ts";
import type { SharedFigures, StoreFigures } from "./figures.ts";
import type { GrantStore } from "./grants.ts";
import type { HistoryStore } from "./history.ts";
import type { ErrorRecord, Journal, JournalEntry, Snapshot, StepResult } from "./journal.ts";
import type { VariableWrite } from "./services.ts";

/** All instants are epoch milliseconds. All lists are newest first unless said otherwise, and page by `cursor`. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Give it back to get the next page; absent on the last one. */
  readonly cursor?: string | undefined;
}
export interface PageRequest {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface TenantRecord {
  readonly id: string;
  readonly name: string;
  /** Who is mailed about its alarms. */
  readonly alarmAddress: string | null;
  readonly createdAt: number;
  readonly version: number;
}

export interface TenantStore {
  list(page?: PageRequest): Promise<Page<TenantRecord>>;
  get(id: string): Promise<TenantRecord | undefined>;
  /** Throws `API_CONFLICT` when the id is taken. */
  create(tenant: { readonly id: string; readonly name: string }): Promise<TenantRecord>;
  /** A field left out stays. Throws `API_CONFLICT` when `ifVersion` is not the present one. */
  change(
    id: string,
    change: { readonly name?: string | undefined; readonly alarmAddress?: string | null | undefined },
    ifVersion?: number,
  ): Promise<TenantRecord>;
  /** With everything it holds. Throws `API_CONFLICT` while a flow is installed. */
  remove(id: string): Promise<void>;
}

/** One environment's side of a tenant variable. `value` is null when there is none, or when it was not asked to be decrypted. */
export interface VariableSlot {
  readonly value: string | null;
  readonly hasValue: boolean;
  readonly encrypted: boolean;
  readonly updatedAt: number | null;
  readonly updatedBy: string | null;
}

export interface VariableRecord {
  readonly name: string;
  readonly test: VariableSlot;
  readonly production: VariableSlot;
  readonly tags: readonly string[];
  readonly createdAt: number;
  readonly createdBy: string;
  readonly updatedAt: number;
  readonly updatedBy: string;
  /** Grows with each write; the ETag. */
  readonly version: number;
}

export interface VariableStore {
  /** By name. Encrypted values only with `secrets`. */
  list(tenant: string, options?: { readonly secrets?: boolean }): Promise<readonly VariableRecord[]>;
  get(tenant: string, name: string, options?: { readonly secrets?: boolean }): Promise<VariableRecord | undefined>;
  /** A flow's read: decrypted, with whether it is a secret. Throws `VARIABLE_NOT_FOUND`, `VARIABLE_NO_VALUE`, `VARIABLE_UNREADABLE`. */
  read(
    tenant: string,
    environment: Environment,
    name: string,
  ): Promise<{ readonly value: string; readonly encrypted: boolean }>;
  /** A person's write: a field left out stays. `encrypted: true` on either side stays so. Throws `VARIABLE_CONFLICT` when `ifVersion` is not the present one (0: must not exist). */
  put(
    tenant: string,
    name: string,
    change: {
      readonly test?: string | null;
      readonly production?: string | null;
      readonly encrypted?: boolean;
      readonly tags?: readonly string[];
    },
    by: string,
    ifVersion?: number,
  ): Promise<VariableRecord>;
  remove(tenant: string, name: string, ifVersion?: number): Promise<void>;
  /** What encrypted variables held before their present value, as far as it is kept: a message that holds one is out of date. */
  past(tenant: string, environment: Environment): Promise<readonly { readonly name: string; readonly value: string }[]>;
  /** A flow's writes outside a durable run: all or none. */
  apply(tenant: string, environment: Environment, writes: readonly VariableWrite[], by: string): Promise<void>;
}

/** A flow's draft. `text` is the canonical document. */
export interface FlowRecord {
  readonly name: string;
  readonly text: string;
  readonly version: number;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly updatedAt: number;
  readonly updatedBy: string;
}

export interface VersionRecord {
  readonly number: number;
  readonly text: string;
  readonly remark: string;
  readonly author: string;
  readonly createdAt: number;
}

export type InstallationState = "started" | "suspended" | "stopped";

/** A version of a flow in one environment. */
export interface InstallationRecord {
  readonly id: string;
  readonly tenant: string;
  readonly flow: string;
  readonly environment: Environment;
  readonly version: number;
  readonly text: string;
  /** Values of its secret properties, decrypted. */
  readonly secrets: { readonly [property: string]: string };
  readonly state: InstallationState;
  readonly installedAt: number;
  /** Since when it is in this state. */
  readonly stateSince: number;
  /** Grows with each change; tells a process that its plan is old. */
  readonly revision: number;
}

export interface FlowStore {
  list(tenant: string): Promise<readonly FlowRecord[]>;
  get(tenant: string, name: string): Promise<FlowRecord | undefined>;
  /** Creates or replaces the draft. Throws `API_CONFLICT` when `ifVersion` is not the present one (0: must not exist). A rename keeps versions and runs. */
  put(
    tenant: string,
    name: string,
    text: string,
    by: string,
    options?: { readonly ifVersion?: number; readonly renameFrom?: string },
  ): Promise<FlowRecord>;
  /** Throws `API_CONFLICT` while it is installed. */
  remove(tenant: string, name: string): Promise<void>;
  versions(tenant: string, name: string): Promise<readonly VersionRecord[]>;
  version(tenant: string, name: string, number: number): Promise<VersionRecord | undefined>;
  /** The same text as the newest version gives that one back. */
  addVersion(
    tenant: string,
    name: string,
    version: { readonly text: string; readonly remark: string; readonly author: string },
  ): Promise<VersionRecord>;
  /** Replaces what was installed there and starts it; supersedes the schedules that changed, and keeps the cursors of the others. Secrets left out keep their value. */
  install(
    tenant: string,
    name: string,
    environment: Environment,
    version: number,
    secrets: { readonly [property: string]: string },
    by: string,
  ): Promise<InstallationRecord>;
  uninstall(tenant: string, name: string, environment: Environment): Promise<void>;
  setState(
    tenant: string,
    name: string,
    environment: Environment,
    state: InstallationState,
  ): Promise<InstallationRecord>;
  installation(tenant: string, name: string, environment: Environment): Promise<InstallationRecord | undefined>;
  /** Of every tenant, for the engine. */
  installations(): Promise<readonly InstallationRecord[]>;
  /** Calls back, on every process, soon after any installation changed. Returns the way to stop. */
  onChange(listener: () => void): () => void;
}

export type RunStatus = "queued" | "running" | "completed" | "failed" | "cancelled" | "parked";
export type TriggerKind = "schedule" | "http" | "manual" | "link" | "replay";

/** A run to be. Its id is the caller's (UUID v7, so that ids sort by time). */
export interface NewRun {
  readonly id: string;
  readonly tenant: string;
  readonly flow: string;
  readonly environment: Environment;
  /** Of the flow. */
  readonly version: number;
  readonly installation: string;
  readonly trigger: TriggerKind;
  /** The source or root node it starts at. */
  readonly node: string;
  readonly input: Snapshot;
  /** The instant a scheduled run stands for: (installation, node, nominal) is unique. */
  readonly nominal?: number | undefined;
  /** Runs with the same tenant, environment and flow go one after the other, oldest first, across all processes. */
  readonly serial: boolean;
  readonly breadcrumbId: string;
  /** `name=value`, for search. */
  readonly searchKeys?: readonly string[] | undefined;
}

/** How a run ended. */
export interface RunEnd {
  readonly status: "completed" | "failed" | "cancelled" | "parked";
  /** Failed, but the error route took care of it. */
  readonly handled?: boolean | undefined;
  readonly message?: EncodedMessage | undefined;
  readonly error?: ErrorRecord | undefined;
  readonly searchKeys?: readonly string[] | undefined;
}

/** A run that lets go of its slot in this process, and is taken up again at an instant. */
export interface RunPause {
  readonly status: "paused";
  /** Epoch milliseconds. */
  readonly retryAt: number;
}

export interface RunRecord extends Omit<NewRun, "input" | "searchKeys"> {
  readonly status: RunStatus;
  /** A node of it is tried again then; it is `queued` meanwhile. */
  readonly retryAt?: number | null | undefined;
  readonly handled: boolean;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly error: ErrorRecord | null;
  /** Present where one run is asked for. */
  readonly input?: Snapshot | undefined;
  readonly message?: EncodedMessage | null | undefined;
}

export interface RunQuery extends PageRequest {
  readonly flow?: string | undefined;
  readonly environment?: Environment | undefined;
  readonly status?: RunStatus | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Run id, breadcrumbId, or `value` of a search key. */
  readonly search?: string | undefined;
}

export interface RunStore {
  list(tenant: string, query?: RunQuery): Promise<Page<RunRecord>>;
  get(tenant: string, id: string): Promise<RunRecord | undefined>;
  /** What the journal of a durable run holds, in the order it was written; empty for a direct one. */
  journal(tenant: string, id: string): Promise<readonly JournalEntry[]>;
  /** A finished direct run: one row, no job. Batched. */
  record(run: NewRun, end: RunEnd & { readonly startedAt: number; readonly finishedAt: number }): void;
  /** Counts per flow and environment, with the last error. */
  counts(tenant: string, flow?: string): Promise<readonly RunCounts[]>;
}

export interface RunCounts {
  readonly flow: string;
  readonly environment: Environment;
  readonly completed: number;
  readonly failed: number;
  readonly pending: number;
  readonly lastCompletedAt: number | null;
  readonly lastFailedAt: number | null;
  readonly lastError: ErrorRecord | null;
}

/** A run that this process may now execute. */
export interface Claim {
  readonly run: RunRecord & { readonly input: Snapshot };
  /** Grows with each claim of the run: the fence. */
  readonly epoch: number;
  readonly journal: Journal;
  /** Aborts when the run is cancelled or the claim is lost. */
  readonly signal: AbortSignal;
}

/** What a person decides of a call in doubt. */
export type Decision = {
  readonly path: string;
  /** Of the journal entry that was looked at: a call that was sent once more since is another one. */
  readonly epoch?: number | undefined;
} & (
  | { readonly kind: "resend" }
  /** Goes on as if the call had ended like this. */
  | { readonly kind: "skip"; readonly result: StepResult }
);

/** Durable runs: enqueue, claim, take-over, completion. pg-boss is behind it; its jobs carry only the run's id. */
export interface Dispatcher {
  /** Row and job in one transaction. `created` is false when that nominal instant has its run already. */
  start(run: NewRun): Promise<{ readonly created: boolean }>;
  /** Takes runs until `stop`. What the handler returns is committed; what it throws leaves the run open for another claim. */
  work(
    handler: (claim: Claim) => Promise<RunEnd | RunPause>,
    options: {
      readonly concurrency: number;
      /** Of one tenant at once, so that none starves the others. Defaults to three quarters of `concurrency`. */
      readonly tenantConcurrency?: number | undefined;
    },
  ): Promise<void>;
  /** Takes a parked run up again, with what a person decided of its call in doubt. False when it is not parked any more. */
  resume(tenant: string, runId: string, decision?: Decision): Promise<boolean>;
  /** A queued run ends now; a running one is told. */
  cancel(tenant: string, runId: string): Promise<boolean>;
  /** Resolves when the run has ended, or with its state after `ms`. */
  wait(tenant: string, runId: string, ms: number): Promise<RunRecord | undefined>;
  /** Takes no more, and waits up to `ms` for the runs at work; those that do not end are handed over. */
  stop(ms: number): Promise<void>;
}

/** How far a schedule has been dealt with. */
export interface ScheduleCursor {
  readonly installation: string;
  readonly node: string;
  /** Every instant up to and including this one was fired or dropped. */
  readonly cursor: number;
  /** Where a repeater counts from. */
  readonly anchor: number;
  readonly fired: number;
  /** Installs gave its place to another schedule: it owes what each version had due until then, the oldest first. */
  readonly superseded?: readonly { readonly version: number; readonly at: number }[] | undefined;
}

/** One due instant: run it, or drop it with a reason. */
export interface Fire {
  readonly installation: string;
  readonly node: string;
  readonly instant: number;
  /** The installation's revision that the instant was computed from: after another install it may not be one any more. */
  readonly revision?: number | undefined;
  /** Absent: dropped. */
  readonly run?: NewRun | undefined;
  readonly dropped?: string | undefined;
  /** The first of a row of instants that are dropped together and end with `instant`. Defaults to `instant`. */
  readonly first?: number | undefined;
  /** `skip` drops it when a run of the flow is open; `queue one` when one is waiting already; `allow` and a missed fire under `all` never. */
  readonly overlap: "skip" | "queue one" | "allow";
}

/** A stretch of one schedule's time, `(after, until]` in epoch milliseconds. */
export interface ScheduleSpan {
  readonly installation: string;
  readonly node: string;
  readonly after: number;
  readonly until: number;
}

/** What became of the instants in a span: those that have a run, and the first and last of each row that was dropped. */
export interface DealtSpan {
  readonly ran: readonly number[];
  readonly dropped: readonly (readonly [first: number, last: number])[];
}

export interface ScheduleStore {
  cursors(): Promise<readonly ScheduleCursor[]>;
  /**
   * Begins a schedule at install or start; gives back the cursor that stands. An existing one stays unless `reset`, and
   * then too when it was begun no earlier and is not superseded. Throws `API_CONFLICT` when `revision` is not the installation's.
   */
  begin(
    cursor: ScheduleCursor & { readonly tenant: string },
    options?: { readonly reset?: boolean; readonly revision?: number },
  ): Promise<ScheduleCursor>;
  /** Forgets a schedule that was superseded and owes nothing any more. */
  end(tenant: string, cursor: ScheduleCursor): Promise<void>;
  /** One transaction: run row and job, or an event for the drop, and the cursor moved to the instant. `false` when another process dealt with it, or the flow was installed anew. */
  fire(tenant: string, fire: Fire): Promise<boolean>;
  /** In the order of the spans. */
  dealt(spans: readonly ScheduleSpan[]): Promise<readonly DealtSpan[]>;
  /** Calls `look` with the instant until which the calendar was audited, in one process at a time; what it gives back is kept. False when another process is at it. */
  audit(look: (auditedUntil: number | undefined) => Promise<number>): Promise<boolean>;
}

/** One step of a trace: what one node did to one exchange. Bodies are capped and redacted before they come here. */
export interface StepRecord {
  readonly seq: number;
  readonly path: string;
  readonly nodeId: string;
  readonly type: string;
  /** `out`, a named output, `stop`, or `error`. */
  readonly output: string;
  readonly at: number;
  readonly ms: number;
  readonly before?: Snapshot | undefined;
  readonly after?: Snapshot | undefined;
  readonly error?: ErrorRecord | undefined;
  readonly log?: readonly string[] | undefined;
}

export interface TraceStore {
  /** Batched and encrypted; a tenant over its quota loses its oldest traces first. */
  write(tenant: string, runId: string, steps: readonly StepRecord[]): void;
  /** Resolves when all that was written is in the database. */
  flush(): Promise<void>;
  /** In order. */
  read(tenant: string, runId: string): Promise<readonly StepRecord[]>;
}

export type Role = "viewer" | "editor" | "operator" | "admin";

export interface KeyRecord {
  readonly id: string;
  /** Null: every tenant. */
  readonly tenant: string | null;
  /** A person's name or mail; what `createdBy` shows. */
  readonly name: string;
  readonly role: Role;
  /** `secrets`: may read encrypted values. */
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

export interface KeyStore {
  list(tenant: string): Promise<readonly KeyRecord[]>;
  /** The key itself is given once and kept as a hash. */
  create(
    tenant: string | null,
    key: { readonly name: string; readonly role: Role; readonly scopes?: readonly string[] },
  ): Promise<KeyRecord & { readonly key: string }>;
  /** Makes sure that this key exists with role admin over every tenant. */
  ensureAdmin(key: string, name: string): Promise<void>;
  /** Whether anybody can do everything: there is a key with role admin over every tenant. */
  hasAdmin(): Promise<boolean>;
  remove(tenant: string, id: string): Promise<void>;
  find(key: string): Promise<KeyRecord | undefined>;
}

/** Who is signed in at the console. A session can do what its key can, and ends with it. */
export interface SessionStore {
  /** Gives back the session's token, which is kept as a hash. `expiresAt` in epoch milliseconds. */
  open(keyId: string, expiresAt: number): Promise<string>;
  /** The key whose session it is, while it lasts. */
  find(token: string): Promise<KeyRecord | undefined>;
  close(token: string): Promise<void>;
}

/** Everything that is kept. */
export interface Store {
  readonly tenants: TenantStore;
  readonly variables: VariableStore;
  readonly flows: FlowStore;
  readonly runs: RunStore;
  readonly traces: TraceStore;
  readonly schedules: ScheduleStore;
  readonly keys: KeyStore;
  readonly sessions: SessionStore;
  readonly history: HistoryStore;
  readonly alarms: AlarmStore;
  readonly grants: GrantStore;
  readonly dispatcher: Dispatcher;
  /** The database's clock, epoch milliseconds. */
  now(): Promise<number>;
  /** Throws `STORE_UNAVAILABLE` when the database does not answer. */
  ping(): Promise<void>;
  /** Calls back when the database can be reached again after it could not, with how long that was. */
  onReturn(listener: (awayMs: number) => void): () => void;
  figures(): StoreFigures;
  sharedFigures(): Promise<SharedFigures>;
  /** Deletes runs, traces, events older than the retention; gives back how many runs. */
  prune(before: number): Promise<number>;
  close(): Promise<void>;
}
