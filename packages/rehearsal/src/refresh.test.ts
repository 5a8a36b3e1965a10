import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { digest, fingerprint } from "./fingerprint.ts";
import { type Rehearsal, type RehearsalOptions, startRehearsal } from "./index.ts";
import { authorizeUrl, openBrowser, refreshCall, tokenCall } from "./walk.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const DAY = 86_400_000;
const open: Rehearsal[] = [];
const start = async (options: RehearsalOptions = {}) => {
  const rehearsal = await startRehearsal({ clock: () => NOW, ...options });
  open.push(rehearsal);
  return rehearsal;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((rehearsal) => rehearsal.close()));
});

const employers = (url: string, token: unknown) =>
  fetch(`${url}/v2/providers/employers`, { headers: { authorization: `Bearer ${token}` } });

describe("profile loket", () => {
  let rehearsal: Rehearsal;
  beforeEach(async () => {
    rehearsal = await start();
  });

  test("gives a new refresh token for each, a hundred times", async () => {
    let token: unknown = rehearsal.issueRefreshToken();
    for (let generation = 2; generation <= 101; generation++) {
      const { status, body } = await refreshCall(rehearsal.url, token);
      expect(status).toBe(200);
      token = body.refresh_token;
      expect(rehearsal.liveTokens()[0]).toMatchObject({ generation, fingerprint: fingerprint(digest(String(token))) });
    }
    expect(rehearsal.status()).toMatchObject({ everyTokenSpentOnce: true, tokensSpent: 100 });
    expect(rehearsal.status().grants[0]?.spends.map(({ sent }) => sent)).toEqual([...Array(100).fill(1), 0]);
  });

  test("ends the grant with its live token when a spent one comes again", async () => {
    const first = rehearsal.issueRefreshToken();
    const { body } = await refreshCall(rehearsal.url, first);
    const again = await refreshCall(rehearsal.url, first);
    expect([again.status, again.body.error]).toEqual([400, "invalid_grant"]);
    expect((await refreshCall(rehearsal.url, body.refresh_token)).body.error).toBe("invalid_grant");
    expect((await employers(rehearsal.url, body.access_token)).status).toBe(401);
    expect(rehearsal.liveTokens()).toEqual([]);
    expect(rehearsal.status()).toMatchObject({
      everyTokenSpentOnce: false,
      tokensSentTwice: 1,
      grants: [{ state: "dead" }],
    });
  });

  test("lets one of fifty at once win, and the others end the grant", async () => {
    const token = rehearsal.issueRefreshToken();
    const answers = await Promise.all(Array.from({ length: 50 }, () => refreshCall(rehearsal.url, token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(rehearsal.status().grants[0]?.spends[0]?.sent).toBe(50);
  });

  test("keeps no token in its log or its status", async () => {
    const token = rehearsal.issueRefreshToken();
    const { body } = await refreshCall(rehearsal.url, token);
    await employers(rehearsal.url, body.access_token);
    const told = await (await fetch(`${rehearsal.url}/rehearsal/log`)).text();
    const text = told + JSON.stringify(rehearsal.status());
    for (const secret of [token, body.refresh_token, body.access_token, "Welkom01"])
      expect(text).not.toContain(String(secret));
    expect(told).toContain(fingerprint(digest(token)));
  });

  test("takes a form that calls itself text, as connectors in the field send it", async () => {
    const token = rehearsal.issueRefreshToken();
    const { status } = await tokenCall(
      rehearsal.url,
      { grant_type: "refresh_token", refresh_token: token, redirect_uri: "https://loket.nl" },
      { "content-type": "text/plain" },
    );
    expect(status).toBe(200);
  });

  test("takes a client that authenticates with HTTP Basic, form-encoded as RFC 6749 wants it", async () => {
    const server = await start({ clients: [{ id: "a b", secret: "p:+%ä", redirectUris: [] }] });
    const basic = Buffer.from("a+b:p%3A%2B%25%C3%A4").toString("base64");
    const { status } = await refreshCall(
      server.url,
      server.issueRefreshToken(),
      { client_id: undefined, client_secret: undefined },
      { authorization: `Basic ${basic}` },
    );
    expect(status).toBe(200);
  });

  test("gives a client its own token, without a refresh token", async () => {
    const { status, body } = await tokenCall(rehearsal.url, { grant_type: "client_credentials" });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty("refresh_token");
    expect((await employers(rehearsal.url, body.access_token)).status).toBe(200);
  });

  const refusals: [string, { [name: string]: string | undefined }, { [name: string]: string }, number, string][] = [
    ["a wrong secret", { client_secret: "wrong" }, {}, 401, "invalid_client"],
    ["an unknown client", { client_id: "nobody" }, {}, 401, "invalid_client"],
    ["no client", { client_id: undefined, client_secret: undefined }, {}, 401, "invalid_client"],
    ["two kinds of client authentication", {}, { authorization: "Basic eDp5" }, 400, "invalid_request"],
    [
      "a Basic header that is none",
      { client_secret: undefined },
      { authorization: "Basic eA==" },
      401,
      "invalid_client",
    ],
    ["no grant type", { grant_type: undefined }, {}, 400, "invalid_request"],
    ["a grant type unknown here", { grant_type: "password" }, {}, 400, "unsupported_grant_type"],
    ["no refresh token", { refresh_token: undefined }, {}, 400, "invalid_request"],
    ["an empty refresh token", { refresh_token: "" }, {}, 400, "invalid_request"],
    ["an unknown refresh token", { refresh_token: "unknown" }, {}, 400, "invalid_grant"],
    ["no redirect_uri, which Loket wants", { redirect_uri: undefined }, {}, 400, "invalid_request"],
    ["a scope beyond the grant's", { scope: "all more" }, {}, 400, "invalid_scope"],
  ];
  test.each(refusals)("refuses %s and leaves the token as it was", async (_, fields, headers, status, error) => {
    const token = rehearsal.issueRefreshToken();
    const all = { grant_type: "refresh_token", refresh_token: token, redirect_uri: "https://loket.nl", ...fields };
    const answer = await tokenCall(rehearsal.url, all, headers);
    expect([answer.status, answer.body.error]).toEqual([status, error]);
    expect(rehearsal.status().grants[0]?.spends[0]?.sent).toBe(0);
    expect((await refreshCall(rehearsal.url, token)).status).toBe(200);
  });

  test("refuses a parameter that comes twice", async () => {
    const body = new URLSearchParams([
      ["grant_type", "refresh_token"],
      ["grant_type", "refresh_token"],
    ]);
    const response = await fetch(`${rehearsal.url}/token`, { method: "POST", body });
    expect([response.status, await response.json()]).toMatchObject([400, { error: "invalid_request" }]);
  });

  test("does not let one client spend the token of another", async () => {
    const clients = ["one", "two"].map((id) => ({ id, secret: "s", redirectUris: [] }));
    const server = await start({ clients });
    const token = server.issueRefreshToken("one");
    const stolen = await refreshCall(server.url, token, { client_id: "two", client_secret: "s" });
    expect(stolen.body.error).toBe("invalid_grant");
    expect((await refreshCall(server.url, token, { client_id: "one", client_secret: "s" })).status).toBe(200);
  });
});

test("an access token ends when its time has come", async () => {
  const rehearsal = await start();
  const { body } = await refreshCall(rehearsal.url, rehearsal.issueRefreshToken());
  rehearsal.advance(3_598_000);
  expect((await employers(rehearsal.url, body.access_token)).status).toBe(200);
  rehearsal.advance(1_000);
  const late = await employers(rehearsal.url, body.access_token);
  expect(late.headers.get("www-authenticate")).toContain(
    'error="invalid_token", error_description="The access token has expired."',
  );
});

describe("profile exact", () => {
  test("refuses a refresh before 570 of 600 seconds, and takes it after", async () => {
    const rehearsal = await start({ profile: "exact" });
    const token = rehearsal.issueRefreshToken();
    rehearsal.advance(569_000);
    const early = await refreshCall(rehearsal.url, token);
    expect([early.status, early.body.error, early.body.error_description]).toEqual([
      400,
      "access_denied",
      "Rate limit exceeded: access_token not expired",
    ]);
    rehearsal.advance(1_000);
    expect((await refreshCall(rehearsal.url, token)).body.expires_in).toBe("600");
    expect(rehearsal.status().everyTokenSpentOnce).toBe(true);
  });

  test("refuses a spent token and leaves the live one", async () => {
    const rehearsal = await start({ profile: "exact" });
    const token = rehearsal.issueRefreshToken();
    rehearsal.advance(580_000);
    const { body } = await refreshCall(rehearsal.url, token);
    expect((await refreshCall(rehearsal.url, token)).body.error_description).toBe("Old refresh token used.");
    rehearsal.advance(580_000);
    expect((await refreshCall(rehearsal.url, body.refresh_token)).status).toBe(200);
  });

  test("blocks for an hour after ten errors, and longer the next time", async () => {
    const rehearsal = await start({ profile: "exact" });
    const token = rehearsal.issueRefreshToken();
    for (let error = 0; error < 10; error++) expect((await refreshCall(rehearsal.url, token)).status).toBe(400);
    rehearsal.advance(3_599_000);
    expect((await refreshCall(rehearsal.url, token)).status).toBe(429);
    rehearsal.advance(1_000);
    expect((await refreshCall(rehearsal.url, token)).status).toBe(200);
  });

  test("gives no more than 200 tokens a day", async () => {
    const rehearsal = await start({ profile: "exact" });
    for (let call = 0; call < 200; call++) await tokenCall(rehearsal.url, { grant_type: "client_credentials" });
    const refused = await tokenCall(rehearsal.url, { grant_type: "client_credentials" });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "86400"]);
    rehearsal.advance(DAY);
    expect((await tokenCall(rehearsal.url, { grant_type: "client_credentials" })).status).toBe(200);
  });

  test("of 2021 lets an early refresh through and blocks at the tenth", async () => {
    const rehearsal = await start({ profile: "exact-2021" });
    let token: unknown = rehearsal.issueRefreshToken();
    for (let early = 0; early < 10; early++) {
      const { status, body } = await refreshCall(rehearsal.url, token);
      expect(status).toBe(200);
      token = body.refresh_token;
    }
    expect((await refreshCall(rehearsal.url, token)).status).toBe(429);
  });
});

test("profile xero gives a lost answer again for half an hour", async () => {
  const rehearsal = await start({ profile: "xero" });
  const token = rehearsal.issueRefreshToken();
  await refreshCall(rehearsal.url, token);
  rehearsal.advance(1_799_000);
  const again = await refreshCall(rehearsal.url, token);
  expect(again.status).toBe(200);
  expect(rehearsal.status()).toMatchObject({ everyTokenSpentOnce: false, grants: [{ state: "live", generation: 2 }] });
  rehearsal.advance(2_000);
  expect((await refreshCall(rehearsal.url, token)).body.error).toBe("invalid_grant");
});

test("profile quickbooks changes the refresh token after a day", async () => {
  const rehearsal = await start({ profile: "quickbooks" });
  const token = rehearsal.issueRefreshToken();
  const same = await refreshCall(rehearsal.url, token);
  expect(same.body).toMatchObject({ refresh_token: token, x_refresh_token_expires_in: 8_640_000 });
  rehearsal.advance(DAY);
  expect((await refreshCall(rehearsal.url, token)).body.refresh_token).not.toBe(token);
  expect(rehearsal.status().everyTokenSpentOnce).toBe(true);
});

test("profile quickbooks ends a grant after five years however well it is kept", async () => {
  const rehearsal = await start({ profile: "quickbooks" });
  let token: unknown = rehearsal.issueRefreshToken();
  for (let days = 90; days <= 5 * 365; days += 90) {
    rehearsal.advance(90 * DAY);
    token = (await refreshCall(rehearsal.url, token)).body.refresh_token;
    expect(token).toBeTypeOf("string");
  }
  rehearsal.advance(90 * DAY);
  expect((await refreshCall(rehearsal.url, token)).body.error).toBe("invalid_grant");
});

test("profile salesforce says no expires_in and wants PKCE", async () => {
  const rehearsal = await start({ profile: "salesforce" });
  const { body } = await refreshCall(rehearsal.url, rehearsal.issueRefreshToken());
  expect(body).not.toHaveProperty("expires_in");
  expect(body).toMatchObject({ instance_url: rehearsal.url, issued_at: String(NOW) });
  const { location } = await openBrowser().open(authorizeUrl(rehearsal.url, { code_challenge: undefined }));
  expect(location?.searchParams.get("error")).toBe("invalid_request");
});

test("a grant that nobody refreshes dies", async () => {
  const rehearsal = await start({ profile: "salesforce" });
  const token = rehearsal.issueRefreshToken();
  rehearsal.advance(30 * DAY + 1);
  expect((await refreshCall(rehearsal.url, token)).body.error_description).toBe("expired access/refresh token");
  expect(rehearsal.status().grants[0]).toMatchObject({ state: "dead", reason: "not refreshed in time" });
});

test("a profile of one's own can let the old token live until the new one is used", async () => {
  const { profile } = await start({ profile: "strict" });
  const rehearsal = await start({ profile: { ...profile, name: "mine", leeway: { kind: "untilSuccessorUsed" } } });
  const token = rehearsal.issueRefreshToken();
  await refreshCall(rehearsal.url, token);
  const again = await refreshCall(rehearsal.url, token);
  expect(again.status).toBe(200);
  expect((await employers(rehearsal.url, again.body.access_token)).status).toBe(200);
  expect((await refreshCall(rehearsal.url, token)).body.error).toBe("invalid_grant");
});

test("an unknown profile is refused with the names of those there are", async () => {
  await expect(startRehearsal({ profile: "nothing" })).rejects.toThrow(
    "strict, loket, exact, exact-2021, xero, quickbooks, salesforce",
  );
});
