import { getCACertificates } from "node:tls";
import { mortiseError } from "@mortise/contract";
import type { Dispatcher } from "undici";
import { guardedConnector } from "../net/connector.ts";
import { createGuard, type Lookup } from "../net/guard.ts";
import { cannotCall, remoteError } from "../net/remote-error.ts";
import { wireHeaders } from "../net/request-headers.ts";
import { shownUrl } from "../net/shown-url.ts";
import type { TokenAnswer, TokenEndpoint, TokenRequest } from "./ports.ts";

export interface TokenEndpointOptions {
  /** Hosts (`host` or `host:port`) that may be called although they are private. */
  readonly allowPrivate: readonly string[];
  /** Resolves host names. Defaults to the system's resolver. */
  readonly lookup?: Lookup;
  /** Certificates of authorities that are trusted besides the machine's own, in PEM. */
  readonly ca?: readonly string[];
}

/** Tokens take a few kilobytes; what comes behind this much is not read. */
const LARGEST = 256 * 1024;

/** Token requests over HTTP: a connection for each, so that no stale one loses an answer, and guarded as the calls of flows are. */
export function createTokenEndpoint(options: TokenEndpointOptions): TokenEndpoint {
  const guard = createGuard(options.allowPrivate, options.lookup);
  const tls = options.ca?.length ? { ca: [...getCACertificates("default"), ...options.ca] } : {};
  return {
    async send(request, mayStart) {
      const shown = shownUrl(request.url);
      try {
        const url = URL.parse(request.url);
        if (!url) throw cannotCall("expected a whole address such as https://login.example.com/token", shown);
        guard.checkUrl(url);
        const { Client, buildConnector } = await import("undici");
        const client = new Client(url.origin, { connect: guardedConnector(buildConnector, guard, tls), pipelining: 1 });
        try {
          return await exchange(client, url, request, mayStart);
        } finally {
          client.destroy().catch(() => {});
        }
      } catch (error) {
        return { kind: "notSent", error: remoteError(error, { url: shown, sent: false }) };
      }
    },
  };
}

/** One request and what comes of it: resolves with the first of answer, failure and time-out. */
function exchange(client: Dispatcher, url: URL, request: TokenRequest, mayStart: () => boolean): Promise<TokenAnswer> {
  const shown = shownUrl(url);
  return new Promise((resolve) => {
    let sent = false;
    let over = false;
    let status: number | undefined;
    let headers: [string, string][] = [];
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    let abort = (_: Error) => {};

    const end = (answer: TokenAnswer) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      resolve(answer);
    };
    /** What has come until now is all that will. */
    const fail = (error: unknown) => {
      const failure = remoteError(error, { url: shown, sent });
      if (!sent) end({ kind: "notSent", error: failure });
      else if (status === undefined) end({ kind: "lost", reason: failure.message });
      else end({ kind: "answer", status, headers, body: Buffer.concat(chunks), complete: false });
    };
    const timer = setTimeout(() => {
      const late = mortiseError("REMOTE_TIMEOUT", { url: shown, ms: request.timeout });
      fail(late);
      abort(late);
    }, request.timeout);

    client.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: "POST",
        headers: wireHeaders(request.headers, "Mortise").flat(),
        body: Buffer.from(request.body, "utf8"),
        reset: true,
        // The request has one time-out of its own.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      {
        // In the same turn as the first byte, and not before the connection stands.
        onRequestStart(controller) {
          abort = (error) => controller.abort(error);
          if (over) return controller.abort(new Error("it was given up"));
          if (!mayStart()) return controller.abort(mortiseError("REMOTE_TIMEOUT", { url: shown, ms: request.timeout }));
          sent = true;
        },
        onResponseStart(_, code, fields) {
          if (code < 200) return;
          status = code;
          headers = Object.entries(fields).flatMap(([name, value]) =>
            (Array.isArray(value) ? value : [value ?? ""]).map((one): [string, string] => [name, one]),
          );
        },
        onResponseData(controller, chunk) {
          const room = LARGEST - bytes;
          chunks.push(Buffer.from(chunk.subarray(0, room)));
          bytes += chunk.byteLength;
          if (bytes <= LARGEST) return;
          const large = mortiseError("BODY_TOO_LARGE", { bytes, limit: LARGEST });
          fail(large);
          controller.abort(large);
        },
        onResponseEnd() {
          if (status === undefined) fail(new Error("no answer"));
          else end({ kind: "answer", status, headers, body: Buffer.concat(chunks), complete: true });
        },
        onResponseError(_, error) {
          fail(error);
        },
      },
    );
  });
}
