import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi, type TestApi } from "../testing/api.ts";
import { OIDC_CLIENT, type OidcServer, startOidc } from "../testing/oidc.ts";

const CHROMIUM = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((place) => place !== undefined && existsSync(place));
const CHILD = fileURLToPath(new URL("../testing/grants-child.ts", import.meta.url));
const ROUNDS = 100;

/** Where a process can be killed that has not sent anything, or has stored what came: nothing is lost there. */
const POINTS = ["grant.intent.before", "grant.intent.after", "grant.sent.before", "grant.receipt.after"] as const;

let started: TestApi;
let provider: OidcServer;
let address: string;
beforeAll(async () => {
  started = await startApi({ allowPrivate: ["127.0.0.1"] });
  address = await started.app.listen({ port: 0, host: "127.0.0.1" });
  started.runtime.publicUrl = address;
  provider = await startOidc(`${address}/oauth2/callback`);
  const made = await started.api.post("/tenants/demo/grants", {
    ...OIDC_CLIENT,
    id: "oidc",
    environment: "test",
    profile: "strict",
    overrides: { clientAuth: "post" },
    scope: "openid offline_access",
    issuer: provider.url,
    authorizationUrl: `${provider.url}/auth`,
    tokenUrl: `${provider.url}/token`,
    authorizationParams: { prompt: "consent" },
  });
  expect(made.status).toBe(201);
});
afterAll(async () => {
  await started?.end();
  await provider?.close();
});

/** Signs in and consents, as a person does. */
async function consent(): Promise<string> {
  const begun = await started.api.post("/tenants/demo/grants/oidc/authorize");
  const browser = await chromium.launch({
    executablePath: CHROMIUM as string,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    const page = await browser.newPage();
    await page.goto(begun.body.startUrl);
    await page.fill("input[name=login]", "ann");
    await page.fill("input[name=password]", "anything");
    await page.click("button[type=submit]");
    await page.click("button[type=submit]");
    await page.waitForURL(`${address}/oauth2/callback**`);
    return (await page.locator("body").textContent()) ?? "";
  } finally {
    await browser.close();
  }
}

/** A process that refreshes once, and is killed at a point. */
async function killedAt(point: string): Promise<void> {
  const order = { options: { data: started.data }, tenant: "demo", grant: "oidc", rounds: 2, callers: 1 };
  const child = spawn(process.execPath, [CHILD, JSON.stringify(order)], {
    env: { ...process.env, MORTISE_FAIL_POINT: point },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [, signal] = await once(child, "exit");
  expect(signal).toBe("SIGKILL");
}

const refresh = () => started.api.post("/tenants/demo/grants/oidc/refresh", {});

describe.skipIf(CHROMIUM === undefined)("a grant at a certified provider that rotates and detects reuse", () => {
  test("is authorized in a browser, on a page that shows no token", async () => {
    const text = await consent();
    expect(text).toContain("OAuth2 token received with success!");
    const { accessToken } = await started.runtime.store.grants.read("demo", "oidc");
    expect(accessToken).toBeTypeOf("string");
    expect(text).not.toContain(accessToken);
  });

  test(`lives through ${ROUNDS} rotations, and through processes that are killed in between`, async () => {
    const kills = new Map(POINTS.map((point, index) => [20 * (index + 1), point]));
    for (let round = 1; round <= ROUNDS; round++) {
      const point = kills.get(round);
      if (point) await killedAt(point);
      expect((await refresh()).body).toMatchObject({ state: "READY" });
    }
    // Each was accepted once, and no spent token came again: that would have revoked the grant.
    expect(provider.seen.refreshed).toBeGreaterThanOrEqual(ROUNDS);
    expect(provider.seen.revoked).toBe(0);
  }, 120_000);
});
