import { type HttpClient, type HttpRequest, type HttpResponse, MortiseError, mortiseError } from "@mortise/contract";
import { Dispatchers, type Undici } from "./dispatchers.ts";
import { createGuard, type Guard, type Lookup } from "./guard.ts";
import { type Answer, Hop } from "./hop.ts";
import { cannotCall, remoteError } from "./remote-error.ts";
import { wireHeaders, withoutBody, withoutCredentials, withUserInfo } from "./request-headers.ts";
import { shownUrl } from "./shown-url.ts";

export interface HttpClientOptions {
  /** Hosts (`host` or `host:port`) that flows may call although they are private. */
  readonly allowPrivate: readonly string[];
  /** Sent where a request names none. Defaults to `Mortise`. */
  readonly userAgent?: string;
  /** Certificates of authorities that are trusted besides the machine's own, in PEM. */
  readonly ca?: readonly string[];
  /** Resolves host names. Defaults to the system's resolver. */
  readonly lookup?: Lookup;
  /** The parts of undici that are used. Defaults to undici's own. */
  readonly undici?: Undici;
}

/** The HTTP client of flows: guarded against private addresses on every hop, bounded in time and size. */
export function createHttpClient(options: HttpClientOptions): HttpClient & { close(): Promise<void> } {
  const guard = createGuard(options.allowPrivate, options.lookup);
  let dispatchers: Promise<Dispatchers> | undefined;
  let closed = false;
  const open = async () => new Dispatchers(options.undici ?? (await import("undici")), guard, options.ca ?? []);

  return {
    async send(request, signal) {
      const url = URL.parse(request.url);
      const shown = shownUrl(url ?? request.url);
      if (!url) throw cannotCall("expected a whole address such as https://api.example.com/v1", shown);
      if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(request.method) || request.method.toUpperCase() === "CONNECT") {
        throw cannotCall("expected a method such as GET or POST", shown);
      }
      if (closed) throw remoteError({ code: "UND_ERR_CLOSED" }, { url: shown, sent: false });
      const headers = withUserInfo(wireHeaders(request.headers, options.userAgent ?? "Mortise"), url);
      dispatchers ??= open();
      return new Call(await dispatchers, guard, request, signal).follow(url, headers);
    },
    async close() {
      closed = true;
      await (await dispatchers)?.close();
    },
  };
}

/** One call with its redirects. */
class Call {
  readonly #dispatchers: Dispatchers;
  readonly #guard: Guard;
  readonly #request: HttpRequest;
  readonly #signal: AbortSignal | undefined;
  #hop: Hop | undefined;
  #sent = false;
  #ended: MortiseError | undefined;
  #giveUp: (error: MortiseError) => void = () => {};
  readonly #givenUp: Promise<never>;

  constructor(dispatchers: Dispatchers, guard: Guard, request: HttpRequest, signal: AbortSignal | undefined) {
    this.#dispatchers = dispatchers;
    this.#guard = guard;
    this.#request = request;
    this.#signal = signal;
    this.#givenUp = new Promise((_, reject) => {
      this.#giveUp = reject;
    });
    this.#givenUp.catch(() => {});
  }

  async follow(first: URL, firstHeaders: Answer["headers"]): Promise<HttpResponse> {
    const { redirects } = this.#request;
    let { method, body, tls } = this.#request;
    let url = first;
    let headers = firstHeaders;
    const ms = Math.min(Math.max(1, this.#request.timeout), 2 ** 31 - 1);
    const timer = setTimeout(() => this.#end(mortiseError("REMOTE_TIMEOUT", { url: shownUrl(url), ms })), ms);
    const cancel = () => this.#end(cancelled(this.#signal?.reason));
    this.#signal?.addEventListener("abort", cancel);
    try {
      if (this.#signal?.aborted) cancel();
      for (let count = 0; ; count += 1) {
        const answer = await this.#send({ url, method, headers, body, tls });
        const next = redirects > 0 ? redirectOf(answer, url) : undefined;
        if (!next) return { ...answer, url: withoutUserInfo(url) };
        if (count >= redirects) throw mortiseError("REMOTE_INVALID", { what: `more than ${redirects} redirects` });
        if (becomesGet(answer.status, method)) {
          method = "GET";
          body = undefined;
          headers = withoutBody(headers);
        }
        if (next.origin !== url.origin) {
          headers = withoutCredentials(headers);
          tls = undefined;
        }
        url = next;
      }
    } catch (error) {
      throw remoteError(this.#ended ?? error, { url: shownUrl(url), sent: this.#sent });
    } finally {
      clearTimeout(timer);
      this.#signal?.removeEventListener("abort", cancel);
    }
  }

  async #send(
    hop: Pick<HttpRequest, "method" | "body" | "tls"> & Pick<Answer, "headers"> & { url: URL },
  ): Promise<Answer> {
    this.#guard.checkUrl(hop.url);
    const proxy = await this.#proxyFor(hop.url);
    if (this.#ended) throw this.#ended;
    const way = this.#dispatchers.find(hop.url, hop.headers, hop.tls, proxy);
    const { method, body } = hop;
    const { maxBytes, spoolOver } = this.#request;
    this.#hop = new Hop(way.dispatcher, { ...way, method, body, maxBytes, spoolOver });
    try {
      return await this.#hop.answer;
    } finally {
      this.#sent ||= this.#hop.sent;
    }
  }

  /** A proxy resolves names itself, so a name is checked here as far as this machine can resolve it. */
  async #proxyFor(url: URL): Promise<URL | undefined> {
    if (!this.#request.proxy) return undefined;
    const proxy = URL.parse(this.#request.proxy);
    if (!proxy || !/^https?:$/.test(proxy.protocol)) {
      throw cannotCall("expected a proxy such as http://proxy.example.com:8080", shownUrl(url));
    }
    this.#guard.checkUrl(proxy);
    if (!this.#guard.allows(url.hostname, url.port)) {
      try {
        await Promise.race([this.#guard.resolve(url.hostname), this.#givenUp]);
      } catch (error) {
        if (error instanceof MortiseError) throw error;
      }
    }
    return proxy;
  }

  #end(error: MortiseError): void {
    this.#ended ??= error;
    this.#giveUp(error);
    this.#hop?.abort(error);
  }
}

function cancelled(reason: unknown): MortiseError {
  return reason instanceof MortiseError ? reason : mortiseError("ENGINE_CANCELLED", {}, { cause: reason });
}

/** Where an answer leads on to; undefined when it is the last. */
function redirectOf(answer: Answer, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(answer.status)) return undefined;
  const location = answer.headers.find(([name]) => name.toLowerCase() === "location")?.[1];
  if (location === undefined) return undefined;
  const next = URL.parse(Buffer.from(location, "latin1").toString("utf8"), from.href);
  if (!next) throw mortiseError("REMOTE_INVALID", { what: "it redirects to what is no address" });
  // Who redirects may not choose the user.
  next.username = "";
  next.password = "";
  return next;
}

/** 303 asks for GET; 301 and 302 after POST are followed with GET, as every browser does. 307 and 308 keep all. */
function becomesGet(status: number, method: string): boolean {
  const folded = method.toUpperCase();
  if (status === 303) return folded !== "GET" && folded !== "HEAD";
  return (status === 301 || status === 302) && folded === "POST";
}

function withoutUserInfo(url: URL): string {
  const plain = new URL(url.href);
  plain.username = "";
  plain.password = "";
  return plain.href;
}
