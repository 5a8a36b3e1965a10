import type { Component } from "../api/schema.generated.ts";
import type { FlowNode, Json } from "./flow-document.ts";

/** The schema of a setting, with Mortise's keywords. */
export interface SettingSchema {
  readonly type?: string | readonly string[];
  readonly kind?: string;
  readonly names?: "tenantVariable" | "endpoint" | "grant";
  readonly title?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly examples?: readonly Json[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly form?: string;
  readonly properties?: { readonly [name: string]: SettingSchema };
  readonly required?: readonly string[];
  readonly items?: SettingSchema;
  readonly patternProperties?: { readonly [pattern: string]: SettingSchema };
  readonly additionalProperties?: SettingSchema | boolean;
  readonly anyOf?: readonly SettingSchema[];
  readonly if?: SettingSchema;
  readonly then?: SettingSchema;
  readonly else?: SettingSchema;
  readonly allOf?: readonly SettingSchema[];
}

export type Specs = ReadonlyMap<string, Component>;

/** The schema of a component's settings. */
export const settingsOf = (spec: Component): SettingSchema => spec.settings as SettingSchema;

/** The outputs of a node: `out`, the named ones, and one for each item of the list that its spec names. */
export function outputsOf(spec: Component | undefined, node: FlowNode): readonly string[] {
  const declared = spec?.outputs as
    | readonly string[]
    | { readonly each: string; readonly also: readonly string[] }
    | undefined;
  if (declared === undefined) return ["out"];
  if (Array.isArray(declared)) return declared.includes("out") ? declared : ["out", ...declared];
  const { each, also } = declared as { readonly each: string; readonly also: readonly string[] };
  const items = node.settings?.[each];
  const named = Array.isArray(items)
    ? items.flatMap((item: Json) => {
        const name = (item as { name?: Json } | null)?.name;
        return typeof name === "string" && name !== "" ? [name] : [];
      })
    : [];
  return [...new Set([...named, ...also])];
}

/** What a node says of itself on the canvas: the setting that tells most. */
export function gistOf(spec: Component | undefined, node: FlowNode): string {
  const { settings = {} } = node;
  const order = Object.keys(spec ? (settingsOf(spec).properties ?? {}) : settings);
  for (const name of GIST.filter((candidate) => candidate in settings)) return plain(settings[name] as Json);
  const first = order.find((name) => name in settings);
  return first === undefined ? "" : plain(settings[first] as Json);
}

const GIST = [
  "cron",
  "repeatInterval",
  "endpoint",
  "url",
  "variable",
  "expression",
  "name",
  "pattern",
  "flow",
  "message",
  "headers",
  "source",
  "body",
];

function plain(value: Json): string {
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.map((item: Json) => (isNamed(item) ? item.name : plain(item))).join(", ");
  const { source } = value as { readonly source?: Json };
  return source === undefined ? Object.keys(value).join(", ") : plain(source);
}

function isNamed(value: Json): value is { readonly name: string } {
  return typeof value === "object" && value !== null && "name" in value && typeof value.name === "string";
}
