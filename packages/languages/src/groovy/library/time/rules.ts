import type * as Joda from "@js-joda/core";
import { throwNew } from "../../runtime/throwable.ts";
import { isZone, offsetAt } from "./zone.ts";

const cache = new Map<string, Joda.ZoneRules>();
const DAY = 86_400_000;

/** The rules of a zone as js-joda asks for them, answered by JavaScript's own. */
export function rulesOf(joda: typeof Joda, id: string): Joda.ZoneRules {
  let rules = cache.get(id);
  if (!rules) {
    if (!/^[A-Za-z]/.test(id) || !isZone(id)) {
      throw throwNew("java.time.zone.ZoneRulesException", `Unknown time-zone ID: ${id}`);
    }
    rules = make(joda, id);
    cache.set(id, rules);
  }
  return rules;
}

function make(joda: typeof Joda, id: string): Joda.ZoneRules {
  const { ZoneOffset, ZoneOffsetTransition, LocalDateTime, Duration, Instant } = joda;
  const offsetOf = (ms: number) => ZoneOffset.ofTotalSeconds(Math.round(offsetAt(id, ms) / 1000));
  const localMs = (local: Joda.LocalDateTime) => local.toEpochSecond(ZoneOffset.UTC) * 1000;
  /** The offsets that a local time can have: none in a gap, two in an overlap. */
  const valid = (local: Joda.LocalDateTime): Joda.ZoneOffset[] => {
    const ms = localMs(local);
    const around = [...new Set([offsetAt(id, ms - DAY), offsetAt(id, ms + DAY)])];
    return around.filter((offset) => offsetAt(id, ms - offset) === offset).map((offset) => offsetOf(ms - offset));
  };
  /** The change of offset that a local time falls into. */
  const transition = (local: Joda.LocalDateTime): Joda.ZoneOffsetTransition | null => {
    if (valid(local).length === 1) return null;
    const ms = localMs(local);
    const at = changeBetween(id, ms - 2 * DAY, ms + 2 * DAY);
    if (at === undefined) return null;
    const before = offsetOf(at - 1);
    return ZoneOffsetTransition.of(LocalDateTime.ofEpochSecond(at / 1000, before), before, offsetOf(at));
  };
  const standard = (ms: number) => {
    const year = new Date(ms).getUTCFullYear();
    return Math.min(offsetAt(id, Date.UTC(year, 0, 15)), offsetAt(id, Date.UTC(year, 6, 15)));
  };
  const rules = {
    isFixedOffset: () => false,
    offset: (at: unknown) =>
      at instanceof Instant ? offsetOf(at.toEpochMilli()) : rules.offsetOfLocalDateTime(at as Joda.LocalDateTime),
    offsetOfInstant: (at: Joda.Instant) => offsetOf(at.toEpochMilli()),
    offsetOfEpochMilli: offsetOf,
    offsetOfLocalDateTime: (local: Joda.LocalDateTime) =>
      valid(local)[0] ?? transition(local)?.offsetBefore() ?? offsetOf(localMs(local)),
    validOffsets: valid,
    transition,
    standardOffset: (at: Joda.Instant) => ZoneOffset.ofTotalSeconds(standard(at.toEpochMilli()) / 1000),
    daylightSavings: (at: Joda.Instant) =>
      Duration.ofMillis(offsetAt(id, at.toEpochMilli()) - standard(at.toEpochMilli())),
    isDaylightSavings: (at: Joda.Instant) => offsetAt(id, at.toEpochMilli()) !== standard(at.toEpochMilli()),
    isValidOffset: (local: Joda.LocalDateTime, offset: Joda.ZoneOffset) =>
      valid(local).some((one) => one.equals(offset)),
    equals: (other: unknown) => other === rules,
    hashCode: () => id.length,
    toString: () => `ZoneRules[${id}]`,
  };
  return rules as unknown as Joda.ZoneRules;
}

/** The instant between two at which a zone changes its offset; undefined when it does not. */
function changeBetween(id: string, from: number, to: number): number | undefined {
  let low = from;
  let high = to;
  if (offsetAt(id, low) === offsetAt(id, high)) return undefined;
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (offsetAt(id, middle) === offsetAt(id, from)) low = middle;
    else high = middle;
  }
  return Math.ceil(high / 1000) * 1000;
}
