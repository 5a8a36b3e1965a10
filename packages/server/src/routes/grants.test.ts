import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Rehearsal, startRehearsal } from "../../../rehearsal/src/index.ts";
import { openBrowser } from "../../../rehearsal/src/walk.ts";
import { startApi, type TestApi } from "../testing/api.ts";

let started: TestApi;
let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await startRehearsal({ profile: "strict" });
  started = await startApi({ allowPrivate: ["127.0.0.1"] });
});
afterAll(async () => {
  await started?.end();
  await rehearsal?.close();
});

const GRANTS = "/tenants/demo/grants";
let count = 0;

async function given(more: object = {}): Promise<string> {
  const id = `g${++count}`;
  const made = await started.api.post(GRANTS, {
    id,
    environment: "test",
    clientId: "ThirdPartiesTestClient",
    clientSecret: "Welkom01",
    authorizationUrl: `${rehearsal.url}/authorize`,
    tokenUrl: `${rehearsal.url}/token`,
    scope: "all",
    ...more,
  });
  expect(made.status).toBe(201);
  return id;
}

/** Begins a consent and gives it at the provider: where the browser is sent back to, and with which cookie. */
async function consented(id: string, decision = "allow") {
  const begun = await started.api.post(`${GRANTS}/${id}/authorize`);
  expect(begun.status).toBe(200);
  const cookie = String(begun.headers["set-cookie"]).split(";")[0] as string;
  return { cookie, back: await walk(begun.body.url, decision), begun };
}

async function walk(url: string, decision: string): Promise<URL> {
  const browser = openBrowser();
  const consent = await browser.submit(await browser.open(url), { user: "demo", password: "Welkom01" });
  return (await browser.submit(consent, { decision })).location as URL;
}

function land(back: URL, cookie?: string) {
  return started.app.inject({ url: back.pathname + back.search, headers: cookie === undefined ? {} : { cookie } });
}

