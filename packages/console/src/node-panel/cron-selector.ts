/** How often, as the selector offers it. */
export const EVERY = ["hour", "day", "weekday", "week", "month", "lastDay", "lastWeekday"] as const;
export type Every = (typeof EVERY)[number];

const DAYS: { readonly [every in Every]: string } = {
  hour: "* * ?",
  day: "* * ?",
  weekday: "? * MON-FRI",
  week: "? * MON",
  month: "1 * ?",
  lastDay: "L * ?",
  lastWeekday: "LW * ?",
};

/** The Quartz cron of a choice: how often, and at which time; every hour keeps its minute only. */
export function cronOf(every: Every, time: string): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return `0 ${minute || 0} ${every === "hour" ? "*" : hour || 0} ${DAYS[every]}`;
}
