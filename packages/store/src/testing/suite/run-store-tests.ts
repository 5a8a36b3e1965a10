import pg from "pg";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { QUEUE, QUEUE_SCHEMA } from "../../migrations/queue.ts";
import { type OpenStore, openStore } from "../../open.ts";
import type { TestServer } from "../server.ts";
import { openTestStore, type TestStore } from "../store.ts";
import { alarmTests } from "./alarms.ts";
import { bodyTests } from "./bodies.ts";
import { dispatcherTests, SLOTS } from "./dispatcher.ts";
import { flowTests } from "./flows.ts";
import { grantTests } from "./grants.ts";
import { historyTests } from "./history.ts";
import { isolationTests } from "./isolation.ts";
import { journalTests } from "./journal.ts";
import { keyTests } from "./keys.ts";
import { parkedTests } from "./parked.ts";
import { runTests } from "./runs.ts";
import { scheduleTests } from "./schedules.ts";
import { tenantTests } from "./tenants.ts";
import { TRACE_QUOTA, traceTests } from "./traces.ts";
import { variableTests } from "./variables.ts";
import { createWork, type Work } from "./work.ts";

/** What the tests of a part of the store stand on. */
export interface Suite {
  store(): OpenStore;
  /** Opens the same database once more, as another process would. */
  again(): Promise<OpenStore>;
  /** What the runs of the first store do. */
  readonly work: Work;
  /** Gives a run's job to whoever comes next, as peers do when its process seems gone; resolves when it is taken. */
  giveBack(runId: string): Promise<void>;
  /** Statements as the database's owner, one after the other; `text` last; gives back its rows. */
  asOwner<R extends object>(text: string, ...before: string[]): Promise<R[]>;
}

/** The tests that every Postgres under Mortise has to pass. */
export function runStoreTests(name: string, open: () => Promise<TestServer>): void {
  describe(name, () => {
    let server: TestServer;
    let opened: TestStore;
    const work = createWork();

    beforeAll(async () => {
      server = await open();
      opened = await openTestStore({ traceQuota: TRACE_QUOTA }, server);
      await opened.store.dispatcher.work(work.handle, { concurrency: SLOTS });
    });
    afterAll(async () => {
      await opened?.close();
      await server?.close();
    });

    const url = () => opened.options.url as string;
    const suite: Suite = {
      store: () => opened.store,
      again: () => openStore(opened.options),
      work,
      asOwner: (text, ...before) => asOwner(url(), text, before),
      giveBack: (runId) => giveBack(url(), runId),
    };
    tenantTests(suite);
    variableTests(suite);
    flowTests(suite);
    keyTests(suite);
    historyTests(suite);
    alarmTests(suite);
    runTests(suite);
    traceTests(suite);
    dispatcherTests(suite);
    journalTests(suite);
    parkedTests(suite);
    bodyTests(suite);
    scheduleTests(suite);
    grantTests(suite);
    isolationTests(suite);

    test("it says what it stands on, without a secret", async () => {
      const info = await opened.store.info();
      expect(info).toMatchObject({ migration: expect.any(Number), synchronousCommit: "on" });
      const { password } = new URL(url());
      if (password) expect(JSON.stringify(info)).not.toContain(password);
      expect(Math.abs((await opened.store.now()) - Date.now())).toBeLessThan(60_000);
    });
  });
}

async function asOwner<R extends object>(url: string, text: string, before: readonly string[]): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of before) await client.query(statement);
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function giveBack(url: string, runId: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const boss = new PgBoss({
    db: { executeSql: (text, values) => client.query(text, values) },
    schema: QUEUE_SCHEMA,
    migrate: false,
    supervise: false,
    schedule: false,
  });
  await boss.start();
  await boss.fail(QUEUE, runId);
  await client.query("SET ROLE mortise_engine; NOTIFY mortise, 'run'");
  const epoch = async () =>
    (await client.query("SELECT epoch FROM mortise.open_run WHERE run_id = $1", [runId])).rows[0].epoch;
  while ((await epoch()) === 1);
  await boss.stop({ graceful: false, close: false });
  await client.end();
}
