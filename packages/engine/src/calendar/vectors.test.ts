import { readFileSync } from "node:fs";
import { MortiseError } from "@mortise/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  compileSchedule,
  cronWarnings,
  describeCron,
  parseCron,
  previewSchedule,
  type ScheduleSettings,
} from "./index.ts";

interface Vectors {
  next: {
    name: string;
    cron: string;
    zone: string;
    from: string;
    gap?: "skip";
    fallBack?: "both";
    expect: (string | null)[];
  }[];
  settings: { name: string; settings: ScheduleSettings; from: string; expect: (string | null)[] }[];
  syntax: { cron: string; field?: string; position: number; found?: string }[];
  refused: { settings: ScheduleSettings; setting: string }[];
  words: { cron: string; en: string; nl: string }[];
  warnings: { cron: string; codes: string[]; position?: number }[];
}

const vectors = JSON.parse(readFileSync(new URL("./vectors.json", import.meta.url), "utf8")) as Vectors;

const thrown = (work: () => unknown): MortiseError => {
  try {
    work();
  } catch (error) {
    if (error instanceof MortiseError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

test.each(vectors.next)("$name", ({ cron, zone, from, gap, fallBack, expect: expected }) => {
  const after = Date.parse(from) + 1;
  const fires = previewSchedule({ cron, timeZone: zone, from: after, count: expected.length, gap, fallBack });
  expect(expected.map((_, index) => fires[index]?.local ?? null)).toEqual(expected);
  for (const { instant, local } of fires) expect(Date.parse(local)).toBe(instant);
});

test.each(vectors.settings)("$name", ({ settings, from, expect: expected }) => {
  const schedule = compileSchedule(settings, "UTC");
  const anchor = Date.parse(from);
  let at: number | undefined = anchor - 1;
  const fires = expected.map(() => {
    at = at === undefined ? undefined : schedule.next(at, { anchor });
    return at === undefined ? null : new Date(at).toISOString().replace(".000", "");
  });
  expect(fires).toEqual(expected);
});

test.each(vectors.syntax)("points at what is wrong in $cron", ({ cron, field, position, found }) => {
  const error = thrown(() => parseCron(cron));
  expect(error).toMatchObject({ code: "EXPRESSION_SYNTAX", source: cron, position: { position } });
  if (field) expect(error.detail).toMatchObject({ field, found });
});

test.each(vectors.refused)("refuses the settings $settings", ({ settings, setting }) => {
  const error = thrown(() => compileSchedule(settings, "Europe/Amsterdam"));
  expect(error).toMatchObject({ code: "FLOW_SETTINGS_INVALID", pointer: `/${setting}`, detail: { setting } });
});

test.each(vectors.words)("says $cron in words", ({ cron, en, nl }) => {
  expect([describeCron(cron), describeCron(cron, "nl")]).toEqual([en, nl]);
});

test.each(vectors.warnings)("warns of what $cron probably does not mean", ({ cron, codes, position }) => {
  const warnings = cronWarnings(parseCron(cron));
  expect(warnings.map(({ code }) => code)).toEqual(codes);
  if (position !== undefined) expect(warnings[0]?.position?.position).toBe(position);
});

test("refuses a text that is too long before it reads it", () => {
  const error = thrown(() => parseCron(`0 0 0 ${"1,".repeat(500_000)}1 * ?`));
  expect(error).toMatchObject({ code: "EXPRESSION_SYNTAX", detail: { found: "1000011 characters" } });
});

const parts =
  "* ? L W 0 1 5 7 12 23 31 60 MON sun JAN 6#3 6L 15W L-3 LW 1-5 5-1 0-7 5-7 */5 /5 1/2 7/2 FRI-MON 1,1 0,7 *,5 - # , 5- x +5 01";
const words = fc.array(fc.oneof(fc.constant("*"), fc.constantFrom(...parts.split(" ")), fc.string({ maxLength: 4 })), {
  minLength: 4,
  maxLength: 8,
});

test("any text is a cron with words and warnings, or a syntax error that points", () => {
  fc.assert(
    fc.property(words, (fields) => {
      const text = fields.join(" ");
      try {
        const cron = parseCron(text);
        expect(describeCron(cron).length).toBeGreaterThan(5);
        expect(cronWarnings(cron).every(({ severity }) => severity === "warning")).toBe(true);
      } catch (error) {
        expect(error).toMatchObject({ code: "EXPRESSION_SYNTAX", source: text });
        const { position } = (error as MortiseError).position ?? { position: -1 };
        expect(position).toBeGreaterThanOrEqual(0);
        expect(position).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 3_000 },
  );
});
