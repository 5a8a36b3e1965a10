import {
  type Components,
  Cron,
  component,
  Defaulted,
  Duration,
  Predicate,
  Secret,
  Simple,
  Source,
  TimeZone,
  Type,
} from "@mortise/contract";

const head = { summary: "For tests.", group: "message", kind: "processor", effect: "pure" } as const;

const specs = [
  component({
    ...head,
    type: "Timer",
    title: "Timer",
    kind: "source",
    trigger: "schedule",
    settings: Type.Object(
      {
        method: Defaulted(Type.Enum(["cron", "repeat"], { description: "How.", default: "cron" })),
        cron: Type.Optional(Cron({ description: "When.", examples: ["0 0 0 * * ?"] })),
        timeZone: Type.Optional(TimeZone({ description: "Where." })),
        interval: Type.Optional(Duration({ description: "How often." })),
        overlap: Defaulted(
          Type.Enum(["skip", "queue one", "allow"], { description: "Beside another?", default: "skip" }),
        ),
        count: Defaulted(Type.Integer({ description: "How many.", default: -1, minimum: -1 })),
      },
      {
        if: { properties: { method: { const: "repeat" } }, required: ["method"] },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
        then: { required: ["interval"] },
        else: { required: ["cron"] },
      },
    ),
  }),
  component({
    ...head,
    type: "Failed",
    title: "Failed",
    kind: "source",
    trigger: "failure",
    settings: Type.Object({}),
  }),
  component({
    ...head,
    type: "GetTenantVariable",
    title: "Get",
    effect: "read",
    settings: Type.Object({
      header: Simple({ description: "Where to." }),
      variable: Simple({ description: "Which.", names: "tenantVariable" }),
    }),
  }),
  component({
    ...head,
    type: "SetTenantVariable",
    title: "Set",
    effect: "store",
    settings: Type.Object({
      variable: Simple({ description: "Which.", names: "tenantVariable" }),
      value: Simple({ description: "What." }),
      encrypt: Defaulted(Type.Boolean({ description: "Hidden?", default: false })),
    }),
  }),
  component({
    ...head,
    type: "SetHeaders",
    title: "Headers",
    settings: Type.Object({
      headers: Type.Array(
        Type.Object({ name: Type.String({ minLength: 1 }), value: Simple({ description: "Value." }) }),
        { minItems: 1 },
      ),
    }),
  }),
  component({
    ...head,
    type: "RemoveHeaders",
    title: "Remove",
    settings: Type.Object({ pattern: Type.String(), exclude: Type.Optional(Type.String()) }),
  }),
  component({
    ...head,
    type: "SetBody",
    title: "Body",
    settings: Type.Object({ body: Simple({ description: "Body." }) }),
  }),
  component({
    ...head,
    type: "Token",
    title: "Token",
    effect: "external",
    grant: true,
    settings: Type.Object({ refreshTokenDelay: Type.Optional(Duration({ description: "Before its end." })) }),
  }),
  component({
    ...head,
    type: "HTTP",
    title: "HTTP",
    effect: "external",
    settings: Type.Object({
      method: Defaulted(Type.Enum(["GET", "POST", "PUT"], { description: "Method.", default: "GET" })),
      url: Simple({ description: "Address." }),
      form: Type.Optional(Type.Record(Type.String(), Simple({ description: "Field." }))),
      excludeHeaders: Defaulted(Type.Array(Type.String(), { description: "Not sent.", default: [] })),
      auth: Type.Optional(
        Type.Union([
          Type.Object({ type: Type.Literal("none") }),
          Type.Object({
            type: Type.Literal("basic"),
            user: Type.String(),
            password: Secret({ description: "Password." }),
          }),
        ]),
      ),
      onSuccessMapping: Type.Optional(
        Type.Array(
          Type.Object({
            from: Type.String(),
            variable: Type.Optional(Simple({ description: "Stored in.", names: "tenantVariable" })),
            encrypt: Type.Optional(Type.Boolean()),
          }),
        ),
      ),
      timeout: Defaulted(Duration({ description: "Limit.", default: "60s" })),
      grant: Type.Optional(Type.String({ names: "grant" })),
    }),
  }),
  component({
    ...head,
    type: "Filter",
    title: "Filter",
    settings: Type.Object({ expression: Predicate({ description: "When." }) }),
  }),
  component({
    ...head,
    type: "Script",
    title: "Script",
    settings: Type.Object({
      language: Defaulted(Type.Enum(["groovy", "javascript"], { description: "Language.", default: "groovy" })),
      source: Source({ description: "Script." }),
    }),
  }),
  component({
    ...head,
    type: "ContentRouter",
    title: "Router",
    settings: Type.Object({
      rules: Type.Array(Type.Object({ name: Type.String(), expression: Predicate({ description: "When." }) })),
    }),
    outputs: { each: "rules", also: ["otherwise"] },
  }),
  component({
    ...head,
    type: "Split",
    title: "Split",
    settings: Type.Object({ token: Type.Optional(Type.String()) }),
    outputs: ["parts"],
  }),
  component({
    ...head,
    type: "Inbound",
    title: "Inbound",
    kind: "source",
    trigger: "http",
    settings: Type.Object({ endpoint: Type.String({ names: "endpoint" }) }),
  }),
];

/** Small components of the tests' own: the engine does not know the real ones. */
export const components: Components = new Map(specs.map((spec) => [spec.type, { spec, run: () => undefined }]));
