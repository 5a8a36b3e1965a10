import type { Clock } from "@mortise/contract";

/** The instant that a row is written with: undefined means the database's own clock, which all processes share; a test or a rehearsal has one of its own. */
export type Stamp = () => Date | null;

/** Rows written with the given clock, or with the database's. */
export function stampOf(clock: Clock | undefined): Stamp {
  return clock ? () => new Date(clock.now()) : () => null;
}
