import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { createHttpClient } from "./http-client.ts";
import { httpBench, text } from "./test-bench.ts";
import { closed, listen, startServer } from "./test-canary.ts";
import certificates from "./test-certificates.json" with { type: "json" };

const bench = httpBench();

describe("TLS", () => {
  const serve = async (options: object) => {
    const tls = createTlsServer(
      { cert: certificates.cert, key: certificates.key, ...options },
      (incoming, response) => {
        const { authorized, getPeerCertificate } = incoming.socket as import("node:tls").TLSSocket;
        const name = authorized ? getPeerCertificate.call(incoming.socket).subject.CN : "nobody";
        if (incoming.url === "/away") response.writeHead(302, { Location: `https://localhost:${port}/` });
        response.end(`${name} ${incoming.headers.host}`);
      },
    );
    const port = await listen(tls);
    const close = async () => {
      tls.closeAllConnections();
      await closed(tls);
    };
    return { port, close };
  };

  const pfx = Buffer.from(certificates.pfx, "base64");

  test("a trusted server answers, an untrusted or misnamed one is never sent anything", async () => {
    const tls = await serve({});
    expect(text((await bench.client.send(bench.request({ url: `https://127.0.0.1:${tls.port}/` }))).body)).toContain(
      "nobody",
    );
    const strangers = createHttpClient({ allowPrivate: ["localhost"] });
    await expect(strangers.send(bench.request({ url: `https://localhost:${tls.port}/` }))).rejects.toMatchObject({
      code: "REMOTE_UNREACHABLE",
      detail: { sent: false },
    });
    const lookup = async () => [{ address: "127.0.0.1", family: 4 }];
    const misnamed = createHttpClient({ allowPrivate: ["other.example"], ca: [certificates.ca], lookup });
    await expect(misnamed.send(bench.request({ url: `https://other.example:${tls.port}/` }))).rejects.toMatchObject({
      code: "REMOTE_UNREACHABLE",
      detail: { sent: false, what: expect.stringContaining("another name") },
    });
    expect(await bench.failure({ url: `https://localhost:${bench.server.port}/` })).toMatchObject({
      detail: { sent: false },
    });
    await Promise.all([strangers.close(), misnamed.close(), tls.close()]);
  });

  test("a client certificate is shown to the origin that was asked, and to no other", async () => {
    const tls = await serve({ requestCert: true, rejectUnauthorized: false, ca: certificates.ca });
    const url = `https://127.0.0.1:${tls.port}/`;
    const withClient = bench.request({ url, tls: { pfx, passphrase: "geheim" } });
    expect(text((await bench.client.send(withClient)).body)).toContain("flow client");
    expect(text((await bench.client.send(bench.request({ url }))).body)).toContain("nobody");
    expect(text((await bench.client.send({ ...withClient, url: `${url}away` })).body)).toBe(
      `nobody localhost:${tls.port}`,
    );
    await tls.close();
  });

  test("a client certificate that cannot be opened is an error that says so", async () => {
    const error = await bench.failure({ url: "https://127.0.0.1/", tls: { pfx, passphrase: "wrong" } });
    expect(error).toMatchObject({ code: "REMOTE_UNREACHABLE", retry: false, detail: { sent: false } });
    expect(error.message).toContain("passphrase");
  });
});

describe("a proxy", () => {
  test("gets absolute addresses for http and a tunnel for https", async () => {
    const tls = createTlsServer({ cert: certificates.cert, key: certificates.key }, (incoming, response) => {
      response.end(`secure ${incoming.headers.host} ${incoming.headers["proxy-authorization"]}`);
    });
    const tlsPort = await listen(tls);
    const tunnels: string[] = [];
    const proxy = await startServer(bench.listener);
    proxy.server.on("connect", (incoming, socket: Socket) => {
      tunnels.push(`${incoming.url} ${incoming.headers["proxy-authorization"]}`);
      const target = new (socket.constructor as typeof import("node:net").Socket)();
      target.connect(tlsPort, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        socket.pipe(target).pipe(socket);
      });
      for (const end of [socket, target]) end.on("error", () => {});
    });
    const lookup = async () => [{ address: "93.184.216.34", family: 4 }];
    const proxied = createHttpClient({ allowPrivate: ["127.0.0.1"], ca: [certificates.ca], lookup });
    const by = { proxy: `http://user:pw@127.0.0.1:${proxy.port}` };
    const basic = `Basic ${Buffer.from("user:pw").toString("base64")}`;

    expect((await proxied.send(bench.request({ url: "http://api.example/x?y", ...by }))).status).toBe(200);
    expect(bench.seen[0]).toMatchObject({ url: "http://api.example/x?y" });
    expect(bench.seen[0]?.headers).toMatchObject({ host: "api.example", "proxy-authorization": basic });
    const secure = await proxied.send(bench.request({ url: "https://api.example/", ...by }));
    expect(text(secure.body)).toBe("secure api.example undefined");
    expect(tunnels).toEqual([`api.example:443 ${basic}`]);

    await Promise.all([proxied.close(), proxy.close()]);
    tls.closeAllConnections();
    await closed(tls);
  });

  test.each(["socks5://127.0.0.1:1080", "nonsense"])("%s is refused", async (proxy) => {
    expect(await bench.failure({ proxy })).toMatchObject({
      code: "REMOTE_UNREACHABLE",
      retry: false,
      detail: { sent: false },
    });
  });

  test("that refuses is unreachable, not sent", async () => {
    const proxy = await startServer(bench.listener);
    proxy.server.on("connect", (_, socket: Socket) => socket.end("HTTP/1.1 407 No\r\n\r\n"));
    const by = { url: "https://localhost/", proxy: `http://127.0.0.1:${proxy.port}` };
    expect(await bench.failure(by)).toMatchObject({ code: "REMOTE_UNREACHABLE", detail: { sent: false } });
    await proxy.close();
  });
});
