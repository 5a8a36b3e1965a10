import { Duration, TimeZone, type TSchema } from "@mortise/contract";
import { MAX_LINKS, MAX_NODES } from "./limits.ts";

/** A JSON Schema as plain data. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** How a property is named, between `#{` and `}` and at the top of a flow. */
export const PROPERTY_NAME = "^[A-Za-z0-9_.-]{1,100}$";

/** How a node is named: kebab-case, so that it can be said aloud. */
export const NODE_ID = "^[a-z0-9]+(?:-[a-z0-9]+)*$";

const plain = (schema: TSchema): JsonSchema => JSON.parse(JSON.stringify(schema)) as JsonSchema;

const propertyDescription = { type: "string", description: "What the property is for." };

const property: JsonSchema = {
  type: "object",
  description: "A value of the flow's own, one for Test and one for Production.",
  // As if/else, not anyOf: an editor and a report then speak only of the form that the author chose.
  if: { required: ["secret"] },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
  then: {
    properties: {
      description: propertyDescription,
      secret: {
        const: true,
        description: "Its values are given at install and kept encrypted; none stands in the file.",
      },
    },
    additionalProperties: false,
  },
  else: {
    properties: {
      description: propertyDescription,
      test: { type: ["string", "null"], description: "The value in Test; null is No value." },
      production: { type: ["string", "null"], description: "The value in Production; null is No value." },
    },
    additionalProperties: false,
  },
};

const options: JsonSchema = {
  type: "object",
  description: "Settings of the flow as a whole.",
  properties: {
    group: { type: "string", description: "The flow group it is listed under.", maxLength: 200 },
    timeZone: plain(
      TimeZone({
        description: "The zone of `date:`, of scripts and of the Scheduler.",
        default: "Europe/Amsterdam",
        examples: ["Europe/Amsterdam", "UTC"],
      }),
    ),
    now: {
      enum: ["nominal", "real"],
      default: "nominal",
      description: "What a scheduled run calls now: the instant it stands for, or the clock's.",
    },
    delivery: {
      enum: ["durable", "direct"],
      description:
        "Whether a run survives the server. Durable is the default of the Scheduler and of one-way inbound HTTP, direct of request-reply.",
    },
    runs: {
      enum: ["one at a time", "parallel"],
      description:
        "Whether runs of this flow wait for one another, across all servers. The default is the former for durable flows.",
    },
    timeout: plain(
      Duration({ description: "The time that one component may take; it never cuts a token call.", default: "20s" }),
    ),
    trace: {
      anyOf: [{ enum: ["errors", "off", "all"] }, { kind: "duration", type: "string", pattern: durationPattern() }],
      default: "errors",
      description:
        "Which runs keep their steps: those that fail, none, all, or all for a length of time after the install.",
      examples: ["1 week"],
    },
    searchKeys: {
      type: "array",
      items: { type: "string", minLength: 1, maxLength: 100 },
      uniqueItems: true,
      maxItems: 20,
      description: "Names of headers that runs can be searched by.",
    },
    alarm: {
      type: "string",
      pattern: "^(tenant|none|[^\\s@<>,;]+@[^\\s@<>,;]+)$",
      default: "tenant",
      description: "Who hears of failed, parked and dropped runs: `tenant`, `none`, or an address.",
      examples: ["tenant", "none", "loket@example.com"],
    },
  },
  additionalProperties: false,
};

const link: JsonSchema = {
  type: "object",
  description: "From one node's output to another node.",
  properties: {
    from: { type: "string", description: "The id of the node that it leaves." },
    output: {
      type: "string",
      default: "out",
      description: "The output that it leaves by.",
      examples: ["otherwise", "parts"],
    },
    to: { type: "string", description: "The id of the node that it leads to." },
  },
  required: ["from", "to"],
  additionalProperties: false,
};

/** A node, whatever its component. */
export const nodeSchema: JsonSchema = {
  type: "object",
  description: "A component placed in the flow.",
  properties: {
    id: {
      type: "string",
      pattern: NODE_ID,
      form: "lower-case words and numbers with hyphens between them",
      maxLength: 100,
      description: "Unique in the flow.",
      examples: ["get-refresh-token"],
    },
    type: { type: "string", minLength: 1, description: "The component." },
    label: { type: "string", maxLength: 500, description: "What people read on the node." },
    settings: { type: "object", description: "The component's settings." },
  },
  required: ["id", "type"],
  additionalProperties: false,
};

const layout: JsonSchema = {
  type: "object",
  description: "Where the nodes stand in a drawing; it never touches meaning.",
  additionalProperties: { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 },
};

/** The parts of a document that a clipboard has too. */
export const partSchemas = {
  properties: {
    type: "object",
    description: "The flow's own values: what differs between the environments stands here. `#{name}` uses one.",
    propertyNames: { pattern: PROPERTY_NAME },
    additionalProperties: property,
  },
  nodes: { type: "array", items: nodeSchema, maxItems: MAX_NODES, description: "The nodes, in the author's order." },
  links: {
    type: "array",
    items: link,
    maxItems: MAX_LINKS,
    description: "The links; those of one output are followed in order.",
  },
  layout,
} as const satisfies { readonly [name: string]: JsonSchema };

/** What heads a flow. */
export const headSchemas = {
  name: {
    type: "string",
    pattern: "^(?!\\.{1,2}$)\\S(?:.*\\S)?$",
    form: 'text on one line that does not begin or end with a space, and not "." or ".."',
    maxLength: 200,
    description: "The flow's name, unique in its tenant.",
    examples: ["Loket_Koppeling_KLANT"],
  },
  description: { type: "string", description: "What the flow is for." },
  options,
} as const satisfies { readonly [name: string]: JsonSchema };

/** The form of a flow document, whatever components it uses. */
export const documentSchema: JsonSchema = {
  type: "object",
  properties: {
    $schema: { type: "string", description: "Where an editor finds this schema." },
    flow: { const: 1, description: "The version of the format." },
    ...headSchemas,
    ...partSchemas,
  },
  required: ["flow", "name", "nodes"],
  additionalProperties: false,
};

function durationPattern(): unknown {
  const [, text] = plain(Duration({ description: "" })).anyOf as [unknown, { readonly pattern: string }];
  return text.pattern;
}
