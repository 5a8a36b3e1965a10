import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "@mortise/contract";
import pg from "pg";
import { ENGINE_ROLE } from "../migrations/roles.ts";
import { storeFailure } from "./failure.ts";
import { enterRole } from "./pool.ts";
import { ownIdentity } from "./process.ts";

/** What processes tell one another. The rest of the text says which. */
export type Topic = "installation" | "tenant" | "key" | "run" | "cancel";

/** How often the database was out of reach, as far as one process knows. */
export interface Outages {
  readonly reachable: boolean;
  readonly count: number;
  /** Together, the present one not counted. */
  readonly ms: number;
}

/** The one connection that a process keeps for itself: its advisory lock says that it lives, and notifications arrive on it. */
export interface Session {
  /** This process among those that ever served the database. */
  readonly number: number;
  /** When the connection was last made anew; whoever lost it gives the others a moment before judging them. */
  readonly since: number;
  /** Calls back with what follows the topic, and with undefined after a gap in which anything may have happened. */
  on(topic: Topic, listener: (detail: string | undefined) => void): () => void;
  /** How often the database was out of reach, and whether it is now. A connection that is cut and made again at once does not count. */
  readonly outages: Outages;
  /** Calls back when the database can be reached again, with how many milliseconds it could not. */
  onReturn(listener: (awayMs: number) => void): () => void;
  close(): Promise<void>;
}

/** The channel of all notifications. */
export const CHANNEL = "mortise";
/** First half of a process's advisory lock; the second is its number. */
export const ALIVE = 7_305;

/** A connection that died without a word is noticed within this. */
const PULSE = 5_000;

/** Opens the session and registers the process. */
export async function openSession(connection: () => pg.ClientConfig, log?: Log): Promise<Session> {
  const listeners = new Set<{ topic: Topic; listener: (detail: string | undefined) => void }>();
  let number: number | undefined;
  let client: pg.Client | undefined;
  let since = performance.now();
  let closed = false;
  const returned = new Set<(awayMs: number) => void>();
  const outages = { reachable: true, count: 0, ms: 0 };
  const pulse = setInterval(() => void client?.query("SELECT 1").catch(() => client?.end().catch(() => {})), PULSE);
  pulse.unref();

  async function connect(): Promise<void> {
    const next = new pg.Client({
      ...connection(),
      application_name: "mortise session",
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: PULSE,
    });
    next.on("error", () => {});
    next.on("notification", ({ payload = "" }) => {
      const [, topic, detail = ""] = /^(\w+):?(.*)$/s.exec(payload) ?? [];
      for (const each of [...listeners]) if (each.topic === topic) each.listener(detail);
    });
    try {
      await next.connect();
      await enterRole(next, ENGINE_ROLE);
      number ??= await register(next);
      await next.query(`LISTEN ${CHANNEL}`);
      await takeLock(next, number);
      await next.query("UPDATE process SET missed_at = NULL WHERE number = $1 AND missed_at IS NOT NULL", [number]);
    } catch (error) {
      await next.end().catch(() => {});
      throw error;
    }
    client = next;
    since = performance.now();
    next.once("end", () => {
      if (client === next) client = undefined;
      if (!closed) void reconnect();
    });
  }

  async function takeLock(next: pg.Client, number: number): Promise<void> {
    for (;;) {
      const { rows } = await next.query("SELECT pg_try_advisory_lock($1, $2) AS taken", [ALIVE, number]);
      if (rows[0].taken || closed) return;
      // Our own former connection, which the server has not missed yet.
      await sleep(100);
    }
  }

  async function reconnect(): Promise<void> {
    const lost = performance.now();
    log?.write("warning", "The database connection was lost; connecting again.");
    for (let pause = 50; !closed; pause = Math.min(pause * 2, 1_000)) {
      try {
        await connect();
        back(performance.now() - lost);
        return;
      } catch {
        outages.reachable = false;
        await sleep(pause);
      }
    }
  }

  function back(ms: number): void {
    log?.write("info", `The database is back after ${(ms / 1_000).toFixed(1)} s.`);
    for (const { listener } of [...listeners]) listener(undefined);
    if (outages.reachable) return;
    outages.reachable = true;
    outages.count++;
    outages.ms += ms;
    for (const listener of returned) listener(ms);
  }

  try {
    await connect();
  } catch (error) {
    clearInterval(pulse);
    throw storeFailure(error);
  }

  return {
    number: number as unknown as number,
    get since() {
      return since;
    },
    on(topic, listener) {
      const entry = { topic, listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    outages,
    onReturn(listener) {
      returned.add(listener);
      return () => returned.delete(listener);
    },
    async close() {
      if (closed) return;
      closed = true;
      clearInterval(pulse);
      await client
        ?.query("UPDATE process SET stopped_at = clock_timestamp() WHERE number = $1", [number])
        .catch(() => {});
      await client?.end().catch(() => {});
    },
  };
}

async function register(client: pg.Client): Promise<number> {
  const { place, pid, pid_started } = ownIdentity();
  const { rows } = await client.query(
    "INSERT INTO process (place, pid, pid_started) VALUES ($1, $2, $3) RETURNING number",
    [place, pid, pid_started],
  );
  return rows[0].number;
}