describe("consent in the browser", () => {
  test("is a code with PKCE that becomes tokens, and a page that says so and shows none", async () => {
    const id = await given();
    const { cookie, back, begun } = await consented(id);
    const asked = new URL(begun.body.url).searchParams;
    expect(asked.get("code_challenge_method")).toBe("S256");
    expect(asked.get("redirect_uri")).toBe(begun.body.redirectUri);
    expect(String(begun.headers["set-cookie"])).toMatch(/HttpOnly; SameSite=Lax/);
    const page = await land(back, cookie);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain("OAuth2 token received with success!");
    expect(page.body).not.toContain(back.searchParams.get("code"));
    expect(page.headers).toMatchObject({ "referrer-policy": "no-referrer", "cache-control": "no-store" });
    const { body } = await started.api.get(`${GRANTS}/${id}`);
    expect(body).toMatchObject({ state: "READY", generation: 1, hasRefreshToken: true, obstacle: null });
    const fresh = await started.api.post(`${GRANTS}/${id}/refresh`);
    expect(fresh.body.generation).toBe(2);
    expect(rehearsal.status().everyTokenSpentOnce).toBe(true);
  });

  test("is answered once: a page loaded again exchanges nothing", async () => {
    const id = await given();
    const { cookie, back } = await consented(id);
    const before = rehearsal.status().calls.token;
    const pages = await Promise.all([land(back, cookie), land(back, cookie), land(back, cookie)]);
    expect(pages.map(({ statusCode }) => statusCode).sort()).toEqual([200, 400, 400]);
    expect(rehearsal.status().calls.token - before).toBe(1);
    expect((await started.api.get(`${GRANTS}/${id}`)).body.state).toBe("READY");
  });

  test("can be begun in another browser by its link, the last that opens it", async () => {
    const id = await given();
    const begun = await started.api.post(`${GRANTS}/${id}/authorize`);
    const start = new URL(begun.body.startUrl);
    const sent = await started.app.inject({ url: start.pathname + start.search });
    expect(sent.statusCode).toBe(303);
    const back = await walk(String(sent.headers.location), "allow");
    const first = String(begun.headers["set-cookie"]).split(";")[0];
    const last = String(sent.headers["set-cookie"]).split(";")[0];
    expect(first).not.toBe(last);
    expect((await land(back, last)).statusCode).toBe(200);
    expect((await started.app.inject({ url: start.pathname + start.search })).statusCode).toBe(400);
  });

  const CASES: readonly [string, (back: URL) => void, string][] = [
    ["without its state", (back) => back.searchParams.delete("state"), "no consent"],
    [
      "with a state that nobody made",
      (back) => back.searchParams.set("state", "ZGVtbw.AAAAAAAAAAAAAAAAAAAAAAAAAA"),
      "expired",
    ],
    [
      "with a state of another tenant",
      (back) => back.searchParams.set("state", `b3RoZXI.${back.searchParams.get("state")?.split(".")[1]}`),
      "expired",
    ],
    ["with two states", (back) => back.searchParams.append("state", "x"), "no consent"],
    ["without a code", (back) => back.searchParams.delete("code"), "no code"],
    ["with two codes", (back) => back.searchParams.append("code", "x"), "not the right ones|no code"],
    ["with another issuer", (back) => back.searchParams.set("iss", "https://evil.example"), "issuer"],
    [
      "with an issuer of the same name and another scheme",
      (back) => back.searchParams.set("iss", rehearsal.url.replace("http:", "https:")),
      "issuer",
    ],
    [
      "with an error",
      (back) => {
        back.searchParams.delete("code");
        back.searchParams.set("error", "access_denied");
        back.searchParams.set("error_description", "<b>no</b>");
      },
      "access_denied: &lt;b&gt;no",
    ],
    ["with a code that is not the provider's", (back) => back.searchParams.set("code", "stolen"), "invalid_grant"],
  ];
  test.each(CASES)("an answer %s is refused, and nothing is stored", async (_, spoil, says) => {
    const id = await given();
    const { cookie, back } = await consented(id);
    spoil(back);
    const page = await land(back, cookie);
    expect(page.statusCode).toBe(400);
    expect(page.body).toMatch(new RegExp(says));
    expect((await started.api.get(`${GRANTS}/${id}`)).body).toMatchObject({ state: "NEEDS_CONSENT", generation: 0 });
  });

  test.each([
    ["without the cookie", undefined],
    ["with another's cookie", "mortise-consent-000000000000=x"],
  ])("an answer %s is refused, and its code is not sent on", async (_, other) => {
    const id = await given();
    const { back } = await consented(id);
    const before = rehearsal.status().calls.token;
    const page = await land(back, other);
    expect([page.statusCode, page.body]).toEqual([400, expect.stringContaining("another browser")]);
    expect(rehearsal.status().calls.token).toBe(before);
  });

  test("an issuer that was named has to be there", async () => {
    const id = await given({ issuer: rehearsal.url });
    const { cookie, back } = await consented(id);
    back.searchParams.delete("iss");
    expect((await land(back, cookie)).statusCode).toBe(400);
    const again = await consented(id);
    expect((await land(again.back, again.cookie)).statusCode).toBe(200);
  });

  test("a person who refuses is told so", async () => {
    const { cookie, back } = await consented(await given(), "deny");
    expect((await land(back, cookie)).body).toContain("access_denied");
  });

  test("is not begun while settings are missing, and says which", async () => {
    const id = await given({ authorizationUrl: null });
    const refused = await started.api.post(`${GRANTS}/${id}/authorize`);
    expect(refused).toMatchObject({ status: 409, body: { code: "GRANT_INCOMPLETE" } });
    expect(refused.body.detail).toContain("authorization URL");
    expect((await started.api.get(`${GRANTS}/${id}`)).body.obstacle).toContain("authorization URL");
  });
});

