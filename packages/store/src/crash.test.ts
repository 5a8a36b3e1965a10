import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { embeddedTestServer, type TestServer } from "./testing/server.ts";
import { openTestStore } from "./testing/store.ts";
import { givenTenant, newRun } from "./testing/suite/given.ts";
import { sendAndSave } from "./testing/suite/sending.ts";

const CHILD = fileURLToPath(new URL("testing/crash-child.ts", import.meta.url));

interface Case {
  readonly point: string;
  /** Requests that reach the peer, over all claims. */
  readonly sent: number;
  readonly status: "completed" | "failed";
}

const CASES: readonly Case[] = [
  { point: "run.claim.after", sent: 1, status: "completed" },
  { point: "journal.intent.before:call", sent: 1, status: "completed" },
  // Killed before it was sent, which nobody can know afterwards: not sent again by itself.
  { point: "journal.intent.after:call", sent: 0, status: "failed" },
  { point: "journal.result.before:call", sent: 1, status: "failed" },
  { point: "journal.result.after:call", sent: 1, status: "completed" },
  { point: "journal.store.before:save", sent: 1, status: "completed" },
  { point: "journal.store.after:save", sent: 1, status: "completed" },
  { point: "run.end.before", sent: 1, status: "completed" },
  { point: "run.end.after", sent: 1, status: "completed" },
];

describe("a process that is killed", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await embeddedTestServer();
  });
  afterAll(() => server?.close());

  test.concurrent.each(CASES)(
    "at $point leaves a run that another finishes, having sent $sent time(s)",
    async ({ point, sent, status }) => {
      const { store, options, close } = await openTestStore({}, server);
      const witness = join(options.data, "witness");
      const child = spawn(process.execPath, [CHILD, JSON.stringify({ options, witness })], {
        env: { ...process.env, MORTISE_FAIL_POINT: point },
        stdio: ["ignore", "pipe", "inherit"],
      });
      try {
        await once(child.stdout, "data");
        const tenant = await givenTenant(store);
        const run = newRun(tenant, { serial: true });
        const next = newRun(tenant, { serial: true });
        const exit = once(child, "exit");
        await store.dispatcher.start(run);
        expect(await exit).toEqual([null, "SIGKILL"]);

        await store.dispatcher.work((claim) => sendAndSave(claim, witness), { concurrency: 5 });
        const ended = await store.dispatcher.wait(tenant, run.id, 15_000);
        expect(ended?.status).toBe(status);
        expect(lines(witness)).toHaveLength(sent);
        const variables = await store.variables.list(tenant);
        expect(variables.map(({ name, version }) => `${name} ${version}`)).toEqual(
          status === "completed" ? [`saved ${run.id} 1`] : [],
        );
        await store.dispatcher.start(next);
        expect((await store.dispatcher.wait(tenant, next.id, 15_000))?.status).toBe("completed");
      } finally {
        await end(child);
        await close();
      }
    },
  );
});

function lines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}
