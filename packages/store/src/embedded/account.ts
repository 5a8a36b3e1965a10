import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mortiseError } from "@mortise/contract";

/** The operating-system user that the server runs as, where it cannot be the one we are. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Who Postgres may run as when we are root, which it refuses; in order of preference. They exist or they do not: none is ever created. */
const CANDIDATES = ["postgres", "nobody"];

/** The account to switch to; undefined when we are not root and Postgres simply runs as we do. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const rows = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of CANDIDATES) {
    const row = rows.find((row) => row[0] === name);
    if (row) return { name, uid: Number(row[2]), gid: Number(row[3]) };
  }
  throw mortiseError("STORE_SETUP", {
    what: 'Postgres does not run as root, and there is no user "postgres" or "nobody" to run it as; start Mortise as an ordinary user, or set DATABASE_URL to a Postgres of your own',
  });
}

/** What `spawn` needs to run something as the account. */
export function identity(account: Account | undefined): { readonly uid?: number; readonly gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

/** Whether the account may read (`-r`) or enter (`-x`) a path; asked of the kernel, since every folder above counts too. */
export function may(account: Account | undefined, access: "-r" | "-x", path: string): boolean {
  return spawnSync("test", [access, path], { ...identity(account), cwd: "/" }).status === 0;
}
