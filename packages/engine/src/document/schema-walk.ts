import type { JsonSchema } from "./document-schema.ts";
import { escapePart, partsOf } from "./pointer.ts";

/** A value in a node's settings that is no list or map, with the schema that declares it. */
export interface Leaf {
  readonly value: unknown;
  /** As the component declares it; an empty schema where it declares nothing. */
  readonly schema: JsonSchema;
  /** JSON pointer from the value that the walk began at. */
  readonly pointer: string;
  /** The nearest name: of the setting, or of the entry in a map. */
  readonly name: string;
  /** The map that it stands in. */
  readonly siblings: { readonly [name: string]: unknown };
}

/** The schema of a key of an object, or of an item of a list, under a schema; of alternatives, the one that the value fits by its constants. */
export function schemaOf(schema: JsonSchema, key: string | number, value: unknown): JsonSchema {
  const chosen = chosenAlternative(schema, value);
  if (typeof key === "number") return asSchema(chosen.items);
  const properties = asSchema(chosen.properties);
  if (Object.hasOwn(properties, key)) return asSchema(properties[key]);
  const [pattern] = Object.values(asSchema(chosen.patternProperties));
  return asSchema(pattern ?? chosen.additionalProperties);
}

/** The schema of what stands at a pointer in a value. */
export function schemaAt(schema: JsonSchema, value: unknown, pointer: string): JsonSchema {
  let current = schema;
  let inside = value;
  for (const part of partsOf(pointer)) {
    current = schemaOf(current, Array.isArray(inside) ? Number(part) : part, inside);
    inside =
      inside !== null && typeof inside === "object"
        ? (inside as { readonly [name: string]: unknown })[part]
        : undefined;
  }
  return current;
}

/** Visits every leaf of settings as written. An expression, a script or a length of time is one leaf, however it is written. */
export function* leavesOf(
  schema: JsonSchema,
  value: unknown,
  pointer = "",
  name = "",
  siblings: Leaf["siblings"] = {},
): Generator<Leaf> {
  if (schema.kind !== undefined || value === null || typeof value !== "object") {
    yield { value, schema, pointer, name, siblings };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* leavesOf(schemaOf(schema, index, value), item, `${pointer}/${index}`, name, siblings);
    }
  } else {
    for (const [key, item] of Object.entries(value)) {
      yield* leavesOf(
        schemaOf(schema, key, value),
        item,
        `${pointer}/${escapePart(key)}`,
        key,
        value as Leaf["siblings"],
      );
    }
  }
}

/** Settings with each leaf replaced by what `change` gives for it. */
export function mapLeaves<T>(schema: JsonSchema, value: T, change: (leaf: Leaf) => unknown): T {
  const map = (
    under: JsonSchema,
    inside: unknown,
    pointer: string,
    name: string,
    siblings: Leaf["siblings"],
  ): unknown => {
    if (under.kind !== undefined || inside === null || typeof inside !== "object") {
      return change({ value: inside, schema: under, pointer, name, siblings });
    }
    if (Array.isArray(inside)) {
      return inside.map((item, index) =>
        map(schemaOf(under, index, inside), item, `${pointer}/${index}`, name, siblings),
      );
    }
    const entries = Object.entries(inside).map(([key, item]) => {
      return [
        key,
        map(schemaOf(under, key, inside), item, `${pointer}/${escapePart(key)}`, key, inside as Leaf["siblings"]),
      ];
    });
    return Object.fromEntries(entries);
  };
  return map(schema, value, "", "", {}) as T;
}

/** Of alternatives, the one whose constants (such as `type: "basic"`) the value has; else the schema itself. */
export function chosenAlternative(schema: JsonSchema, value: unknown): JsonSchema {
  const branches = schema.anyOf ?? schema.oneOf;
  if (!Array.isArray(branches)) return schema;
  const agreeing = branches.find(
    (branch: JsonSchema) => branch.properties !== undefined && hasConstantsOf(branch, value),
  );
  return (agreeing as JsonSchema | undefined) ?? schema;
}

/** Whether every constant that a schema demands of its keys stands in the value, or is left to its default. */
export function hasConstantsOf(branch: JsonSchema, value: unknown): boolean {
  const written = (value ?? {}) as { readonly [name: string]: unknown };
  return Object.entries(asSchema(branch.properties)).every(([name, property]) => {
    const { const: constant, default: otherwise } = asSchema(property);
    return constant === undefined || (Object.hasOwn(written, name) ? written[name] : otherwise) === constant;
  });
}

function asSchema(schema: unknown): JsonSchema {
  return schema !== null && typeof schema === "object" && !Array.isArray(schema) ? (schema as JsonSchema) : {};
}
