import { expect, test } from "vitest";
import { calmLog, createLog } from "./log.ts";

test("a warning that the database is away is written once a minute with how often it was said; all else as it comes", () => {
  const lines: { msg: string; repeated?: number }[] = [];
  let now = 0;
  const log = calmLog(createLog("info", { write: (line: string) => void lines.push(JSON.parse(line)) }), () => now);
  const away = { code: "STORE_UNAVAILABLE" };
  for (; now < 90_000; now += 1_000) log.warn(away, "the calendar waits");
  expect(lines.map(({ repeated }) => repeated)).toEqual([undefined, 59]);
  log.warn(away, "something else");
  log.warn({ code: "ENGINE_BUG" }, "again");
  log.warn({ code: "ENGINE_BUG" }, "again");
  log.error(away, "lost");
  log.error(away, "lost");
  expect(lines.slice(2).map(({ msg }) => msg)).toEqual(["something else", "again", "again", "lost", "lost"]);
});
