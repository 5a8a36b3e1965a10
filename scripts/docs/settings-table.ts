import type { SettingSchema } from "@mortise/contract";
import { code, table } from "./page.ts";

type Schema = SettingSchema & {
  readonly type?: string;
  readonly title?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly patternProperties?: { readonly [pattern: string]: Schema };
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
};

const KINDS: { readonly [kind: string]: string } = {
  expression: "expression",
  predicate: "condition",
  source: "script",
  duration: "duration",
  secret: "secret text",
  cron: "cron expression",
  timeZone: "time zone",
};

/** The settings of a component as a table, those inside another setting with its name before theirs. */
export function settingsTable(settings: SettingSchema): string {
  const rows = settingRows(settings as Schema, "");
  return rows.length === 0 ? "None." : table(["setting", "what it is", "default", ""], rows);
}

function settingRows(schema: Schema, prefix: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, setting]) => {
    const path = `${prefix}${name}`;
    const inner = setting.type === "array" ? setting.items : setting;
    const innerPrefix = setting.type === "array" ? `${path}[].` : `${path}.`;
    return [
      [code(path), whatItIs(setting), standing(setting, schema.required?.includes(name) ?? false), meaning(setting)],
      ...(inner?.properties && !setting.kind ? settingRows(inner, innerPrefix) : []),
    ];
  });
}

function whatItIs(schema: Schema): string {
  if (schema.kind) return KINDS[schema.kind] ?? schema.kind;
  if (schema.enum) return schema.enum.map((value) => code(String(value))).join(", ");
  if (schema.type === "array")
    return schema.items?.properties ? "list of entries" : `list of ${whatItIs(schema.items ?? {})}`;
  if (schema.type === "boolean") return "`true`, `false`";
  if (schema.type === "integer" || schema.type === "number") return numberRange(schema);
  const item = Object.values(schema.patternProperties ?? {})[0];
  if (item) return `name → ${whatItIs(item)}`;
  return schema.type === "object" ? "entries" : "text";
}

function numberRange({ minimum, maximum }: Schema): string {
  const shown = (bound: number) => bound.toLocaleString("en");
  if (minimum !== undefined && maximum !== undefined) return `number, ${shown(minimum)} to ${shown(maximum)}`;
  return minimum === undefined ? "number" : `number, ${shown(minimum)} or more`;
}

function standing(schema: Schema, required: boolean): string {
  if (required && schema.default === undefined) return "**required**";
  return schema.default === undefined ? "" : code(JSON.stringify(schema.default));
}

function meaning({ title, description = "", examples = [] }: Schema): string {
  const shown = examples.map((example) => code(typeof example === "string" ? example : JSON.stringify(example)));
  const text = title ? `**${title}${title.endsWith("?") ? "" : "."}** ${description}` : description;
  return shown.length === 0 ? text : `${text} Such as ${shown.join(" · ")}`;
}
