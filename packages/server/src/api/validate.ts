import { createRequire } from "node:module";
import { mortiseError, type TSchema } from "@mortise/contract";
import type { Ajv2020, ErrorObject, ValidateFunction } from "ajv/dist/2020.js";

// Parameters and queries arrive as text and are converted; a body is JSON and must have the right types itself. Loaded
// and made at the first use: the library takes 13 MB, and a server that only runs flows needs none of it.
const compilers = new Map<boolean, Ajv2020>();

/** Checks a part of a request against its schema. Compiled at the first use: most routes are never called. */
export function validator(schema: TSchema, part: "params" | "query" | "body"): (value: unknown) => void {
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= compiler(part).compile(schema);
    if (validate(value)) return;
    const [error] = validate.errors as ErrorObject[];
    const { pointer, what } = describe(error as ErrorObject, part);
    throw mortiseError("API_INVALID", { what }, { pointer });
  };
}

function compiler(part: "params" | "query" | "body"): Ajv2020 {
  const convert = part !== "body";
  const known = compilers.get(convert);
  if (known) return known;
  const { Ajv2020: Compiler } = createRequire(import.meta.url)("ajv/dist/2020.js") as typeof import("ajv/dist/2020.js");
  const made = new Compiler({
    strict: false,
    useDefaults: true,
    verbose: true,
    validateFormats: false,
    coerceTypes: convert,
  });
  compilers.set(convert, made);
  return made;
}

function describe(error: ErrorObject, part: string): { pointer: string; what: string } {
  const place = part === "body" ? error.instancePath : `/${part}${error.instancePath}`;
  const name = (error.params.additionalProperty ?? error.params.missingProperty) as string | undefined;
  const pointer = name === undefined ? place : `${place}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const where = pointer === "" ? "the body" : pointer;
  switch (error.keyword) {
    case "additionalProperties":
      return { pointer, what: `${where} is not known here` };
    case "required":
      return { pointer, what: `${where} is missing` };
    case "enum":
      return { pointer, what: `${where} must be one of ${(error.params.allowedValues as unknown[]).join(", ")}` };
    case "const":
      return { pointer, what: `${where} must be ${JSON.stringify(error.params.allowedValue)}` };
    case "type":
      return { pointer, what: `${where} must be ${String(error.params.type)}, found ${kindOf(error.data)}` };
    default:
      return { pointer, what: `${where} ${error.message ?? "is wrong"}` };
  }
}

/** The kind alone: the value may be a secret that stands in the wrong place. */
function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "text" : `a ${typeof value}`;
}
