import { isSecretName } from "@mortise/contract";
import { constantText } from "./references.ts";
import type { Leaf } from "./schema-walk.ts";

/** What goes before a token in an Authorization header, and is none itself. */
const SCHEME = /^(bearer|basic)\s+/i;

/**
 * Whether a setting holds a secret as readable text: one that its component calls a secret, or an expression under a
 * name such as `password` or `client_secret`, which depends on nothing.
 */
export function isLiteralSecret({ value, schema, name, siblings }: Leaf): boolean {
  const isExpression = schema.kind === "expression";
  if (schema.names !== undefined || !(schema.kind === "secret" || isExpression)) return false;
  const text = constantText(value);
  if (text === undefined || text.replace(SCHEME, "").trim() === "") return false;
  if (schema.kind === "secret") return true;
  // `{ "name": "Authorization", "value": … }`, as SetHeaders has it.
  const called = name === "value" && typeof siblings.name === "string" ? siblings.name : name;
  return isSecretName(called);
}
