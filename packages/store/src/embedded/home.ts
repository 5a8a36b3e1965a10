import { createHash } from "node:crypto";
import { existsSync, mkdirSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Log, mortiseError } from "@mortise/contract";
import { type Account, may } from "./account.ts";
import { SYSTEM_FOLDER } from "./binaries.ts";
import { readPostmaster } from "./postmaster.ts";

/**
 * The folder that holds the cluster: `<dir>/postgres`, or one named after `dir` in a system folder when the
 * server's user cannot enter `dir` (root's home, say). A file in `dir` then says where it went.
 */
export function clusterFolder(dir: string, account: Account | undefined, log?: Log): string {
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  if (!account || may(account, "-x", dir)) return join(dir, "postgres");
  const name = createHash("sha256").update(realpathSync(dir)).digest("hex").slice(0, 12);
  const aside = join(SYSTEM_FOLDER, name);
  mkdirSync(aside, { recursive: true, mode: 0o755 });
  if (!may(account, "-x", aside))
    throw mortiseError("STORE_SETUP", {
      what: `the user ${account.name}, whom Postgres runs as, can enter neither ${dir} nor ${aside}; set MORTISE_DATA to a folder it can enter, or DATABASE_URL to a Postgres of your own`,
    });
  const cluster = join(aside, "postgres");
  const pointer = join(dir, "postgres-is-in");
  if (!existsSync(pointer)) putAway(cluster, dir, log);
  writeFileSync(pointer, `${cluster}\n`);
  return cluster;
}

/**
 * A cluster that nothing points to is of a folder that was deleted, and its key with it: what is encrypted in it
 * nobody can read any more, and a server started on it would miss that key. It makes room for a new one.
 */
function putAway(cluster: string, dir: string, log: Log | undefined): void {
  if (!existsSync(cluster)) return;
  if (readPostmaster(join(cluster, "data"))?.state === "alive")
    throw mortiseError("STORE_SETUP", {
      what: `${dir} was deleted while its database in ${cluster} was in use, and still is; stop the servers that use it, then start again`,
    });
  const away = `${cluster}.left-${new Date().toISOString().replaceAll(":", "-")}`;
  renameSync(cluster, away);
  log?.write(
    "warning",
    `${dir} was deleted, and the key of its database with it; a new one is made. What is left of the old one is in ${away}: delete it, or put its \`key\` back and rename it.`,
  );
}
