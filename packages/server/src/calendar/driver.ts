import { asMortiseError, type Clock, type ScheduleCursor, type Store } from "@mortise/contract";
import { beginSchedule, type Schedule } from "@mortise/engine";
import { Installed } from "../flows/installed.ts";
import type { Plans } from "../flows/plans.ts";
import type { ServerLog } from "../log.ts";
import type { Totals } from "../runs/totals.ts";
import { DueQueue } from "./due-queue.ts";
import { ScheduleEntry, schedulesOf } from "./entry.ts";

/** Schedules dealt with at the same time. At midnight thousands are due; those that wait together share a commit. */
const ABREAST = 64;

/** The longest sleep: the database's clock is looked at again after it. */
const LONGEST_SLEEP = 30_000;

/** Pause after the database did not answer. */
const RETRY = 1_000;

export interface CalendarOptions {
  readonly store: Store;
  readonly plans: Plans;
  readonly clock: Clock;
  /** What is due is decided on this time. */
  readonly now: () => Promise<number>;
  readonly log: ServerLog;
  readonly totals: Totals;
}

/**
 * Fires the Scheduler nodes of all started flows. Each process computes what is due and asks the store to fire it; the
 * store does so once, whoever asks. Nothing is kept here that is not in the store: what a process missed while it was
 * down is due when it comes back.
 */
export class CalendarDriver {
  readonly #options: CalendarOptions;
  readonly #queue = new DueQueue<ScheduleEntry>();
  #entries = new Map<string, ScheduleEntry[]>();
  #stale = true;
  #wake = new AbortController();
  #stopped = false;
  #working: Promise<void> | undefined;
  #stopFollowing: (() => void) | undefined;

