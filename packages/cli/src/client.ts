import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError, EXIT, usage } from "./failure.ts";
import type { Problem } from "./output/problem.ts";

/** The connection stood, and then it did not. */
const BROKEN_OFF = new Set(["UND_ERR_SOCKET", "ECONNRESET"]);

/** Where the commands that need a server find it. */
export interface Connection {
  readonly server?: string | undefined;
  readonly tenant?: string | undefined;
}

/** An answer with its version, for a conditional write. */
export interface Answered<T> {
  readonly data: T;
  readonly etag: string | undefined;
}

/** Speaks to a server's API as a person's programs would: over HTTP, with a key. */
export class Client {
  readonly server: string;
  readonly #key: string;

  constructor(server: string, key: string) {
    this.server = server.replace(/\/+$/, "");
    this.#key = key;
  }

  /** The server of `--server`, MORTISE_SERVER or this machine; the key of MORTISE_API_KEY or the embedded database's admin key. */
  static of({ server }: Connection): Client {
    const address = server ?? process.env.MORTISE_SERVER ?? `http://127.0.0.1:${process.env.MORTISE_PORT ?? 8080}`;
    return new Client(
      address,
      process.env.MORTISE_API_KEY ??
        adminKey({ data: process.env.MORTISE_DATA ?? ".mortise", adminKey: process.env.MORTISE_ADMIN_KEY }),
    );
  }

  get<T>(path: string): Promise<T> {
    return this.request<T>("GET", path).then(({ data }) => data);
  }

  /** An answer as the server wrote it: a flow's text is canonical, and stays so. */
  async text(path: string): Promise<string> {
    const response = await this.#send("GET", path, undefined, undefined);
    const text = await response.text();
    if (!response.ok) throw new CommandError(problemOf(parse(text), response, path));
    return text;
  }

  /** What the server tells of something until it has no more to tell. */
  async *events(path: string): AsyncGenerator<{ readonly event: string; readonly data: unknown }> {
    const response = await this.#send("GET", path, undefined, undefined);
    if (!response.ok || !response.body) throw new CommandError(problemOf(parse(await response.text()), response, path));
    let said = "";
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      said += chunk;
      const blocks = said.split("\n\n");
      said = blocks.pop() ?? "";
      for (const block of blocks) {
        const field = (name: string) => block.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1];
        const data = field("data");
        if (data !== undefined) yield { event: field("event") ?? "message", data: parse(data) };
      }
    }
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.request<T>("POST", path, body).then(({ data }) => data);
  }

  put<T>(path: string, body: unknown, etag?: string): Promise<T> {
    return this.request<T>("PUT", path, body, etag).then(({ data }) => data);
  }

  delete(path: string): Promise<void> {
    return this.request("DELETE", path).then(() => undefined);
  }

  /** Undefined when there is no such thing. */
  async find<T>(path: string): Promise<Answered<T> | undefined> {
    try {
      return await this.request<T>("GET", path);
    } catch (error) {
      if (error instanceof CommandError && (error.problem as Problem & { status?: number }).status === 404)
        return undefined;
      throw error;
    }
  }

  async request<T>(method: string, path: string, body?: unknown, etag?: string): Promise<Answered<T>> {
    const response = await this.#send(method, path, body, etag);
    const text = await response.text();
    const data = text === "" ? undefined : parse(text);
    if (!response.ok) throw new CommandError(problemOf(data, response, path));
    return { data: data as T, etag: response.headers.get("etag") ?? undefined };
  }

  async #send(method: string, path: string, body: unknown, etag: string | undefined): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.#key}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (etag !== undefined) headers["if-match"] = etag;
    try {
      return await fetch(`${this.server}/api/v1${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      const cause = (error as Error & { cause?: { code?: string } }).cause?.code ?? (error as Error).message;
      if (BROKEN_OFF.has(cause))
        throw new CommandError({
          code: "REMOTE_UNREACHABLE",
          message: `The server at ${this.server} ended before it answered (${cause}).`,
          help: "What it had begun goes on when it runs again: `mortise runs list` shows it.",
        });
      throw new CommandError({
        code: "REMOTE_UNREACHABLE",
        message: `No Mortise server answers at ${this.server} (${cause}).`,
        help: "Start one with `mortise serve`, or name another with --server.",
      });
    }
  }
}

/** The tenant that `--tenant` or MORTISE_TENANT names. */
export function tenantOf({ tenant }: Connection): string {
  const name = tenant ?? process.env.MORTISE_TENANT;
  if (!name) throw usage("Name the tenant with --tenant, or set MORTISE_TENANT.");
  return encodeURIComponent(name);
}

/** The key of a server on this machine: MORTISE_ADMIN_KEY, or what its first start wrote down. */
export function adminKey({
  data,
  adminKey: given,
}: {
  readonly data: string;
  readonly adminKey?: string | undefined;
}): string {
  if (given) return given;
  const file = join(data, "admin.key");
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new CommandError(
      {
        code: "API_UNAUTHORIZED",
        message: `There is no API key: MORTISE_API_KEY is not set and ${file} does not exist.`,
        help: "Set MORTISE_API_KEY, or run where the server keeps its data.",
      },
      EXIT.usage,
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf(data: unknown, response: Response, path: string): Problem & { status: number } {
  const problem = (data ?? {}) as Problem;
  if (!problem.code)
    return { code: "REMOTE_STATUS", message: `${path} answered ${response.status}.`, status: response.status };
  return { ...problem, status: response.status };
}