describe("grants through the API", () => {
  test("a first token by hand is refreshed, listed, and its ledger shows fingerprints", async () => {
    const id = await given();
    const token = rehearsal.issueRefreshToken();
    const put = await started.api.post(`${GRANTS}/${id}/put`, { refreshToken: ` ${token}\n` });
    expect(put).toMatchObject({ status: 200, body: { state: "READY", generation: 1 } });
    expect((await started.api.post(`${GRANTS}/${id}/refresh`)).body.generation).toBe(2);
    const { body } = await started.api.get(`${GRANTS}/${id}/ledger?limit=2`);
    expect(body.items.map(({ kind }: { kind: string }) => kind)).toEqual(["stored", "sent"]);
    expect(body.cursor).toBeDefined();
    const texts = await Promise.all(
      [`${GRANTS}/${id}`, GRANTS, `${GRANTS}/${id}/ledger`, "/grants?sort=dies", "/tenants/demo/audit"].map((path) =>
        started.api.get(path),
      ),
    );
    for (const { text, status } of texts) {
      expect(status).toBe(200);
      expect(text).not.toContain(token);
      expect(text).not.toContain("Welkom01");
    }
  });

  test("settings change under their version, and secrets go in and never out", async () => {
    const id = await given();
    const shown = await started.api.get(`${GRANTS}/${id}`);
    const changed = await started.api.patch(
      `${GRANTS}/${id}`,
      { scope: "some", clientSecret: null },
      { "if-match": String(shown.headers.etag) },
    );
    expect(changed.body).toMatchObject({ scope: "some", hasClientSecret: false, version: 2 });
    const stale = await started.api.patch(
      `${GRANTS}/${id}`,
      { scope: "x" },
      { "if-match": String(shown.headers.etag) },
    );
    expect(stale.body.code).toBe("API_CONFLICT");
    expect((await started.api.delete(`${GRANTS}/${id}`)).status).toBe(204);
    expect((await started.api.get(`${GRANTS}/${id}`)).status).toBe(404);
  });

  const WRONG: readonly [string, object, string][] = [
    ["an unknown profile", { profile: "lokket" }, "lokket"],
    ["a URL that is none", { tokenUrl: "example" }, "tokenUrl"],
    ["a URL with a password", { tokenUrl: "https://a:b@example.com/" }, "user name"],
    [
      "an override that contradicts the profile",
      { profile: "exact-online", overrides: { refreshBeforeExpirySec: 300 } },
      "before a refresh is accepted",
    ],
    ["a field that there is not", { token_url: "https://example.com" }, "token_url"],
    ["an id with a slash", { id: "a/b" }, "id"],
  ];
  test.each(WRONG)("%s is refused, and named", async (_, more, says) => {
    const refused = await started.api.post(GRANTS, { id: "wrong", environment: "test", clientId: "c", ...more });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toContain(says);
  });

  test("tokens that are put have to be some", async () => {
    const id = await given();
    expect((await started.api.post(`${GRANTS}/${id}/put`, {})).body.code).toBe("API_INVALID");
    expect((await started.api.post(`${GRANTS}/${id}/put`, { refreshToken: "  " })).status).toBe(400);
    expect((await started.api.get(`${GRANTS}/${id}`)).body.generation).toBe(0);
  });

  test("a dead grant says so, to people and as an event", async () => {
    const id = await given();
    await started.api.post(`${GRANTS}/${id}/put`, { refreshToken: "never-issued" });
    const refused = await started.api.post(`${GRANTS}/${id}/refresh`);
    expect(refused.body).toMatchObject({
      code: "GRANT_NEEDS_CONSENT",
      detail: expect.stringContaining("invalid_grant"),
    });
    const { body } = await started.api.get("/tenants/demo/events");
    expect(body.items[0]).toMatchObject({ kind: "grant.needs-consent" });
  });

  test("the profiles are shown with their sources", async () => {
    const { body } = await started.api.get("/grants/profiles");
    expect(body.items.map(({ name }: { name: string }) => name)).toContain("exact-online");
  });
});

describe("figures of grants", () => {
  test("tell how requests ended, how long an answer took to its commit, and how grants stand", async () => {
    const id = await given();
    await started.api.post(`${GRANTS}/${id}/put`, { refreshToken: rehearsal.issueRefreshToken() });
    await started.api.post(`${GRANTS}/${id}/refresh`);
    const { text } = await started.api.get("/metrics");
    expect(text).toMatch(/mortise_grant_requests_total\{kind="refresh",end="stored"\} [1-9]/);
    expect(text).toMatch(/mortise_grant_commit_seconds_count [1-9]/);
    expect(text).toMatch(/mortise_grants\{state="READY"\} [1-9]/);
    expect(text).toMatch(/mortise_grant_answers_waiting 0/);
  });
});
