import { type DestinationStream, type Logger, pino } from "pino";
import type { LogLevel } from "./config.ts";

/** The server's own log: what an operator reads. The log of a run stands in its trace. */
export type ServerLog = Pick<Logger, "debug" | "info" | "warn" | "error">;

/** A log of JSON lines on standard output, or on the stream given. */
export function createLog(level: LogLevel, stream?: DestinationStream): ServerLog {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return stream ? pino(options, stream) : pino(options);
}

/** A log that keeps nothing. */
export const silentLog: ServerLog = pino({ level: "silent" });

/** A minute: a line that is repeated while the database is away is news once, and a sign of life after it. */
const REPEAT_AFTER = 60_000;

/** Lines may name runs: as many are known at a time. */
const REMEMBERED = 1_000;

/**
 * The log without the flood that comes when the database is away: a warning of it is written when it is new, and once a
 * minute with how often it was said meanwhile. Errors are all written: they may be the only trace of what they tell.
 */
export function calmLog(log: ServerLog, now: () => number = () => performance.now()): ServerLog {
  const said = new Map<string, { at: number; left: number }>();

  function mayWrite(about: object, message: string): boolean | number {
    if (!("code" in about) || about.code !== "STORE_UNAVAILABLE") return true;
    const known = said.get(message);
    if (known && now() - known.at < REPEAT_AFTER) {
      known.left++;
      return false;
    }
    if (said.size >= REMEMBERED) said.clear();
    said.set(message, { at: now(), left: 0 });
    return known?.left || true;
  }

  return {
    debug: log.debug.bind(log),
    info: log.info.bind(log),
    error: log.error.bind(log),
    warn: ((about: object, message: string, ...rest: unknown[]) => {
      const allowed = typeof about === "object" && about !== null ? mayWrite(about, message) : true;
      if (allowed === false) return;
      if (allowed === true) log.warn(about, message, ...rest);
      else log.warn({ ...about, repeated: allowed }, message, ...rest);
    }) as ServerLog["warn"],
  };
}
