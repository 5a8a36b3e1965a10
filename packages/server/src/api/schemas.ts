import { type Mistake, type TObject, type TSchema, Type } from "@mortise/contract";

/** An object that accepts nothing more than is named. A title makes it a schema of its own in openapi.json. */
export function object<T extends Record<string, TSchema>>(properties: T, title?: string): TObject<T> {
  return Type.Object(properties, { additionalProperties: false, ...(title ? { title } : {}) });
}

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** Any JSON. */
export const AnyJson = Type.Unknown();

export const Instant = Type.String({ format: "date-time", examples: ["2026-11-30T00:00:00.000Z"] });

/** An instant in a request: ISO 8601, or epoch milliseconds. */
export const InstantIn = Type.Union([Type.Integer(), Type.String({ minLength: 4, maxLength: 40 })]);

export const EnvironmentName = Type.Enum(["test", "production"]);

export const TenantId = Type.String({
  pattern: "^[a-z0-9][a-z0-9-]{0,62}$",
  description: "A slug: lower case letters, digits and hyphens.",
});

export const TenantParams = object({ tenant: TenantId });

export const FlowParams = object({ tenant: TenantId, flow: Type.String({ minLength: 1, maxLength: 200 }) });

export const RunParams = object({ tenant: TenantId, run: Type.String({ pattern: "^[0-9a-fA-F-]{36}$" }) });

/** The query of a list. */
export const page = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: "Items of one answer." })),
  cursor: Type.Optional(Type.String({ maxLength: 500, description: "What the answer before gave as its cursor." })),
};

/** A list that pages. */
export const listOf = <T extends TSchema>(item: T) =>
  object({
    items: Type.Array(item),
    cursor: Type.Optional(Type.String({ description: "Ask for more with it; absent on the last page." })),
  });

export const PositionSchema = object(
  { position: Type.Integer(), line: Type.Integer(), column: Type.Integer() },
  "Position",
);

export const MistakeSchema = object(
  {
    severity: Type.Enum(["error", "warning"]),
    code: Type.String(),
    message: Type.String(),
    help: Type.Optional(Type.String()),
    expected: Type.Optional(Type.String()),
    found: Type.Optional(Type.String()),
    environment: Type.Optional(EnvironmentName),
    nodeId: Type.Optional(Type.String()),
    pointer: Type.Optional(Type.String()),
    position: Type.Optional(PositionSchema),
    source: Type.Optional(Type.String()),
  },
  "Mistake",
);

export const ProblemSchema = object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: "A code of docs/reference/errors.md." }),
    detail: Type.String(),
    help: Type.String(),
    nodeId: Type.Optional(Type.String()),
    pointer: Type.Optional(Type.String({ description: "JSON pointer into the request." })),
    position: Type.Optional(PositionSchema),
    source: Type.Optional(Type.String({ description: "The text that the position points into." })),
    errors: Type.Optional(Type.Array(MistakeSchema)),
  },
  "Problem",
);

export const ErrorSchema = object(
  {
    code: Type.String(),
    message: Type.String(),
    help: Type.Optional(Type.String()),
    nodeId: Type.Optional(Type.String()),
    detail: Type.Optional(AnyJson),
  },
  "RunError",
);

export const MessageSchema = object({ headers: Type.Record(Type.String(), AnyJson), body: AnyJson }, "Message");

/** A message in a request: what is left out is empty. */
export const MessageIn = object({
  headers: Type.Optional(Type.Record(Type.String(), AnyJson)),
  body: Type.Optional(AnyJson),
});

export const iso = (instant: number): string => new Date(instant).toISOString();

export const isoOrNull = (instant: number | null): string | null => (instant === null ? null : iso(instant));

/** A mistake as answers show it: what is not known is left out. */
export function mistakeAnswer(mistake: Mistake): Mistake {
  return JSON.parse(JSON.stringify(mistake)) as Mistake;
}
