import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FAULTS, type Fault, type FaultKind, type Rehearsal, startRehearsal } from "./index.ts";
import { refreshCall } from "./walk.ts";

let rehearsal: Rehearsal;
let token: string;
beforeEach(async () => {
  rehearsal = await startRehearsal({ profile: "strict" });
  token = rehearsal.issueRefreshToken();
});
afterEach(() => rehearsal.close());

const form = () =>
  new URLSearchParams({
    client_id: "ThirdPartiesTestClient",
    client_secret: "Welkom01",
    grant_type: "refresh_token",
    refresh_token: token,
  });
const post = (signal?: AbortSignal) =>
  fetch(`${rehearsal.url}/token`, { method: "POST", body: form(), redirect: "manual", signal: signal ?? null });
const generation = () => rehearsal.liveTokens()[0]?.generation;

/** The bytes of an answer as they come over the wire. */
async function rawAnswer(): Promise<string> {
  const socket = connect(rehearsal.port, "127.0.0.1");
  await once(socket, "connect");
  const body = form().toString();
  socket.write(
    `POST /token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
  return text(socket);
}

describe("an answer that is lost after the server did its work", () => {
  test("because the connection is reset", async () => {
    rehearsal.fault({ kind: "reset" });
    await expect(post()).rejects.toThrow();
    expect(generation()).toBe(2);
  });

  test("because it never comes", async () => {
    rehearsal.fault({ kind: "hang" });
    const waiting = new AbortController();
    const answer = post(waiting.signal);
    // The log says when the server has done its work.
    while (rehearsal.log().at(-1)?.fault !== "hang") await new Promise(setImmediate);
    waiting.abort();
    await expect(answer).rejects.toThrow();
    expect(generation()).toBe(2);
    expect(rehearsal.log().at(-1)).toMatchObject({ status: 0, committed: true, outcome: "ok" });
  });

  test.each([0, 1, 40, 100])("because it is cut at byte %i", async (bytes) => {
    rehearsal.fault({ kind: "cut", bytes });
    const raw = await rawAnswer();
    const [head = "", body] = raw.split("\r\n\r\n");
    expect(head).toContain("HTTP/1.1 200");
    expect(body).toHaveLength(bytes);
    expect(generation()).toBe(2);
  });

  test("because the server fails at the end", async () => {
    rehearsal.fault({ kind: "500" });
    const answer = await post();
    expect([answer.status, await answer.text()]).toEqual([500, "Internal Server Error"]);
    expect(generation()).toBe(2);
  });
});

describe("an answer that holds the new tokens in an odd way", () => {
  const oddly = async (fault: Fault) => {
    rehearsal.fault(fault);
    const answer = await post();
    return { status: answer.status, body: (await answer.json()) as { [field: string]: unknown } };
  };

  test("a 429 with the new tokens in its body", async () => {
    const { status, body } = await oddly({ kind: "429-with-token" });
    expect([status, body.error]).toEqual([429, "rate_limit_exceeded"]);
    expect((await refreshCall(rehearsal.url, body.refresh_token)).status).toBe(200);
  });

  test("none: the present refresh token stays", async () => {
    const { body } = await oddly({ kind: "no-refresh-token" });
    expect(body).not.toHaveProperty("refresh_token");
    expect((await refreshCall(rehearsal.url, token)).status).toBe(200);
    expect(rehearsal.status().everyTokenSpentOnce).toBe(true);
  });

  test("no expires_in", async () => {
    expect((await oddly({ kind: "no-expires-in" })).body).not.toHaveProperty("expires_in");
  });

  test("expires_in as a string", async () => {
    expect((await oddly({ kind: "expires-in-string" })).body.expires_in).toBe("3600");
  });

  test("ten megabytes of it", async () => {
    rehearsal.fault({ kind: "large" });
    const body = await (await post()).text();
    expect(body.length).toBeGreaterThan(10 * 1024 * 1024);
    expect(JSON.parse(body)).toHaveProperty("refresh_token");
  });

  test("twice on one connection", async () => {
    rehearsal.fault({ kind: "duplicate" });
    const answers = (await rawAnswer()).split("HTTP/1.1 200 OK").slice(1);
    expect(answers).toHaveLength(2);
    expect(answers[0]).toBe(answers[1]);
    expect(generation()).toBe(2);
  });

  test("late", async () => {
    rehearsal.fault({ kind: "delay", seconds: 0.001 });
    expect((await post()).status).toBe(200);
  });
});

describe("an answer before the server did anything", () => {
  test.each<[FaultKind, number, string, string]>([
    ["401-text", 401, "content-type", "text/plain; charset=utf-8"],
    ["redirect", 307, "location", "https://other.example/token"],
    ["html", 502, "content-type", "text/html; charset=utf-8"],
  ])("%s", async (kind, status, header, value) => {
    rehearsal.fault({ kind });
    const answer = await post();
    expect([answer.status, answer.headers.get(header)]).toEqual([status, value]);
    await answer.arrayBuffer();
    expect(generation()).toBe(1);
    expect((await post()).status).toBe(200);
    expect(rehearsal.status().everyTokenSpentOnce).toBe(true);
  });

  test("a reset, where that is asked", async () => {
    rehearsal.fault({ kind: "reset", commit: false });
    await expect(post()).rejects.toThrow();
    expect(generation()).toBe(1);
  });
});

test("a fault lets calls pass first, spoils as many as it says, and is used up", async () => {
  rehearsal.fault({ kind: "html", skip: 1, times: 2 });
  const statuses: number[] = [];
  for (let call = 0; call < 4; call++) {
    const answer = await refreshCall(rehearsal.url, token).catch(() => undefined);
    statuses.push(answer?.status ?? 502);
    token = String(answer?.body.refresh_token ?? token);
  }
  expect(statuses).toEqual([200, 502, 502, 200]);
  expect(rehearsal.faults()).toEqual([]);
});

test("a fault waits for its client, its grant type or the API", async () => {
  rehearsal.fault({ kind: "500", client: "another" });
  rehearsal.fault({ kind: "500", grantType: "client_credentials" });
  rehearsal.fault({ kind: "500", on: "api" });
  expect((await post()).status).toBe(200);
  const { access } = rehearsal.issueTokens();
  const call = () =>
    fetch(`${rehearsal.url}/v2/providers/employers`, { headers: { authorization: `Bearer ${access}` } });
  expect([(await call()).status, (await call()).status]).toEqual([500, 200]);
  expect(rehearsal.faults()).toHaveLength(2);
});

test.each([
  [{ kind: "nothing" }, Object.keys(FAULTS).join(", ")],
  [{ kind: "toString" }, "A fault's kind is one of"],
  [{ kind: "cut", bytes: -1 }, "bytes is a number from 0 on; found -1"],
  [{ kind: "delay", seconds: "35" }, "seconds is a number"],
  [{ kind: "redirect", to: "elsewhere" }, "to is a URL"],
  [{ kind: "hang", on: "everything" }, "on token or api"],
  [null, "A fault's kind is one of"],
])("refuses the fault %j", (fault, what) => {
  expect(() => rehearsal.fault(fault as Fault)).toThrow(what);
});
