import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mortiseError } from "@mortise/contract";
import { type Account, identity } from "./account.ts";
import { executable } from "./binaries.ts";

/** The database user that owns the cluster. */
export const OWNER = "mortise";

/** Makes the cluster if there is none; says whether it did. */
export function initCluster(cluster: string, binaries: string, account: Account | undefined): boolean {
  if (existsSync(cluster)) return false;
  // Built aside and moved in one rename: of two starters one wins, and a start that was killed leaves no half cluster.
  const aside = `${cluster}.${process.pid}`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { mode: 0o700 });
  const passwordFile = join(aside, "password");
  writeFileSync(passwordFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
  if (account) for (const path of [aside, passwordFile]) chownSync(path, account.uid, account.gid);
  const made = spawnSync(executable(binaries, "initdb"), initArguments(join(aside, "data"), passwordFile), {
    ...identity(account),
    cwd: "/",
    env: serverEnvironment(),
    encoding: "utf8",
  });
  if (made.status !== 0) {
    rmSync(aside, { recursive: true, force: true });
    const why = made.error?.message ?? made.stderr.trim().split("\n").at(-1);
    throw mortiseError("STORE_SETUP", {
      what: `the embedded Postgres cannot run here (initdb: ${why}); set DATABASE_URL to a Postgres of your own`,
    });
  }
  try {
    renameSync(aside, cluster);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(cluster)) throw error;
    return false;
  }
  syncInBackground(cluster, binaries, account);
  return true;
}

/** The owner's password, made with the cluster. */
export function clusterPassword(cluster: string): string {
  try {
    return readFileSync(join(cluster, "password"), "utf8");
  } catch (error) {
    throw mortiseError(
      "STORE_SETUP",
      {
        what: `the embedded database in ${cluster} belongs to another user (${(error as Error).message}); start Mortise as that user, set MORTISE_DATA to a folder of your own, or set DATABASE_URL`,
      },
      { cause: error },
    );
  }
}

/** Nothing of our environment reaches the server but the way to find programs; its messages are in English. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  return { PATH, SystemRoot, TEMP, LC_ALL: "C" };
}

function initArguments(data: string, passwordFile: string): string[] {
  return [
    ...["-D", data, "-U", OWNER, "-A", "scram-sha-256", "--pwfile", passwordFile],
    ...["-E", "UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"],
    // The password is 24 random bytes; hashing it 4,096 times only makes each connection 4 ms slower.
    ...["-c", "scram_iterations=1"],
    // Waiting for the disk takes most of initdb's time; it is done behind the first start's back instead.
    "--no-sync",
  ];
}

/** Writes what initdb left in the machine's memory to the disk, while the server is already up. */
function syncInBackground(cluster: string, binaries: string, account: Account | undefined): void {
  spawn(executable(binaries, "initdb"), ["-D", join(cluster, "data"), "--sync-only"], {
    ...identity(account),
    cwd: "/",
    env: serverEnvironment(),
    stdio: "ignore",
    detached: true,
  })
    .on("error", () => {})
    .unref();
}
