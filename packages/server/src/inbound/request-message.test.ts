import { expect, test } from "vitest";
import type { Endpoint } from "./endpoint.ts";
import { type InboundRequest, requestMessage } from "./request-message.ts";

const OPEN = { auth: "none", preserveHeaders: false } as Endpoint;
const BARE: InboundRequest = {
  method: "GET",
  url: "/in/test/demo/hello",
  rawHeaders: [],
  contentType: undefined,
  body: undefined,
};

function message(request: Partial<InboundRequest>, endpoint: Partial<Endpoint> = {}) {
  return requestMessage({ ...BARE, ...request }, { ...OPEN, ...endpoint } as Endpoint, "/rest");
}

test("headers and query parameters become headers, the parameter winning", () => {
  const made = message({
    url: "/in/test/demo/hello?name=Jan%20B&X-A=2&tag=1&tag=2&empty=",
    rawHeaders: ["X-A", "1", "Accept", "a", "accept", "b"],
  });
  expect([...made.headers]).toEqual([
    ["Accept", "a, b"],
    ["empty", ""],
    ["name", "Jan B"],
    ["tag", ["1", "2"]],
    ["X-A", "2"],
  ]);
});

test.each([
  "CamelHttpUri",
  "cAmElFileName",
  "dovetail_FlowId",
  "Connection",
  "Transfer-Encoding",
  "Host",
  "__proto__",
  "constructor",
  "content-length",
])("%s does not come in, as header or as parameter", (name) => {
  const made = message({ url: `/in/test/demo/hello?${name}=1`, rawHeaders: [name, "1"] });
  expect(made.headers.size).toBe(0);
});

test("what opened the door stays outside", () => {
  const rawHeaders = ["Authorization", "Bearer secret"];
  expect(message({ rawHeaders }, { auth: "key" }).headers.has("authorization")).toBe(false);
  expect(message({ rawHeaders }, { auth: "none" }).header("authorization")).toBe("Bearer secret");
});

test("preserveHeaders describes the request", () => {
  const made = message({ url: "/in/test/demo/hello/rest?a=1" }, { preserveHeaders: true });
  expect(made.header("CamelHttpMethod")).toBe("GET");
  expect(made.header("CamelHttpPath")).toBe("/rest");
  expect(made.header("CamelHttpQuery")).toBe("a=1");
  expect(made.header("CamelHttpUri")).toBe("/in/test/demo/hello/rest");
});

test.each([
  ["application/json", "{}", "{}"],
  ["application/problem+json; charset=utf-8", "{}", "{}"],
  ["text/xml", "<a/>", "<a/>"],
  ["application/x-www-form-urlencoded", "a=1", "a=1"],
])("a body of type %s is text", (contentType, sent, body) => {
  expect(message({ contentType, body: Buffer.from(sent) }).body).toBe(body);
});

test("a body of another type stays bytes, and none is null", () => {
  const bytes = Buffer.from([1, 2]);
  expect(message({ contentType: "application/pdf", body: bytes }).body).toBe(bytes);
  expect(message({ body: Buffer.alloc(0) }).body).toBeNull();
});

test("a body is read in its charset; an unknown one is taken for UTF-8", () => {
  expect(message({ contentType: "text/plain; charset=iso-8859-1", body: Buffer.from([0xeb]) }).body).toBe("ë");
  expect(message({ contentType: "text/plain; charset=klingon", body: Buffer.from("ë") }).body).toBe("ë");
});
