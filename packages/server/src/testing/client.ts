import { Ajv2020 } from "ajv/dist/2020.js";
import type { FastifyInstance, InjectOptions } from "fastify";
import { openApiDocument } from "../app.ts";

/** An answer, held against openapi.json. */
export interface Answered {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | number | undefined };
  /** Parsed, where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
  readonly body: any;
  readonly text: string;
}

interface Api {
  readonly paths: {
    readonly [path: string]: {
      readonly [method: string]: { readonly responses: { readonly [status: string]: { readonly content?: object } } };
    };
  };
}

/** Speaks to an app without a port, as a person's program would, and refuses answers that openapi.json does not promise. */
export class TestClient {
  readonly #app: FastifyInstance;
  readonly #key: string | undefined;
  readonly #api: Api;
  readonly #ajv: Ajv2020;

  constructor(app: FastifyInstance, key: string | undefined, api: Api, ajv: Ajv2020) {
    this.#app = app;
    this.#key = key;
    this.#api = api;
    this.#ajv = ajv;
  }

  static async of(app: FastifyInstance, key?: string): Promise<TestClient> {
    const api = (await openApiDocument()) as Api;
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(api, "api");
    return new TestClient(app, key, api, ajv);
  }

  /** The same, with another key. */
  as(key: string | undefined): TestClient {
    return new TestClient(this.#app, key, this.#api, this.#ajv);
  }

  get(path: string, headers?: Record<string, string>): Promise<Answered> {
    return this.send("GET", path, undefined, headers);
  }

  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered> {
    return this.send("POST", path, body, headers);
  }

  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered> {
    return this.send("PUT", path, body, headers);
  }

  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered> {
    return this.send("PATCH", path, body, headers);
  }

  delete(path: string, headers?: Record<string, string>): Promise<Answered> {
    return this.send("DELETE", path, undefined, headers);
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const url = /^\/(healthz|readyz|metrics|openapi|docs|in\/)/.test(path) ? path : `/api/v1${path}`;
    const raw = await this.#app.inject({
      method: method as NonNullable<InjectOptions["method"]>,
      url,
      headers: {
        ...(this.#key === undefined ? {} : { authorization: `Bearer ${this.#key}` }),
        ...(body === undefined || typeof body === "string" ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const type = String(raw.headers["content-type"] ?? "");
    const json = /json/.test(type) && raw.body !== "" ? JSON.parse(raw.body) : undefined;
    this.#check(method.toLowerCase(), url, raw.statusCode, type, json);
    return { status: raw.statusCode, headers: raw.headers, body: json, text: raw.body };
  }

  #check(method: string, url: string, status: number, type: string, body: unknown): void {
    const path = Object.keys(this.#api.paths).find(
      (candidate) => this.#api.paths[candidate]?.[method] && matches(candidate, url),
    );
    if (path === undefined) return;
    const response = this.#api.paths[path]?.[method]?.responses[String(status)];
    const place = `${method} ${path} ${status}`;
    if (!response) throw new Error(`${place} is not in openapi.json: ${JSON.stringify(body)}`);
    if (body === undefined) return;
    const [content = ""] = type.split(";");
    const pointer = ["paths", path, method, "responses", String(status), "content", content, "schema"]
      .map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1"))
      .join("/");
    const validate = this.#ajv.compile({ $ref: `api#/${pointer}` });
    if (!validate(body))
      throw new Error(
        `${place} is not what openapi.json promises: ${this.#ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`,
      );
  }
}

function matches(template: string, url: string): boolean {
  const path = url.split("?")[0] as string;
  return new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path);
}
