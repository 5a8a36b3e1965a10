import type { GrantRecord } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import type { TokenAnswer } from "./ports.ts";
import { findProfile } from "./profiles.ts";
import { readAnswer } from "./read-answer.ts";

const SENT = 1_000_000;
const RECEIVED = 1_002_000;

const grant = { grantType: "authorization_code", hasRefreshToken: true, consentedAt: 0, failures: 0 } as GrantRecord;

function read(answer: TokenAnswer, profile = "strict", of: Partial<GrantRecord> = {}) {
  return readAnswer(answer, {
    grant: { ...grant, ...of },
    profile: findProfile(profile),
    sentAt: SENT,
    receivedAt: RECEIVED,
    secrets: ["old-refresh-token"],
    random: 0,
  });
}

function answer(
  status: number,
  body: string | object,
  more: { complete?: boolean; headers?: [string, string][] } = {},
): TokenAnswer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const { complete = true, headers = [["content-type", "application/json"]] } = more;
  return { kind: "answer", status, headers, body: Buffer.from(text), complete };
}

describe("an answer cut at any byte", () => {
  const WHOLE = JSON.stringify({
    access_token: 'the-"new"-access-token',
    token_type: "bearer",
    expires_in: 3599,
    refresh_token: "the-new\\refresh-token-\u00e9",
    scope: "all",
  });
  const bytes = Buffer.from(WHOLE);

  test.each([...bytes.keys()])("%i gives a token that came whole, or says that nobody knows", (length) => {
    const outcome = read({
      kind: "answer",
      status: 200,
      headers: [],
      body: bytes.subarray(0, length),
      complete: false,
    });
    const came = bytes.subarray(0, length).toString("utf8").includes('refresh-token-\u00e9"');
    if (came) {
      expect(outcome).toMatchObject({
        kind: "tokens",
        refresh: "the-new\\refresh-token-\u00e9",
        access: { token: 'the-"new"-access-token' },
      });
    } else {
      expect(outcome.kind).toBe("unknown");
      // A part of a token is none.
      const access = outcome.kind === "unknown" ? outcome.access?.token : undefined;
      expect([undefined, 'the-"new"-access-token']).toContain(access);
    }
  });

  test("an expiry that lost its last digits is not taken for one", () => {
    const cut = '{"refresh_token":"r","access_token":"a","expires_in":35';
    expect(read(answer(200, cut, { complete: false }))).toMatchObject({ access: { expiresAt: null } });
  });
});

type Shape = readonly [name: string, answer: TokenAnswer, expected: object, profile?: string];

const TOKENS = { access_token: "a", refresh_token: "r", expires_in: 60 };
const form = { headers: [["Content-Type", "application/x-www-form-urlencoded"]] as [string, string][] };
const html = { headers: [["content-type", "text/html"]] as [string, string][] };

