import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Rehearsal, startRehearsal } from "@mortise/rehearsal";
import { type RunningServer, readConfig, silentLog, startServer } from "@mortise/server";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

/** Where browsers are that Debian, others and CI install. */
const PLACES = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The Chromium of this machine; undefined where there is none. */
export const CHROMIUM = PLACES.find((place) => place !== undefined && existsSync(place));

export const ADMIN_KEY = "admin-key-of-the-console-tests";

/** A server with its console, an authorization server that rehearses, and a browser to look with. */
export interface Bench {
  readonly server: RunningServer;
  readonly rehearsal: Rehearsal;
  /** A page that is signed in. What the console writes to its log fails the test. */
  signIn(): Promise<Page>;
  end(): Promise<void>;
}

/** Starts all three, on a database of their own. */
export async function startBench(): Promise<Bench> {
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, "../build.mjs")]);
  const data = await mkdtemp(join(tmpdir(), "mortise-browser-"));
  // The database's server may run as another user, who must be able to enter.
  await chmod(data, 0o755);
  const rehearsal = await startRehearsal({ port: 0, profile: "loket" });
  const config = readConfig(
    { MORTISE_DATA: data, MORTISE_ADMIN_KEY: ADMIN_KEY, MORTISE_PORT: "0" },
    { allowPrivate: [new URL(rehearsal.url).host], logLevel: "silent" },
  );
  const server = await startServer(config, { log: silentLog });
  const browser = await chromium.launch({
    ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
    // Whoever runs tests as root has a container around them.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const contexts: BrowserContext[] = [];
  return {
    server,
    rehearsal,
    signIn: () => signIn(browser, server.address, contexts),
    async end() {
      for (const context of contexts) await context.close();
      await browser.close();
      await server.close(1_000);
      await rehearsal.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Fails where axe finds something that keeps people out. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(await AXE);
  const found = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as {
    readonly violations: readonly {
      readonly id: string;
      readonly impact: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
    }[];
  };
  const serious = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(
    serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary ?? ""}`),
  ).toEqual([]);
}

const AXE = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function signIn(browser: Browser, address: string, contexts: BrowserContext[]): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
  contexts.push(context);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  // Generous: the machine may have other work.
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.on("pageerror", (error) => expect.unreachable(`the page threw: ${error.message}`));
  page.on("console", (message) => {
    // A policy that is broken shows here and nowhere else.
    if (/Content Security Policy/i.test(message.text())) expect.unreachable(message.text());
  });
  await page.goto(address);
  await page.getByLabel("API key").fill(ADMIN_KEY);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  return page;
}
