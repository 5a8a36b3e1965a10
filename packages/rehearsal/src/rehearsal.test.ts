import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Rehearsal, type RehearsalOptions, startRehearsal } from "./index.ts";
import { refreshCall } from "./walk.ts";

const NOW = Date.parse("2026-11-30T00:00:00Z");
const open: Rehearsal[] = [];
const start = async (options: RehearsalOptions = {}) => {
  const rehearsal = await startRehearsal({ clock: () => NOW, ...options });
  open.push(rehearsal);
  return rehearsal;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((rehearsal) => rehearsal.close()));
});

describe("the API", () => {
  let rehearsal: Rehearsal;
  let access: string;
  beforeEach(async () => {
    rehearsal = await start();
    access = rehearsal.issueTokens().access;
  });
  const call = async (
    path: string,
    headers: { [name: string]: string } = { authorization: `Bearer ${access}` },
    method = "GET",
  ) => {
    const response = await fetch(`${rehearsal.url}${path}`, { headers, method });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

  test("gives employers, and the payroll of one", async () => {
    const employers = await call("/v2/providers/employers");
    expect(employers.body).toMatchObject({
      totalSize: 3,
      currentPage: 1,
      count: 3,
      _embedded: [{ companyName: "Bakkerij De Korenaar" }, {}, {}],
    });
    const id = employers.body._embedded[0].id;
    expect((await call(`/v2/providers/employers/${id}`)).body.content.companyName).toBe("Bakkerij De Korenaar");
    const payrolls = await call(`/v2/providers/employers/${id}/payrolls`);
    expect(payrolls.body._embedded[0]).toMatchObject({
      payrollPeriod: { year: 2026, periodNumber: 11 },
      grossWage: 3150,
      netWage: 1985.44,
    });
    const administration = (await call(`/v2/providers/employers/${id}/payrolladministrations`)).body._embedded[0].id;
    const period = await call(
      `/v2/providers/employers/payrolladministrations/${administration}/payrollperiods/2026-10/payrollperioddata`,
    );
    expect(period.body._embedded[0].payrollPeriod).toEqual({ year: 2026, periodNumber: 10 });
  });

  test("pages as it is asked to", async () => {
    const { body } = await call("/v2/providers/employers?pageSize=2&pageNumber=2");
    expect(body).toMatchObject({ totalSize: 3, pageSize: 2, currentPage: 2, count: 1, totalPages: 2 });
    expect((await call("/v2/providers/employers?pageSize=-1&pageNumber=x")).body.count).toBe(3);
  });

  test.each([
    ["no token", {}, 'Bearer realm="rehearsal"'],
    ["another scheme", { authorization: "Basic eDp5" }, 'Bearer realm="rehearsal"'],
    [
      "an unknown token",
      { authorization: "Bearer unknown" },
      'Bearer realm="rehearsal", error="invalid_token", error_description="The access token is unknown."',
    ],
  ])("answers 401 to %s, and says how to come in", async (_, headers, challenge) => {
    const answer = await call("/v2/providers/employers", headers as { [name: string]: string });
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, challenge]);
  });

  test.each([
    ["/v2/providers/employers/nobody", "GET", 404],
    ["/v2/providers/employers/nobody/payrolls", "GET", 404],
    ["/v2/providers/employers", "POST", 405],
    ["/nowhere", "GET", 404],
    ["/v2/providers/employers/%E0%A4%A", "GET", 400],
  ])("answers %s %s with %i", async (path, method, status) => {
    expect((await call(path, undefined, method)).status).toBe(status);
  });

  test("blocks a caller of Exact after ten errors at one endpoint, not at another", async () => {
    const exact = await start({ profile: "exact" });
    const { access: token } = exact.issueTokens();
    const get = async (path: string) =>
      (await fetch(`${exact.url}${path}`, { headers: { authorization: `Bearer ${token}` } })).status;
    const statuses: number[] = [];
    for (let error = 0; error < 11; error++) statuses.push(await get("/v2/providers/employers/nobody"));
    expect(statuses).toEqual([...Array(10).fill(404), 429]);
    expect(await get("/api/v1/1001/financial/Journals")).toBe(200);
  });
});

