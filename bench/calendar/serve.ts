// A process of W6: says when its calendar knows all schedules, and how much memory it takes.
import { createLog, createRuntime, type RuntimeOptions } from "@mortise/server";

const { options, schedules } = JSON.parse(process.argv[2] ?? "{}") as { options: RuntimeOptions; schedules: number };
const runtime = await createRuntime({ ...options, log: createLog("error") });
const known = () => {
  let count = 0;
  for (const { record } of runtime.plans) if (runtime.calendar.nextFire(record.id) !== undefined) count++;
  return count;
};
while (known() < schedules) await new Promise((resolve) => setTimeout(resolve, 20));
process.send?.({ memory: process.memoryUsage().rss });
process.on("message", () => process.send?.({ memory: process.memoryUsage().rss }));
