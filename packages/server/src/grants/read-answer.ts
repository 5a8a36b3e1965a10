import type { AnswerMeaning, GrantRecord, NewAccess, ProviderProfile, SpendOutcome } from "@mortise/contract";
import type { TokenAnswer } from "./ports.ts";
import { isWhole, readFields, type TokenFields } from "./token-fields.ts";

/** What is known beside the answer. Instants are on the database's clock. */
export interface AnswerContext {
  readonly grant: GrantRecord;
  readonly profile: ProviderProfile;
  /** Before the first byte left: lives are counted from here. */
  readonly sentAt: number;
  /** After the last byte came: waits are counted from here. */
  readonly receivedAt: number;
  /** Nothing that stands in them is repeated. */
  readonly secrets: readonly string[];
  /** Uniform in [0, 1): no two grants are kept alive at the same moment. */
  readonly random: number;
}

const SECOND = 1_000;
const DAY = 86_400_000;
/** Where nobody knows how long an unused grant lives. */
const KEEP_WHEN_UNKNOWN = DAY;
/** A request that never left may leave the next moment. */
const RETRY_NOT_SENT = 2 * SECOND;
/** A refusal that does not say when. Wrong credentials do not become right by asking often. */
const RETRY_REFUSED = 60 * SECOND;
const LONGEST_RETRY = 3_600 * SECOND;

/** Says what became of the refresh token, from an answer or the want of one. Reads whatever comes: cut, as HTML, with tokens in an error. */
export function readAnswer(answer: TokenAnswer, context: AnswerContext): SpendOutcome {
  if (answer.kind === "notSent")
    return {
      kind: "notSent",
      reason: answer.error.message,
      retryAt: context.receivedAt + RETRY_NOT_SENT,
    };
  const fields = answer.kind === "answer" ? readFields(answer.body, contentType(answer), answer.complete) : undefined;
  // A new refresh token is the only one that works, whatever else the answer says: Exact was seen to send one with an error.
  if (fields?.refresh || (fields && hasAll(answer, fields))) return tokens(fields, context);
  const outcome = answer.kind === "lost" ? unknown(answer.reason) : meaningOf(answer, fields, context);
  // The client's own credentials can be sent again as often as one likes: nothing is lost with a lost answer.
  if (outcome.kind === "unknown" && context.grant.grantType === "client_credentials")
    return { kind: "alive", reason: outcome.reason, retryAt: context.receivedAt + RETRY_NOT_SENT };
  return outcome.kind === "unknown" && fields?.access ? { ...outcome, access: accessOf(fields, context) } : outcome;
}

type Answered = Extract<TokenAnswer, { kind: "answer" }>;

function hasAll(answer: TokenAnswer, fields: TokenFields): boolean {
  return answer.kind === "answer" && answer.status < 300 && fields.access !== undefined && isWhole(fields);
}

function tokens(fields: TokenFields, context: AnswerContext): SpendOutcome {
  const { grant, profile, receivedAt, random } = context;
  const idle = profile.idleTtlDays === null ? undefined : profile.idleTtlDays * DAY;
  const renewable = grant.grantType === "authorization_code" && (fields.refresh !== undefined || grant.hasRefreshToken);
  // At most a third of the idle life, and never all grants at once.
  const keep = (idle === undefined ? KEEP_WHEN_UNKNOWN : idle / 3) * (1 - random / 10);
  return {
    kind: "tokens",
    access: fields.access === undefined ? undefined : accessOf(fields, context),
    refresh: fields.refresh,
    scope: fields.scope,
    receivedAt,
    notBefore: profile.refreshNotBeforeSec > 0 ? receivedAt + profile.refreshNotBeforeSec * SECOND : null,
    keepAt: renewable ? Math.floor(receivedAt + keep) : null,
    diesAt: renewable ? endOf(fields, context, idle) : null,
  };
}

