import { createHash } from "node:crypto";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mortiseError } from "@mortise/contract";
import { type Account, may } from "./account.ts";
import { SYSTEM_FOLDER } from "./binaries.ts";

/**
 * The folder that holds the cluster: `<dir>/postgres`, or one named after `dir` in a system folder when the
 * server's user cannot enter `dir` (root's home, say). A file in `dir` then says where it went.
 */
export function clusterFolder(dir: string, account: Account | undefined): string {
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  if (!account || may(account, "-x", dir)) return join(dir, "postgres");
  const name = createHash("sha256").update(realpathSync(dir)).digest("hex").slice(0, 12);
  const aside = join(SYSTEM_FOLDER, name);
  mkdirSync(aside, { recursive: true, mode: 0o755 });
  if (!may(account, "-x", aside))
    throw mortiseError("STORE_SETUP", {
      what: `the user ${account.name}, whom Postgres runs as, can enter neither ${dir} nor ${aside}; set MORTISE_DATA to a folder it can enter, or DATABASE_URL to a Postgres of your own`,
    });
  writeFileSync(join(dir, "postgres-is-in"), `${join(aside, "postgres")}\n`);
  return join(aside, "postgres");
}
