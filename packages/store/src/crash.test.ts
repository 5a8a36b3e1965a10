import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CrashWork, crashWork } from "./testing/crash-work.ts";
import { embeddedTestServer, type TestServer } from "./testing/server.ts";
import { openTestStore } from "./testing/store.ts";
import { givenTenant, newRun } from "./testing/suite/given.ts";

const CHILD = fileURLToPath(new URL("testing/crash-child.ts", import.meta.url));

interface Case {
  /** Defaults to `send and save`. */
  readonly kind?: CrashWork;
  readonly point: string;
  /** Requests that reach the peer, over all claims. */
  readonly sent: number;
  readonly status: "completed" | "failed" | "parked";
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
  { kind: "try twice", point: "journal.body.before:call", sent: 2, status: "completed" },
  { kind: "try twice", point: "journal.body.after:call", sent: 2, status: "completed" },
  // Nobody knows that the first try failed.
  { kind: "try twice", point: "journal.retry.before:call", sent: 1, status: "parked" },
  { kind: "try twice", point: "journal.retry.after:call", sent: 2, status: "completed" },
  { kind: "try twice", point: "run.pause.before", sent: 2, status: "completed" },
  { kind: "try twice", point: "run.pause.after", sent: 2, status: "completed" },
  { kind: "try twice", point: "run.requeue.before", sent: 2, status: "completed" },
  { kind: "try twice", point: "run.requeue.after", sent: 2, status: "completed" },
  { kind: "try twice", point: "journal.resend.before:call", sent: 2, status: "completed" },
  // In doubt from here on, though it never left.
  { kind: "try twice", point: "journal.resend.after:call", sent: 1, status: "parked" },
  { kind: "park and resend", point: "run.resume.before", sent: 1, status: "parked" },
  { kind: "park and resend", point: "run.resume.after", sent: 2, status: "completed" },
  { kind: "park and resend", point: "journal.resend.after:call", sent: 1, status: "parked" },
];

describe("a process that is killed", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await embeddedTestServer();
  });
  afterAll(() => server?.close());

  test.concurrent.each(CASES)(
    "at $point leaves a run that another finishes, having sent $sent time(s)",
    async ({ kind = "send and save", point, sent, status }) => {
      const { store, options, close } = await openTestStore({}, server);
      const witness = join(options.data, "witness");
      const child = spawn(process.execPath, [CHILD, JSON.stringify({ options, witness, kind })], {
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

        await store.dispatcher.work(crashWork(kind, witness, store), { concurrency: 5 });
        const ended = await store.dispatcher.wait(tenant, run.id, 15_000);
        expect(ended?.status).toBe(status);
        expect(lines(witness)).toHaveLength(sent);
        const variables = await store.variables.list(tenant);
        expect(variables.map(({ name, version }) => `${name} ${version}`)).toEqual(
          kind === "send and save" && status === "completed" ? [`saved ${run.id} 1`] : [],
        );
        // Its flow's place is taken until a person decides.
        if (kind === "park and resend" || status === "parked") return;
        await store.dispatcher.start(next);
        expect((await store.dispatcher.wait(tenant, next.id, 15_000))?.status).toBe("completed");
      } finally {
        await end(child);
        await close();
      }
    },
    60_000,
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
