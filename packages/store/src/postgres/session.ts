import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "@mortise/contract";
import pg from "pg";
import { ENGINE_ROLE } from "../migrations/roles.ts";
import { storeFailure } from "./failure.ts";
import { enterRole } from "./pool.ts";
import { ownIdentity } from "./process.ts";

/** What processes tell one another. The rest of the text says which. */
export type Topic = "installation" | "tenant" | "run" | "cancel";

/** The one connection that a process keeps for itself: its advisory lock says that it lives, and notifications arrive on it. */
export interface Session {
  /** This process among those that ever served the database. */
  readonly number: number;
  /** When the connection was last made anew; whoever lost it gives the others a moment before judging them. */
  readonly since: number;
  /** Calls back with what follows the topic, and with undefined after a gap in which anything may have happened. */
  on(topic: Topic, listener: (detail: string | undefined) => void): () => void;
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
    log?.write("warning", "The database connection was lost; connecting again.");
    for (let pause = 50; !closed; pause = Math.min(pause * 2, 1_000)) {
      try {
        await connect();
        log?.write("info", "The database is back.");
        for (const { listener } of [...listeners]) listener(undefined);
        return;
      } catch {
        await sleep(pause);
      }
    }
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
