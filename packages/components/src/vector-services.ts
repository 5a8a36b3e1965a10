import {
  type Clock,
  type ErrorCode,
  type GrantTokens,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  type Json,
  type Links,
  type Log,
  Message,
  mortiseError,
  type ScriptRunner,
  type Secrets,
  type Services,
  standInGrants,
  type Variables,
  type VariableWrite,
} from "@mortise/contract";
import type { Vector, VectorAnswer, VectorReply, VectorVariable } from "./vector.ts";

/** The ports of a vector: what is given answers, and what the component did is kept. */
export class VectorServices implements Services {
  readonly nodeId = "example";
  readonly timeout = 20_000;
  readonly signal = new AbortController().signal;
  readonly grants: GrantTokens;
  readonly scripts: ScriptRunner;
  readonly secrets: Secrets;
  readonly requests: { [name: string]: Json }[] = [];
  readonly calls: { [name: string]: Json }[] = [];
  readonly waits: number[] = [];
  readonly lines: string[] = [];
  readonly variables: Variables;
  readonly #held: Map<string, VectorVariable>;
  readonly #answers: VectorAnswer[];
  readonly #replies: (VectorReply | null)[];
  readonly #writes: VariableWrite[] = [];

  constructor({ given = {} }: Vector, scripts: ScriptRunner, secrets: Secrets) {
    this.scripts = scripts;
    this.secrets = secrets;
    this.grants = standInGrants((id) => given.grants?.[id]);
    this.#held = new Map(Object.entries(given.variables ?? {}));
    this.#answers = [...(given.http ?? [])];
    this.#replies = [...(given.links ?? [])];
    for (const variable of this.#held.values()) if (typeof variable !== "string") secrets.register(variable.value);
    this.variables = {
      get: async (name) => textOf(this.#find(name)),
      set: (name, value, options) => this.#writes.push({ kind: "set", name, value, ...options }),
      remove: (name) => this.#writes.push({ kind: "remove", name }),
    };
  }

  readonly clock: Clock = {
    now: () => Date.parse("2026-01-01T00:00:00Z"),
    sleep: async (ms) => {
      this.waits.push(ms);
    },
  };

  readonly log: Log = {
    write: (level, message) => {
      this.lines.push(`${level}: ${this.secrets.redact(message)}`);
    },
  };

  readonly http: HttpClient = {
    send: async (request) => {
      this.requests.push(written(request));
      const answer = this.#answers.shift();
      if (!answer) throw mortiseError("ENGINE_NO_STUB", { method: request.method, url: request.url });
      if ("error" in answer) throw mortiseError(answer.error as ErrorCode, answer.detail);
      return response(answer, request.url);
    },
  };

  readonly links: Links = {
    send: async ({ flow, pattern }) => {
      this.calls.push({ flow, pattern });
      const reply = this.#replies.shift() ?? null;
      if (reply && "error" in reply) throw mortiseError(reply.error as ErrorCode, reply.detail);
      return reply ? Message.decode({ headers: reply.headers ?? {}, body: reply.body ?? null }) : undefined;
    },
  };

  /** Does the writes, as the engine does when a node has run. */
  commit(): void {
    for (const write of this.#writes) {
      if (write.kind === "remove") {
        this.#find(write.name);
        this.#held.delete(write.name);
        continue;
      }
      const held = this.#held.get(write.name);
      if (write.onlyIf !== undefined && write.onlyIf !== (held === undefined ? null : textOf(held)))
        throw mortiseError("VARIABLE_CONFLICT", { name: write.name });
      const encrypted = write.encrypt || typeof held === "object";
      this.#held.set(write.name, encrypted ? { value: write.value, encrypted: true } : write.value);
    }
  }

  variablesLeft(): { [name: string]: VectorVariable } {
    return Object.fromEntries(this.#held);
  }

  #find(name: string): VectorVariable {
    const held = this.#held.get(name);
    if (held === undefined) throw mortiseError("VARIABLE_NOT_FOUND", { name, environment: "test" });
    return held;
  }
}

function textOf(variable: VectorVariable): string {
  return typeof variable === "string" ? variable : variable.value;
}

/** A request as a vector writes it; limits are there only when they are not the defaults. */
function written({ method, url, headers, body, timeout, maxBytes, redirects, tls, proxy }: HttpRequest) {
  const names: { [name: string]: Json } = {};
  for (const [name, value] of headers) {
    const before = names[name];
    names[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return {
    method,
    url,
    headers: names,
    ...(body === undefined
      ? {}
      : { body: typeof body === "string" ? body : { $base64: Buffer.from(body).toString("base64") } }),
    ...(timeout === 60_000 ? {} : { timeout }),
    ...(maxBytes === 10_485_760 ? {} : { maxBytes }),
    ...(redirects === 5 ? {} : { redirects }),
    ...(tls ? { tls: { pfx: Buffer.from(tls.pfx).toString("base64"), passphrase: tls.passphrase ?? null } } : {}),
    ...(proxy === undefined ? {} : { proxy }),
  };
}

function response(answer: Exclude<VectorAnswer, { error: string }>, url: string): HttpResponse {
  const headers = Object.entries(answer.headers ?? {}).flatMap(([name, value]) =>
    [value].flat().map((line) => [name, line] as const),
  );
  const { body = "" } = answer;
  const bytes = (body as { $base64?: string }).$base64;
  const sent =
    bytes === undefined
      ? Buffer.from(typeof body === "string" ? body : JSON.stringify(body))
      : Buffer.from(bytes, "base64");
  return { status: answer.status, headers, body: new Uint8Array(sent), url };
}
