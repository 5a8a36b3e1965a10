import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { httpBench, text } from "./test-bench.ts";

const bench = httpBench();

describe("compressed answers", () => {
  const plain = JSON.stringify({ text: "x".repeat(5_000) });
  const send = (encoding: string, body: Uint8Array) => {
    bench.answer = (_, response) => response.writeHead(200, { "Content-Encoding": encoding }).end(body);
  };

  test.each([
    ["gzip", gzipSync(plain)],
    ["x-gzip", gzipSync(plain)],
    ["GZIP", gzipSync(plain)],
    ["deflate", deflateSync(plain)],
    ["deflate", deflateRawSync(plain)],
    ["br", brotliCompressSync(plain)],
    ["identity", Buffer.from(plain)],
    ["gzip, br", brotliCompressSync(gzipSync(plain))],
    ["deflate, gzip", gzipSync(deflateSync(plain))],
  ])("%s is decompressed", async (encoding, body) => {
    send(encoding, body);
    const got = await bench.client.send(bench.request());
    expect(text(got.body)).toBe(plain);
    if (encoding !== "identity") expect(got.headers.some(([name]) => /^content-(enc|len)/i.test(name))).toBe(false);
  });

  test("an empty one is empty", async () => {
    send("gzip", Buffer.alloc(0));
    expect((await bench.client.send(bench.request())).body).toHaveLength(0);
    send("br", brotliCompressSync(plain));
    expect((await bench.client.send(bench.request({ method: "HEAD" }))).body).toHaveLength(0);
  });

  test.each([
    ["gzip", Buffer.from("no gzip")],
    ["gzip", gzipSync(plain).subarray(0, 30)],
    ["deflate, gzip", gzipSync("no deflate")],
    ["br", Buffer.from("no brotli at all, sorry")],
    ["zstd", Buffer.from("?")],
    ["gzip, gzip, gzip", gzipSync(gzipSync(gzipSync(plain)))],
  ])("%s that is not what it says, or too deep, is REMOTE_INVALID", async (encoding, body) => {
    send(encoding, body);
    expect(await bench.failure({})).toMatchObject({ code: "REMOTE_INVALID", detail: { sent: true } });
    bench.answer = (_, response) => response.end("fine");
    expect(text((await bench.client.send(bench.request())).body)).toBe("fine");
  });

  test.each([
    ["gzip", gzipSync(Buffer.alloc(100 * 1024 * 1024))],
    ["deflate", deflateSync(Buffer.alloc(20 * 1024 * 1024))],
    ["br", brotliCompressSync(Buffer.alloc(20 * 1024 * 1024))],
  ])("a bomb of %s is stopped at the limit", async (encoding, bomb) => {
    send(encoding, bomb);
    const before = process.memoryUsage().rss;
    const error = await bench.failure({ maxBytes: 1_000_000 });
    expect(error).toMatchObject({ code: "BODY_TOO_LARGE", detail: { limit: 1_000_000, sent: true } });
    expect(error.detail.bytes).toBeLessThan(1_200_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
  });

  test("a bomb inside a bomb is stopped too", async () => {
    send("gzip, gzip", gzipSync(gzipSync(Buffer.alloc(20 * 1024 * 1024))));
    expect(await bench.failure({ maxBytes: 1_000_000 })).toMatchObject({ code: "BODY_TOO_LARGE" });
  });
});

describe("the size of an answer", () => {
  test("is refused from its announcement, before the bytes come", async () => {
    bench.answer = (_, response) => response.writeHead(200, { "Content-Length": "100001" }).write("x");
    expect(await bench.failure({})).toMatchObject({
      code: "BODY_TOO_LARGE",
      detail: { bytes: 100_001, limit: 100_000 },
    });
  });

  test("is counted when it is not announced", async () => {
    bench.answer = (_, response) => {
      const pump = () => {
        while (!response.destroyed && response.write(Buffer.alloc(10_000)));
        if (!response.destroyed) response.once("drain", pump);
      };
      pump();
    };
    expect(await bench.failure({})).toMatchObject({ code: "BODY_TOO_LARGE" });
  });

  test("may be exactly the limit", async () => {
    bench.answer = (_, response) => response.end(Buffer.alloc(100_000));
    expect((await bench.client.send(bench.request())).body).toHaveLength(100_000);
  });

  test("does not count for an answer without a body", async () => {
    bench.answer = (_, response) => response.writeHead(200, { "Content-Length": "999999999" }).end();
    expect((await bench.client.send(bench.request({ method: "HEAD" }))).status).toBe(200);
  });
});
