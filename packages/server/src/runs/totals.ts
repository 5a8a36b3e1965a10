import type { RunEnd, TriggerKind } from "@mortise/contract";
import { Durations } from "@mortise/store";

/** Seconds. Up to one is on time; what is later waited for the database, or for a server. */
const LATENESS_BOUNDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3_600];

/** How a run ended, for counting. */
export type Ended = RunEnd["status"];

/** What this process has counted since it started; `/metrics` reads it. Plain numbers, as the fastest path adds to them. */
export class Totals {
  readonly runs: { readonly [trigger in TriggerKind]: { [status in Ended]: number } } = {
    schedule: none(),
    http: none(),
    manual: none(),
    link: none(),
    replay: none(),
  };
  /** Runs at work in this process. */
  active = 0;
  fires = 0;
  firesDropped = 0;
  /** How much later than their instants runs were started. */
  readonly latenesses = new Durations(LATENESS_BOUNDS);

  /** Milliseconds that a fire came after its instant. */
  set lateness(ms: number) {
    this.latenesses.add(Math.max(0, ms) / 1_000);
  }

  ended(trigger: TriggerKind, status: Ended): void {
    this.runs[trigger][status]++;
  }
}

function none(): { [status in Ended]: number } {
  return { completed: 0, failed: 0, cancelled: 0, parked: 0 };
}
