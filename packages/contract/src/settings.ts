import type { TSchema } from "typebox";
import type { Expression } from "./expression.ts";
import { Type } from "./schema.ts";

/** A sentence or two for the form and the reference, a default, examples. */
export interface FieldOptions {
  readonly description: string;
  readonly title?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  /**
   * What the setting's constant text names in the tenant; carried by every setting that names such a thing, an
   * expression (`GetTenantVariable.variable`) as well as a plain `Type.String({ names: "endpoint" })`. Copy lists
   * the names under `needs`, paste replaces them by its bindings, `check` warns of generic names. Names inside
   * `@{…}` are found without it.
   */
  readonly names?: SettingNames;
}

/** The things of a tenant that a setting can name. */
export type SettingNames = "tenantVariable" | "endpoint" | "grant";

/** The languages an expression setting can be written in; a plain string is Simple. */
export const EXPRESSION_LANGUAGES = [
  "simple",
  "constant",
  "jsonpath",
  "xpath",
  "groovy",
  "javascript",
  "jexl",
] as const;

const written = [
  { type: "string" },
  {
    type: "object",
    properties: { language: { enum: [...EXPRESSION_LANGUAGES] }, source: { type: "string" } },
    required: ["language", "source"],
    additionalProperties: false,
  },
] as const;

/** An expression that yields a value: a Simple string, or `{ language, source }`. Compiled at install. */
export const Simple = (options: FieldOptions) =>
  Type.Unsafe<Expression>({ ...options, kind: "expression", anyOf: written });

/** An expression that yields true or false. */
export const Predicate = (options: FieldOptions) =>
  Type.Unsafe<Expression>({ ...options, kind: "predicate", anyOf: written });

/**
 * Script source: a string, an array of lines, or `{ "file": "x.groovy" }` beside the flow. Compiled settings hold the
 * text. The setting is called `source`, or ends so; its language is that of the setting `language` beside it.
 */
export const Source = (options: FieldOptions) =>
  Type.Unsafe<string>({
    ...options,
    kind: "source",
    anyOf: [
      { type: "string" },
      { type: "array", items: { type: "string" } },
      { type: "object", properties: { file: { type: "string" } }, required: ["file"], additionalProperties: false },
    ],
  });

/** A length of time: milliseconds, or text such as `"20s"`, `"55m"`, `"1 week"`. Compiled settings hold milliseconds. */
export const Duration = (options: FieldOptions) =>
  Type.Unsafe<number>({
    ...options,
    kind: "duration",
    anyOf: [
      { type: "integer", minimum: 0 },
      { type: "string", pattern: DURATION.source },
    ],
  });

/** A text that must not be shown: kept in a property or tenant variable, redacted everywhere. */
export const Secret = (options: FieldOptions) => Type.Unsafe<string>({ ...options, kind: "secret", type: "string" });

/** A Quartz (6–7 fields) or Unix (5 fields) cron expression; read by the calendar when a flow is saved. */
export const Cron = (options: FieldOptions) => Type.Unsafe<string>({ ...options, kind: "cron", type: "string" });

/** An IANA time zone such as `Europe/Amsterdam`; looked up when a flow is saved. */
export const TimeZone = (options: FieldOptions) =>
  Type.Unsafe<string>({ ...options, kind: "timeZone", type: "string" });

const DURATION = /^\s*(\d+(?:\.\d+)?)\s*(ms|milliseconds?|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?)\s*$/;

const UNITS: readonly [RegExp, number][] = [
  [/^(ms|milli)/, 1],
  [/^s/, 1_000],
  [/^m/, 60_000],
  [/^h/, 3_600_000],
  [/^d/, 86_400_000],
  [/^w/, 604_800_000],
];

/**
 * A setting that a document may leave out because its schema has a `default`. Compiled settings always hold it, so
 * no component repeats the default.
 */
export const Defaulted = <Schema extends TSchema>(schema: Schema): Schema => Type.Optional(schema) as unknown as Schema;

/** Milliseconds of `20`, `"20s"`, `"1 week"`; undefined when it is no length of time. */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? value : undefined;
  const match = typeof value === "string" ? DURATION.exec(value) : null;
  if (!match) return undefined;
  const unit = UNITS.find(([pattern]) => pattern.test(match[2] as string)) as [RegExp, number];
  return Math.round(Number(match[1]) * unit[1]);
}
