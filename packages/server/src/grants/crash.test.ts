import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { GrantState } from "@mortise/contract";
import { embeddedTestServer, type TestServer } from "@mortise/store/testing";
import pg from "pg";
import { afterAll, beforeAll, describe, type ExpectStatic, expect, test } from "vitest";
import { type GrantsBench, REHEARSED, startGrants } from "../testing/grants.ts";
import type { GrantPoint } from "./ports.ts";

const CHILD = fileURLToPath(new URL("../testing/grants-child.ts", import.meta.url));

/** Later than a provider's earliest refresh. */
const LATER = 575_000;

interface Case {
  readonly point: GrantPoint;
  /** What becomes of the grant at a provider without leeway. */
  readonly state: GrantState;
  /** Times that the provider saw the token before another process took over. */
  readonly sent: number;
}

const CASES: readonly Case[] = [
  { point: "grant.intent.before", state: "READY", sent: 0 },
  { point: "grant.intent.after", state: "READY", sent: 0 },
  { point: "grant.sent.before", state: "READY", sent: 0 },
  // Killed before it was sent, which nobody can know afterwards.
  { point: "grant.sent.after", state: "IN_DOUBT", sent: 0 },
  { point: "grant.request.before", state: "IN_DOUBT", sent: 0 },
  // The answer was in memory only: nothing can bring it back.
  { point: "grant.answer", state: "IN_DOUBT", sent: 1 },
  { point: "grant.receipt.before", state: "IN_DOUBT", sent: 1 },
  { point: "grant.receipt.after", state: "READY", sent: 1 },
];

let server: TestServer;
beforeAll(async () => {
  server = await embeddedTestServer();
});
afterAll(() => server?.close());

/** A process that refreshes, to be killed at a point. */
function refreshElsewhere(bench: GrantsBench, point: string | undefined, rounds = 1, callers = 1): ChildProcess {
  const order = { options: bench.opened.options, tenant: bench.tenant, grant: "g", rounds, callers };
  return spawn(process.execPath, [CHILD, JSON.stringify(order)], {
    env: { ...process.env, ...(point === undefined ? {} : { MORTISE_FAIL_POINT: point }) },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function given(profile: string): Promise<GrantsBench> {
  const bench = await startGrants({ server, rehearsal: { profile } });
  await bench.give();
  // A refresh so soon after the consent would be an error where there is an earliest one.
  bench.rehearsal.advance(LATER);
  return bench;
}

/** What another process does that finds the first one gone: files, then what is lost. Gives back how the grant stands. */
async function takeOver(bench: GrantsBench, { poll }: Pick<ExpectStatic, "poll"> = expect): Promise<GrantState> {
  const { store } = bench.opened;
  await bench.grants.recover();
  // Processes look after one another while they take runs.
  await store.dispatcher.work(() => Promise.reject(new Error("there are no runs")), { concurrency: 1 });
  const state = async () => {
    await store.grants.giveUpLost();
    return (await store.grants.get(bench.tenant, "g"))?.state as GrantState;
  };
  await poll(state, { timeout: 15_000 }).not.toBe("SPENDING");
  return await state();
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

describe.each(Object.keys(REHEARSED))("a process that is killed while it refreshes at %s", (profile) => {
  test.concurrent.for(CASES)(
    "at $point leaves a grant that is $state",
    { timeout: 60_000 },
    async ({ point, state, sent }, { expect }) => {
      const bench = await given(profile);
      const child = refreshElsewhere(bench, point);
      try {
        expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
        expect(bench.rehearsal.status().calls.token).toBe(sent);
        expect(await takeOver(bench, expect)).toBe(state);
        const { items } = await bench.opened.store.history.listEvents(bench.tenant);
        expect(items.map(({ kind }) => kind)).toEqual(state === "IN_DOUBT" ? ["grant.in-doubt"] : []);
        // Whoever needs a token next: a provider with leeway is asked once more, at any other a token is not sent twice.
        const next = await bench.grants.refresher.fresh(bench.tenant, "g", { for: "use" }).then(
          () => "fresh",
          (error: { code: string }) => error.code,
        );
        const lenient = profile === "xero";
        if (state === "READY" || lenient) {
          expect(next).toBe("fresh");
          const grant = await bench.opened.store.grants.get(bench.tenant, "g");
          expect(bench.rehearsal.liveTokens()[0]?.fingerprint).toBe(grant?.refreshFingerprint);
        } else expect(next).toBe("GRANT_IN_DOUBT");
        expect(bench.rehearsal.status().grants[0]?.state).toBe("live");
        if (!lenient) expect(bench.rehearsal.status().everyTokenSpentOnce).toBe(true);
      } finally {
        await end(child);
        await bench.end();
      }
    },
  );
});

describe("a database that cannot take the answer", () => {
  /** Holds the grant's row as soon as the provider was asked, so that the answer cannot be stored. */
  async function withAnswerHeldUp(
    point: string | undefined,
    work: (bench: GrantsBench, child: ChildProcess, release: () => Promise<void>) => Promise<void>,
  ) {
    const bench = await given("strict");
    bench.rehearsal.fault({ kind: "delay", seconds: 1 });
    const client = new pg.Client({ connectionString: bench.opened.options.url as string });
    await client.connect();
    const child = refreshElsewhere(bench, point);
    try {
      await expect.poll(() => bench.rehearsal.status().calls.token, { timeout: 20_000 }).toBe(1);
      await client.query("BEGIN; LOCK TABLE mortise.oauth_grant IN ACCESS EXCLUSIVE MODE");
      await work(bench, child, async () => void (await client.query("COMMIT")));
    } finally {
      await client.end();
      await end(child);
      await bench.end();
    }
  }

  test("a process that is killed when the file is written loses nothing", async () => {
    await withAnswerHeldUp("grant.spool.after", async (bench, child, release) => {
      expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
      await release();
      expect(await takeOver(bench)).toBe("READY");
      expect(await bench.isWhole()).toBe(true);
    });
  }, 60_000);

  test("a process that is killed before that says so", async () => {
    await withAnswerHeldUp("grant.spool.before", async (bench, child, release) => {
      expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
      await release();
      expect(await takeOver(bench)).toBe("IN_DOUBT");
    });
  }, 60_000);

  test("a process that lives waits, and stores it when the database is back", async () => {
    await withAnswerHeldUp(undefined, async (bench, child, release) => {
      await release();
      expect(await once(child, "exit")).toEqual([0, null]);
      expect(await bench.isWhole()).toBe(true);
    });
  }, 60_000);
});
