import { mortiseError } from "@mortise/contract";
import { IANAZone } from "luxon";

/**
 * A stretch of time with one offset: `[start, end)` in epoch milliseconds. `before` is the offset just before it, so
 * that `before < offset` is a gap at its start, and `before > offset` an overlap. Cut at the turn of a UTC year too.
 */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
  readonly before: number;
}

/** An IANA time zone as stretches of equal offset; offsets are milliseconds east of UTC. */
export interface Zone {
  readonly name: string;
  at(instant: number): Segment;
}

/** By name without case, as tz data compares them: spellings of a guest cannot fill the memory. */
const zones = new Map<string, Zone>();

/** Whether luxon and the runtime's tz data know this zone. */
export function isTimeZone(name: string): boolean {
  return zones.has(name.toLowerCase()) || (name.length <= 64 && IANAZone.isValidZone(name));
}

/** Throws `FLOW_SETTINGS_INVALID` for a name that is no IANA zone. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name.toLowerCase());
  if (known) return known;
  if (!isTimeZone(name)) {
    const detail = {
      setting: "timeZone",
      expected: "an IANA time zone such as Europe/Amsterdam",
      found: JSON.stringify(name),
    };
    throw mortiseError("FLOW_SETTINGS_INVALID", detail, { pointer: "/timeZone" });
  }
  const zone = createZone(name);
  zones.set(name.toLowerCase(), zone);
  return zone;
}

function createZone(name: string): Zone {
  const iana = IANAZone.create(name);
  const offsetAt = (instant: number) => Math.round(iana.offset(instant) * 60_000);
  const years = new Map<number, Segment[]>();
  let last: Segment | undefined;

  function segmentsOf(year: number): Segment[] {
    let segments = years.get(year);
    if (!segments) {
      segments = findSegments(offsetAt, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1));
      years.set(year, segments);
    }
    return segments;
  }

  return {
    name,
    at(instant) {
      if (last && instant >= last.start && instant < last.end) return last;
      const segments = segmentsOf(new Date(instant).getUTCFullYear());
      last = segments.find((segment) => instant < segment.end) as Segment;
      return last;
    },
  };
}

/** A day: no zone has changed its offset and changed it back within one since 1970. */
const SAMPLE = 86_400_000;

function findSegments(offsetAt: (instant: number) => number, start: number, end: number): Segment[] {
  const segments: Segment[] = [];
  let from = start;
  let offset = offsetAt(start);
  let before = offsetAt(start - 1);
  for (let sample = start; sample < end; sample += SAMPLE) {
    const next = Math.min(sample + SAMPLE, end - 1);
    if (offsetAt(next) === offset) continue;
    let [low, high] = [sample / 1000, next / 1000];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle * 1000) === offset) low = middle;
      else high = middle;
    }
    const change = Math.ceil(high) * 1000;
    segments.push({ start: from, end: change, offset, before });
    [from, before, offset] = [change, offset, offsetAt(change)];
  }
  segments.push({ start: from, end, offset, before });
  return segments;
}
