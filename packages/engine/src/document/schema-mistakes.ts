import { mortiseError } from "@mortise/contract";
import type { ErrorObject, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, describeFound, either } from "./describe.ts";
import type { JsonSchema } from "./document-schema.ts";
import { escapePart, partsOf, valueAt } from "./pointer.ts";
import { hasConstantsOf, schemaAt } from "./schema-walk.ts";
import { didYouMean } from "./suggest.ts";

/** One place where a value is not as its schema has it, in people's words. */
export interface SchemaMistake {
  /** Into the value; of a key that is missing, where it would stand. */
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
}

const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, validateFormats: false });
const compiled = new WeakMap<JsonSchema, ValidateFunction>();

/** Failures looked at: several make one mistake, and past these a list of mistakes helps nobody. */
const MAX_FAILURES = 2_000;

/** Everything in a value that is not as its schema has it: one mistake a place, and of alternatives only the one meant. */
export function schemaMistakes(schema: JsonSchema, value: unknown): SchemaMistake[] {
  const validate = validatorOf(schema);
  if (validate(value)) return [];
  const failures = (validate.errors ?? []) as Failure[];
  validate.errors = null;
  const places = new Map<string, SchemaMistake>();
  for (const failure of meant(failures.slice(0, MAX_FAILURES), value)) {
    const mistake = translate(failure, value, schema);
    if (!places.has(mistake.pointer)) places.set(mistake.pointer, mistake);
  }
  return [...places.values()].sort((a, b) => compareInDocument(a.pointer, b.pointer, value));
}

type Failure = ErrorObject<string, { readonly [name: string]: unknown }, unknown> & {
  readonly parentSchema: JsonSchema;
};

function validatorOf(schema: JsonSchema): ValidateFunction {
  let validate = compiled.get(schema);
  if (!validate) {
    try {
      validate = ajv.compile(schema);
    } catch (cause) {
      throw mortiseError(
        "ENGINE_BUG",
        { what: `a component's settings schema is not valid: ${(cause as Error).message}` },
        { cause },
      );
    }
    compiled.set(schema, validate);
  }
  return validate;
}

/** Leaves out what a failed alternative says that the author did not choose, and what only wraps other failures. */
function meant(failures: readonly Failure[], value: unknown): Failure[] {
  let rest = failures.filter(({ keyword }) => keyword !== "if" && keyword !== "propertyNames");
  const unions = rest.filter(({ keyword }) => keyword === "anyOf" || keyword === "oneOf");
  unions.sort((a, b) => a.schemaPath.length - b.schemaPath.length);
  for (const union of unions) {
    if (!rest.includes(union)) continue;
    const inside = rest.filter((failure) => failure !== union && isInside(failure, union));
    const kept = chosenBranch(union, inside, value);
    const replaced = new Set(kept ? [union, ...inside.filter((failure) => !kept.includes(failure))] : inside);
    rest = rest.filter((failure) => !replaced.has(failure));
  }
  return rest;
}

function isInside(failure: Failure, union: Failure): boolean {
  const here = failure.instancePath === union.instancePath || failure.instancePath.startsWith(`${union.instancePath}/`);
  return here && failure.schemaPath.startsWith(`${union.schemaPath}/`);
}

/** The failures of the one branch whose type, and whose constants such as `type: "basic"`, the value has. */
function chosenBranch(union: Failure, inside: readonly Failure[], value: unknown): readonly Failure[] | undefined {
  const branches = (union.parentSchema[union.keyword] as readonly JsonSchema[]).map((branch, index) => ({
    branch,
    failures: inside.filter(({ schemaPath }) => schemaPath.startsWith(`${union.schemaPath}/${index}/`)),
  }));
  const typed = branches.filter(({ failures }) => !failures.some((failure) => isTypeFailure(failure, union)));
  const agreeing = typed.filter(({ branch }) => hasConstantsOf(branch, valueAt(value, union.instancePath)));
  const chosen = agreeing.length === 1 ? agreeing : typed;
  const failures = chosen.length === 1 ? chosen[0]?.failures : undefined;
  // A text that is not right is told better by all that may stand there than by one pattern.
  return failures?.every((failure) => isOwnFailure(failure, union)) ? undefined : failures;
}

