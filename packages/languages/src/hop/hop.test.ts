import { Exchange, Message, mortiseError, type ScriptResult, Typed, type Value } from "@mortise/contract";
import { expect, test } from "vitest";
import { decodeHead, decodeResult, encodeHead, encodePart, encodeResult, type Part } from "./index.ts";

const values: readonly Value[] = [
  null,
  true,
  5,
  -0,
  1.5,
  Number.NaN,
  2147483648,
  7n,
  "text",
  "",
  "a\0b\ud83d\n",
  new Typed("BigDecimal", "1.10"),
  new Typed("java.time.LocalDate", "2026-11-30"),
  new Date(5),
  new Uint8Array([0, 255]),
  [1, [2n]],
  new Map<Value, Value>([
    ["a", null],
    [1, new Set([1])],
    ["$date", 5],
  ]),
];

function exchangeOf(body: Value): Exchange {
  const exchange = new Exchange(
    "exchange-1",
    {
      runId: "run-1",
      tenant: "tenant-1",
      environment: "production",
      flow: "flow-1",
      group: "group-1",
      timeZone: "Asia/Tokyo",
      created: 1,
      now: () => 2,
      random: () => 0.25,
      properties: new Map([
        ["url", "https://x"],
        ["none", null],
        ["__proto__", "p"],
      ]),
      variables: new Map([["token", "secret"]]),
    },
    new Message(
      body,
      values.map((value, index): [string, Value] => [`Header-${index}`, value]),
    ),
    new Map<string, Value>([
      ["property", [1]],
      ["__proto__", "q"],
    ]),
  );
  exchange.exception = mortiseError("REMOTE_STATUS", { url: "https://x", statusCode: 500, inner: { deep: true } });
  return exchange;
}

test.each(values)("an exchange with the body %o arrives as it was sent", (body) => {
  const sent = exchangeOf(body);
  const asked: Part[] = [];
  const arrived = decodeHead(encodeHead(sent, 100), (part) => {
    asked.push(part);
    return encodePart(sent, part);
  });
  expect(asked).toEqual([]);
  expect([...arrived.message.headers]).toEqual([...sent.message.headers]);
  expect([...arrived.properties]).toEqual([...sent.properties]);
  const { runId, tenant, environment, flow, group, timeZone, created } = sent.scope;
  expect(arrived.scope).toMatchObject({ runId, tenant, environment, flow, group, timeZone, created });
  expect(arrived.scope.now()).toBe(2);
  expect(arrived.exception).toMatchObject({
    code: "REMOTE_STATUS",
    message: "https://x answered 500.",
    detail: { statusCode: 500 },
  });
  expect(asked).toEqual([]);
  expect(arrived.message.fork().body).toEqual(body);
  expect([...arrived.scope.properties]).toEqual([...sent.scope.properties]);
  expect(asked).toEqual(["body", "flow"]);
});

test("tenant variables stay at home", () => {
  const sent = exchangeOf("x");
  const all = [encodeHead(sent, 100), encodePart(sent, "body"), encodePart(sent, "flow")].join();
  expect(all).not.toContain("secret");
});

test("chance is the same for the same seed, and uniform", () => {
  const drawn = () => {
    const { scope } = decodeHead(encodeHead(exchangeOf(null), 1), () => "");
    return Array.from({ length: 1_000 }, () => scope.random());
  };
  const [first, second] = [drawn(), drawn()];
  expect(first).toEqual(second);
  expect(Math.min(...first)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...first)).toBeLessThan(1);
  expect(first.reduce((sum, value) => sum + value) / first.length).toBeCloseTo(0.5, 1);
});

test.each<ScriptResult>([
  { headers: { set: [], removed: [] }, properties: { set: [], removed: [] }, result: null, stdout: "" },
  {
    headers: { set: [["a", 1n]], removed: ["b"] },
    properties: { set: [["__proto__", null]], removed: ["p"] },
    body: { value: null },
    result: new Map<Value, Value>([["x", new Typed("BigDecimal", "1.0")]]),
    stdout: "printed\n",
  },
])("a result arrives as it was sent", (result) => {
  expect(decodeResult(encodeResult(result))).toEqual(result);
});

test.each(["", "{", "[]x", '{"h":5}', '{"h":[["a"]]}', '{"h":[[1,2]]}', '{"hr":[1]}', '{"o":7}', '{"r":{"$odd":1}}'])(
  "what is no result is an error: %s",
  (text) => {
    expect(() => decodeResult(text)).toThrow(expect.objectContaining({ name: "MortiseError" }));
  },
);
