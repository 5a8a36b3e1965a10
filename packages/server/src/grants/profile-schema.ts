import { type ProviderProfile, Type } from "@mortise/contract";
import { Ajv2020 } from "ajv/dist/2020.js";

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
const Seconds = Type.Number({ minimum: 0, maximum: 10 * 365 * 86_400 });
const Days = Type.Number({ exclusiveMinimum: 0, maximum: 36_500 });
const Texts = Type.Record(Type.String({ minLength: 1, maxLength: 100 }), Type.String({ maxLength: 1_000 }));
const strictly = { additionalProperties: false };

const Endpoints = Type.Object(
  {
    authorizationUrl: Type.String({ format: "uri" }),
    tokenUrl: Type.String({ format: "uri" }),
    issuer: Type.Optional(Type.String({ format: "uri" })),
  },
  strictly,
);

const AnswerRule = Type.Object(
  {
    status: Type.Optional(Type.Integer({ minimum: 300, maximum: 599 })),
    error: Type.Optional(Type.String({ minLength: 1 })),
    contains: Type.Optional(Type.String({ minLength: 3 })),
    means: Type.Enum(["alive", "dead", "unknown"]),
  },
  { ...strictly, minProperties: 2 },
);

const fields = {
  scope: Nullable(Type.String({ minLength: 1, maxLength: 2_000 })),
  accessTokenTtlSec: Nullable(Seconds),
  refreshNotBeforeSec: Seconds,
  refreshErrorBeforeSec: Type.Optional(Seconds),
  refreshBeforeExpirySec: Seconds,
  idleTtlDays: Nullable(Days),
  absoluteTtlDays: Nullable(Days),
  rotation: Type.Enum(["none", "rotating", "unknown"]),
  leewayKind: Type.Enum(["time", "untilSuccessorUsed", "none"]),
  leewaySec: Seconds,
  clientAuth: Type.Enum(["post", "basic", "basicRaw", "none", "privateKeyJwt"]),
  extraTokenParams: Texts,
  authorizationParams: Texts,
  scopeOnRefresh: Type.Boolean(),
  tokenCallsPerDay: Nullable(Type.Integer({ minimum: 1 })),
  errorsPerHour: Nullable(Type.Integer({ minimum: 2 })),
  errorMap: Type.Array(AnswerRule, { maxItems: 50 }),
  probeWhenInDoubt: Type.Boolean(),
  tokenTimeoutSec: Type.Number({ minimum: 5, maximum: 300 }),
};

/** What a provider's file holds. */
export const ProfileSchema = Type.Object(
  {
    name: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,62}$" }),
    title: Type.String({ minLength: 1 }),
    sources: Type.Array(Type.String({ minLength: 10 }), { minItems: 1 }),
    endpoints: Type.Object({ test: Type.Optional(Endpoints), production: Type.Optional(Endpoints) }, strictly),
    ...fields,
  },
  strictly,
);

/** What a grant may say otherwise than its profile. */
export const OverridesSchema = Type.Partial(Type.Object(fields, strictly));

const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
const check = ajv.compile<ProviderProfile>(ProfileSchema);

/** What is wrong with a profile, in words; nothing where it is right. */
export function profileMistakes(value: unknown): readonly string[] {
  if (check(value)) {
    const { refreshNotBeforeSec, accessTokenTtlSec, refreshBeforeExpirySec, leewayKind, leewaySec } = value;
    const mistakes: string[] = [];
    if (accessTokenTtlSec !== null && refreshNotBeforeSec >= accessTokenTtlSec)
      mistakes.push("/refreshNotBeforeSec: a refresh would be accepted only after the access token has ended");
    // Where a refresh is always accepted, more than the token's life means a refresh at every use.
    const latest =
      refreshNotBeforeSec === 0 || accessTokenTtlSec === null ? null : accessTokenTtlSec - refreshNotBeforeSec;
    if (latest !== null && latest < refreshBeforeExpirySec)
      mistakes.push("/refreshBeforeExpirySec: it begins before a refresh is accepted");
    if ((leewayKind === "time") !== leewaySec > 0)
      mistakes.push('/leewaySec: it is more than 0 exactly where leewayKind is "time"');
    return mistakes;
  }
  return (check.errors ?? []).map(({ instancePath, message = "" }) => `${instancePath || "/"}: ${message}`);
}
