import { describe, expect, test } from "vitest";
import { parseJson, readUtf8 } from "./json.ts";

const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

describe("parseJson", () => {
  test("takes 200 levels and no more", () => {
    expect(parseJson(nested(200))).toBeDefined();
    expect(() => parseJson(nested(201))).toThrow("200 levels");
    expect(() => parseJson(nested(500_000))).toThrow("200 levels");
  });

  test("does not count brackets in texts", () => {
    expect(parseJson(JSON.stringify({ text: `${"[".repeat(300)}\\"{{` }))).toBeDefined();
  });

  test.each([
    '{"__proto__": 1}',
    '{"a": [{"__proto__": {}}]}',
    '{"constructor": {"prototype": {}}}',
    '{"__pr\\u006fto__": 1}',
  ])("refuses %s", (text) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: "API_INVALID" }));
  });

  test("leaves the words alone where they are values", () => {
    expect(parseJson('["__proto__", {"constructor": "x"}]')).toEqual(["__proto__", { constructor: "x" }]);
  });

  test("says where a mistake is without quoting the body", () => {
    expect(() => parseJson('{"password": "hunter2", oops}')).toThrow("at character 24");
    expect(() => parseJson('{"password": hunter2}')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("hunter2") }),
    );
    expect(() => parseJson('{"a":')).toThrow(expect.objectContaining({ code: "API_INVALID" }));
  });

  test.each(['"\\ud800"', '{"a": ["x\\udc00"]}', '{"\\ud83d": 1}'])("refuses half a surrogate pair: %s", (text) => {
    expect(() => parseJson(text)).toThrow("half a surrogate pair");
  });

  test("takes whole surrogate pairs", () => {
    expect(parseJson('"\\ud83d\\ude00"')).toBe("\u{1f600}");
  });
});

describe("readUtf8", () => {
  test("takes the BOM of Windows' editors off", () => {
    expect(readUtf8(Buffer.from("\ufeff{}"))).toBe("{}");
  });

  test("refuses other encodings, which would be kept as other characters", () => {
    expect(() => readUtf8(Buffer.from("caf\u00e9", "latin1"))).toThrow("not UTF-8");
  });
});
