import type { HttpRequest, MortiseError } from "@mortise/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lookup } from "./guard.ts";
import { createHttpClient, type HttpClientOptions } from "./http-client.ts";
import { type Canary, publicInternet, startCanary, startServer, type TestServer } from "./test-canary.ts";
import vectors from "./vectors.json" with { type: "json" };

interface Blocked {
  name: string;
  kind: string;
  url?: string;
  answers?: (string | string[])[];
  status?: number;
  location?: string;
  proxy?: string;
}

let canary: Canary;
let internet: TestServer;
let reached = 0;
let redirect: { status: number; location: string } | undefined;

beforeAll(async () => {
  canary = await startCanary();
  internet = await startServer((request, response) => {
    reached += 1;
    const again = URL.parse(request.url ?? "", "http://x")?.searchParams.get("to");
    if (redirect) {
      response.writeHead(again ? 302 : redirect.status, { Location: again ?? redirect.location, Connection: "close" });
    } else response.writeHead(200, { Connection: "close" });
    response.end("hello");
  });
});

afterAll(async () => {
  await canary.close();
  await internet.close();
});

/** Every name is public, but for those of the vector and two that are always private. */
function resolver(answers: readonly (readonly string[])[] = [["93.184.216.34"]]): Lookup {
  let call = 0;
  return async (hostname) => {
    const fixed = hostname.startsWith("loop.")
      ? ["127.0.0.1"]
      : hostname.startsWith("intranet.")
        ? ["10.1.2.3"]
        : undefined;
    const addresses = fixed ?? answers[Math.min(call++, answers.length - 1)] ?? [];
    return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
}

const get = (url: string): HttpRequest => ({
  method: "GET",
  url,
  headers: [["Authorization", "Bearer secret"]],
  timeout: 5_000,
  maxBytes: 1_000,
  redirects: 5,
});

async function refusal(options: Partial<HttpClientOptions>, request: HttpRequest, before = 0): Promise<MortiseError> {
  const client = createHttpClient({ allowPrivate: [], ...options });
  try {
    for (let count = 0; count < before; count += 1) await client.send(request);
    return await client.send(request).then(
      () => Promise.reject(new Error("it went through")),
      (error: MortiseError) => error,
    );
  } finally {
    await client.close();
  }
}

describe("addresses that flows may not call", () => {
  test.each(vectors.blocked as Blocked[])("$name", async (vector) => {
    const at = (text: string | undefined) => (text ?? "").replaceAll("{port}", String(canary.port));
    const answers = (vector.answers ?? [["93.184.216.34"]]).map((answer) => [answer].flat());
    redirect = vector.kind === "redirect" ? { status: vector.status ?? 302, location: at(vector.location) } : undefined;
    reached = 0;
    const public_ = publicInternet(() => internet.port, vector.kind === "diverted" ? "127.0.0.1" : undefined);
    // Literal addresses and single answers are tried with the real connector, so that nothing but the guard stops them.
    const real = vector.kind === "literal" || vector.kind === "dns";
    const lookup = resolver(vector.kind === "dns" ? [answers.flat()] : answers);
    const url = vector.kind === "redirect" ? "http://start.example/" : at(vector.url);
    const request = { ...get(url), ...(vector.proxy ? { proxy: at(vector.proxy) } : {}) };
    const error = await refusal(
      real ? { lookup } : { lookup, undici: public_ },
      request,
      vector.kind === "rebinding" ? 1 : 0,
    );

    expect(error.code).toBe("REMOTE_FORBIDDEN_ADDRESS");
    expect(error.detail.sent).toBe(vector.kind === "redirect");
    expect(error.detail.url).not.toContain("secret");
    expect(canary).toMatchObject({ connections: 0, bytes: 0 });
    const hops = { rebinding: 1, redirect: vector.location?.startsWith("/again") ? 2 : 1 }[vector.kind] ?? 0;
    expect(reached).toBe(hops);
  });
});

describe("addresses that flows may call", () => {
  test.each(vectors.allowed)("%s", async (template) => {
    redirect = undefined;
    const url = template.replace("{port}", "8080");
    const client = createHttpClient({
      allowPrivate: ["allowed.internal:8080"],
      lookup: resolver(),
      undici: publicInternet(() => internet.port),
    });
    const answer = await client.send(get(url));
    await client.close();
    expect(answer.status).toBe(200);
    expect(Buffer.from(answer.body).toString()).toBe("hello");
  });
});

describe("the operator's list", () => {
  const open = (allowPrivate: string[]) => createHttpClient({ allowPrivate, lookup: resolver([["127.0.0.1"]]) });

  test.each([
    ["a host", () => ["127.0.0.1"], (port: number) => `http://127.0.0.1:${port}/`],
    ["a host and port", (port: number) => [`127.0.0.1:${port}`], (port: number) => `http://127.1:${port}/`],
    ["a name", () => ["Intra.Example."], (port: number) => `http://intra.example:${port}/`],
    ["localhost", (port: number) => [`localhost:${port}`], (port: number) => `http://localhost:${port}/`],
  ] as const)("lets %s through", async (_, allow, url) => {
    redirect = undefined;
    const client = open([...allow(internet.port)]);
    expect((await client.send(get(url(internet.port)))).status).toBe(200);
    await client.close();
  });

  test("holds for its port only", async () => {
    const error = await refusal({ allowPrivate: ["127.0.0.1:1"] }, get(`http://127.0.0.1:${canary.port}/`));
    expect(error.code).toBe("REMOTE_FORBIDDEN_ADDRESS");
    expect(canary.connections).toBe(0);
  });

  test.each(["", "http://x", "a b", "host:port", "host/path", "user@host"])("refuses the entry %j", (entry) => {
    expect(() => createHttpClient({ allowPrivate: [entry] })).toThrow(/no host or host:port/);
  });

  test("is not widened by proxy variables of the environment", async () => {
    process.env.HTTP_PROXY = `http://127.0.0.1:${canary.port}`;
    redirect = undefined;
    const client = createHttpClient({
      allowPrivate: [],
      lookup: resolver(),
      undici: publicInternet(() => internet.port),
    });
    expect((await client.send(get("http://api.example/"))).status).toBe(200);
    delete process.env.HTTP_PROXY;
    await client.close();
    expect(canary.connections).toBe(0);
  });
});