  constructor(options: CalendarOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopFollowing = this.#options.plans.onRefresh(() => {
      this.#stale = true;
      this.#wake.abort();
    });
    this.#working = this.#work();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopFollowing?.();
    this.#wake.abort();
    await this.#working;
  }

  /** The next instant at which a flow starts by itself. */
  nextFire(installation: string): number | undefined {
    const instants = (this.#entries.get(installation) ?? []).flatMap((entry) => entry.next ?? []);
    return instants.length > 0 ? Math.min(...instants) : undefined;
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      this.#wake = new AbortController();
      try {
        await this.#sleep(await this.#round());
      } catch (error) {
        // The next round finds everything that this one did not deal with.
        const { code, message } = asMortiseError(error);
        this.#options.log.warn({ code }, `the calendar waits: ${message}`);
        await this.#sleep(RETRY);
        this.#stale = true;
      }
    }
  }

  /** Deals with all that is due; gives back how long nothing will be. */
  async #round(): Promise<number> {
    const { now } = this.#options;
    if (this.#stale) {
      this.#stale = false;
      await this.#read();
    }
    const due = this.#queue.take(await now());
    const failures: unknown[] = [];
    const lanes = Array.from({ length: Math.min(ABREAST, due.length) }, async () => {
      for (let entry = due.pop(); entry !== undefined; entry = due.pop()) {
        await this.#fire(entry).catch((error) => failures.push(error));
        this.#queue.push(entry);
      }
    });
    await Promise.all(lanes);
    if (failures.length > 0) throw failures[0];
    const next = this.#queue.next;
    return next === undefined ? LONGEST_SLEEP : Math.min(LONGEST_SLEEP, Math.max(0, next - (await now())));
  }

  /** Drops and fires what is due of one schedule, in order. */
  async #fire(entry: ScheduleEntry, until = Infinity): Promise<void> {
    const { store, now, totals } = this.#options;
    const { installation, node } = entry.cursor;
    const { tenant, revision } = entry.installed.record;
    const at = Math.min(await now(), until);
    const { dropped, fires } = entry.due(at);
    const instantOf = (instant: number) => ({ installation, node, instant, revision });
    for (const { instant, first, count, message } of dropped) {
      await store.schedules.fire(tenant, {
        ...instantOf(instant),
        first,
        dropped: `${node}: ${message}`,
        overlap: "allow",
      });
      entry.passed(instant, 0);
      totals.firesDropped += count;
    }
    // What was missed and is made up for waits its turn, and so does what comes behind it: dropping it for an overlap
    // would break the promise of `all`.
    const catchingUp = entry.schedule.missed === "all" && fires.some(({ missed }) => missed);
    const overlap = catchingUp ? "allow" : entry.overlap;
    for (const fire of fires) {
      // A thousand that are made up for take seconds; what is left is due when somebody comes back.
      if (this.#stopped) return;
      const { instant } = fire;
      const ours = await store.schedules.fire(tenant, { ...instantOf(instant), run: entry.run(fire, at), overlap });
      entry.passed(instant, 1);
      if (!ours) continue;
      totals.fires++;
      totals.lateness = at - instant;
    }
  }

  /** The entries of what is started now. One whose installation did not change keeps what it knows. */
  async #read(): Promise<void> {
    const { plans } = this.#options;
    const entries = new Map<string, ScheduleEntry[]>();
    let cursors: ReadonlyMap<string, readonly ScheduleCursor[]> | undefined;
    for (const installed of plans) {
      if (installed.record.state !== "started") continue;
      const { id } = installed.record;
      const known = this.#entries.get(id);
      // Of no entries every one fits: a Scheduler may have come with a later version.
      if (known?.length && known.every((entry) => entry.installed === installed)) {
        entries.set(id, known);
        continue;
      }
      cursors ??= await this.#cursors();
      try {
        entries.set(id, await this.#entriesOf(installed, cursors.get(id) ?? []));
      } catch (error) {
        if (asMortiseError(error).code !== "API_CONFLICT") throw error;
        // It was installed anew since we read it: what we know of it is read again.
        void plans.refresh().catch(() => {});
      }
    }
    this.#entries = entries;
    this.#queue.clear();
    for (const list of entries.values()) for (const entry of list) this.#queue.push(entry);
  }

  async #cursors(): Promise<ReadonlyMap<string, readonly ScheduleCursor[]>> {
    return Map.groupBy(await this.#options.store.schedules.cursors(), ({ installation }) => installation);
  }

  /** The entries of one installation. What an earlier version left due is dealt with first. */
  async #entriesOf(installed: Installed, stored: readonly ScheduleCursor[]): Promise<ScheduleEntry[]> {
    const { store, log } = this.#options;
    const { tenant, version, installedAt } = installed.record;
    const entries: ScheduleEntry[] = [];
    const left = new Map(stored.map((cursor) => [cursor.node, cursor]));
    for (const { node, schedule } of schedulesOf(installed, log)) {
      const cursor = left.get(node.id);
      left.delete(node.id);
      const restarted = cursor && begunBefore(cursor, installed, schedule);
      if (cursor?.superseded) await this.#settle(installed, cursor, cursor.superseded);
      else if (restarted) await this.#settle(installed, cursor, [{ version, at: installedAt - 1 }]);
      const standing = cursor && !cursor.superseded && !restarted;
      entries.push(
        new ScheduleEntry(
          installed,
          node,
          schedule,
          standing ? cursor : await this.#begin(installed, node.id, schedule, cursor?.superseded?.at(-1)?.at),
        ),
      );
    }
    for (const cursor of left.values()) {
      if (!cursor.superseded) continue;
      await this.#settle(installed, cursor, cursor.superseded);
      await store.schedules.end(tenant, cursor);
    }
    return entries;
  }

  /** Deals with what a schedule had due when another one took its place: what each version had while it was in force. */
  async #settle(
    installed: Installed,
    cursor: ScheduleCursor,
    owed: NonNullable<ScheduleCursor["superseded"]>,
  ): Promise<void> {
    const { plans, log } = this.#options;
    let from = cursor;
    for (const { version, at } of owed) {
      const record = { ...installed.record, version };
      const plan = await plans.planOf({ ...record, installation: record.id });
      const before = new Installed(record, () => plan);
      const owing = schedulesOf(before, log).find(({ node }) => node.id === cursor.node);
      if (owing) await this.#fire(new ScheduleEntry(before, owing.node, owing.schedule, from), at);
      from = { ...cursor, cursor: at, anchor: at };
    }
  }

  #begin(installed: Installed, node: string, schedule: Schedule, from?: number): Promise<ScheduleCursor> {
    const { id, tenant, installedAt, revision } = installed.record;
    // Every process comes to the same beginning, so it does no harm when two of them say it.
    const begin = beginSchedule(schedule, installedAt);
    const cursor = schedule.method === "cron" ? (from ?? begin.cursor) : begin.cursor;
    return this.#options.store.schedules.begin(
      { installation: id, node, tenant, ...begin, cursor },
      { reset: true, revision },
    );
  }

  async #sleep(ms: number): Promise<void> {
    const { signal } = this.#wake;
    if (ms <= 0 || signal.aborted) return;
    // Woken by a change, or by the end.
    await this.#options.clock.sleep(ms, signal).catch(() => {});
  }
}

/** A repeater begins anew with each install, as its first run is the install itself. */
function begunBefore({ anchor }: ScheduleCursor, { record }: Installed, { method }: Schedule): boolean {
  return method === "repeat" && anchor < record.installedAt;
}
