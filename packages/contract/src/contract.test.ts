import { describe, expect, it } from "vitest";
import {
  decode,
  encode,
  encodeTyped,
  Headers,
  javaDouble,
  MAX_DEPTH,
  Message,
  parseDuration,
  positionAt,
  Typed,
  toText,
  typeName,
  type Value,
} from "./index.ts";

const EVERY_KIND: readonly Value[] = [
  null,
  true,
  5,
  -0,
  5.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1_700_000_000_000,
  5n,
  "text",
  new Date(1_700_000_000_000),
  new Uint8Array([104, 105]),
  new Uint8Array([255, 0, 1]),
  [1, [2]],
  new Map<Value, Value>([["a", 1]]),
  new Map<Value, Value>([["$date", 1]]),
  new Map<Value, Value>([
    ["2", "kept in place"],
    ["1", "so is this"],
  ]),
  new Map<Value, Value>([[1, "a key that is no text"]]),
  new Set<Value>([1, "b"]),
  new Typed("Double", "5.0"),
  new Typed("BigDecimal", "3.3333333333"),
  new Typed("GString", "Ada"),
  new Typed("java.time.LocalDate", "2026-11-30"),
];

describe("the codec", () => {
  it.each(EVERY_KIND.map((value) => [typeName(value), value] as const))("gives a %s back as it was", (_, value) => {
    expect(decode(JSON.parse(JSON.stringify(encode(value))))).toEqual(value);
  });

  it("refuses an unknown tag and a value that is too deep", () => {
    expect(() => decode({ $file: "/etc/passwd" })).toThrowError(expect.objectContaining({ code: "VALUE_INVALID" }));
    expect(() => decode({ $date: 1e300 })).toThrowError(expect.objectContaining({ code: "VALUE_INVALID" }));
    expect(() => decode({ $map: [5] })).toThrowError(expect.objectContaining({ code: "VALUE_INVALID" }));
    let deep: Value = "x";
    for (let level = 0; level <= MAX_DEPTH; level++) deep = [deep];
    expect(() => encode(deep)).toThrowError(expect.objectContaining({ code: "VALUE_INVALID" }));
  });

  it("writes the typed form of /evaluate", () => {
    expect(encodeTyped(new Map<Value, Value>([["id", 7]]))).toEqual({
      t: "Map",
      v: [
        [
          { t: "String", v: "id" },
          { t: "Integer", v: "7" },
        ],
      ],
    });
    expect(encodeTyped([new Typed("Double", "5.0"), 5n, false, null])).toEqual({
      t: "List",
      v: [{ t: "Double", v: "5.0" }, { t: "Long", v: "5" }, { t: "Boolean", v: false }, { t: "null" }],
    });
  });
});

describe("text of values", () => {
  it.each([
    [[1, 2, "a"], "[1, 2, a]"],
    [
      new Map<Value, Value>([
        ["a", 1],
        ["b", null],
      ]),
      "{a=1, b=null}",
    ],
    [1e21, "1.0E21"],
    [12345678.9, "1.23456789E7"],
    [new Typed("Double", "1.0"), "1.0"],
    [null, ""],
    [new Date(1_700_000_000_000), "Tue Nov 14 22:13:20 UTC 2023"],
  ] as [Value, string][])("is Java's (%#)", (value, text) => {
    expect(toText(value)).toBe(text);
  });

  it("gives doubles Java's digits", () => {
    expect([0, -0, 0.001, 0.0001, 9999999, 10000000, 100].map(javaDouble)).toEqual([
      "0.0",
      "-0.0",
      "0.001",
      "1.0E-4",
      "9999999.0",
      "1.0E7",
      "100.0",
    ]);
  });
});

describe("headers", () => {
  it("compare without case, keep their first spelling, and iterate in alphabetical order", () => {
    const headers = new Headers([
      ["Zulu", 1],
      ["alpha", 2],
      ["zULU", 3],
    ]);
    expect([...headers]).toEqual([
      ["alpha", 2],
      ["Zulu", 3],
    ]);
  });

  it("hold names that would reach a prototype as plain names", () => {
    const headers = new Headers([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
    expect(headers.get("__PROTO__")).toBe("x");
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe("a message", () => {
  it("shares its headers with a fork until one of them writes", () => {
    const message = new Message("b", [["a", 1]]);
    const fork = message.fork();
    fork.setHeader("a", 2);
    message.setHeader("c", 3);
    expect([message.header("a"), message.header("c"), fork.header("a"), fork.header("c")]).toEqual([
      1,
      3,
      2,
      undefined,
    ]);
  });

  it("keeps through the codec which headers the author named", () => {
    const message = new Message();
    message.setHeader("Authorization", "Bearer x", true);
    message.setHeader("other", "y");
    const again = Message.decode(JSON.parse(JSON.stringify(message.encode())));
    expect([again.headers.isNamed("authorization"), again.headers.isNamed("other")]).toEqual([true, false]);
  });
});

describe("small readings", () => {
  it.each([
    ["20s", 20_000],
    ["55m", 3_300_000],
    ["1 week", 604_800_000],
    [1500, 1500],
    ["soon", undefined],
    [-1, undefined],
  ])("reads the duration %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it("finds line and column of an offset", () => {
    expect(positionAt("ab\ncd", 4)).toEqual({ position: 4, line: 2, column: 2 });
  });
});
