import { parseDuration } from "@mortise/contract";
import type { JsonSchema } from "./document-schema.ts";

/** Whether a setting is what it would be if nothing were written; one that must be written never is. */
export function isDefault(schema: JsonSchema, value: unknown, parent: JsonSchema, name: string): boolean {
  if (schema.default === undefined) return false;
  if (Array.isArray(parent.required) && parent.required.includes(name)) return false;
  // A branch is chosen by its constants: without them the formatted text would mean another.
  if (schema.const !== undefined) return false;
  if (schema.kind === "duration") return parseDuration(value) === parseDuration(schema.default);
  return JSON.stringify(value) === JSON.stringify(schema.default);
}
