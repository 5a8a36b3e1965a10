import { asMortiseError, type Clock, type ScheduleCursor, type Store } from "@mortise/contract";
import { beginSchedule, type DroppedFires, type Schedule } from "@mortise/engine";
import type { Installed } from "../flows/installed.ts";
import type { Plans } from "../flows/plans.ts";
import type { ServerLog } from "../log.ts";
import type { Totals } from "../runs/totals.ts";
import { DueQueue } from "./due-queue.ts";
import { ScheduleEntry, schedulesOf } from "./entry.ts";

/** Schedules dealt with at the same time. At midnight thousands are due, and each takes a round trip. */
const ABREAST = 16;

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
  async #fire(entry: ScheduleEntry): Promise<void> {
    const { store, now, totals } = this.#options;
    const { installation, node } = entry.cursor;
    const { tenant } = entry.installed.record;
    const at = await now();
    const { dropped, fires } = entry.due(at);
    for (const drop of dropped) {
      const { instant, count } = drop;
      await store.schedules.fire(tenant, { installation, node, instant, dropped: whyDropped(drop), overlap: "allow" });
      entry.passed(instant, 0);
      totals.firesDropped += count;
    }
    // What was missed and is made up for waits its turn, and so does what comes behind it: dropping it for an overlap
    // would break the promise of `all`.
    const catchingUp = entry.schedule.missed === "all" && fires.some(({ missed }) => missed);
    const overlap = catchingUp ? "allow" : entry.overlap;
    for (const { instant } of fires) {
      const run = entry.run(instant, at);
      const ours = await store.schedules.fire(tenant, { installation, node, instant, run, overlap });
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
    let cursors: Map<string, ScheduleCursor> | undefined;
    for (const installed of plans) {
      if (installed.record.state !== "started") continue;
      const known = this.#entries.get(installed.record.id);
      // Of no entries every one fits: a Scheduler may have come with a later version.
      if (known?.length && known.every((entry) => entry.installed === installed)) {
        entries.set(installed.record.id, known);
        continue;
      }
      const found = schedulesOf(installed, this.#options.log);
      if (found.length > 0) cursors ??= await this.#cursors();
      const made: ScheduleEntry[] = [];
      for (const { node, schedule } of found) {
        const stored = cursors?.get(keyOf(installed.record.id, node.id));
        const cursor = standing(stored, installed, schedule) ?? (await this.#begin(installed, node.id, schedule));
        made.push(new ScheduleEntry(installed, node, schedule, cursor));
      }
      entries.set(installed.record.id, made);
    }
    this.#entries = entries;
    this.#queue.clear();
    for (const list of entries.values()) for (const entry of list) this.#queue.push(entry);
  }

  async #cursors(): Promise<Map<string, ScheduleCursor>> {
    const cursors = await this.#options.store.schedules.cursors();
    return new Map(cursors.map((cursor) => [keyOf(cursor.installation, cursor.node), cursor]));
  }

  #begin(installed: Installed, node: string, schedule: Schedule): Promise<ScheduleCursor> {
    const { id, tenant, installedAt } = installed.record;
    // Every process comes to the same beginning, so it does no harm when two of them say it.
    const reset = schedule.method === "repeat";
    const cursor = { installation: id, node, tenant, ...beginSchedule(schedule, installedAt) };
    return this.#options.store.schedules.begin(cursor, { reset });
  }

  async #sleep(ms: number): Promise<void> {
    const { signal } = this.#wake;
    if (ms <= 0 || signal.aborted) return;
    // Woken by a change, or by the end.
    await this.#options.clock.sleep(ms, signal).catch(() => {});
  }
}

const WHY: { readonly [reason in DroppedFires["reason"]]: string } = {
  disabled: "the flow was not started then",
  skip: 'it was missed, and the setting missed is "skip"',
  once: 'it was missed, and the setting missed is "once", so only the latest runs',
  cap: "it was missed, and no more than 1,000 missed fires are made up for",
};

/** Dropped fires are one event, however many they are: a second's schedule that was down for a month has two million. */
function whyDropped({ reason, count, first }: DroppedFires): string {
  return count === 1
    ? WHY[reason]
    : `${WHY[reason]} (the last of ${count} fires since ${new Date(first).toISOString()})`;
}

/** The cursor that stands; a repeater begins anew with each install, as its first run is the install itself. */
function standing(cursor: ScheduleCursor | undefined, { record }: Installed, { method }: Schedule) {
  return cursor && method === "repeat" && cursor.anchor < record.installedAt ? undefined : cursor;
}

function keyOf(installation: string, node: string): string {
  return `${installation}/${node}`;
}