const SHAPES: readonly Shape[] = [
  [
    "the usual",
    answer(200, TOKENS),
    { kind: "tokens", refresh: "r", access: { token: "a", expiresAt: SENT + 60_000 } },
  ],
  ["no refresh token", answer(200, { access_token: "a", expires_in: 60 }), { kind: "tokens", refresh: undefined }],
  ["an empty refresh token", answer(200, { ...TOKENS, refresh_token: "" }), { kind: "tokens", refresh: undefined }],
  [
    "a refresh token of blanks",
    answer(200, { ...TOKENS, refresh_token: "  " }),
    { kind: "tokens", refresh: undefined },
  ],
  [
    "a refresh token that is null",
    answer(200, { ...TOKENS, refresh_token: null }),
    { kind: "tokens", refresh: undefined },
  ],
  [
    "a refresh token that is a number",
    answer(200, { ...TOKENS, refresh_token: 5 }),
    { kind: "tokens", refresh: undefined },
  ],
  ["an expiry as text", answer(200, { ...TOKENS, expires_in: "60" }), { access: { expiresAt: SENT + 60_000 } }],
  ["an expiry that is nonsense", answer(200, { ...TOKENS, expires_in: "soon" }), { access: { expiresAt: null } }],
  ["an expiry of zero", answer(200, { ...TOKENS, expires_in: 0 }), { access: { expiresAt: null } }],
  [
    "no expiry, where the profile knows it",
    answer(200, { access_token: "a", refresh_token: "r" }),
    { access: { expiresAt: SENT + 600_000 } },
    "exact-online",
  ],
  ["token_type in another case", answer(200, { ...TOKENS, token_type: "BEARER" }), { access: { type: "Bearer" } }],
  ["another token_type", answer(200, { ...TOKENS, token_type: "DPoP" }), { access: { type: "DPoP" } }],
  ["a byte order mark", answer(200, `\ufeff${JSON.stringify(TOKENS)}`), { kind: "tokens" }],
  [
    "a form",
    answer(200, "access_token=a%2Bb&refresh_token=r&expires_in=60", form),
    { kind: "tokens", refresh: "r", access: { token: "a+b" } },
  ],
  [
    "a form that is cut",
    answer(200, "access_token=a&refresh_token=r", { ...form, complete: false }),
    { kind: "unknown" },
  ],
  ["JSON said to be HTML", answer(200, TOKENS, html), { kind: "tokens" }],
  ["new tokens with 429", answer(429, { error: "rate_limit", ...TOKENS }), { kind: "tokens", refresh: "r" }],
  [
    "a new refresh token with 400",
    answer(400, { error: "access_denied", refresh_token: "r" }),
    { kind: "tokens", refresh: "r", access: undefined },
  ],
  ["200 with an error", answer(200, { error: "invalid_client" }), { kind: "alive" }],
  ["200 with invalid_grant", answer(200, { error: "invalid_grant" }), { kind: "dead" }],
  ["200 with HTML", answer(200, "<html>", html), { kind: "unknown" }],
  ["200 with nothing", answer(200, ""), { kind: "unknown" }],
  ["200 with a list", answer(200, "[]"), { kind: "unknown" }],
  ["200 with JSON of something else", answer(200, { ok: true }), { kind: "unknown" }],
  ["204", answer(204, ""), { kind: "unknown" }],
  ["400 invalid_grant", answer(400, { error: "invalid_grant" }), { kind: "dead", reason: "400 invalid_grant" }],
  ["401 invalid_client", answer(401, { error: "invalid_client" }), { kind: "alive" }],
  ["401 in plain text", answer(401, "Unauthorized", { headers: [] }), { kind: "alive" }],
  ["403 as HTML", answer(403, "<h1>Forbidden</h1>", html), { kind: "alive" }],
  ["429 with when", answer(429, "", { headers: [["Retry-After", "7"]] }), { kind: "alive", retryAt: RECEIVED + 7_000 }],
  [
    "429 with a date that nobody reads",
    answer(429, "", { headers: [["retry-after", "Mon"]] }),
    { kind: "alive", retryAt: RECEIVED + 60_000 },
  ],
  ["500", answer(500, "oops"), { kind: "unknown" }],
  ["502", answer(502, "<html>", html), { kind: "unknown" }],
  ["503", answer(503, ""), { kind: "alive" }],
  ["504", answer(504, ""), { kind: "unknown" }],
  ["307", answer(307, "", { headers: [["location", "https://elsewhere.example"]] }), { kind: "alive" }],
  ["a reset", { kind: "lost", reason: "reset" }, { kind: "unknown", reason: "reset" }],
  [
    "Exact's too early",
    answer(400, { error: "access_denied", error_description: "Rate limit exceeded: access_token not expired" }),
    { kind: "alive" },
    "exact-online",
  ],
  [
    "Exact's old token, as text",
    answer(400, "Old refresh token used.", { headers: [] }),
    { kind: "dead" },
    "exact-online",
  ],
  ["Atlassian's 403", answer(403, { error: "invalid_grant" }), { kind: "dead" }, "atlassian"],
  ["Microsoft's wish to see a person", answer(400, { error: "interaction_required" }), { kind: "dead" }, "microsoft"],
];

describe("answers of every shape", () => {
  test.each(SHAPES.map((shape) => [shape[0], shape] as const))("%s", (_, [, given, expected, profile]) => {
    expect(read(given, profile)).toMatchObject(expected);
  });

  test("a reason shows no secret that was sent", () => {
    const outcome = read(answer(400, { error: "invalid_request", error_description: "old-refresh-token is odd" }));
    expect(outcome).toMatchObject({ reason: "400 invalid_request: ••• is odd" });
  });

  test("the earliest next refresh counts from the answer, the life of a token from the request", () => {
    expect(read(answer(200, TOKENS), "exact-online")).toMatchObject({
      notBefore: RECEIVED + 570_000,
      access: { expiresAt: SENT + 60_000 },
      keepAt: RECEIVED + 10 * 86_400_000,
      diesAt: RECEIVED + 30 * 86_400_000,
    });
  });

  test("what the answer says of the refresh token's life is the end, where it is nearer", () => {
    const body = { ...TOKENS, x_refresh_token_expires_in: 86_400 };
    expect(read(answer(200, body), "quickbooks")).toMatchObject({ diesAt: RECEIVED + 86_400_000 });
  });

  test("a refusal that comes again is waited out longer", () => {
    const first = read(answer(401, { error: "invalid_client" }));
    const third = read(answer(401, { error: "invalid_client" }), "strict", { failures: 2 });
    expect([first, third]).toMatchObject([{ retryAt: RECEIVED + 60_000 }, { retryAt: RECEIVED + 240_000 }]);
  });
});
