import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asMortiseError, mortiseError } from "@mortise/contract";
import type { AlarmSettings } from "./alarms/alarms.ts";
import { createApp } from "./app.ts";
import { realClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { createLog, type ServerLog } from "./log.ts";
import { createRuntime, type Runtime, type RuntimeOptions } from "./runtime.ts";

/** A server that listens. */
export interface RunningServer {
  /** How it is reached: MORTISE_PUBLIC_URL, or where it listens. */
  readonly url: string;
  /** Where it listens. */
  readonly address: string;
  readonly runtime: Runtime;
  /** Takes no more requests, lets what is at work end for up to `ms` (default 10,000), and hands the rest over. */
  close(ms?: number): Promise<void>;
}

export interface ServerOptions extends Pick<RuntimeOptions, "componentFolders" | "clock" | "http" | "scripts"> {
  /** Defaults to JSON lines on standard output. */
  readonly log?: ServerLog;
}

/** Pause after the store gave up waiting for the database, in milliseconds. */
const RETRY = 5_000;

/** How long what is at work may take to end, in milliseconds. */
const GRACE = 10_000;

/** Starts a server. Throws `CONFIG_INVALID` when its port is taken, `STORE_KEY_WRONG` or `STORE_SETUP` when the database refuses it; waits for one that is down. */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<RunningServer> {
  const log = options.log ?? createLog(config.logLevel);
  const runtime = await reachDatabase(config, { ...options, log });
  try {
    await ensureAdmin(runtime, config, log);
    const app = await createApp(runtime);
    let address: string;
    try {
      address = await app.listen({ host: config.host, port: config.port });
    } catch (error) {
      await app.close();
      throw cannotListen(error, config);
    }
    const url = config.publicUrl ?? address;
    runtime.publicUrl = url;
    log.info({ url, address }, "the server is up");
    return {
      url,
      address,
      runtime,
      async close(ms = GRACE) {
        const began = performance.now();
        runtime.leave();
        const late = new AbortController();
        const closed = app.close().finally(() => late.abort());
        // Who still holds a connection then is cut off.
        const cut = realClock.sleep(ms, late.signal).then(
          () => app.server.closeAllConnections(),
          () => {},
        );
        await Promise.all([closed, cut]);
        await runtime.close(Math.max(0, ms - (performance.now() - began)));
      },
    };
  } catch (error) {
    await runtime.close(0);
    throw error;
  }
}

async function reachDatabase(config: Config, options: ServerOptions & { log: ServerLog }): Promise<Runtime> {
  const { databaseUrl: url, databaseMigrateUrl: migrateUrl, data, keyFile } = config;
  const { allowPrivate, retentionDays, tenantConcurrency, scriptCeilings, expressionEnvironment } = config;
  const { log, ...rest } = options;
  for (;;) {
    try {
      return await createRuntime({
        ...rest,
        log,
        allowPrivate,
        retentionDays,
        tenantConcurrency,
        scriptCeilings,
        expressionEnvironment,
        alarms: alarmsOf(config),
        name: config.publicUrl,
        database: { url, migrateUrl, data, keyFile },
      });
    } catch (error) {
      const known = asMortiseError(error);
      // The embedded database is ours to start: when it does not, waiting helps nobody.
      if (known.code !== "STORE_UNAVAILABLE" || url === undefined) throw known;
      log.warn({ code: known.code }, `${known.message} Trying again in ${RETRY / 1_000} s.`);
      await realClock.sleep(RETRY);
    }
  }
}

function alarmsOf({ alarmWebhook, alarmWebhookSecret, smtpUrl, alarmFrom, alarmAddress }: Config): AlarmSettings {
  return {
    webhook: alarmWebhook === undefined ? undefined : { url: alarmWebhook, secret: alarmWebhookSecret },
    mail: smtpUrl === undefined ? undefined : { url: smtpUrl, from: alarmFrom },
    operatorAddress: alarmAddress,
  };
}

/** The first key: the one given, or for the embedded database one that is made and kept beside it. */
async function ensureAdmin({ store }: Runtime, { adminKey, databaseUrl, data }: Config, log: ServerLog): Promise<void> {
  if (adminKey !== undefined) await store.keys.ensureAdmin(adminKey, "admin");
  else if (databaseUrl === undefined) await store.keys.ensureAdmin(await ownAdminKey(join(data, "admin.key")), "admin");
  else if (!(await store.keys.hasAdmin()))
    log.warn(
      {},
      "nobody can get in: there is no admin key yet. Make one: MORTISE_ADMIN_KEY=$(openssl rand -hex 32), keep it, and start once more with it",
    );
}

async function ownAdminKey(file: string): Promise<string> {
  const key = `mortise_${randomBytes(32).toString("base64url")}`;
  try {
    await mkdir(join(file, ".."), { recursive: true });
    // `wx`: of two processes that start at once, one makes it and the other reads it.
    await writeFile(file, `${key}\n`, { mode: 0o600, flag: "wx" });
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return (await readFile(file, "utf8")).trim();
  }
}

function cannotListen(error: unknown, { host, port }: Config) {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE")
    return mortiseError(
      "CONFIG_INVALID",
      {
        name: "MORTISE_PORT",
        what: `port ${port} of ${host} is in use by another program; stop it, or choose another port`,
      },
      { cause: error },
    );
  if (code === "EACCES")
    return mortiseError(
      "CONFIG_INVALID",
      { name: "MORTISE_PORT", what: `this user may not listen on port ${port}; choose one from 1024` },
      { cause: error },
    );
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return mortiseError(
      "CONFIG_INVALID",
      { name: "MORTISE_HOST", what: `this machine has no address ${host}` },
      { cause: error },
    );
  return asMortiseError(error);
}
