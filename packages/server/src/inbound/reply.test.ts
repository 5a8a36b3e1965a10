import { Headers, Message, type Value } from "@mortise/contract";
import { RunSecrets } from "@mortise/engine";
import { describe, expect, test } from "vitest";
import { type ReplyTo, replyOf } from "./reply.ts";

const TO: ReplyTo = { url: "/in/test/demo/hello", contentType: undefined, secrets: undefined, status: 200 };

function reply(headers: [string, Value][], body: Value = "x", to: Partial<ReplyTo> = {}) {
  return replyOf(new Message(body, headers), { ...TO, ...to });
}

describe("the status", () => {
  test.each<[Value, number]>([
    [201, 201],
    ["404", 404],
    [200.9, 200],
    [100, 200],
    [0, 200],
    [-1, 200],
    [999, 599],
    [1e12, 599],
    ["teapot", 200],
    [null, 200],
  ])("of CamelHttpResponseCode %j is %i", (code, status) => {
    expect(reply([["CamelHttpResponseCode", code]]).status).toBe(status);
  });

  test("has no body where HTTP knows none", () => {
    expect(reply([["CamelHttpResponseCode", 204]]).body).toBe("");
  });
});

describe("the headers", () => {
  test("are those of the message, in alphabetical order", () => {
    expect(
      reply([
        ["X-Two", "2"],
        ["X-One", 1],
        ["Content-Type", "text/csv"],
      ]).headers,
    ).toEqual(["Content-Type", "text/csv", "X-One", "1", "X-Two", "2"]);
  });

  test.each([
    "CamelHttpUri",
    "camelhttppath",
    "Dovetail_FlowId",
    "Connection",
    "Transfer-Encoding",
    "Content-Length",
    "Authorization",
    "Cookie",
    "User-Agent",
    "Host",
    "__proto__",
    "sec-fetch-mode",
  ])("%s stays home", (name) => {
    expect(reply([[name, "x"]], "").headers).toEqual([]);
  });

  test("cannot carry a second header in a value, nor a name that is none", () => {
    const { headers } = reply(
      [
        ["X-A", "one\r\nSet-Cookie: evil=1"],
        ["bad name", "x"],
        ["X-Nul", "a\0b"],
      ],
      "",
    );
    expect(headers).toEqual(["X-A", "one Set-Cookie: evil=1", "X-Nul", "ab"]);
  });

  test("are UTF-8 on the wire", () => {
    const [, value] = reply([["X-Name", "Zoë €"]], "").headers;
    expect(Buffer.from(String(value), "latin1").toString("utf8")).toBe("Zoë €");
  });

  test("do not let a link say what a browser obeys", () => {
    const url =
      "/in/test/demo/hello?Set-Cookie=a%3D1&Content-Type=text/html&Location=//evil&access-control-allow-origin=*&name=Jan";
    const message = new Message("<b>x</b>", [...new URLSearchParams(url.split("?")[1])]);
    expect(replyOf(message, { ...TO, url }).headers).toEqual([
      "name",
      "Jan",
      "Content-Type",
      "text/plain; charset=utf-8",
    ]);
  });

  test("take Content-Type and Location from the flow", () => {
    const headers = new Headers();
    headers.set("Content-Type", "text/html", true);
    headers.set("Location", "/there", true);
    const url = "/in/test/demo/hello?Location=//evil";
    expect(replyOf(new Message("x", headers), { ...TO, url }).headers).toEqual([
      "Content-Type",
      "text/html",
      "Location",
      "/there",
    ]);
  });

  test("carry a known secret only where the author named the header", () => {
    const secrets = new RunSecrets(["s3cret-value"]);
    const headers = new Headers([["X-Leak", "Bearer s3cret-value"]]);
    headers.set("X-Meant", "s3cret-value", true);
    expect(replyOf(new Message("", headers), { ...TO, secrets }).headers).toEqual(["X-Meant", "s3cret-value"]);
  });

  test("keep the caller's type for a body, but not a form's", () => {
    expect(reply([["Content-Type", "application/json"]], "{}", { contentType: "application/json" }).headers).toEqual([
      "Content-Type",
      "application/json",
    ]);
    const form = "application/x-www-form-urlencoded";
    expect(reply([["Content-Type", form]], "ok", { contentType: form }).headers).toEqual([
      "Content-Type",
      "text/plain; charset=utf-8",
    ]);
  });
});

describe("the body", () => {
  test.each<[Value, string, string | undefined]>([
    ["text", "text", "text/plain; charset=utf-8"],
    [42, "42", "text/plain; charset=utf-8"],
    [new Map<Value, Value>([["a", [1, "b"]]]), '{"a":[1,"b"]}', "application/json"],
    [null, "", undefined],
  ])("of %j is %s", (body, text, type) => {
    const made = reply([], body);
    expect(made.body).toBe(text);
    expect(made.headers[1]).toBe(type);
  });

  test("of bytes is those bytes", () => {
    const bytes = new Uint8Array([0, 255]);
    expect(reply([], bytes)).toMatchObject({ body: bytes, headers: ["Content-Type", "application/octet-stream"] });
  });
});
