import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpRequest, MortiseError } from "@mortise/contract";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { createHttpClient } from "./http-client.ts";
import { startServer, type TestServer } from "./test-canary.ts";
import certificates from "./test-certificates.json" with { type: "json" };

/** A request as the test's server saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly raw: readonly string[];
  readonly body: string;
}

/** Two servers and a client, fresh answers and records for each test. */
export interface Bench {
  server: TestServer;
  other: TestServer;
  client: ReturnType<typeof createHttpClient>;
  seen: Seen[];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  listener: (request: IncomingMessage, response: ServerResponse) => void;
  request(more?: Partial<HttpRequest>): HttpRequest;
  /** The error of a request that must fail. */
  failure(more?: Partial<HttpRequest>, signal?: AbortSignal): Promise<MortiseError>;
}

export function httpBench(): Bench {
  const bench = {
    seen: [],
    answer: () => {},
    listener: (request, response) => {
      let body = "";
      request.on("data", (data) => {
        body += data;
      });
      request.on("end", () => {
        const { method = "", url = "", headers, rawHeaders: raw } = request;
        bench.seen.push({ method, url, headers, raw, body });
        bench.answer(request, response);
      });
    },
    request: (more = {}) => ({
      method: "GET",
      url: `http://127.0.0.1:${bench.server.port}/`,
      headers: [],
      timeout: 5_000,
      maxBytes: 100_000,
      redirects: 5,
      ...more,
    }),
    failure: (more, signal) =>
      bench.client.send(bench.request(more), signal).then(
        (got) => Promise.reject(new Error(`it was answered ${got.status}`)),
        (error: MortiseError) => error,
      ),
  } as Partial<Bench> as Bench;
  beforeAll(async () => {
    bench.server = await startServer(bench.listener);
    bench.other = await startServer(bench.listener);
  });
  afterAll(async () => {
    await bench.server.close();
    await bench.other.close();
  });
  beforeEach(() => {
    bench.seen = [];
    bench.answer = (_, response) => response.end("hello");
    bench.client = createHttpClient({ allowPrivate: ["127.0.0.1", "localhost"], ca: [certificates.ca] });
  });
  afterEach(() => bench.client.close());
  return bench;
}

export const text = (body: Uint8Array): string => Buffer.from(body).toString();
