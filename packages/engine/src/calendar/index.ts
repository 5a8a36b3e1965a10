export type { Cron } from "./cron.ts";
export { parseCron } from "./cron-parser.ts";
export * from "./due.ts";
export * from "./schedule.ts";
export { isTimeZone } from "./zone.ts";
