import { asMortiseError, Message, type NewRun, type ScheduleCursor } from "@mortise/contract";
import {
  compileSchedule,
  type DueFire,
  type DueFires,
  dueFires,
  type PlanNode,
  type Schedule,
  snapshotOf,
} from "@mortise/engine";
import type { Installed } from "../flows/installed.ts";
import type { ServerLog } from "../log.ts";
import { newRunId } from "../runs/run-id.ts";

type Overlap = "skip" | "queue one" | "allow";

const EMPTY = snapshotOf(new Message());

/** One Scheduler node of a started flow: its schedule, and how far it has been dealt with. */
export class ScheduleEntry {
  readonly installed: Installed;
  readonly node: PlanNode;
  readonly schedule: Schedule;
  readonly overlap: Overlap;
  cursor: ScheduleCursor;
  #next: number | undefined;

  constructor(installed: Installed, node: PlanNode, schedule: Schedule, cursor: ScheduleCursor) {
    this.installed = installed;
    this.node = node;
    this.schedule = schedule;
    this.overlap = (node.settings.overlap as Overlap | undefined) ?? "skip";
    this.cursor = cursor;
    this.#next = schedule.next(cursor.cursor, cursor);
  }

  /** The next instant that nobody has dealt with. */
  get next(): number | undefined {
    return this.#next;
  }

  due(now: number): DueFires {
    // What fell due before the flow was (last) started was not wanted then.
    return dueFires(this.schedule, this.cursor, now, { enabledSince: this.installed.record.stateSince });
  }

  /** Every instant up to this one is dealt with. */
  passed(instant: number, fired: number): void {
    this.cursor = { ...this.cursor, cursor: instant, fired: this.cursor.fired + fired };
    this.#next = this.schedule.next(instant, this.cursor);
  }

  /** The run of one instant. What was missed runs one after the other, also where runs may be side by side. */
  run({ instant, missed }: DueFire, now: number): NewRun {
    const { record, plan } = this.installed;
    const id = newRunId(Math.trunc(now));
    return {
      id,
      tenant: record.tenant,
      flow: record.flow,
      environment: record.environment,
      version: record.version,
      installation: record.id,
      trigger: "schedule",
      node: this.node.id,
      input: EMPTY,
      nominal: instant,
      serial: plan.options.serial || missed,
      breadcrumbId: id,
    };
  }
}

/** Compiled once a plan: each change of state and each audit asks for it again. */
const schedules = new WeakMap<PlanNode, Schedule>();

function scheduleOf(node: PlanNode, timeZone: string): Schedule {
  const schedule = schedules.get(node) ?? compileSchedule(node.settings, timeZone);
  schedules.set(node, schedule);
  return schedule;
}

/** The Scheduler nodes of a flow with their schedules. One that cannot be understood any more must not hold up the others. */
export function schedulesOf(installed: Installed, log: ServerLog): { node: PlanNode; schedule: Schedule }[] {
  const { tenant, flow, environment } = installed.record;
  try {
    const { plan } = installed;
    return plan.sources
      .filter((node) => node.spec.trigger === "schedule")
      .map((node) => ({ node, schedule: scheduleOf(node, plan.options.timeZone) }));
  } catch (error) {
    const { code, message } = asMortiseError(error);
    log.error({ code, tenant, flow, environment }, `the schedule of an installed flow cannot be used: ${message}`);
    return [];
  }
}
