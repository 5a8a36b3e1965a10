import {
  type Clock,
  Exchange,
  type HttpRequest,
  type HttpResponse,
  Message,
  mortiseError,
  type Services,
} from "@mortise/contract";
import { compileSettings, RunSecrets } from "@mortise/engine";
import { createLanguages } from "@mortise/languages";
import { expect, test } from "vitest";
import { run } from "./run.ts";
import type { Settings } from "./settings.ts";
import { spec } from "./spec.ts";

const unused = () => Promise.reject(new Error("not for HTTP"));

const OK: HttpResponse = { status: 200, headers: [], body: new Uint8Array(), url: "https://api.example/" };

/** Runs a node whose request is answered by `send`, with a run that can be cancelled. */
function start(
  written: object,
  send: (request: HttpRequest, signal: AbortSignal | undefined) => Promise<HttpResponse>,
  sleep: Clock["sleep"] = async () => {},
  more: Partial<Services> = {},
) {
  const cancel = new AbortController();
  const { values } = compileSettings(spec.settings, { url: "https://api.example/", ...written } as never, {
    nodeId: "call",
    pointer: "",
    languages: createLanguages(),
    property: (name) => name,
  });
  const exchange = new Exchange("e", { timeZone: "UTC" } as Exchange["scope"], new Message("x"));
  const services: Partial<Services> = {
    nodeId: "call",
    http: { send },
    clock: { now: () => 0, sleep },
    signal: cancel.signal,
    secrets: new RunSecrets(),
    log: { write: () => {} },
    ...more,
  };
  return { cancel, exchange, running: run(exchange, values as unknown as Settings, services as Services) };
}

test("cancelling a run cuts a GET", async () => {
  const { cancel, running } = start({}, (_, signal) => {
    return new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));
  });
  cancel.abort();
  await expect(running).rejects.toMatchObject({ code: "ENGINE_CANCELLED", nodeId: "call" });
});

test.each([
  ["a POST", { method: "POST" }],
  ["a PATCH", { method: "PATCH" }],
])("cancelling a run waits for the answer of %s, which may hold the next token", async (_, settings) => {
  let answer: (response: HttpResponse) => void = () => {};
  const { cancel, exchange, running } = start(settings, (_request, signal) => {
    expect(signal).toBeUndefined();
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  cancel.abort();
  answer({ ...OK, body: new TextEncoder().encode("the next token") });
  await running;
  expect(exchange.message.body).toBe("the next token");
});

test("cancelling a run ends the wait before a request is sent again", async () => {
  let sent = 0;
  const { cancel, running } = start(
    { method: "POST", retry: { times: 3, interval: "1h" } },
    async () => {
      sent++;
      return { ...OK, status: 503 };
    },
    (_, signal) => new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
  );
  await Promise.resolve();
  cancel.abort();
  await expect(running).rejects.toMatchObject({ code: "ENGINE_CANCELLED" });
  expect(sent).toBe(1);
});

test("a durable run counts the tries of all its claims, and lets the engine wait", async () => {
  const pauses: [number, number][] = [];
  const tries = {
    failed: 2,
    pause: async (ms: number, failed: number) => void pauses.push([ms, failed]),
    release: unused,
  };
  let sent = 0;
  const { running } = start(
    { method: "POST", useErrorRoute: false, retry: { times: 3, interval: "1h" } },
    async () => {
      sent++;
      return { ...OK, status: 503 };
    },
    undefined,
    { tries },
  );
  await running;
  expect([sent, pauses]).toEqual([2, [[3_600_000, 3]]]);
});

test("a call that is made again is sent with the key that was recorded", async () => {
  const keys: (string | undefined)[] = [];
  const { running } = start(
    { method: "POST", idempotencyKey: "another one" },
    async ({ headers }) => {
      keys.push(headers.find(([name]) => name === "Idempotency-Key")?.[1]);
      return OK;
    },
    undefined,
    { tries: { failed: 0, idempotencyKey: "the recorded one", pause: async () => {}, release: unused } },
  );
  await running;
  expect(keys).toEqual(["the recorded one"]);
});

test("what its author wants repeated when in doubt is, and what he does not is not", async () => {
  const lost = () => mortiseError("REMOTE_TIMEOUT", { url: "https://api.example/", ms: 1, sent: true });
  for (const [settings, times] of [
    [{ method: "POST", whenInDoubt: "retry" }, 3],
    [{ method: "GET", whenInDoubt: "park" }, 1],
  ] as const) {
    let sent = 0;
    const { running } = start({ ...settings, retry: { times: 2, interval: "1s" } }, async () => {
      sent++;
      throw lost();
    });
    await expect(running).rejects.toMatchObject({ code: "REMOTE_TIMEOUT" });
    expect(sent).toBe(times);
  }
});

test("a failure of the connection is handed on as it is, with whether the request left", async () => {
  const failure = mortiseError("REMOTE_UNREACHABLE", { url: "https://api.example/", what: "refused", sent: false });
  const { running, exchange } = start({}, () => Promise.reject(failure));
  await expect(running).rejects.toBe(failure);
  expect(exchange.message.body).toBe("x");
  expect(exchange.message.headers.size).toBe(0);
});

test("a long error document is cut, and says all there is to know of the answer", async () => {
  const body = new TextEncoder().encode("é".repeat(70_000));
  const { running } = start({}, async () => ({ ...OK, status: 500, headers: [["Content-Type", "text/html"]], body }));
  await expect(running).rejects.toMatchObject({
    code: "REMOTE_STATUS",
    retry: true,
    detail: { statusCode: 500, responseBody: "é".repeat(65_536) },
  });
});