describe("with a state file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "rehearsal-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("a restarted server knows its grants, its log and its clock", async () => {
    const state = join(folder, "deeper", "rehearsal.jsonl");
    const first = await start({ state });
    const token = first.issueRefreshToken();
    const { body } = await refreshCall(first.url, token);
    first.advance(60_000);
    const before = { ...first.status(), url: "" };
    await first.close();

    const second = await start({ state });
    expect({ ...second.status(), url: "" }).toEqual(before);
    expect(second.log()).toEqual(first.log());
    const next = await refreshCall(second.url, body.refresh_token);
    expect(next.status).toBe(200);
    expect((await refreshCall(second.url, token)).body.error).toBe("invalid_grant");
    expect(readFileSync(state, "utf8")).not.toContain(token);
  });

  test("a line that was cut by a kill is left out", async () => {
    const state = join(folder, "rehearsal.jsonl");
    const first = await start({ state });
    const token = first.issueRefreshToken();
    await first.close();
    appendFileSync(state, '{"type":"issue","at":17');
    const second = await start({ state });
    const { body } = await refreshCall(second.url, token);
    await second.close();
    const third = await start({ state });
    expect((await refreshCall(third.url, body.refresh_token)).status).toBe(200);
    expect(third.status().everyTokenSpentOnce).toBe(true);
  });
});

describe("whoever conducts the rehearsal", () => {
  let rehearsal: Rehearsal;
  beforeEach(async () => {
    rehearsal = await start();
  });
  const control = async (method: string, path: string, body?: unknown) => {
    const init =
      body === undefined
        ? { method }
        : { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    const response = await fetch(`${rehearsal.url}/rehearsal/${path}`, init);
    return { status: response.status, body: await response.json() };
  };

  test("gets a first refresh token over HTTP, and it works", async () => {
    const { body } = await control("POST", "tokens");
    expect((await refreshCall(rehearsal.url, body.refresh_token)).status).toBe(200);
  });

  test("reads the status and the log, from an entry on", async () => {
    await refreshCall(rehearsal.url, rehearsal.issueRefreshToken());
    const { body } = await control("GET", "status");
    expect(body).toMatchObject({
      profile: "loket",
      everyTokenSpentOnce: true,
      sentence: "every token was spent once: true (1 spent, 0 sent more than once)",
    });
    expect((await control("GET", "log")).body).toHaveLength(2);
    expect((await control("GET", "log?after=1")).body).toMatchObject([
      { seq: 2, kind: "token", outcome: "ok", generation: 2 },
    ]);
  });

  test("sets, sees and clears faults", async () => {
    expect((await control("POST", "faults", { kind: "html" })).body.waiting).toMatchObject([{ kind: "html" }]);
    expect((await control("GET", "faults")).body.waiting).toHaveLength(1);
    expect((await control("DELETE", "faults")).body.waiting).toEqual([]);
  });

  test("puts the clock forward by a time or to an instant", async () => {
    expect((await control("POST", "clock", { advance: 1000 })).body).toEqual({ now: "2026-11-30T00:00:01.000Z" });
    expect((await control("POST", "clock", { now: "2026-12-01T00:00:00Z" })).body).toEqual({
      now: "2026-12-01T00:00:00.000Z",
    });
  });

  test.each([
    ["POST", "faults", { kind: "nothing" }],
    ["POST", "faults", null],
    ["POST", "clock", {}],
    ["POST", "clock", { now: "someday" }],
    ["POST", "clock", { advance: "1h" }],
    ["POST", "clock", { advance: 1e300 }],
    ["POST", "tokens", { client: "nobody" }],
  ])("is told what is wrong with %s %s %j", async (method, path, body) => {
    const answer = await control(method, path, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error: "invalid_request", error_description: expect.stringMatching(/.{10}/) });
  });

  test("sees a page with the state of things", async () => {
    rehearsal.issueRefreshToken();
    const text = await (await fetch(rehearsal.url)).text();
    expect(text).toContain("every token was spent once: true");
    expect(text).toContain(String(rehearsal.liveTokens()[0]?.fingerprint));
  });
});

test("a body that is too large or no JSON is refused in JSON", async () => {
  const { url } = await start();
  const large = await fetch(`${url}/token`, { method: "POST", body: new URLSearchParams({ x: "x".repeat(70_000) }) });
  expect([large.status, await large.json()]).toMatchObject([413, { error: "invalid_request" }]);
  const broken = await fetch(`${url}/rehearsal/clock`, {
    method: "POST",
    body: "{",
    headers: { "content-type": "application/json" },
  });
  expect([broken.status, await broken.json()]).toMatchObject([400, { error: "invalid_request" }]);
});

test("a port that is taken is told by the system's own code", async () => {
  const { port } = await start();
  await expect(startRehearsal({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
