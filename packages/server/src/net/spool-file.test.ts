import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createHttpClient } from "./http-client.ts";

const BODY = "0123456789\n".repeat(10_000);

const peer = createServer((request, response) => {
  const zip = request.url?.includes("zip");
  response.writeHead(request.url?.includes("fail") ? 500 : 200, zip ? { "content-encoding": "gzip" } : {});
  response.end(zip ? gzipSync(BODY) : BODY);
});
let client: ReturnType<typeof createHttpClient>;
let url: string;

beforeAll(async () => {
  peer.listen(0, "127.0.0.1");
  await once(peer, "listening");
  url = `127.0.0.1:${(peer.address() as AddressInfo).port}`;
  client = createHttpClient({ allowPrivate: [url] });
});
afterAll(async () => {
  await client.close();
  peer.closeAllConnections();
  await new Promise((resolve) => peer.close(resolve));
});

const get = (path: string, more: { maxBytes?: number; spoolOver?: number }) =>
  client.send({
    method: "GET",
    url: `http://${url}/${path}`,
    headers: [],
    timeout: 10_000,
    redirects: 0,
    maxBytes: 1_000_000,
    ...more,
  });

test.each(["plain", "zip"])("an answer over the limit lies on disk, %s, under no name", async (path) => {
  const { large, body } = await get(path, { spoolOver: 50_000 });
  expect(body).toHaveLength(0);
  expect(large?.bytes).toBe(BODY.length);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith("mortise-body-"))).toEqual([]);
  expect([...(large?.texts() ?? [])].join("")).toBe(BODY);
  expect(large?.asText("utf-8").whole()).toBe(BODY);
  large?.close();
  large?.close();
  expect(() => large?.whole()).toThrow("after its run has ended");
});

test("an answer within the limit, or of an error, is held", async () => {
  for (const [path, spoolOver] of [
    ["plain", BODY.length],
    ["fail", 50_000],
  ] as const) {
    const { large, body } = await get(path, { spoolOver });
    expect(large).toBeUndefined();
    expect(Buffer.from(body).toString()).toBe(BODY);
  }
});

test("an answer larger than it may be is refused on disk too", async () => {
  await expect(get("plain", { spoolOver: 20_000, maxBytes: 60_000 })).rejects.toMatchObject({ code: "BODY_TOO_LARGE" });
});