function isOwnFailure(failure: Failure, union: Failure): boolean {
  return failure.instancePath === union.instancePath && !["required", "additionalProperties"].includes(failure.keyword);
}

function isTypeFailure(failure: Failure, union: Failure): boolean {
  return failure.instancePath === union.instancePath && ["type", "const", "enum"].includes(failure.keyword);
}

/** Mistakes are read from top to bottom, as the author wrote the document; what is missing comes last in its object. */
function compareInDocument(left: string, right: string, root: unknown): number {
  const rights = partsOf(right);
  let inside = root;
  for (const [index, part] of partsOf(left).entries()) {
    const other = rights[index];
    if (other === undefined) return 1;
    if (other !== part) {
      if (Array.isArray(inside)) return Number(part) - Number(other);
      const keys = Object.keys((inside ?? {}) as object);
      const place = (key: string) => (keys.includes(key) ? keys.indexOf(key) : keys.length);
      return place(part) - place(other);
    }
    inside = valueAt(inside, `/${escapePart(part)}`);
  }
  return left.length - right.length;
}

function translate(failure: Failure, root: unknown, schema: JsonSchema): SchemaMistake {
  const { instancePath, params, parentSchema, keyword, data } = failure;
  const parts = partsOf(instancePath);
  const name = parts.findLast((part) => !/^\d+$/.test(part)) ?? "";
  const at = (key: unknown) => `${instancePath}/${escapePart(String(key))}`;
  const properties = (parentSchema.properties ?? {}) as { readonly [name: string]: JsonSchema };
  switch (keyword) {
    case "required":
    case "dependentRequired": {
      const pointer = at(params.missingProperty);
      return { pointer, expected: describe(schemaAt(schema, root, pointer)), found: "nothing" };
    }
    case "additionalProperties":
    case "unevaluatedProperties": {
      const unknown = String(params.additionalProperty ?? params.unevaluatedProperty);
      const known = Object.keys(properties);
      const expected = known.length > 0 ? either(known) : "nothing";
      return {
        pointer: at(unknown),
        expected: `${expected}${didYouMean(unknown, known)}`,
        found: `${JSON.stringify(unknown)}, which is not known`,
      };
    }
    case "anyOf":
    case "oneOf":
      return unionMistake(failure, root, name);
    case "uniqueItems":
      return {
        pointer: instancePath,
        expected: "a list without repetition",
        found: describeFound(data, parentSchema, name),
      };
    case "maxItems":
    case "maxProperties":
      return {
        pointer: instancePath,
        expected: `at most ${String(params.limit)} entries`,
        found: describeFound(data, parentSchema, name),
      };
  }
  if (failure.propertyName !== undefined) {
    return {
      pointer: at(failure.propertyName),
      expected: "a name of letters, digits, _, . and -",
      found: JSON.stringify(failure.propertyName),
    };
  }
  const near =
    typeof data === "string" && Array.isArray(parentSchema.enum) ? didYouMean(data, parentSchema.enum.map(String)) : "";
  return {
    pointer: instancePath,
    expected: describe(parentSchema) + near,
    found: describeFound(data, parentSchema, name),
  };
}

/** A union of objects that are told apart by a constant says which constants there are. */
function unionMistake(failure: Failure, root: unknown, name: string): SchemaMistake {
  const branches = failure.parentSchema[failure.keyword] as readonly JsonSchema[];
  const found = valueAt(root, failure.instancePath);
  const first = Object.entries((branches[0]?.properties ?? {}) as { readonly [name: string]: JsonSchema });
  const tag = first.find(([, schema]) => schema.const !== undefined)?.[0];
  if (tag !== undefined && found !== null && typeof found === "object" && !Array.isArray(found)) {
    const values = branches.map(
      (branch) => (branch.properties as { readonly [name: string]: JsonSchema } | undefined)?.[tag]?.const,
    );
    const written = (found as { readonly [name: string]: unknown })[tag];
    const near = typeof written === "string" ? didYouMean(written, values.map(String)) : "";
    const expected = either(values.map((value) => JSON.stringify(value))) + near;
    return {
      pointer: `${failure.instancePath}/${escapePart(tag)}`,
      expected,
      found: describeFound(written, undefined, tag),
    };
  }
  return {
    pointer: failure.instancePath,
    expected: describe(failure.parentSchema),
    found: describeFound(found, failure.parentSchema, name),
  };
}
