import { spawnSync } from "node:child_process";
import { readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What `postmaster.pid` says of a server, and whether it is to be believed. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Folder of the socket; empty when it listens on TCP only. */
  readonly socket: string;
  /** `alive`: that process is this server. `dead`: there is no such process. `foreign`: the number was given to another program since. */
  readonly state: "alive" | "dead" | "foreign";
}

/** Reads the file that Postgres keeps beside its data; undefined when there is none. */
export function readPostmaster(data: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const pid = Number(lines[0]);
  return { pid, port: Number(lines[3] ?? 0), socket: lines[4] ?? "", state: stateOf(pid, data) };
}

/** Removes what a server left that is gone and whose number another program has: pid file and the lock of its socket. After one that is merely dead Postgres cleans up itself. */
export function forgetPostmaster(data: string, { socket, port }: Postmaster): void {
  rmSync(join(data, "postmaster.pid"), { force: true });
  if (socket) for (const end of ["", ".lock"]) rmSync(join(socket, `.s.PGSQL.${port}${end}`), { force: true });
}

function stateOf(pid: number, data: string): Postmaster["state"] {
  if (!Number.isInteger(pid) || pid <= 0) return "dead";
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return "dead";
  }
  return isServerOf(pid, data) ? "alive" : "foreign";
}

/** After a reboot the number often belongs to somebody else. A Postgres server works in its own data folder; a zombie works nowhere. */
function isServerOf(pid: number, data: string): boolean {
  if (process.platform === "linux") {
    try {
      return realpathSync(`/proc/${pid}/cwd`) === realpathSync(data);
    } catch (error) {
      // Not allowed to look: then it may well be the server, and its file is not touched.
      return ["EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "");
    }
  }
  const listing =
    process.platform === "win32"
      ? spawnSync("tasklist", ["/FI", `PID eq ${pid}`, "/NH"], { encoding: "utf8" })
      : spawnSync("ps", ["-p", String(pid), "-o", "comm="], { encoding: "utf8" });
  return listing.error !== undefined || listing.stdout.includes("postgres");
}
