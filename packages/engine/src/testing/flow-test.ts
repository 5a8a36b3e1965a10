import { type Environment, type Json, type Mistake, type StandInGrant, type Static, Type } from "@mortise/contract";
import type { JsonSchema } from "../document/document-schema.ts";
import { parseJsonText } from "../document/json-text.ts";
import { Mistakes } from "../document/mistakes.ts";
import { schemaMistakes } from "../document/schema-mistakes.ts";

const strict = { additionalProperties: false } as const;
const Texts = Type.Record(Type.String(), Type.String());
const Anything = Type.Unsafe<Json>({});

const Answer = Type.Object(
  {
    status: Type.Optional(Type.Integer({ minimum: 100, maximum: 599, default: 200 })),
    headers: Type.Optional(Texts),
    body: Type.Optional(Type.Unsafe<Json>({ description: "Text, or JSON that is answered as application/json." })),
    fail: Type.Optional(
      Type.Unsafe<"unreachable" | "timeout">({ enum: ["unreachable", "timeout"], description: "No answer at all." }),
    ),
  },
  strict,
);

export const StubSchema = Type.Object(
  {
    method: Type.Optional(Type.String({ description: "Any when left out." })),
    url: Type.String({ description: "The address; `*` stands for any text." }),
    body: Type.Optional(Type.String({ description: "A text that the request's body must hold." })),
    headers: Type.Optional(Texts),
    answer: Type.Optional(Answer),
    answers: Type.Optional(
      Type.Array(Answer, { description: "One answer a call, in order; a further call has no stub." }),
    ),
  },
  strict,
);

/** A stand-in for one address of the outside world. */
export type Stub = Static<typeof StubSchema>;

const PartialMessage = Type.Object(
  { headers: Type.Optional(Type.Record(Type.String(), Anything)), body: Type.Optional(Anything) },
  strict,
);

export const LinkStubSchema = Type.Object(
  {
    flow: Type.String({ description: "The name of the flow that is called." }),
    reply: Type.Optional(PartialMessage),
    fail: Type.Optional(Type.String({ description: "The code of the error that the flow fails with." })),
  },
  strict,
);

/** A stand-in for another flow. */
export type LinkStub = Static<typeof LinkStubSchema>;

const Given = Type.Object(
  {
    variables: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Unsafe<string | { value: string; encrypted?: boolean }>({
          anyOf: [
            { type: "string" },
            {
              type: "object",
              properties: { value: { type: "string" }, encrypted: { type: "boolean" } },
              required: ["value"],
              additionalProperties: false,
            },
          ],
        }),
      ),
    ),
    properties: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: "Values of the flow's properties, instead of its own.",
      }),
    ),
    secrets: Type.Optional(Texts),
    stubs: Type.Optional(Type.Array(StubSchema)),
    grants: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Unsafe<StandInGrant>({
          anyOf: [
            { type: "string" },
            { type: "array", items: { type: "string" }, minItems: 1 },
            {
              type: "object",
              properties: { error: { type: "string" } },
              required: ["error"],
              additionalProperties: false,
            },
          ],
        }),
        {
          description:
            "Access tokens by the grant's id, or by the id of the node that has a grant of its own; of several, each forced refresh brings the next. `error`: the code it fails with.",
        },
      ),
    ),
    links: Type.Optional(Type.Array(LinkStubSchema, { description: "Flows that are called; one way needs none." })),
  },
  strict,
);

/** Tenant variables, values of properties and of secret ones, and the outside world. */
export type Given = Static<typeof Given>;

