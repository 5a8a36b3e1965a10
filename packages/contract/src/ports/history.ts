import type { Environment } from "../exchange.ts";
import type { Page, PageRequest } from "./store.ts";

export interface AuditRecord {
  readonly at: number;
  readonly tenant: string | null;
  readonly who: string;
  /** `flow.install`, `variable.put`, … */
  readonly action: string;
  readonly target: string;
  readonly detail?: { readonly [name: string]: unknown } | undefined;
}

export interface EventRecord {
  readonly id: string;
  readonly at: number;
  readonly tenant: string;
  /** `fire.dropped`, `run.failed`, `run.parked`, `run.in-doubt`, `variable.unassigned`, … */
  readonly kind: string;
  readonly flow?: string | undefined;
  readonly environment?: Environment | undefined;
  readonly runId?: string | undefined;
  readonly nodeId?: string | undefined;
  /** The error's. With kind, flow and node it makes one cause, which is alarmed once. */
  readonly code?: string | undefined;
  /** It stands for so many, where the others like it were not written down. */
  readonly count?: number | undefined;
  readonly message: string;
}

/** What happened, as it is written. */
export interface NewEvent extends Omit<EventRecord, "id" | "at"> {
  /** Whether people hear of it beside finding it in the list. Defaults to true. */
  readonly alarm?: boolean | undefined;
}

export interface HistoryStore {
  audit(record: Omit<AuditRecord, "at">): Promise<void>;
  listAudit(tenant: string, page?: PageRequest): Promise<Page<AuditRecord>>;
  event(event: NewEvent): Promise<void>;
  listEvents(tenant: string, page?: PageRequest): Promise<Page<EventRecord>>;
}
