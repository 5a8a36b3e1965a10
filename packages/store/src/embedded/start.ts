import { spawn } from "node:child_process";
import { closeSync, constants, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Log, MortiseError, mortiseError } from "@mortise/contract";
import pg from "pg";
import { type Account, identity, serverAccount } from "./account.ts";
import { executable, findBinaries, placeBinaries } from "./binaries.ts";
import { clusterPassword, initCluster, OWNER, serverEnvironment } from "./cluster.ts";
import { clusterFolder } from "./home.ts";
import { forgetPostmaster, type Postmaster, readPostmaster } from "./postmaster.ts";

/** Where the server listens, and how to get in as its owner. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A running embedded server that this process holds a share of. */
export interface EmbeddedServer {
  /** Of now: a server that had to be started again may listen on another port. */
  address(): ServerAddress;
  /** `created` on a first start, `started`, or `attached` to one that was running. */
  readonly how: "created" | "started" | "attached";
  readonly pid: number;
  /** The folder that holds data, log and socket. */
  readonly folder: string;
  /** Whom it runs as, when that is not us. */
  readonly account: string | undefined;
  /** Gives the share back; the last one out stops the server. True when it was stopped. */
  stop(): Promise<boolean>;
}

export interface EmbeddedOptions {
  /** The data folder of Mortise; the cluster is in `<dir>/postgres`. */
  readonly dir: string;
  readonly log?: Log | undefined;
  /** Settings of the server besides ours, where this call is the one that starts it. */
  readonly settings?: { readonly [name: string]: string } | undefined;
}

/** Whoever uses the server holds this advisory lock shared; who gets it alone is the last one. */
const IN_USE = 7_305_001;
/** A recovery after a crash under load has been seen to take 20 s. */
const START_LIMIT = 60_000;
/** `sun_path` holds 108 bytes; the socket's name and its lock file take 20. */
const LONGEST_SOCKET_FOLDER = 87;
/** Only a part of the socket's file name: nothing listens on this port. */
const SOCKET_PORT = 5432;

/** Starts the embedded Postgres on `dir`, or attaches to the one that is running there. Throws `STORE_SETUP` where it cannot run. */
export async function startEmbedded({ dir, log, settings = {} }: EmbeddedOptions): Promise<EmbeddedServer> {
  const { place, created } = prepare(resolve(dir), settings, log);
  let share = await takeShare(place);
  let stopped = false;

  // A server that was killed (out of memory, a careless kill) is started again for as long as somebody uses it.
  const watch = (held: Share) =>
    held.client.once("end", async () => {
      if (stopped) return;
      log?.write("warning", "The embedded Postgres went away; starting it again.");
      try {
        share = await takeShare(place);
        if (stopped) await leave(share, place);
        else watch(share);
      } catch (error) {
        log?.write("error", `The embedded Postgres cannot be started again: ${(error as Error).message}`);
      }
    });
  watch(share);

  return {
    address: () => share.address,
    how: created ? "created" : share.spawned ? "started" : "attached",
    get pid() {
      return share.postmaster.pid;
    },
    folder: place.folder,
    account: place.account?.name,
    stop: async () => {
      if (stopped) return false;
      stopped = true;
      return leave(share, place);
    },
  };
}

/** Everything but the server itself. Throws `STORE_SETUP` where the machine does not let us. */
function prepare(
  dir: string,
  settings: Place["settings"],
  log: Log | undefined,
): { readonly place: Place; readonly created: boolean } {
  try {
    const account = serverAccount();
    const folder = clusterFolder(dir, account, log);
    const binaries = placeBinaries(findBinaries(), dir, account);
    const created = initCluster(folder, binaries, account);
    return { place: { folder, data: join(folder, "data"), binaries, account, settings }, created };
  } catch (error) {
    if (error instanceof MortiseError) throw error;
    throw mortiseError(
      "STORE_SETUP",
      {
        what: `the embedded Postgres cannot be set up in ${dir} (${(error as Error).message}); set MORTISE_DATA to a folder that can be written, or DATABASE_URL to a Postgres of your own`,
      },
      { cause: error },
    );
  }
}

interface Place {
  readonly folder: string;
  readonly data: string;
  readonly binaries: string;
  readonly account: Account | undefined;
  readonly settings: { readonly [name: string]: string };
}

interface Share {
  readonly client: pg.Client;
  readonly address: ServerAddress;
  readonly postmaster: Postmaster;
  readonly spawned: boolean;
}

