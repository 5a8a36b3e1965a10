// One process of a benchmark of many: does its share of one kind of work and says how much it did.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { openStore } from "@mortise/store";
import pg from "pg";
import { writeOwnRows } from "./own-rows.ts";
import { atOnce, newRun, nodes } from "./run.ts";

/** What a worker is told when it is started. */
export interface Task {
  readonly work: "runs" | "own rows" | "pg-boss";
  /** Of this worker. */
  readonly count: number;
  readonly lanes: number;
  readonly data: string;
  readonly tenants: readonly string[];
  readonly connection: pg.ClientConfig;
  /** Of all workers together. */
  readonly total: number;
}

const task = JSON.parse(process.argv[2] ?? "{}") as Task;
const { count, lanes } = task;

interface Work {
  /** Resolves when this worker has done its share. */
  go(): Promise<void>;
  /** How much it did, which may be more or less than its share: work is taken by whoever comes first. */
  done(): number;
  end(): Promise<void>;
}

async function runs(): Promise<Work> {
  const store = await openStore({ data: task.data });
  const handle = nodes(4, 4);
  let done = 0;
  await store.dispatcher.work(
    async (claim) => {
      const end = await handle(claim);
      done++;
      return end;
    },
    { concurrency: lanes },
  );
  return {
    go: () =>
      atOnce(lanes, count, (at) => store.dispatcher.start(newRun(task.tenants[at % task.tenants.length] as string))),
    done: () => done,
    end: async () => {
      await store.dispatcher.stop(1_000);
      await store.close();
    },
  };
}

async function ownRows(): Promise<Work> {
  const pool = new pg.Pool({ ...task.connection, max: 12 });
  await pool.query("SELECT 1");
  return { go: () => writeOwnRows(pool, count, lanes), done: () => count, end: () => pool.end() };
}

/** Jobs that do nothing, through pg-boss as fast as it goes: sent one by one, many at once; taken and completed in batches of fifty. */
async function bossJobs(): Promise<Work> {
  const require = createRequire(import.meta.url);
  const { PgBoss } = (await import(pathToFileURL(require.resolve("pg-boss")).href)) as typeof import("pg-boss");
  const pool = new pg.Pool({ ...task.connection, max: 12 });
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: "floor_boss",
    migrate: false,
    supervise: false,
    schedule: false,
  });
  boss.on("error", () => {});
  await boss.start();
  let done = 0;
  let sending = true;
  const take = async () => {
    for (;;) {
      const jobs = await boss.fetch("noop", { batchSize: 50 });
      if (jobs.length === 0 && !sending) return;
      if (jobs.length === 0) continue;
      await boss.complete(
        "noop",
        jobs.map(({ id }) => id),
      );
      done += jobs.length;
    }
  };
  return {
    go: async () => {
      const taking = [take(), take()];
      await atOnce(lanes, count, () => boss.send("noop", { run: "x" }));
      sending = false;
      await Promise.all(taking);
    },
    done: () => done,
    end: async () => {
      await boss.stop({ graceful: false, close: false });
      await pool.end();
    },
  };
}

const kinds = { runs, "own rows": ownRows, "pg-boss": bossJobs };

/** Said over standard output, one word a line; the parent says `go` and `end`. */
const work = await kinds[task.work]();
console.log("ready");
for await (const word of process.stdin) {
  if (String(word).includes("go")) {
    await work.go();
    console.log("went");
  }
  if (String(word).includes("end")) break;
}
const done = work.done();
await work.end();
console.log(`done ${done}`);
process.exit(0);
