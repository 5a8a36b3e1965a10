import type { Environment } from "../exchange.ts";
import type { Page, PageRequest } from "./store.ts";

/** Something that people have to hear of: one cause, however often it happened. All instants are epoch milliseconds. */
export interface AlarmRecord {
  readonly id: string;
  /** Null: the installation as a whole. */
  readonly tenant: string | null;
  /** The kind of its events: `run.failed`, `fire.dropped`, `database.away`, … */
  readonly kind: string;
  readonly environment?: Environment | undefined;
  readonly flow?: string | undefined;
  readonly nodeId?: string | undefined;
  /** The error's. */
  readonly code?: string | undefined;
  /** The latest run. */
  readonly runId?: string | undefined;
  /** Of the latest time. */
  readonly message: string;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Since when it is thought to be over. What happens after that is a new alarm. */
  readonly overAt: number | null;
  /** Somebody knows: nothing more is sent of it. */
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
}

/** What is to be told of an alarm, and to whom it may concern. */
export interface AlarmNews {
  readonly alarm: AlarmRecord;
  /** It happened for the first time, it goes on, it has been quiet for a while. */
  readonly what: "raised" | "repeated" | "over";
  /** How often it happened since the news before. */
  readonly since: number;
  /** The tenant's own address for alarms. */
  readonly tenantAddress: string | null;
}

/** One way that news is to take. */
export interface AlarmRoute {
  readonly channel: "webhook" | "mail";
  /** Of a mail. */
  readonly address?: string | undefined;
}

/** News on its way out, taken by this process for a while. */
export interface AlarmDelivery extends AlarmRoute {
  /** Stays the same when it is sent again. */
  readonly id: string;
  readonly tenant: string | null;
  readonly news: AlarmNews;
  readonly madeAt: number;
  /** This one included. */
  readonly attempt: number;
}

export interface AlarmPatience {
  /** What goes on is told again after this. */
  readonly repeatAfter: number;
  /** What was quiet for so long is over. */
  readonly overAfter: number;
}

export interface AlarmStore {
  /** Newest first. Without a tenant those of all tenants and of the installation. */
  list(
    tenant: string | undefined,
    query?: PageRequest & { readonly open?: boolean | undefined },
  ): Promise<Page<AlarmRecord>>;
  /** Undefined when there is no such alarm. A null tenant: the installation's. */
  acknowledge(tenant: string | null, id: string, by: string): Promise<AlarmRecord | undefined>;
  /** An alarm of the installation as a whole, about what lasted `ms` until now. Processes that tell of the same time raise it once. */
  raise(alarm: { readonly kind: string; readonly message: string; readonly ms: number }): Promise<void>;
  /**
   * Folds new events into alarms and puts what has to be told in the outbox, along the routes that `routes` gives; gives
   * back how many events there were. One process at a time: the others find nothing.
   */
  collect(patience: AlarmPatience, routes: (news: AlarmNews) => readonly AlarmRoute[]): Promise<number>;
  /** Takes deliveries that are due; nobody else gets them within `lease` milliseconds. */
  claim(limit: number, lease: number): Promise<readonly AlarmDelivery[]>;
  delivered(delivery: AlarmDelivery): Promise<void>;
  /** Puts a delivery off; without `ms` it is given up. */
  postpone(delivery: AlarmDelivery, error: string, ms?: number): Promise<void>;
}
