import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Rehearsal, startRehearsal, totpCode } from "./index.ts";
import { authorizeUrl, openBrowser, tokenCall, VERIFIER, walkToCode } from "./walk.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

let rehearsal: Rehearsal;
beforeEach(async () => {
  rehearsal = await startRehearsal({
    clock: () => NOW,
    users: [
      { name: "demo", password: "Welkom01" },
      { name: "careful", password: "Welkom01", totpSecret: SECRET },
    ],
  });
});
afterEach(() => rehearsal.close());

const exchange = (code: string, fields: { [name: string]: string | undefined } = {}) =>
  tokenCall(rehearsal.url, {
    grant_type: "authorization_code",
    code,
    redirect_uri: "http://127.0.0.1:9/callback",
    code_verifier: VERIFIER,
    ...fields,
  });

test("a person signs in, consents, and the code gives tokens that open the API", async () => {
  const browser = openBrowser();
  const login = await browser.open(authorizeUrl(rehearsal.url));
  expect(login.text).toContain("Third Parties Test Client");
  const wrong = await browser.submit(login, { user: "demo", password: "wrong" });
  expect(wrong.status).toBe(401);
  expect(wrong.text).toContain("not right");
  const consent = await browser.submit(wrong, { user: "demo", password: "Welkom01" });
  expect(consent.text).toContain("Allow Third Parties Test Client?");
  const back = await browser.submit(consent, { decision: "allow" });
  expect(back.status).toBe(303);
  expect(`${back.location?.origin}${back.location?.pathname}`).toBe("http://127.0.0.1:9/callback");
  expect(back.location?.searchParams.get("state")).toBe("xyz");
  expect(back.location?.searchParams.get("iss")).toBe(rehearsal.url);
  const { status, headers, body } = await exchange(back.location?.searchParams.get("code") ?? "");
  expect(status).toBe(200);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(body).toMatchObject({ token_type: "bearer", expires_in: 3599, scope: "all" });
  const employers = await fetch(`${rehearsal.url}/v2/providers/employers`, {
    headers: { authorization: `Bearer ${body.access_token}` },
  });
  expect(employers.status).toBe(200);
  expect(rehearsal.log().map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
    "authorize login page",
    "authorize wrong login",
    "authorize allowed",
    "token ok",
    "api ok",
  ]);
});

test("a user with an authenticator app is asked for its code", async () => {
  const browser = openBrowser();
  const login = await browser.open(authorizeUrl(rehearsal.url));
  const totp = await browser.submit(login, { user: "careful", password: "Welkom01" });
  expect(totp.text).toContain("authenticator app");
  const wrong = await browser.submit(totp, { code: "000000" });
  expect(wrong.status).toBe(401);
  const consent = await browser.submit(wrong, { code: totpCode(SECRET, NOW - 30_000) });
  expect(consent.text).toContain("Signed in as careful");
});

test("codes are those of RFC 6238", () => {
  expect([59_000, 1_111_111_109_000, 20_000_000_000_000].map((at) => totpCode(SECRET, at))).toEqual([
    "287082",
    "081804",
    "353130",
  ]);
});

test("a person who says no is brought back with access_denied", async () => {
  const browser = openBrowser();
  const consent = await browser.submit(await browser.open(authorizeUrl(rehearsal.url)), {
    user: "demo",
    password: "Welkom01",
  });
  const back = await browser.submit(consent, { decision: "deny" });
  expect(Object.fromEntries(back.location?.searchParams ?? [])).toMatchObject({
    error: "access_denied",
    state: "xyz",
    iss: rehearsal.url,
  });
});

test("five wrong passwords end the walk", async () => {
  const browser = openBrowser();
  let page = await browser.open(authorizeUrl(rehearsal.url));
  for (let attempt = 0; attempt < 5; attempt++) page = await browser.submit(page, { user: "demo", password: "wrong" });
  expect(page.location?.searchParams.get("error")).toBe("access_denied");
});

test("another browser cannot go on with a walk", async () => {
  const login = await openBrowser().open(authorizeUrl(rehearsal.url));
  const stolen = await openBrowser().submit(login, { user: "demo", password: "Welkom01" });
  expect(stolen.status).toBe(400);
  expect(stolen.text).toContain("another browser");
});

