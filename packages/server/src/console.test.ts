import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fastify } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mountConsole } from "./console.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mortise-console-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), `<style nonce="__nonce__"></style>`);
  writeFileSync(join(folder, "secret.js"), "1");
  writeFileSync(join(folder, "assets", "main.js"), "plain");
  writeFileSync(join(folder, "assets", "main.js.br"), "packed");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function appOf(where: string) {
  const app = fastify();
  mountConsole(app, where);
  return app;
}

describe("the console's page", () => {
  test.each(["/", "/t/demo/flows/A"])(
    "is served at %s, with a number of its own for styles and no inline script",
    async (url) => {
      const { headers, body } = await appOf(folder).inject(url);
      const policy = String(headers["content-security-policy"]);
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
      expect(body).toBe(`<style nonce="${nonce}"></style>`);
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toContain("unsafe");
      const again = await appOf(folder).inject(url);
      expect(again.body).not.toBe(body);
    },
  );

  test("says what to do where it was not built", async () => {
    const { statusCode, body } = await appOf(join(folder, "nothing")).inject("/");
    expect(statusCode).toBe(200);
    expect(body).toContain("npm start");
  });
});

describe("the console's files", () => {
  test("are kept by browsers for good, packed for those who can unpack", async () => {
    const plain = await appOf(folder).inject("/assets/main.js");
    expect([plain.body, plain.headers["cache-control"]]).toEqual(["plain", "public, max-age=31536000, immutable"]);
    const packed = await appOf(folder).inject({ url: "/assets/main.js", headers: { "accept-encoding": "gzip, br" } });
    expect([packed.body, packed.headers["content-encoding"]]).toEqual(["packed", "br"]);
  });

  test.each(["/assets/other.js", "/assets/..%2Fsecret.js", "/assets/%2e%2e/secret.js", "/assets/main.js.br"])(
    "%s is none of them",
    async (url) => {
      expect((await appOf(folder).inject(url)).statusCode).not.toBe(200);
    },
  );
});
