import type { SettingSchema } from "../document/spec.ts";

/** What a setting is drawn as. */
export type FieldKind =
  | "expression"
  | "predicate"
  | "source"
  | "secret"
  | "cron"
  | "timeZone"
  | "duration"
  | "boolean"
  | "choice"
  | "number"
  | "list"
  | "map"
  | "object"
  | "text"
  | "json";

const OWN = new Set(["expression", "predicate", "source", "secret", "cron", "timeZone", "duration"]);

/** What a setting is drawn as, by its schema alone. */
export function kindOf(schema: SettingSchema): FieldKind {
  if (schema.kind !== undefined && OWN.has(schema.kind)) return schema.kind as FieldKind;
  if (schema.enum || schema.anyOf?.every((option) => "const" in option)) return "choice";
  switch (schema.type) {
    case "boolean":
      return "boolean";
    case "integer":
    case "number":
      return "number";
    case "array":
      return "list";
    case "object":
      return schema.properties ? "object" : "map";
    case "string":
      return "text";
    default:
      return "json";
  }
}

/** The values of a choice. */
export function choicesOf({ enum: values, anyOf }: SettingSchema): readonly string[] {
  return (values ?? anyOf?.map((option) => option.const ?? "") ?? []).map(String);
}

/** The schema of a map's values. */
export function valuesOf({ patternProperties, additionalProperties }: SettingSchema): SettingSchema {
  const [pattern] = Object.values(patternProperties ?? {});
  return pattern ?? (typeof additionalProperties === "object" ? additionalProperties : { type: "string" });
}

/** The settings that a form shows first: what is demanded, by the schema and by what is filled in; then what is filled in. */
export function required(schema: SettingSchema, value: { readonly [name: string]: unknown }): ReadonlySet<string> {
  const names = new Set(schema.required ?? []);
  for (const rule of [schema, ...(schema.allOf ?? [])]) {
    if (!rule.if) continue;
    const branch = holds(rule.if, value) ? rule.then : rule.else;
    for (const name of branch?.required ?? []) names.add(name);
  }
  return names;
}

/** Whether simple conditions of a schema hold: `const` and `enum` of properties. */
function holds(
  { properties = {}, required: needed = [] }: SettingSchema,
  value: { readonly [name: string]: unknown },
): boolean {
  return (
    needed.every((name) => value[name] !== undefined) &&
    Object.entries(properties).every(([name, { const: exact, enum: some }]) => {
      const found = value[name];
      if (found === undefined) return true;
      return exact !== undefined ? found === exact : (some?.includes(found as never) ?? true);
    })
  );
}