test("consent cannot be given before signing in", async () => {
  const browser = openBrowser();
  const login = await browser.open(authorizeUrl(rehearsal.url));
  const page = await browser.submit(
    { ...login, text: login.text.replace('value="login"', 'value="consent"') },
    { decision: "allow" },
  );
  expect(page.location).toBeUndefined();
  expect(page.text).toContain("Sign in");
});

describe("a request that must not be sent back to its redirect address", () => {
  test.each([
    ["an unknown client", { client_id: "<b>nobody</b>" }, "no such client"],
    ["no redirect address", { redirect_uri: undefined }, "redirect_uri is missing"],
    ["a foreign redirect address", { redirect_uri: "https://evil.example/?<script>" }, "is not a redirect address"],
    [
      "a redirect address that only begins well",
      { redirect_uri: "https://loket.nl.evil.example" },
      "is not a redirect address",
    ],
    [
      "a loopback address with a user name",
      { redirect_uri: "http://127.0.0.1@evil.example/" },
      "is not a redirect address",
    ],
  ])("shows a page for %s", async (_, params, text) => {
    const page = await openBrowser().open(authorizeUrl(rehearsal.url, params));
    expect(page.status).toBe(400);
    expect(page.text).toContain(text);
    expect(page.text).not.toContain("<script>");
  });
});

describe("a mistake of the application", () => {
  test.each([
    ["another response type", { response_type: "token" }, "unsupported_response_type"],
    ["a plain challenge", { code_challenge_method: "plain" }, "invalid_request"],
    ["a challenge that is none", { code_challenge: "short" }, "invalid_request"],
  ])("comes back as %s", async (_, params, error) => {
    const { location } = await openBrowser().open(authorizeUrl(rehearsal.url, params));
    expect(Object.fromEntries(location?.searchParams ?? [])).toMatchObject({ error, state: "xyz", iss: rehearsal.url });
  });
});

describe("a code", () => {
  test.each([
    ["with another verifier", { code_verifier: VERIFIER.toUpperCase() }],
    ["without its verifier", { code_verifier: undefined }],
    ["with another redirect address", { redirect_uri: "http://127.0.0.1:10/callback" }],
    ["that nobody issued", { code: "unknown" }],
  ])("%s gives nothing", async (_, fields) => {
    const { status, body } = await exchange(await walkToCode(rehearsal.url), fields);
    expect([status, body.error]).toEqual([400, "invalid_grant"]);
    expect(rehearsal.liveTokens()).toEqual([]);
  });

  test("that is older than a minute gives nothing", async () => {
    const code = await walkToCode(rehearsal.url);
    rehearsal.advance(61_000);
    expect((await exchange(code)).body.error).toBe("invalid_grant");
  });

  test("sent twice ends the grant that it became", async () => {
    const code = await walkToCode(rehearsal.url);
    expect((await exchange(code)).status).toBe(200);
    expect(rehearsal.liveTokens()).toHaveLength(1);
    expect((await exchange(code)).body.error).toBe("invalid_grant");
    expect(rehearsal.liveTokens()).toEqual([]);
  });
});

test("a public client needs PKCE and no secret", async () => {
  const server = await startRehearsal({ clients: [{ id: "public", redirectUris: [] }] });
  try {
    const refused = await openBrowser().open(
      authorizeUrl(server.url, { client_id: "public", code_challenge: undefined }),
    );
    expect(refused.location?.searchParams.get("error")).toBe("invalid_request");
    const code = await walkToCode(server.url, { client_id: "public" });
    const fields = {
      client_id: "public",
      client_secret: undefined,
      grant_type: "authorization_code",
      code,
      code_verifier: VERIFIER,
    };
    const { status } = await tokenCall(server.url, { ...fields, redirect_uri: "http://127.0.0.1:9/callback" });
    expect(status).toBe(200);
  } finally {
    await server.close();
  }
});

test("the metadata names the endpoints", async () => {
  const metadata = await (await fetch(`${rehearsal.url}/.well-known/oauth-authorization-server`)).json();
  expect(metadata).toMatchObject({
    issuer: rehearsal.url,
    token_endpoint: `${rehearsal.url}/token`,
    code_challenge_methods_supported: ["S256"],
  });
});