/** Takes a share of the running server, starting it as often as it takes. */
async function takeShare(place: Place): Promise<Share> {
  const password = clusterPassword(place.folder);
  let child: ReturnType<typeof launch> | undefined;
  let launched = 0;
  for (const until = performance.now() + START_LIMIT; performance.now() < until; await sleep(10)) {
    const postmaster = readPostmaster(place.data);
    // Asked even when its process is not to be seen: it may run in another container on the same volume.
    if (postmaster && postmaster.state !== "foreign" && postmaster.port > 0) {
      const address = { ...listensOn(postmaster), user: OWNER, password, database: "postgres" };
      const client = await take(address);
      if (client) return { client, address, postmaster, spawned: child?.pid === postmaster.pid };
    }
    if (postmaster?.state === "alive" || (child && child.exitCode === null && child.signalCode === null)) continue;
    if (launched++ >= 5) break;
    if (postmaster?.state === "foreign") forgetPostmaster(place.data, postmaster);
    child = launch(place, await freePort());
  }
  throw mortiseError("STORE_SETUP", {
    what: `the embedded Postgres does not start (${lastLogLine(place.folder)}; the whole log is ${join(place.folder, "log")}); set DATABASE_URL to a Postgres of your own`,
  });
}

/** A connection that holds the shared lock; undefined while the server is not ready. */
async function take(address: ServerAddress): Promise<pg.Client | undefined> {
  const client = new pg.Client({ ...address, connectionTimeoutMillis: 2_000, application_name: "mortise share" });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(`SELECT pg_advisory_lock_shared(${IN_USE})`);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    if ((error as { code?: string }).code !== "28P01") return undefined;
    throw mortiseError(
      "STORE_SETUP",
      {
        what: `the password kept beside the embedded database at ${address.host} is not its owner's; put the right one back, or set DATABASE_URL`,
      },
      { cause: error },
    );
  }
}

/** Gives the share back, and stops the server when nobody else has one. */
async function leave({ client, postmaster }: Share, place: Place): Promise<boolean> {
  let last = false;
  try {
    await client.query(`SELECT pg_advisory_unlock_shared(${IN_USE})`);
    // Held until the connection ends, so nobody joins a server that is about to stop without noticing.
    const { rows } = await client.query(`SELECT pg_try_advisory_lock(${IN_USE}) AS last`);
    last = rows[0].last;
  } catch {
    // The server is gone already.
  }
  if (!last) {
    await client.end().catch(() => {});
    return false;
  }
  try {
    process.kill(postmaster.pid, "SIGINT");
  } catch {
    // Somebody else stopped it.
  }
  while (readPostmaster(place.data)?.state === "alive") await sleep(10);
  await client.end().catch(() => {});
  return true;
}

function launch({ folder, data, binaries, account, settings }: Place, port: number) {
  const socket = process.platform !== "win32" && Buffer.byteLength(folder) <= LONGEST_SOCKET_FOLDER;
  const all = {
    listen_addresses: socket ? "" : "127.0.0.1",
    unix_socket_directories: socket ? folder : "",
    shared_buffers: "64MB",
    max_connections: "100",
    // Our statements are short: compiling them costs more than it gives.
    jit: "off",
    // Three I/O workers save nothing on data that fits in memory.
    io_method: "sync",
    // One line every five minutes, for years, that nobody reads.
    log_checkpoints: "off",
    ...settings,
  };
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0 } = constants;
  // No link is followed: the folder belongs to the server's user, and we may be root.
  const log = openSync(join(folder, "log"), O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
  try {
    const child = spawn(
      executable(binaries, "postgres"),
      [
        ...["-D", data, "-p", String(socket ? SOCKET_PORT : port)],
        ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
      ],
      // Detached: it outlives a kill -9 of ours, and Ctrl-C in our terminal is not for it.
      { ...identity(account), cwd: "/", detached: true, stdio: ["ignore", log, log], env: serverEnvironment() },
    );
    child.on("error", () => {});
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

function listensOn({ socket, port }: Postmaster): { host: string; port: number } {
  return { host: socket || "127.0.0.1", port };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .once("error", reject)
      .listen(0, "127.0.0.1", () => {
        const { port } = probe.address() as { port: number };
        probe.close(() => resolve(port));
      });
  });
}

function lastLogLine(folder: string): string {
  try {
    return readFileSync(join(folder, "log"), "utf8").trim().split("\n").at(-1) ?? "";
  } catch {
    return "it wrote no log";
  }
}
