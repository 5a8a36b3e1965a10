import { mortiseError, Type } from "@mortise/contract";
import { isTimeZone } from "@mortise/engine";
import { readInstant } from "../api/instant.ts";
import { route } from "../api/route.ts";
import { AnyJson, InstantIn, MessageIn, MessageSchema, object } from "../api/schemas.ts";
import { type EvaluateRequest, evaluate } from "../evaluate/evaluate.ts";

const Values = Type.Record(Type.String(), AnyJson);

const Evaluated = object(
  {
    ok: Type.Literal(true),
    value: AnyJson,
    result: Type.Optional(AnyJson),
    type: Type.String({ description: "The value's Java type: Integer, String, Map, null." }),
    message: MessageSchema,
    properties: Values,
    variables: Values,
    stdout: Type.Optional(Type.String({ description: "What a script printed." })),
  },
  "Evaluated",
);

const Failed = object(
  {
    ok: Type.Literal(false),
    phase: Type.Enum(["compile", "run"]),
    error: object({
      code: Type.String(),
      message: Type.String(),
      class: Type.Optional(Type.String({ description: "Groovy's or Java's class of what was thrown." })),
      help: Type.Optional(Type.String()),
      position: Type.Optional(Type.Integer({ description: "From 0, in the source." })),
      line: Type.Optional(Type.Integer()),
      column: Type.Optional(Type.Integer()),
      excerpt: Type.Optional(Type.String({ description: "The line with a caret below it." })),
      frames: Type.Optional(
        Type.Array(object({ name: Type.String(), line: Type.Integer(), column: Type.Integer() }), {
          description: "The calls of the script that led there, innermost first.",
        }),
      ),
    }),
    stdout: Type.Optional(Type.String({ description: "What a script had printed by then." })),
  },
  "EvaluationFailed",
);

export const evaluateRoutes = [
  route({
    method: "POST",
    path: "/evaluate",
    id: "evaluate",
    tag: "evaluate",
    summary: "Tries out an expression, predicate or script on a message; nothing stored is touched",
    description:
      'Values may be written `{"$date": ms}`, `{"$bytes": "text"}` and `{"$array": []}`. With `typed` they come back as `{"t": "BigDecimal", "v": "3.33"}`.',
    role: "editor",
    bodyLimit: 12_000_000,
    body: object({
      language: Type.String({ maxLength: 100, examples: ["simple", "groovy", "javascript", "jsonpath"] }),
      source: Type.String({ maxLength: 1_000_000 }),
      mode: Type.Optional(Type.Enum(["expression", "predicate", "script"], { description: "Defaults to expression." })),
      message: Type.Optional(MessageIn),
      properties: Type.Optional(Values),
      variables: Type.Optional(Values),
      exception: Type.Optional(
        Type.Record(Type.String(), AnyJson, { description: "What failed: message, statusCode, responseBody, …" }),
      ),
      placeholders: Type.Optional(Type.Record(Type.String(), Type.String())),
      now: Type.Optional(InstantIn),
      timeZone: Type.Optional(Type.String({ maxLength: 100, description: "Defaults to Europe/Amsterdam." })),
      trim: Type.Optional(Type.Boolean({ description: "Take white space off the source. Defaults to false." })),
      trimResult: Type.Optional(Type.Boolean()),
      resultType: Type.Optional(
        Type.Union([Type.String({ maxLength: 100 }), Type.Null()], {
          description: "Convert the result to it: string, Integer, boolean, …",
        }),
      ),
      typed: Type.Optional(Type.Boolean()),
    }),
    answers: {
      200: {
        description: "What it gave, or why it failed",
        schema: Type.Union([Evaluated, Failed], { title: "Evaluation" }),
      },
    },
    async handle({ runtime, body }) {
      const { mode = "expression", timeZone = "Europe/Amsterdam", resultType } = body;
      if (!isTimeZone(timeZone))
        throw mortiseError("API_INVALID", { what: `there is no time zone "${timeZone}"` }, { pointer: "/timeZone" });
      const request = {
        ...body,
        mode,
        timeZone,
        resultType: resultType ?? undefined,
        now: readInstant(body.now, "/now") ?? runtime.clock.now(),
      } as EvaluateRequest;
      return JSON.parse(JSON.stringify(await evaluate(request, runtime)));
    },
  }),
];
