import { afterAll, beforeAll, expect, test } from "vitest";
import { ADMIN_KEY, startApi, type TestApi } from "../testing/api.ts";

let server: TestApi;
beforeAll(async () => {
  server = await startApi();
});
afterAll(() => server.end());

const HERE = { "sec-fetch-site": "same-origin" };

async function signIn(key = ADMIN_KEY, headers: Record<string, string> = {}) {
  const answer = await server.api.as(undefined).post("/session", { key }, headers);
  return { ...answer, cookie: String(answer.headers["set-cookie"] ?? "") };
}

test("a key is changed for a cookie that scripts cannot read, and that says who it is", async () => {
  const { body, cookie } = await signIn();
  expect(body).toMatchObject({ name: "admin", role: "admin", allTenants: true, tenants: [{ id: "demo" }] });
  expect(cookie).toMatch(/^mortise_session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
  const browser = server.api.as(undefined);
  const session = { cookie: cookie.split(";")[0] as string };
  expect((await browser.get("/session", session)).body.name).toBe("admin");
  expect((await browser.get("/tenants/demo/flows", session)).status).toBe(200);
});

test("on https the cookie belongs to this host alone", async () => {
  const { cookie } = await signIn(ADMIN_KEY, { host: "flows.example.com", "x-forwarded-proto": "https" });
  expect(cookie).toMatch(/^__Host-mortise_session=.*; Secure$/);
});

test.each([
  ["another site's page", { "sec-fetch-site": "cross-site", origin: "http://localhost:80" }],
  ["a page of another port", { "sec-fetch-site": "same-site" }],
  ["an old browser on another site", { origin: "https://evil.example" }],
  ["nobody who says where it is", {}],
])("a write with the session is refused from %s", async (_, headers) => {
  const session = { cookie: (await signIn()).cookie.split(";")[0] as string };
  const answer = await server.api.as(undefined).put("/tenants/demo/variables/A", {}, { ...session, ...headers });
  expect([answer.status, answer.body.code]).toEqual([403, "API_FORBIDDEN"]);
});

test("a write with the session is taken from the console itself", async () => {
  const session = { cookie: (await signIn()).cookie.split(";")[0] as string };
  const browser = server.api.as(undefined);
  const side = { test: { value: "1" } };
  expect((await browser.put("/tenants/demo/variables/A", side, { ...session, ...HERE })).status).toBe(200);
  const old = { origin: "http://localhost:8080", host: "localhost:8080" };
  expect((await browser.put("/tenants/demo/variables/A", side, { ...session, ...old })).status).toBe(200);
});

test("a session ends when its holder signs out, and a made-up one never began", async () => {
  const session = { cookie: (await signIn()).cookie.split(";")[0] as string, ...HERE };
  const browser = server.api.as(undefined);
  const out = await browser.delete("/session", session);
  expect([out.status, String(out.headers["set-cookie"])]).toEqual([204, expect.stringContaining("Max-Age=0")]);
  expect((await browser.get("/session", session)).status).toBe(401);
  expect((await browser.get("/session", { cookie: `mortise_session=${"x".repeat(43)}` })).status).toBe(401);
});

test("a wrong key is no session, and no other site signs its reader in", async () => {
  expect((await signIn("wrong")).status).toBe(401);
  expect((await signIn(ADMIN_KEY, { origin: "https://evil.example" })).status).toBe(403);
});
