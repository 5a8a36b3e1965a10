import { createServer as createTcpServer, type Socket } from "node:net";
import { type HttpRequest, mortiseError } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { createHttpClient } from "./http-client.ts";
import { httpBench } from "./test-bench.ts";
import { closed, listen, startServer } from "./test-canary.ts";

const bench = httpBench();

describe("failures", () => {
  test("nobody listens: unreachable, not sent", async () => {
    const gone = await startServer(bench.listener);
    await gone.close();
    const url = `http://u:secret@127.0.0.1:${gone.port}/p?code=hush&x=1#f`;
    expect(await bench.failure({ url })).toMatchObject({
      code: "REMOTE_UNREACHABLE",
      retry: true,
      detail: { url: `http://127.0.0.1:${gone.port}/p?code=•••&x=•••`, sent: false },
    });
  });

  test("a name that does not resolve: unreachable, not sent", async () => {
    const lookup = async () => Promise.reject(Object.assign(new Error(), { code: "ENOTFOUND" }));
    const nowhere = createHttpClient({ allowPrivate: [], lookup });
    await expect(nowhere.send(bench.request({ url: "http://nowhere.example/" }))).rejects.toMatchObject({
      code: "REMOTE_UNREACHABLE",
      detail: { sent: false, what: "its name does not resolve (ENOTFOUND)" },
    });
    await nowhere.close();
  });

  test.each(["", "api.example/v1", "http://", "http://[::1", "http://a b/"])("%j is no address", async (url) => {
    expect(await bench.failure({ url })).toMatchObject({
      code: "REMOTE_UNREACHABLE",
      retry: false,
      detail: { sent: false },
    });
  });

  test("no answer in time: time-out, sent", async () => {
    bench.answer = () => {};
    expect(await bench.failure({ timeout: 50 })).toMatchObject({
      code: "REMOTE_TIMEOUT",
      detail: { ms: 50, sent: true },
    });
  });

  test("half an answer in time: time-out, sent", async () => {
    bench.answer = (_, response) => response.writeHead(200).write("half");
    expect(await bench.failure({ timeout: 50 })).toMatchObject({ code: "REMOTE_TIMEOUT", detail: { sent: true } });
  });

  test("the time of all redirects counts", async () => {
    bench.answer = (_, response) => setTimeout(() => response.writeHead(302, { Location: "/" }).end(), 20);
    expect(await bench.failure({ timeout: 110, redirects: 100 })).toMatchObject({
      code: "REMOTE_TIMEOUT",
      detail: { sent: true },
    });
    expect(bench.seen.length).toBeGreaterThan(2);
  });

  test("a resolver that hangs: time-out, not sent", async () => {
    const stuck = createHttpClient({ allowPrivate: [], lookup: () => new Promise(() => {}) });
    const hanging = stuck.send(bench.request({ url: "http://slow.example/", timeout: 50 }));
    await expect(hanging).rejects.toMatchObject({ code: "REMOTE_TIMEOUT", detail: { sent: false } });
    await stuck.close();
  });

  test("cancelled: the reason, and whether it was sent", async () => {
    const cancel = new AbortController();
    bench.answer = () => cancel.abort();
    expect(await bench.failure({}, cancel.signal)).toMatchObject({ code: "ENGINE_CANCELLED", detail: { sent: true } });
    expect(await bench.failure({}, cancel.signal)).toMatchObject({ code: "ENGINE_CANCELLED", detail: { sent: false } });
    const timeout = AbortSignal.abort(mortiseError("ENGINE_TIMEOUT", { ms: 7 }));
    expect(await bench.failure({}, timeout)).toMatchObject({ code: "ENGINE_TIMEOUT", detail: { ms: 7, sent: false } });
    expect(bench.seen).toHaveLength(1);
  });

  test("a second hop that fails was sent once", async () => {
    const gone = await startServer(bench.listener);
    await gone.close();
    bench.answer = (_, response) => response.writeHead(307, { Location: `http://127.0.0.1:${gone.port}/` }).end();
    expect(await bench.failure({ method: "POST" })).toMatchObject({
      code: "REMOTE_UNREACHABLE",
      detail: { sent: true },
    });
  });

  test("after close nothing is sent", async () => {
    await bench.client.close();
    expect(await bench.failure({})).toMatchObject({ code: "REMOTE_UNREACHABLE", detail: { sent: false } });
  });

  test("close breaks off what is under way", async () => {
    bench.answer = () => void bench.client.close();
    expect(await bench.failure({})).toMatchObject({ code: "REMOTE_UNREACHABLE", detail: { sent: true } });
  });

  describe("of raw connections", () => {
    const against = async (act: (socket: Socket) => void, more: Partial<HttpRequest> = {}) => {
      const raw = createTcpServer((socket) => {
        socket.on("error", () => {});
        socket.once("data", () => act(socket));
      });
      const port = await listen(raw);
      const error = await bench.failure({ url: `http://127.0.0.1:${port}/`, ...more });
      await closed(raw);
      return error;
    };

    test.each([
      ["the connection breaks before the answer", (socket: Socket) => socket.destroy(), "REMOTE_UNREACHABLE"],
      ["the connection is reset", (socket: Socket) => socket.resetAndDestroy(), "REMOTE_UNREACHABLE"],
      [
        "the answer breaks off",
        (socket: Socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
        "REMOTE_UNREACHABLE",
      ],
      [
        "a chunked answer breaks off",
        (socket: Socket) => socket.end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"),
        "REMOTE_UNREACHABLE",
      ],
      ["the answer is not HTTP", (socket: Socket) => socket.end("SSH-2.0-OpenSSH\r\n"), "REMOTE_INVALID"],
      [
        "the answer has two lengths",
        (socket: Socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        "REMOTE_UNREACHABLE",
      ],
      [
        "the headers have no end",
        (socket: Socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${"x".repeat(100_000)}`),
        "REMOTE_INVALID",
      ],
    ] as const)("%s", async (_, act, code) => {
      expect(await against(act)).toMatchObject({ code, detail: { sent: true } });
    });
  });
});
