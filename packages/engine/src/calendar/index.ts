export type { Cron, CronField, CronFieldName, CronItem } from "./cron.ts";
export { describeCron } from "./describe.ts";
export type { DescriptionLanguage } from "./describe-words.ts";
export * from "./due.ts";
export { parseCron } from "./parse-cron.ts";
export * from "./preview.ts";
export * from "./schedule.ts";
export { cronWarnings } from "./warnings.ts";
export { isTimeZone } from "./zone.ts";