const Expect = Type.Object(
  {
    status: Type.Optional(Type.Unsafe<"completed" | "failed">({ enum: ["completed", "failed"] })),
    handled: Type.Optional(Type.Boolean()),
    path: Type.Optional(Type.Array(Type.String(), { description: "Ids of the nodes that ran, in order." })),
    message: Type.Optional(PartialMessage),
    withoutHeaders: Type.Optional(
      Type.Array(Type.String(), { description: "Headers that the last message must not have." }),
    ),
    variables: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()]), { description: "Null: there is none." }),
    ),
    requests: Type.Optional(
      Type.Array(
        Type.Object(
          {
            method: Type.Optional(Type.String()),
            url: Type.Optional(Type.String()),
            headers: Type.Optional(Texts),
            withoutHeaders: Type.Optional(Type.Array(Type.String())),
            body: Type.Optional(Type.String()),
          },
          strict,
        ),
        { description: "What was sent, in order, all of it." },
      ),
    ),
    links: Type.Optional(
      Type.Array(
        Type.Object(
          {
            flow: Type.Optional(Type.String()),
            pattern: Type.Optional(Type.Unsafe<"one way" | "request reply">({ enum: ["one way", "request reply"] })),
            message: Type.Optional(PartialMessage),
          },
          strict,
        ),
        { description: "The calls of other flows, in order, all of them." },
      ),
    ),
    error: Type.Optional(
      Type.Object({ code: Type.Optional(Type.String()), nodeId: Type.Optional(Type.String()) }, strict),
    ),
  },
  strict,
);

const Case = Type.Object(
  {
    name: Type.String(),
    at: Type.Optional(
      Type.String({ description: "The instant the run stands for, with offset: 2026-11-30T00:00:00+01:00." }),
    ),
    environment: Type.Optional(Type.Unsafe<Environment>({ enum: ["test", "production"], default: "test" })),
    from: Type.Optional(Type.String({ description: "Id of the node it starts at; the source when left out." })),
    message: Type.Optional(PartialMessage),
    given: Type.Optional(Given),
    expect: Expect,
  },
  strict,
);

/** One run of a flow and what must come of it. */
export type FlowTestCase = Static<typeof Case>;

export const FlowTestSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    test: Type.Unsafe<1>({ const: 1 }),
    given: Type.Optional(Given),
    cases: Type.Array(Case),
  },
  {
    ...strict,
    title: "Test of a Mortise flow",
    description: "x.test.json beside x.flow.json. `given` on top holds for every case.",
  },
);

/** The tests of a flow: `x.test.json` beside `x.flow.json`. */
export type FlowTest = Static<typeof FlowTestSchema>;

/** Reads a test document and finds all its mistakes. */
export function readFlowTest(text: string): { readonly test?: FlowTest; readonly mistakes: readonly Mistake[] } {
  const parsed = parseJsonText(text);
  if (parsed.value === undefined) return { mistakes: parsed.mistakes };
  const mistakes = new Mistakes();
  for (const { pointer, expected, found } of schemaMistakes(FlowTestSchema as unknown as JsonSchema, parsed.value)) {
    mistakes.add(
      "FLOW_INVALID",
      { what: `${pointer || "the test"}: expected ${expected}, found ${found}`, expected, found },
      { pointer },
    );
  }
  const test = parsed.value as unknown as FlowTest;
  for (const [index, { at }] of (Array.isArray(test.cases) ? test.cases : []).entries()) {
    if (at !== undefined && readInstant(at) === undefined) {
      const expected = "an instant with offset such as 2026-11-30T00:00:00+01:00";
      mistakes.add(
        "FLOW_INVALID",
        { what: `/cases/${index}/at: expected ${expected}, found ${at}`, expected, found: at },
        { pointer: `/cases/${index}/at` },
      );
    }
  }
  const list = mistakes.list();
  return list.length > 0 ? { mistakes: list } : { test, mistakes: list };
}

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** Epoch milliseconds of an ISO 8601 instant with its offset; undefined for anything else, also for a local time. */
export function readInstant(text: string): number | undefined {
  const [, year, month, day] = INSTANT.exec(text) ?? [];
  if (day === undefined) return undefined;
  // `Date.parse` takes 31 February for 3 March.
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const ms = Date.parse(text);
  return Number(day) > last || Number.isNaN(ms) ? undefined : ms;
}
