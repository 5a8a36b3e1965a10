import type { Kit } from "./kit.ts";
import type { Store } from "./store.ts";
import type { ViewMaker } from "./view.ts";

/** The message and exchange of the run under way. */
export interface Current extends Kit {
  headers(): Store;
  properties(): Store;
  readBody(): unknown;
  writeBody(value: unknown): void;
  readonly message: object;
  readonly exchange: object;
  headersView(): object;
  propertiesView(): object;
}

/** Makes the objects that stand for the message and the exchange, once a context. Runs inside QuickJS. */
export function installMessages(kit: Current & ViewMaker & { message: object; exchange: object }): void {
  /** `getHeader(name)`, `(name, String.class)`, `(name, default)`, `(name, default, String.class)`. */
  function typed(value: unknown, args: unknown[]): unknown {
    if (args.length === 0) return value ?? null;
    const type = args.find((arg) => kit.isType(arg));
    const other = kit.isType(args[0]) ? undefined : args[0];
    const found = value ?? (typeof other === "function" ? other() : other) ?? null;
    return type === undefined ? found : kit.convert(found, type);
  }

  /** Camel's patterns: `x*`, or a regular expression of the whole name; without case, as header names are. */
  function holds(name: string, by: unknown): boolean {
    const text = String(by).toLowerCase();
    const folded = name.toLowerCase();
    if (folded === text || (text.endsWith("*") && folded.startsWith(text.slice(0, -1)))) return true;
    try {
      return new RegExp(`^(?:${String(by)})$`, "i").test(name);
    } catch {
      return false;
    }
  }

  const message = Object.freeze({
    getHeader: (name: unknown, ...args: unknown[]) => typed(kit.headers().get(name), args),
    setHeader: (name: unknown, value: unknown) => kit.headers().set(name, value),
    setHeaders(values: { [name: string]: unknown }) {
      for (const name of kit.headers().names()) kit.headers().remove(name);
      for (const name of Object.keys(values)) kit.headers().set(name, values[name]);
    },
    removeHeader: (name: unknown) => kit.headers().remove(name),
    removeHeaders(pattern: unknown, ...excluded: unknown[]) {
      const headers = kit.headers();
      const names = headers.names().filter((name) => holds(name, pattern) && !excluded.some((by) => holds(name, by)));
      for (const name of names) headers.remove(name);
      return names.length > 0;
    },
    getHeaders: () => kit.headersView(),
    hasHeaders: () => kit.headers().names().length > 0,
    getBody: (...args: unknown[]) => typed(kit.readBody(), args),
    setBody: (value: unknown) => kit.writeBody(value),
    getMessageId: () => kit.rest().id,
    getExchange: () => exchange,
    get headers() {
      return kit.headersView();
    },
    set headers(values: object) {
      message.setHeaders(values as { [name: string]: unknown });
    },
    get body() {
      return kit.readBody();
    },
    set body(value: unknown) {
      kit.writeBody(value);
    },
  });

  function exception(): object | null {
    const given = kit.rest().exception;
    return given ? { ...given, getMessage: () => given.message ?? null, toString: () => String(given.message) } : null;
  }

  const exchange = Object.freeze({
    getIn: () => message,
    getMessage: () => message,
    getOut: () => message,
    in: message,
    message,
    getProperty: (name: unknown, ...args: unknown[]) => typed(kit.properties().get(name), args),
    setProperty: (name: unknown, value: unknown) => kit.properties().set(name, value),
    removeProperty: (name: unknown) => kit.properties().remove(name),
    getProperties: () => kit.propertiesView(),
    getExchangeId: () => kit.rest().id,
    getException: exception,
    isFailed: () => kit.rest().exception !== undefined,
    get exchangeId() {
      return kit.rest().id;
    },
    get properties() {
      return kit.propertiesView();
    },
    get exception() {
      return exception();
    },
  });

  kit.message = message;
  kit.exchange = exchange;
}
