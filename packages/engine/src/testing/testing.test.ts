import { describe, expect, it } from "vitest";
import { readFlowTest, readInstant } from "./flow-test.ts";
import { memoryVariables } from "./memory-variables.ts";
import { mergeGiven } from "./run-flow-test.ts";
import { stubHttp } from "./stub-http.ts";

const request = { headers: [["X-Key", "k"]] as const, timeout: 1000, maxBytes: 1000, redirects: 0 };

describe("a test document", () => {
  it("is read with all its mistakes at once", () => {
    const { test, mistakes } = readFlowTest(
      '{"test": 1, "cases": [{"name": "a", "at": "2026-11-30", "expect": {"paths": []}}, {"expect": {}}]}',
    );
    expect(test).toBeUndefined();
    expect(mistakes.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(["/cases/0/at", "/cases/1/name"]));
    expect(mistakes.length).toBeGreaterThanOrEqual(3);
  });

  it("wants an instant with its offset", () => {
    expect([
      readInstant("2026-11-30T00:00+01:00"),
      readInstant("2026-11-30T00:00:00Z"),
      readInstant("2026-11-30T00:00:00"),
      readInstant("2026-02-29T00:00:00Z"),
      readInstant("2028-02-29T00:00:00Z"),
    ]).toEqual([Date.UTC(2026, 10, 29, 23), Date.UTC(2026, 10, 30), undefined, undefined, Date.UTC(2028, 1, 29)]);
  });

  it("asks the stubs of a case before those of all cases", () => {
    const given = mergeGiven(
      { stubs: [{ url: "*" }], variables: { a: "1", b: "1" } },
      { stubs: [{ url: "x" }], variables: { b: "2" } },
    );
    expect(given).toMatchObject({ stubs: [{ url: "x" }, { url: "*" }], variables: { a: "1", b: "2" } });
  });
});

describe("a world of stubs", () => {
  it("answers in order, remembers what was sent, and names a call that has no stub", async () => {
    const http = stubHttp([
      { method: "post", url: "https://auth/*", body: "token=a", answers: [{ status: 201, body: { ok: true } }] },
    ]);
    const sent = { ...request, method: "POST", url: "https://auth/token", body: "token=a&x=1" };
    const answer = await http.send(sent);
    expect(answer.status).toBe(201);
    expect(new TextDecoder().decode(answer.body)).toBe('{"ok":true}');
    expect(http.requests).toEqual([
      { method: "POST", url: "https://auth/token", headers: { "X-Key": "k" }, body: "token=a&x=1" },
    ]);
    await expect(http.send(sent)).rejects.toMatchObject({
      code: "ENGINE_NO_STUB",
      message: expect.stringContaining("POST https://auth/token"),
    });
  });

  it("can fail as the network does", async () => {
    const http = stubHttp([
      { url: "*down*", answer: { fail: "unreachable" } },
      { url: "*", answer: { fail: "timeout" } },
    ]);
    await expect(http.send({ ...request, method: "GET", url: "http://down/" })).rejects.toMatchObject({
      code: "REMOTE_UNREACHABLE",
      detail: { sent: false },
    });
    await expect(http.send({ ...request, method: "GET", url: "http://slow/" })).rejects.toMatchObject({
      code: "REMOTE_TIMEOUT",
      detail: { sent: true },
    });
  });
});

describe("tenant variables in memory", () => {
  it("write all or nothing, and keep an encrypted one encrypted", async () => {
    const variables = memoryVariables({ a: { value: "1", encrypted: true } });
    await expect(
      variables.apply([
        { kind: "set", name: "a", value: "2", encrypt: false },
        { kind: "set", name: "b", value: "2", encrypt: false, onlyIf: "old" },
      ]),
    ).rejects.toMatchObject({ code: "VARIABLE_CONFLICT" });
    expect(await variables.read("a")).toEqual({ value: "1", encrypted: true });
    await variables.apply([{ kind: "set", name: "a", value: "2", encrypt: false, onlyIf: "1" }]);
    expect(await variables.read("a")).toEqual({ value: "2", encrypted: true });
    await expect(variables.read("none")).rejects.toMatchObject({ code: "VARIABLE_NOT_FOUND" });
  });
});
