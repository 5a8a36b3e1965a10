import { describe, expect, test } from "vitest";
import { httpBench, text } from "./test-bench.ts";

const bench = httpBench();

describe("a request", () => {
  test("sends method, path, headers as spelled and body, and gives the answer as it came", async () => {
    bench.answer = (_, response) => {
      response.writeHead(201, ["X-Thing", "a", "Set-Cookie", "b=1", "Set-Cookie", "c=2"]);
      response.end("made");
    };
    const got = await bench.client.send(
      bench.request({
        method: "POST",
        url: `http://127.0.0.1:${bench.server.port}/a/b?c=%20d`,
        headers: [
          ["X-MyHeader", " spaced "],
          ["Content-Type", "text/plain"],
        ],
        body: "héllo",
      }),
    );
    expect(got).toMatchObject({ status: 201, url: `http://127.0.0.1:${bench.server.port}/a/b?c=%20d` });
    expect(text(got.body)).toBe("made");
    expect(got.headers.slice(0, 3)).toEqual([
      ["X-Thing", "a"],
      ["Set-Cookie", "b=1"],
      ["Set-Cookie", "c=2"],
    ]);
    expect(bench.seen[0]).toMatchObject({ method: "POST", url: "/a/b?c=%20d", body: "héllo" });
    expect(bench.seen[0]?.raw).toContain("X-MyHeader");
    expect(bench.seen[0]?.headers).toMatchObject({
      "x-myheader": "spaced",
      "content-length": "6",
      "user-agent": "Mortise",
    });
  });

  test("sends text outside ASCII in a header as UTF-8", async () => {
    await bench.client.send(bench.request({ headers: [["X-Name", "Zoë €"]] }));
    expect(Buffer.from(bench.seen[0]?.headers["x-name"] as string, "latin1").toString("utf8")).toBe("Zoë €");
  });

  test("leaves framing headers to the connection", async () => {
    const headers: [string, string][] = [
      ["Host", "evil.example"],
      ["Content-Length", "3"],
      ["content-length", "99"],
      ["Transfer-Encoding", "chunked"],
      ["Connection", "upgrade"],
      ["Upgrade", "h2c"],
      ["Expect", "100-continue"],
      ["Proxy-Authorization", "Basic x"],
    ];
    await bench.client.send(bench.request({ method: "POST", headers, body: new Uint8Array([1, 2, 3, 4]) }));
    expect(bench.seen[0]?.headers).toMatchObject({ host: `127.0.0.1:${bench.server.port}`, "content-length": "4" });
    for (const name of ["transfer-encoding", "upgrade", "expect", "proxy-authorization"]) {
      expect(bench.seen[0]?.headers).not.toHaveProperty(name);
    }
  });

  test("sends user and password of the address as Basic, and shows them nowhere", async () => {
    const got = await bench.client.send(bench.request({ url: `http://us%40er:p%3Aw@127.0.0.1:${bench.server.port}/` }));
    expect(bench.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from("us@er:p:w").toString("base64")}`);
    expect(got.url).not.toContain("us%40er");
  });

  test("reuses its connection", async () => {
    const ports = new Set<number | undefined>();
    bench.answer = (incoming, response) => {
      ports.add(incoming.socket.remotePort);
      response.end();
    };
    for (let count = 0; count < 20; count += 1) await bench.client.send(bench.request());
    // undici frees a connection a moment after its answer, so a second one may be opened.
    expect(ports.size).toBeLessThanOrEqual(2);
  });
});

describe("hostile headers", () => {
  const signs = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
  const names = [
    ...signs.filter((sign) => !/[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(sign)).map((sign) => `X-${sign}a`),
    "",
    "ключ",
    "a\u560d",
  ];
  const values = signs
    .filter((sign) => sign !== "\t" && (sign < " " || sign === "\x7f"))
    .flatMap((sign) => [`${sign}X-Evil: 1`, `a${sign}X-Evil: 1`, `a\r${sign}\nX-Evil: 1`, `a${sign}`]);

  test("are all refused, and nothing is sent", async () => {
    expect(names.length + values.length).toBeGreaterThan(300);
    for (const name of names) {
      expect(await bench.failure({ headers: [[name, "x"]] }), JSON.stringify(name)).toMatchObject({
        code: "HEADER_INVALID",
      });
    }
    for (const value of values) {
      const error = await bench.failure({ headers: [["X-Note", value]] });
      expect(error, JSON.stringify(value)).toMatchObject({ code: "HEADER_INVALID", detail: { name: "X-Note" } });
    }
    expect(bench.seen).toEqual([]);
  });

  test("letters that turn into line breaks in a narrower encoding stay letters", async () => {
    await bench.client.send(bench.request({ headers: [["X-Note", "a\u560d\u560aX-Evil: 1\u010d\u010a"]] }));
    expect(bench.seen[0]?.headers).not.toHaveProperty("x-evil");
  });

  test("names of object internals are names like any other", async () => {
    await bench.client.send(
      bench.request({
        headers: [
          ["__proto__", "a"],
          ["constructor", "b"],
          ["toString", "c"],
        ],
      }),
    );
    expect(bench.seen[0]?.raw).toEqual(expect.arrayContaining(["__proto__", "constructor", "toString"]));
    expect({}.toString()).toBe("[object Object]");
  });

  test.each(["GET /evil HTTP/1.1\r\nX:", "CONNECT", "", "G T"])("the method %j is refused", async (method) => {
    expect(await bench.failure({ method })).toMatchObject({
      code: "REMOTE_UNREACHABLE",
      retry: false,
      detail: { sent: false },
    });
  });
});

describe("redirects", () => {
  const to = (status: number, location: () => string) => {
    bench.answer = (incoming, response) => {
      if (incoming.url === "/end") response.end("the end");
      else response.writeHead(status, { Location: location() }).end("moved");
    };
  };

  test.each([
    [301, "POST", "GET", ""],
    [302, "POST", "GET", ""],
    [303, "POST", "GET", ""],
    [303, "PUT", "GET", ""],
    [302, "PUT", "PUT", "body"],
    [307, "POST", "POST", "body"],
    [308, "PATCH", "PATCH", "body"],
    [302, "GET", "GET", ""],
  ])("%i after %s is followed with %s", async (status, method, then, body) => {
    to(status, () => "/end");
    const headers: [string, string][] = [["Content-Type", "text/plain"]];
    const got = await bench.client.send(
      bench.request({ method, headers, ...(method === "GET" ? {} : { body: "body" }) }),
    );
    expect(text(got.body)).toBe("the end");
    expect(got.url).toBe(`http://127.0.0.1:${bench.server.port}/end`);
    expect(bench.seen[1]).toMatchObject({ method: then, body });
    expect("content-type" in (bench.seen[1]?.headers ?? {})).toBe(then === method);
  });

  const credentials: [string, string][] = [
    ["Authorization", "Bearer t"],
    ["Cookie", "a=b"],
    ["X-Api-Key", "k"],
    ["Loket_Refresh_Token", "r"],
    ["X-Trace", "kept"],
  ];

  test("credentials stay with the origin they were meant for", async () => {
    to(307, () => `http://127.0.0.1:${bench.other.port}/end`);
    await bench.client.send(bench.request({ headers: credentials }));
    expect(bench.seen[0]?.headers.authorization).toBe("Bearer t");
    for (const name of ["authorization", "cookie", "x-api-key", "loket_refresh_token"]) {
      expect(bench.seen[1]?.headers).not.toHaveProperty(name);
    }
    expect(bench.seen[1]?.headers["x-trace"]).toBe("kept");
  });

  test("credentials follow within an origin", async () => {
    to(302, () => "/end");
    await bench.client.send(bench.request({ headers: credentials }));
    expect(bench.seen[1]?.headers).toMatchObject({ authorization: "Bearer t", cookie: "a=b", "x-api-key": "k" });
  });

  test("a user that a redirect names is not sent", async () => {
    to(302, () => `http://evil:pw@127.0.0.1:${bench.server.port}/end`);
    await bench.client.send(bench.request());
    expect(bench.seen[1]?.headers).not.toHaveProperty("authorization");
  });

  test("more of them than the request allows are an error, none allowed gives the redirect itself", async () => {
    to(302, () => "/again");
    expect(await bench.failure({ redirects: 3 })).toMatchObject({ code: "REMOTE_INVALID", detail: { sent: true } });
    expect(bench.seen).toHaveLength(4);
    expect(await bench.client.send(bench.request({ redirects: 0 }))).toMatchObject({ status: 302 });
  });

  test("one that leads nowhere is an error", async () => {
    to(302, () => "http://[oops");
    expect(await bench.failure({})).toMatchObject({ code: "REMOTE_INVALID" });
  });
});