/** The life of a grant as far as it is known: idle, absolute, and what the answer itself says of the refresh token. */
function endOf(fields: TokenFields, context: AnswerContext, idle: number | undefined): number | null {
  const { grant, profile, receivedAt } = context;
  const absolute = profile.absoluteTtlDays === null ? undefined : profile.absoluteTtlDays * DAY;
  const ends = [
    idle === undefined ? undefined : receivedAt + idle,
    absolute === undefined ? undefined : (grant.consentedAt ?? receivedAt) + absolute,
    fields.refreshExpiresIn === undefined ? undefined : receivedAt + fields.refreshExpiresIn * SECOND,
  ].filter((end) => end !== undefined);
  return ends.length === 0 ? null : Math.min(...ends);
}

function accessOf(fields: TokenFields, { profile, sentAt }: AnswerContext): NewAccess {
  const seconds = fields.expiresIn ?? profile.accessTokenTtlSec;
  return {
    token: fields.access as string,
    expiresAt: seconds === null ? null : sentAt + seconds * SECOND,
    type: fields.type ?? "Bearer",
  };
}

function meaningOf(answer: Answered, fields: TokenFields | undefined, context: AnswerContext): SpendOutcome {
  const { status } = answer;
  const reason = reasonOf(answer, fields, context.secrets);
  const retryAt = context.receivedAt + retryAfter(answer, context.grant.failures);
  switch (ruleOf(answer, fields, context.profile) ?? standardMeaning(answer, fields)) {
    case "dead":
      return { kind: "dead", reason, retryAt: null };
    case "alive":
      return { kind: "alive", reason, retryAt };
    default:
      return unknown(status < 300 ? `${reason}, without a token` : reason);
  }
}

/** RFC 6749 §5.2, and what servers do in its stead. */
function standardMeaning({ status, complete }: Answered, fields: TokenFields | undefined): AnswerMeaning {
  if (fields?.error === "invalid_grant") return "dead";
  // A server that is too busy, or forwards, did not look at the token.
  if (status === 429 || status === 503 || (status >= 300 && status < 400)) return "alive";
  if (status >= 400 && status < 500) return "alive";
  // 200 with an error is a refusal that came with the wrong status.
  if (status < 300 && complete && fields?.error !== undefined) return "alive";
  return "unknown";
}

function ruleOf(
  { status, body }: Answered,
  fields: TokenFields | undefined,
  { errorMap }: ProviderProfile,
): AnswerMeaning | undefined {
  if (errorMap.length === 0 || status < 300) return undefined;
  const text = Buffer.from(body).toString("utf8").toLowerCase();
  return errorMap.find(
    (rule) =>
      (rule.status === undefined || rule.status === status) &&
      (rule.error === undefined || rule.error === fields?.error) &&
      (rule.contains === undefined || text.includes(rule.contains.toLowerCase())),
  )?.means;
}

function retryAfter(answer: Answered, failures: number): number {
  const value = answer.headers.find(([name]) => name.toLowerCase() === "retry-after")?.[1] ?? "";
  const seconds = /^\d{1,6}$/.test(value.trim()) ? Number(value) : undefined;
  const wait = seconds === undefined ? RETRY_REFUSED * 2 ** Math.min(failures, 6) : seconds * SECOND;
  return Math.min(Math.max(wait, SECOND), LONGEST_RETRY);
}

/** What the provider said, in one line and without a secret. */
function reasonOf({ status }: Answered, fields: TokenFields | undefined, secrets: readonly string[]): string {
  const said = [fields?.error, fields?.description].filter((part) => part !== undefined).join(": ");
  let text = `${status}${said ? ` ${said}` : ""}`.replaceAll(/\s+/g, " ").slice(0, 300);
  for (const secret of secrets) if (secret.length > 3) text = text.replaceAll(secret, "•••");
  return text;
}

function unknown(reason: string): SpendOutcome & { kind: "unknown" } {
  return { kind: "unknown", reason };
}

function contentType({ headers }: Answered): string {
  return headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
}
