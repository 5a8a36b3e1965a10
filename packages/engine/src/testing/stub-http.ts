import { type HttpClient, type HttpRequest, type HttpResponse, mortiseError } from "@mortise/contract";
import type { Stub } from "./flow-test.ts";
import { fitsPattern } from "./wildcard.ts";

/** A request as it was sent to a stub. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

type Answer = NonNullable<Stub["answer"]>;

/** An outside world of stubs that remembers what was sent. A call without a stub is an error that names it. */
export class StubHttp implements HttpClient {
  readonly requests: SentRequest[] = [];
  readonly #stubs: readonly { readonly stub: Stub; used: number }[];

  constructor(stubs: readonly Stub[]) {
    this.#stubs = stubs.map((stub) => ({ stub, used: 0 }));
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    const body =
      typeof request.body === "string" ? request.body : request.body ? new TextDecoder().decode(request.body) : "";
    const sent = { method: request.method, url: request.url, headers: Object.fromEntries(request.headers), body };
    const match = this.#stubs.find(
      (candidate) => matches(candidate.stub, sent) && answerOf(candidate.stub, candidate.used),
    );
    if (!match) throw mortiseError("ENGINE_NO_STUB", { method: sent.method, url: sent.url.split("?")[0] });
    this.requests.push(sent);
    const answer = answerOf(match.stub, match.used++) as Answer;
    if (answer.fail === "unreachable")
      throw mortiseError("REMOTE_UNREACHABLE", { url: sent.url, what: "the stub says so", sent: false });
    if (answer.fail === "timeout")
      throw mortiseError("REMOTE_TIMEOUT", { url: sent.url, ms: request.timeout, sent: true });
    return respond(answer, sent.url);
  }
}

/** The outside world of a test or rehearsal. */
export function stubHttp(stubs: readonly Stub[]): StubHttp {
  return new StubHttp(stubs);
}

function answerOf(stub: Stub, used: number): Answer | undefined {
  return stub.answers ? stub.answers[used] : (stub.answer ?? {});
}

function matches(stub: Stub, sent: SentRequest): boolean {
  if (stub.method !== undefined && stub.method.toUpperCase() !== sent.method.toUpperCase()) return false;
  if (!fitsPattern(stub.url, sent.url)) return false;
  if (stub.body !== undefined && !sent.body.includes(stub.body)) return false;
  return Object.entries(stub.headers ?? {}).every(([name, value]) => headerOf(sent, name) === value);
}

/** A header of a sent request, by name without case. */
export function headerOf(sent: SentRequest, name: string): string | undefined {
  return Object.entries(sent.headers).find(([candidate]) => candidate.toLowerCase() === name.toLowerCase())?.[1];
}

function respond(answer: Answer, url: string): HttpResponse {
  const text = answer.body === undefined || typeof answer.body === "string";
  const body = new TextEncoder().encode(
    text ? ((answer.body as string | undefined) ?? "") : JSON.stringify(answer.body),
  );
  const headers = Object.entries(answer.headers ?? {});
  if (answer.body !== undefined && !headers.some(([name]) => name.toLowerCase() === "content-type"))
    headers.push(["Content-Type", text ? "text/plain; charset=utf-8" : "application/json"]);
  return { status: answer.status ?? 200, headers, body, url };
}
