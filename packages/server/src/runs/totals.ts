import type { RunEnd, TriggerKind } from "@mortise/contract";

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
  /** Milliseconds that the last fire came after its instant. */
  lateness = 0;

  ended(trigger: TriggerKind, status: Ended): void {
    this.runs[trigger][status]++;
  }
}

function none(): { [status in Ended]: number } {
  return { completed: 0, failed: 0, cancelled: 0, parked: 0 };
}
