import { readFileSync, readlinkSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";

/** One server process as its peers know it. */
export interface ProcessIdentity {
  /** Machine, boot and pid namespace: where `pid` means something. */
  readonly place: string;
  readonly pid: number;
  /** Tells it from a later process with the same number. */
  readonly pid_started: string;
}

/** Who we are. */
export function ownIdentity(): ProcessIdentity {
  return { place: ownPlace(), pid: process.pid, pid_started: startOf(process.pid) ?? String(performance.timeOrigin) };
}

/** Whether the process certainly does not run any more; false where that cannot be known from here. */
export function isProvenGone({ place, pid, pid_started }: ProcessIdentity): boolean {
  if (place !== ownPlace()) return false;
  const started = startOf(pid);
  if (started !== undefined) return started !== pid_started;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

let place: string | undefined;

function ownPlace(): string {
  place ??= [hostname(), boot(), namespace()].join("/");
  return place;
}

function boot(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    // Not Linux: a machine is told from another of the same name by its network card.
    return Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .map(({ mac }) => mac)
      .filter((mac) => mac !== "00:00:00:00:00:00")
      .sort()
      .join(",");
  }
}

function namespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return process.platform;
  }
}

/** When a process started, in clock ticks since boot; undefined when there is none (or it is a zombie), or the system does not tell. */
function startOf(pid: number): string | undefined {
  try {
    // The second field is the program's name in parentheses and may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
