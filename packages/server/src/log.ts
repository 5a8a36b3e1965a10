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
