import { createHash } from "node:crypto";
import { type ConnectionOptions, createSecureContext, getCACertificates } from "node:tls";
import { type HttpRequest, mortiseError } from "@mortise/contract";
import type { Agent, buildConnector, Dispatcher } from "undici";
import { guardedConnector } from "./connector.ts";
import type { Guard } from "./guard.ts";
import { basicOf } from "./request-headers.ts";

/** The parts of undici that are used. It is loaded with the first call: 28 MB and 0.1 s that an idle server saves. */
export type Undici = Pick<typeof import("undici"), "Agent" | "Pool" | "ProxyAgent" | "buildConnector">;

/** How a hop is sent: through which pools, to which origin and with which path. */
export interface Way {
  readonly dispatcher: Dispatcher;
  readonly origin: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
}

/** Pools for client certificates and proxies that are kept at the same time; the one used longest ago is closed. */
const KEPT = 32;

/** A thousand waiting calls should queue for one server, not open a thousand connections to it. */
const CONNECTIONS_PER_ORIGIN = 256;

/** The keep-alive pools: one set for plain calls, and one for each client certificate and each proxy. */
export class Dispatchers {
  readonly #undici: Undici;
  readonly #guard: Guard;
  readonly #tls: ConnectionOptions;
  readonly #plain: Agent;
  readonly #kept = new Map<string, Dispatcher>();

  constructor(undici: Undici, guard: Guard, ca: readonly string[]) {
    this.#undici = undici;
    this.#guard = guard;
    this.#tls = ca.length ? { ca: [...getCACertificates("default"), ...ca] } : {};
    this.#plain = this.#agent(this.#tls);
  }

  /** The way for one hop. `proxy` has been checked to be http or https. */
  find(url: URL, headers: Way["headers"], tls: HttpRequest["tls"], proxy: URL | undefined): Way {
    const path = url.pathname + url.search;
    if (!proxy) {
      const dispatcher = tls ? this.#keep(keyOf(tls), () => this.#agent(this.#withClient(tls))) : this.#plain;
      return { dispatcher, origin: url.origin, path, headers };
    }
    if (url.protocol === "http:") {
      const forProxy: [string, string][] = [["Host", url.host]];
      if (proxy.username) forProxy.push(["Proxy-Authorization", basicOf(proxy)]);
      return {
        dispatcher: this.#plain,
        origin: proxy.origin,
        path: url.origin + path,
        headers: [...forProxy, ...headers],
      };
    }
    const key = `${keyOf(tls)} ${proxy.href}`;
    return { dispatcher: this.#keep(key, () => this.#tunnel(proxy, tls)), origin: url.origin, path, headers };
  }

  /** Breaks off what is under way and closes all connections. */
  async close(): Promise<void> {
    const all = [this.#plain, ...this.#kept.values()];
    this.#kept.clear();
    await Promise.all(all.map((dispatcher) => dispatcher.destroy()));
  }

  #agent(tls: ConnectionOptions): Agent {
    return new this.#undici.Agent({
      connect: guardedConnector(this.#undici.buildConnector, this.#guard, tls),
      connections: CONNECTIONS_PER_ORIGIN,
      pipelining: 1,
    });
  }

  #tunnel(proxy: URL, tls: HttpRequest["tls"]): Dispatcher {
    const connect = guardedConnector(this.#undici.buildConnector, this.#guard, this.#tls);
    return new this.#undici.ProxyAgent({
      uri: proxy.href,
      connections: CONNECTIONS_PER_ORIGIN,
      pipelining: 1,
      allowH2: false,
      requestTls: tls ? this.#withClient(tls) : { ...this.#tls },
      clientFactory: (origin) => new this.#undici.Pool(origin, { connect }),
    });
  }

  #withClient(tls: NonNullable<HttpRequest["tls"]>): buildConnector.BuildOptions {
    const options = { ...this.#tls, pfx: Buffer.from(tls.pfx), passphrase: tls.passphrase };
    try {
      return { secureContext: createSecureContext(options) };
    } catch (error) {
      const what = "the client certificate cannot be opened: a wrong passphrase, or not PKCS#12 as OpenSSL 3 reads it";
      throw mortiseError("REMOTE_UNREACHABLE", { what }, { cause: error, retry: false });
    }
  }

  #keep(key: string, make: () => Dispatcher): Dispatcher {
    const dispatcher = this.#kept.get(key) ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, dispatcher);
    const [oldest] = this.#kept;
    if (this.#kept.size > KEPT && oldest) {
      this.#kept.delete(oldest[0]);
      // Graceful: what is under way on it ends first.
      void oldest[1].close();
    }
    return dispatcher;
  }
}

function keyOf(tls: HttpRequest["tls"]): string {
  if (!tls) return "";
  return createHash("sha256")
    .update(tls.pfx)
    .update("\0")
    .update(tls.passphrase ?? "")
    .digest("hex");
}
