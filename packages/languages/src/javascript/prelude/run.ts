import type { FlowMaker } from "./flow.ts";
import type { Kit, Rest } from "./kit.ts";
import type { Current } from "./message.ts";
import type { Store, StoreMaker } from "./store.ts";
import type { ViewMaker } from "./view.ts";

/** What the host calls: `start` runs a script's function, `finish` writes the result once promises have settled. */
export interface Entries {
  start(script: (bindings: object) => unknown, headers: string, body?: string): string;
  finish(): string;
}

/** One run after the other in one context. Runs inside QuickJS. */
export function installRun(kit: Kit & Current & StoreMaker & ViewMaker & FlowMaker): Entries {
  class Refusal extends Error {
    readonly code: string;
    constructor(code: string, what: string) {
      super(what);
      this.name = "Refusal";
      this.code = code;
    }
  }
  kit.refuse = (code, what) => {
    // Told to the host as well: a script that catches the error does not go on as if nothing had been.
    kit.host.refuse(code, what);
    throw new Refusal(code, what);
  };

  const unset = Symbol("unset");
  let headers: Store;
  let rest: Rest | undefined;
  let properties: Store | undefined;
  let body: unknown = unset;
  let bodyText: string | undefined;
  let bodyWire: string | undefined;
  let bodySet = false;
  let views: { headers?: object; properties?: object; flow?: object } = {};
  let printed = "";
  let outcome: unknown;
  let failure: { error: unknown } | undefined;

  kit.rest = () => {
    rest ??= JSON.parse(kit.host.part("rest")) as Rest;
    return rest;
  };
  kit.headers = () => headers;
  kit.properties = () => {
    properties ??= kit.makeStore(kit.rest().properties, false);
    return properties;
  };
  kit.headersView = () => {
    views.headers ??= kit.makeView(headers);
    return views.headers;
  };
  kit.propertiesView = () => {
    views.properties ??= kit.makeView(kit.properties());
    return views.properties;
  };
  kit.readBody = () => {
    if (body === unset) {
      const text = bodyText ?? kit.host.part("body");
      // Plain text comes as it is, behind a letter; only the rest is JSON.
      if (text[0] === "t") body = text.slice(1);
      else {
        bodyWire = text.slice(1);
        body = kit.fromWire(JSON.parse(bodyWire));
      }
    }
    return body;
  };
  kit.writeBody = (value) => {
    body = value;
    bodySet = true;
  };

  const flow = Object.freeze({
    get name() {
      return kit.rest().flow;
    },
    get group() {
      return kit.rest().group;
    },
    get environment() {
      return kit.rest().environment;
    },
    get tenant() {
      return kit.rest().tenant;
    },
    get properties() {
      views.flow ??= kit.makeFlowProperties();
      return views.flow;
    },
  });

  function print(...values: unknown[]): void {
    printed += `${values.map(shown).join(" ")}\n`;
    if (printed.length > kit.rest().output) kit.refuse("SCRIPT_LIMIT", `${kit.rest().output} characters of output`);
  }

  function shown(value: unknown): string {
    if (typeof value !== "object" || value === null || value instanceof Date || value instanceof Error)
      return String(value);
    try {
      return JSON.stringify(kit.toWire(value));
    } catch {
      return String(value);
    }
  }

  /** What a script finds; only what it names is asked for. */
  const bindings = Object.freeze({
    request: kit.message,
    message: kit.message,
    response: kit.message,
    exchange: kit.exchange,
    flow,
    console: Object.freeze({ log: print, info: print, warn: print, error: print, debug: print }),
    print,
    get self() {
      return {};
    },
    get headers() {
      return kit.headersView();
    },
    get properties() {
      return kit.propertiesView();
    },
    get body() {
      return kit.readBody();
    },
    get exchangeId() {
      return kit.rest().id;
    },
  });

  /** A script that ends with a function, the message or the exchange has no result. */
  function resultOf(value: unknown): unknown {
    if (typeof value === "function" || typeof value === "symbol") return undefined;
    return value === kit.message || value === kit.exchange || value === flow ? undefined : value;
  }

  /** Only what there is, under short names: `EncodedResult`. */
  function written(): string {
    const result: { [part: string]: unknown } = {};
    if (headers.isTouched()) {
      const { set, removed } = headers.changes();
      if (set.length > 0) result.h = set;
      if (removed.length > 0) result.hr = removed;
    }
    if (properties !== undefined) {
      const changes = properties.changes();
      result.p = changes.set;
      result.pr = changes.removed;
    }
    if (bodySet) result.b = [kit.toWire(body)];
    else if (bodyWire !== undefined && !(body instanceof Uint8Array)) {
      const now = kit.toWire(body);
      if (JSON.stringify(now) !== JSON.stringify(kit.toWire(kit.fromWire(JSON.parse(bodyWire))))) result.b = [now];
    }
    const value = resultOf(outcome);
    if (value !== undefined && value !== null) result.r = kit.toWire(value);
    if (printed !== "") result.o = printed;
    return `=${JSON.stringify(result)}`;
  }

  function failed(error: unknown): string {
    const known = error instanceof Error;
    const what = known ? String(error.message) : shown(error);
    return `!${JSON.stringify({
      code: error instanceof Refusal ? error.code : undefined,
      class: known ? String(error.name) : typeof error,
      what: what.slice(0, 10_000),
      stack: known ? String(error.stack) : "",
      printed,
    })}`;
  }

  return {
    start(script, text, given) {
      headers = kit.makeStore(JSON.parse(text), true);
      rest = undefined;
      properties = undefined;
      body = unset;
      bodyText = given;
      bodyWire = undefined;
      bodySet = false;
      views = {};
      printed = "";
      failure = undefined;
      try {
        outcome = script(bindings);
        if (!(outcome instanceof Promise)) return written();
        const promise = outcome;
        outcome = unset;
        promise.then(
          (value) => {
            outcome = value;
          },
          (error) => {
            failure = { error };
          },
        );
        return "?";
      } catch (error) {
        return failed(error);
      }
    },
    finish() {
      try {
        if (failure) return failed(failure.error);
        if (outcome === unset) throw new TypeError("the script's promise is never settled");
        return written();
      } catch (error) {
        return failed(error);
      }
    },
  };
}
