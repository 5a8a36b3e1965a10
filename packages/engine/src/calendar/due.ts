import type { MissedPolicy, Schedule, ScheduleState } from "./schedule.ts";

/** How far a schedule has been dealt with; a row of the store has this shape. */
export interface DueCursor extends ScheduleState {
  /** Every instant up to and including this one was fired or dropped. */
  readonly cursor: number;
  readonly fired: number;
}

export interface DueOptions {
  /** What becomes of missed fires. Defaults to the schedule's own setting. */
  readonly missed?: MissedPolicy | undefined;
  /** The most fires given at once; of more, the latest are kept. Defaults to 1,000. */
  readonly cap?: number | undefined;
  /**
   * A fire that is late by no more than this, in milliseconds, was not missed: a busy process or a take-over loses
   * nothing, whatever the policy. Defaults to 60,000, as with Quartz and pg-boss.
   */
  readonly grace?: number | undefined;
  /** Since when the flow is started: what fell due before was not wanted, and is dropped under every policy. Epoch milliseconds. */
  readonly enabledSince?: number | undefined;
}

export interface DueFire {
  readonly instant: number;
  /** Late by more than the grace: run because the policy says so, and under `all` never dropped for an overlap. */
  readonly missed: boolean;
}

export type DropReason = "disabled" | "skip" | "once" | "cap";

/** A row of fires that will not run, and why. */
export interface DroppedFires {
  /** The last of them; dealing with it moves the cursor past all. */
  readonly instant: number;
  readonly first: number;
  readonly count: number;
  readonly reason: DropReason;
  /** A sentence for the event. */
  readonly message: string;
}

export interface DueFires {
  /** In order; all of them come after everything dropped. */
  readonly fires: readonly DueFire[];
  /** In order. */
  readonly dropped: readonly DroppedFires[];
  readonly cursor: DueCursor;
}

/** The cursor that a schedule starts with: a repeater's first fire is the installation itself. */
export function beginSchedule(schedule: Schedule, installedAt: number): DueCursor {
  return { cursor: schedule.method === "repeat" ? installedAt - 1 : installedAt, anchor: installedAt, fired: 0 };
}

/**
 * What is due at `now`, and what is dropped: a pure function, so that every process comes to the same answer. Its
 * work is bounded by the cap, not by the length of a downtime: dropped fires are counted, never walked through.
 */
export function dueFires(schedule: Schedule, cursor: DueCursor, now: number, options: DueOptions = {}): DueFires {
  const { missed = schedule.missed, cap = 1_000, grace = 60_000 } = options;
  const dropped: DroppedFires[] = [];
  let at = cursor.cursor;
  if ((schedule.next(at, cursor) ?? Infinity) > now) return { fires: [], dropped, cursor };

  /** Drops all instants up to and including `until`. */
  const drop = (until: number, reason: DropReason) => {
    const count = schedule.count(at, until, cursor);
    if (count === 0) return;
    const first = schedule.next(at, cursor) as number;
    const instant = lastInstant(schedule, at, until, cursor) as number;
    dropped.push({ instant, first, count, reason, message: sentence(schedule, first, instant, count, reason, cap) });
    at = instant;
  };

  if (options.enabledSince !== undefined) drop(Math.min(options.enabledSince - 1, now), "disabled");
  const missedUntil = Math.min(now, Math.ceil(now - grace) - 1);
  if (missed === "skip") drop(missedUntil, "skip");
  else if (missed === "once" && schedule.count(at, missedUntil, cursor) > 0)
    drop(beforeLatest(schedule, at, now, 1, cursor), "once");
  const due = schedule.count(at, now, cursor);
  if (due > cap) drop(beforeLatest(schedule, at, now, cap, cursor), "cap");

  const fires: DueFire[] = [];
  for (
    let instant = schedule.next(at, cursor);
    instant !== undefined && instant <= now;
    instant = schedule.next(at, cursor)
  ) {
    fires.push({ instant, missed: instant <= missedUntil });
    at = instant;
  }
  return { fires, dropped, cursor: { ...cursor, cursor: at, fired: cursor.fired + fires.length } };
}

/** The latest moment from which no more than `keep` instants are left up to `now`. */
function beforeLatest(schedule: Schedule, after: number, now: number, keep: number, state: ScheduleState): number {
  let [low, high] = [after, now];
  if (schedule.count(low, now, state) <= keep) return low;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (schedule.count(middle, now, state) > keep) low = middle;
    else high = middle;
  }
  return high;
}

/** The last instant in (after, upTo]. */
function lastInstant(schedule: Schedule, after: number, upTo: number, state: ScheduleState): number | undefined {
  return schedule.next(beforeLatest(schedule, after, upTo, 1, state), state);
}

const WHY: { readonly [reason in DropReason]: (cap: number) => string } = {
  disabled: () => "the flow was not started then",
  skip: () => 'the setting missed is "skip"',
  once: () => 'the setting missed is "once", so only the latest runs',
  cap: (cap) => `no more than ${cap} missed fires are made up for`,
};

function sentence(
  { zone }: Schedule,
  first: number,
  last: number,
  count: number,
  reason: DropReason,
  cap: number,
): string {
  const text = (instant: number) =>
    new Date(instant + zone.at(instant).offset).toISOString().slice(0, 19).replace("T", " ");
  const which = count === 1 ? `The fire of ${text(first)}` : `${count} fires from ${text(first)} to ${text(last)}`;
  return `${which} (${zone.name}) ${count === 1 ? "was" : "were"} dropped: ${WHY[reason](cap)}.`;
}
