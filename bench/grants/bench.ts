import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Rehearsal } from "../../packages/rehearsal/src/index.ts";
import { realClock } from "../../packages/server/src/clock.ts";
import { Grants } from "../../packages/server/src/grants/grants.ts";
import { createReceiptSpool } from "../../packages/server/src/grants/spool.ts";
import { createTokenEndpoint } from "../../packages/server/src/grants/token-endpoint.ts";
import { silentLog } from "../../packages/server/src/log.ts";
import { rehearsedGrant } from "../../packages/server/src/testing/grants.ts";
import { type OpenStore, openStore, type StoreOptions } from "../../packages/store/src/index.ts";

const CHILD = fileURLToPath(new URL("../../packages/server/src/testing/grants-child.ts", import.meta.url));

/** A grant at a rehearsal server, with its tokens in an embedded database that writes to the disk. */
export interface Bench {
  readonly store: OpenStore;
  readonly options: StoreOptions;
  readonly grants: Grants;
  readonly tenant: string;
  /** Whether a refresh token of this fingerprint ever reached the ledger. */
  knows(fingerprint: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens the database in a folder and makes the grant `g` with its first refresh token. */
export async function openBench(data: string, rehearsal: Rehearsal): Promise<Bench> {
  const options = { data };
  const store = await openStore(options);
  const tenant = "bench";
  await store.tenants.create({ id: tenant, name: tenant });
  // Processes look after one another while they take runs.
  await store.dispatcher.work(() => Promise.reject(new Error("there are no runs")), { concurrency: 1 });
  const grants = new Grants({
    store: store.grants,
    endpoint: createTokenEndpoint({ allowPrivate: ["127.0.0.1"] }),
    spool: createReceiptSpool(join(data, "receipts"), store.grants, () => {}),
    clock: realClock,
    random: Math.random,
    log: silentLog,
    tell: () => {},
    publicUrl: () => "http://127.0.0.1:8080",
  });
  const settings = rehearsedGrant(rehearsal.url, rehearsal.profile.name);
  await store.grants.create(tenant, { ...settings, id: "g", clientSecret: "Welkom01" }, "bench");
  await grants.put(tenant, "g", { refreshToken: rehearsal.issueRefreshToken() }, "bench");
  return {
    store,
    options,
    grants,
    tenant,
    async knows(fingerprint) {
      const { items } = await store.grants.ledger(tenant, "g", { limit: 200 });
      return items.some(
        (entry) => entry.fingerprint === fingerprint && ["stored", "orphaned", "put"].includes(entry.kind),
      );
    },
    async close() {
      await grants.stop();
      await store.close();
    },
  };
}

/** A process that refreshes round after round. */
export interface Refreshing {
  readonly child: ChildProcess;
  /** Generations that it got, one a round. */
  readonly lines: string[];
}

/** Starts a process that refreshes the grant; it is at it when this resolves. */
export async function refreshing(bench: Bench, rounds = 1_000_000, callers = 1): Promise<Refreshing> {
  const order = { options: bench.options, tenant: bench.tenant, grant: "g", rounds, callers };
  const child = spawn(process.execPath, [CHILD, JSON.stringify(order)], { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => lines.push(...text.trim().split("\n")));
  const [code] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  if (typeof code !== "string") throw new Error(`a process that should refresh ended with ${code}`);
  return { child, lines };
}

/** Kills a process as nothing can be helped against, and waits until it is gone. */
export async function killed({ child }: Refreshing): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
