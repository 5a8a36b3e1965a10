const formats = new Map<string, Intl.DateTimeFormat>();

/** Offsets of the last quarters of an hour asked for: no zone changes its offset within one. */
const offsets = new Map<string, Map<number, number>>();
const QUARTER = 900_000;

/** The last instant of a JavaScript Date. */
const MOST = 8.64e15 - QUARTER;

/** The offset from UTC in milliseconds that a zone has at an instant, by the rules that JavaScript itself has. */
export function offsetAt(zone: string, ms: number): number {
  if (zone === "UTC" || zone === "Z" || zone === "GMT") return 0;
  // Beyond what JavaScript counts as time no zone has changes any more.
  const quarter = Math.floor(Math.max(-MOST, Math.min(ms, MOST)) / QUARTER);
  let known = offsets.get(zone);
  if (!known) {
    known = new Map();
    offsets.set(zone, known);
  }
  let offset = known.get(quarter);
  if (offset === undefined) {
    offset = compute(zone, quarter * QUARTER);
    if (known.size > 500) known.clear();
    known.set(quarter, offset);
  }
  return offset;
}

function compute(zone: string, ms: number): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
      era: "short",
    });
    formats.set(zone, format);
  }
  const part = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(part.get(type));
  const year = part.get("era") === "BC" ? 1 - number("year") : number("year");
  const local = new Date(0);
  local.setUTCFullYear(year, number("month") - 1, number("day"));
  local.setUTCHours(number("hour"), number("minute"), number("second"));
  return local.getTime() - ms;
}

/** Whether JavaScript knows a zone by this name. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
