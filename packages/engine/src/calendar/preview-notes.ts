import { isRhythm } from "./cron-schedule.ts";
import type { DescriptionLanguage } from "./describe-words.ts";
import type { Schedule } from "./schedule.ts";
import { createWallClock } from "./wall-clock.ts";
import type { Segment } from "./zone.ts";

interface NoteWords {
  forward(from: string, to: string): string;
  moved(time: string): string;
  skipped(time: string): string;
  readonly firstOnly: string;
  readonly first: string;
  readonly second: string;
  twice(time: string): string;
}

const NOTES: { readonly [language in DescriptionLanguage]: NoteWords } = {
  en: {
    forward: (from, to) => `The clocks go forward from ${from} to ${to}`,
    moved: (time) => `${time} does not exist, so it runs at once after the change.`,
    skipped: (time) => `${time} does not exist and is skipped.`,
    twice: (time) => `The clocks go back and ${time} comes twice`,
    firstOnly: "it runs the first time only.",
    first: "this is the first time.",
    second: "this is the second time.",
  },
  nl: {
    forward: (from, to) => `De klok gaat vooruit van ${from} naar ${to}`,
    moved: (time) => `${time} bestaat niet en wordt direct na de wisseling uitgevoerd.`,
    skipped: (time) => `${time} bestaat niet en wordt overgeslagen.`,
    twice: (time) => `De klok gaat terug en ${time} komt twee keer voor`,
    firstOnly: "alleen de eerste keer telt.",
    first: "dit is de eerste keer.",
    second: "dit is de tweede keer.",
  },
};

/** What a change of the clocks does to the fire at `instant`, the one before it being at `previous`; in words. */
export function changeNote(
  schedule: Schedule,
  previous: number,
  instant: number,
  language: DescriptionLanguage,
): string | undefined {
  const words = NOTES[language];
  return gapNote(schedule, previous, instant, words) ?? overlapNote(schedule, instant, words);
}

function gapNote(
  { cron, zone, gap }: Schedule,
  previous: number,
  instant: number,
  words: NoteWords,
): string | undefined {
  if (!cron) return undefined;
  const wall = createWallClock(cron);
  for (const segment of gapsIn(zone.at, previous, instant)) {
    const [closes, opens] = [segment.start + segment.before, segment.start + segment.offset];
    const lost = wall.next(closes);
    const forward = words.forward(clock(closes), clock(opens));
    if (lost === undefined || lost >= opens) continue;
    if (isRhythm(cron)) return `${forward}.`;
    const date = new Date(lost).toISOString().slice(0, 10);
    if (gap === "skip") return `${forward}; ${words.skipped(`${date} ${clock(lost)}`)}`;
    return segment.start === instant ? `${forward}; ${words.moved(clock(lost))}` : undefined;
  }
  return undefined;
}

/** The latest gaps in (previous, instant]; a preview needs no more than those of two years. */
function* gapsIn(at: (instant: number) => Segment, previous: number, instant: number): Generator<Segment> {
  const earliest = Math.max(previous, instant - 2 * 366 * 86_400_000);
  for (let segment = at(instant); segment.start > earliest; segment = at(segment.start - 1)) {
    if (segment.offset > segment.before) yield segment;
  }
}

function overlapNote(
  { cron, zone, fallBack, method }: Schedule,
  instant: number,
  words: NoteWords,
): string | undefined {
  const segment = zone.at(instant);
  const time = instant + segment.offset;
  const second = segment.before > segment.offset && time < segment.start + segment.before;
  const next = zone.at(segment.end);
  const first = next.before > next.offset && time >= next.start + next.offset;
  if (!first && !second) return undefined;
  const once = method === "cron" && cron && !isRhythm(cron) && fallBack === "first";
  return `${words.twice(clock(time))}; ${second ? words.second : once ? words.firstOnly : words.first}`;
}

function clock(wall: number): string {
  const text = new Date(wall).toISOString().slice(11, 19);
  return text.endsWith(":00") ? text.slice(0, 5) : text;
}
