import { readFileSync } from "node:fs";
import { MortiseError } from "@mortise/contract";
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
