import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { mortiseError, type Spec } from "@mortise/contract";

const KINDS = ["source", "processor"];
const EFFECTS = ["pure", "read", "store", "external"];
const GROUPS = ["source", "variables", "message", "routing", "endpoint", "script", "error"];
const TRIGGERS = ["schedule", "http", "failure", "link"];

/** Throws `COMPONENT_INVALID` unless what `spec.ts` exports is a spec of the component that its folder names. */
export function checkSpec(found: unknown, folder: string): asserts found is Spec {
  const fail = (what: string) => mortiseError("COMPONENT_INVALID", { folder, what });
  if (found === null || typeof found !== "object") throw fail("expected spec.ts to export a const spec, found none");
  const spec = found as Partial<Record<keyof Spec, unknown>>;
  const type = basename(folder);
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(type)) throw fail("the folder's name may hold letters and digits only");
  if (spec.type !== type) throw fail(`expected spec.type to be the folder's name "${type}", found ${shown(spec.type)}`);
  for (const name of ["title", "summary"] as const)
    if (typeof spec[name] !== "string" || spec[name] === "") throw fail(`expected a text as spec.${name}`);
  const oneOf = (name: keyof Spec, values: readonly string[]) => {
    if (!values.includes(spec[name] as string))
      throw fail(`expected spec.${name} to be one of ${values.join(", ")}, found ${shown(spec[name])}`);
  };
  oneOf("kind", KINDS);
  oneOf("effect", EFFECTS);
  oneOf("group", GROUPS);
  if (spec.kind === "source") oneOf("trigger", TRIGGERS);
  if ((spec.settings as { type?: unknown } | undefined)?.type !== "object")
    throw fail("expected spec.settings to be a Type.Object({ … })");
  const settings = (spec.settings as { properties?: { [name: string]: { description?: unknown } } }).properties ?? {};
  for (const [name, { description }] of Object.entries(settings))
    if (typeof description !== "string" || description === "")
      throw fail(`expected the setting ${name} to have a description: a sentence for the form and the reference`);
  if (!isData(spec)) throw fail("a spec is data: it may hold no function, date or other thing that JSON cannot");
}

function isData(spec: object): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(JSON.stringify(spec)), structuredClone(spec));
  } catch {
    return false;
  }
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : (JSON.stringify(value) ?? typeof value);
}
