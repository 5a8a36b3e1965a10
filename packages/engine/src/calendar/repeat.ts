/** A fixed rate from the anchor on. */
export interface Repeat {
  readonly startDelay: number;
  readonly interval: number;
  /** Fires after the first; -1 for ever. */
  readonly count: number;
}

/**
 * Instants `anchor + startDelay + k × interval`. They are nominal: a missed fire uses up its place, and a late one
 * does not push the next.
 */
export function repeatInstants({ startDelay, interval, count }: Repeat) {
  const last = count < 0 ? Number.POSITIVE_INFINITY : count;
  /** How many instants lie at or before `instant`. */
  const upTo = (instant: number, first: number) =>
    instant < first ? 0 : Math.min(Math.floor((instant - first) / interval), last) + 1;
  return {
    next(after: number, anchor: number): number | undefined {
      const first = anchor + startDelay;
      const index = upTo(after, first);
      return index <= last ? first + index * interval : undefined;
    },
    count(after: number, until: number, anchor: number): number {
      const first = anchor + startDelay;
      return Math.max(0, upTo(until, first) - upTo(after, first));
    },
  };
}
