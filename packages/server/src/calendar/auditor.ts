import { setImmediate } from "node:timers/promises";
import { asMortiseError, type Clock, type ScheduleCursor, type Store } from "@mortise/contract";
import type { Schedule } from "@mortise/engine";
import type { Installed } from "../flows/installed.ts";
import type { Plans } from "../flows/plans.ts";
import type { ServerLog } from "../log.ts";
import type { Notices } from "../runs/notices.ts";
import { schedulesOf } from "./entry.ts";

/** Between two looks. A schedule that is silent is noticed within two of them. */
const EVERY = 120_000;

/** What is younger than this is not looked at yet: it may be on its way. */
const MARGIN = 60_000;

/** The most that one look covers. What lies further back was looked at by nobody because nobody was there. */
const FURTHEST = 3_600_000;

/** Instants of one schedule in one look. A schedule of seconds has 3,600 in an hour. */
const MOST = 5_000;

/** Spans asked about in one round trip, and flows looked at in one go. */
const AT_ONCE = 500;

export interface AuditorOptions {
  readonly store: Store;
  readonly plans: Plans;
  readonly clock: Clock;
  /** What is due is decided on this time. */
  readonly now: () => Promise<number>;
  readonly log: ServerLog;
  readonly notices: Pick<Notices, "write">;
}

/** A schedule, what it should have fired in a span, and how far it says that it has come. */
interface Expectation {
  readonly installed: Installed;
  readonly node: string;
  readonly zone: Schedule["zone"];
  readonly cursor: ScheduleCursor;
  readonly after: number;
  readonly until: number;
  readonly instants: readonly number[];
}

/**
 * Compares what each schedule had due with the runs there are and the drops that were said, apart from the calendar's
 * own bookkeeping: a fire that got lost in whatever way is told of. One process at a time does it for all.
 */
export class Auditor {
  readonly #options: AuditorOptions;
  readonly #stop = new AbortController();
  /** Where the cursors of schedules stood that had something overdue at the last look. */
  #overdue = new Map<string, number>();
  #working: Promise<void> | undefined;

  constructor(options: AuditorOptions) {
    this.#options = options;
  }

  start(): void {
    this.#working = this.#work();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { clock, log } = this.#options;
    for (;;) {
      await clock.sleep(EVERY, this.#stop.signal).catch(() => {});
      if (this.#stop.signal.aborted) return;
      // The next look covers what this one could not.
      await this.look().catch((error: unknown) => {
        const { code, message } = asMortiseError(error);
        log.warn({ code }, `the calendar could not be audited: ${message}`);
      });
    }
  }

  /** One look at everything since the last one. False when another process is at it. */
  async look(): Promise<boolean> {
    const { store, plans, now } = this.#options;
    return await store.schedules.audit(async (auditedUntil) => {
      const until = (await now()) - MARGIN;
      const after = Math.max(auditedUntil ?? until, until - FURTHEST);
      if (until <= after) return Math.max(after, auditedUntil ?? after);
      const cursors = Map.groupBy(await store.schedules.cursors(), ({ installation }) => installation);
      const expectations: Expectation[] = [];
      let looked = 0;
      for (const installed of plans) {
        expectations.push(...this.#expected(installed, cursors.get(installed.record.id) ?? [], after, until));
        // The calendar fires beside this, and must not come late for it.
        if (++looked % AT_ONCE === 0) await setImmediate();
      }
      for (let at = 0; at < expectations.length; at += AT_ONCE)
        await this.#compare(expectations.slice(at, at + AT_ONCE));
      this.#tellOverdue(expectations);
      return until;
    });
  }

  /** What a flow's schedules had due in a span, as far as they were in force and the flow was started. */
  #expected(
    installed: Installed,
    cursors: readonly ScheduleCursor[],
    after: number,
    until: number,
  ): readonly Expectation[] {
    const { state, stateSince } = installed.record;
    if (state !== "started" || cursors.length === 0) return [];
    const expectations: Expectation[] = [];
    for (const { node, schedule } of schedulesOf(installed, this.#options.log)) {
      const cursor = cursors.find((each) => each.node === node.id);
      // One that was superseded, or whose repeater begins anew, is being dealt with this moment.
      if (!cursor || cursor.superseded || cursor.anchor > until) continue;
      if (schedule.method === "repeat" && cursor.anchor < installed.record.installedAt) continue;
      const from = Math.max(after, stateSince, schedule.method === "repeat" ? cursor.anchor - 1 : cursor.anchor);
      const instants: number[] = [];
      for (
        let next = schedule.next(from, cursor);
        next !== undefined && next <= until && instants.length < MOST;
        next = schedule.next(next, cursor)
      )
        instants.push(next);
      if (instants.length === 0) continue;
      const { zone } = schedule;
      expectations.push({ installed, node: node.id, zone, cursor, after: from, until, instants });
    }
    return expectations;
  }

  /** Tells of the instants that a schedule says it has dealt with, and of which there is neither a run nor a drop. */
  async #compare(expectations: readonly Expectation[]): Promise<void> {
    const dealt = await this.#options.store.schedules.dealt(
      expectations.map(({ cursor: { installation }, node, after, until }) => ({ installation, node, after, until })),
    );
    expectations.forEach((expectation, index) => {
      const { ran, dropped } = dealt[index] ?? { ran: [], dropped: [] };
      const known = new Set(ran);
      const missing = expectation.instants.filter(
        (instant) =>
          instant <= expectation.cursor.cursor &&
          !known.has(instant) &&
          !dropped.some(([first, last]) => first <= instant && instant <= last),
      );
      if (missing.length > 0) this.#tell(expectation, missing, "has neither a run nor a drop");
    });
  }

  /** Tells of the schedules that nobody has dealt with since the last look, though something was overdue then already. */
  #tellOverdue(expectations: readonly Expectation[]): void {
    const overdue = new Map<string, number>();
    for (const expectation of expectations) {
      const { cursor, node, instants } = expectation;
      const waiting = instants.filter((instant) => instant > cursor.cursor);
      if (waiting.length === 0) continue;
      const key = `${cursor.installation}/${node}`;
      overdue.set(key, cursor.cursor);
      if (this.#overdue.get(key) === cursor.cursor) this.#tell(expectation, waiting, "was not dealt with in time");
    }
    this.#overdue = overdue;
  }

  #tell({ installed, node, zone }: Expectation, instants: readonly number[], what: string): void {
    const { tenant, flow, environment } = installed.record;
    const text = (instant = 0) =>
      new Date(instant + zone.at(instant).offset).toISOString().slice(0, 19).replace("T", " ");
    const which =
      instants.length === 1
        ? `The fire of ${text(instants[0])} (${zone.name}) ${what}`
        : `Of ${instants.length} fires from ${text(instants[0])} to ${text(instants.at(-1))} (${zone.name}) each ${what}`;
    this.#options.notices.write({
      tenant,
      kind: "schedule.missed-fire",
      flow,
      environment,
      nodeId: node,
      count: instants.length,
      message: `${node}: ${which}.`,
    });
  }
}
