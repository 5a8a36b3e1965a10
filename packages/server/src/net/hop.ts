import { type HttpRequest, LargeBody } from "@mortise/contract";
import type { Dispatcher } from "undici";
import { AnswerBody } from "./answer-body.ts";
import { SpoolFile } from "./spool-file.ts";

const NOTHING = new Uint8Array();

/** One answer, before it is decided whether it is the last. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  readonly large?: LargeBody | undefined;
}

/** What one hop sends. */
export interface HopRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: HttpRequest["body"];
  readonly maxBytes: number;
  readonly spoolOver: number | undefined;
}

/** One request to one server and its answer; redirects are the client's business. */
export class Hop {
  /**
   * Whether bytes may have left. undici calls `onRequestStart` in the same turn in which it writes the first byte, and
   * not before a connection stands; a queued, refused or unresolved request never gets there.
   */
  sent = false;
  readonly answer: Promise<Answer>;
  #controller: Dispatcher.DispatchController | undefined;
  #aborted: Error | undefined;
  #body: AnswerBody | undefined;
  #reject: (error: unknown) => void = () => {};

  constructor(dispatcher: Dispatcher, request: HopRequest) {
    this.answer = new Promise((resolve, reject) => {
      this.#reject = reject;
      dispatcher.dispatch(
        {
          origin: request.origin,
          path: request.path,
          method: request.method,
          headers: request.headers.flat(),
          body: typeof request.body === "string" ? Buffer.from(request.body, "utf8") : (request.body ?? null),
          // The call has one time-out of its own.
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        this.#handler(request, resolve),
      );
    });
  }

  /** Ends the hop with an error, wherever it is. */
  abort(error: Error): void {
    this.#aborted = error;
    this.#controller?.abort(error);
    this.#body?.destroy(error);
    this.#reject(error);
  }

  #handler(request: HopRequest, resolve: (answer: Answer) => void): Dispatcher.DispatchHandler {
    return {
      onRequestStart: (controller) => {
        if (this.#aborted) return controller.abort(this.#aborted);
        this.#controller = controller;
        this.sent = true;
      },
      onResponseStart: (controller, status) => {
        if (status < 200) return;
        const headers = readHeaders(controller.rawHeaders);
        const named = (name: string) => headers.find(([spelled]) => spelled.toLowerCase() === name)?.[1];
        const all = headers.filter(([name]) => name.toLowerCase() === "content-encoding").map(([, value]) => value);
        const bodiless = request.method === "HEAD" || status === 204 || status === 304;
        const length = bodiless ? undefined : named("content-length");
        // What an error says is wanted whole, and is never that long.
        const body = new AnswerBody(
          all.join(","),
          length,
          request.maxBytes,
          status < 400 ? request.spoolOver : undefined,
        );
        this.#body = body;
        body.whole.then(
          (whole) => {
            const answer = { status, headers: body.decodes ? withoutEncoding(headers) : headers };
            if (whole instanceof SpoolFile) resolve({ ...answer, body: NOTHING, large: new LargeBody(whole) });
            else resolve({ ...answer, body: whole });
          },
          (error) => this.abort(error),
        );
      },
      onResponseData: (controller, chunk) => this.#body?.write(chunk, controller),
      onResponseEnd: () => this.#body?.end(),
      onResponseError: (_, error) => {
        this.#body?.destroy(error);
        this.#reject(this.#aborted ?? error);
      },
    };
  }
}

/** `Content-Encoding` and `Content-Length` no longer hold for a body that was decompressed. */
function withoutEncoding(headers: Answer["headers"]): Answer["headers"] {
  return headers.filter(([name]) => !/^content-(encoding|length)$/i.test(name));
}

/** Names as the server spells them. */
function readHeaders(raw: Dispatcher.DispatchController["rawHeaders"]): Answer["headers"] {
  const headers: (readonly [string, string])[] = [];
  if (!Array.isArray(raw)) return headers;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    headers.push([text(raw[index]), text(raw[index + 1])]);
  }
  return headers;
}

function text(value: Buffer | string | undefined): string {
  return typeof value === "string" ? value : (value?.toString("latin1") ?? "");
}
