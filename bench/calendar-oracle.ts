// The calendar against a walk through every minute of local time: 40 zones × 500 random crons × 5 years, 0 differences.
// node bench/calendar-oracle.ts [--short] [--seed=N] [--crons=N] [zone …] prints each zone when it is done.
import fc from "fast-check";
import { wallMinutes } from "../packages/engine/src/calendar/oracle.ts";
import { clockRules, difference, FIVE_YEARS, plainCron } from "../packages/engine/src/calendar/oracle-cases.fixture.ts";

const short = process.argv.includes("--short");
const option = (name: string, absent: number) =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1] ?? absent);
const seed = option("seed", 1);
const crons = option("crons", short ? 5 : 500);
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
// Three zones with changes of every kind are enough to see that this still runs; the tests see to the rest.
const named = short && wanted.length === 0 ? ["Europe/Amsterdam", "Australia/Lord_Howe", "Pacific/Apia"] : wanted;
const zones = FIVE_YEARS.filter(({ zone }) => named.length === 0 || named.includes(zone));

console.log(`\nCalendar against every minute: ${zones.length} zones × ${crons} crons × 5 years, seed ${seed}`);
const counts = { instants: 0 };
let found = 0;
for (const [index, { zone, from, to }] of zones.entries()) {
  const began = performance.now();
  const walls = wallMinutes(zone, from, to);
  // Each zone has crons of its own: 20,000 different ones in all.
  for (const [plain, rule] of fc.sample(fc.tuple(plainCron, clockRules), {
    seed: seed * 1_000 + index,
    numRuns: crons,
  })) {
    const differs = difference(plain, zone, from, walls, rule, counts);
    if (differs === undefined) continue;
    found++;
    console.log(`  ${differs}`);
  }
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  console.log(`  ${`${index + 1}/${zones.length}`.padStart(5)}  ${zone.padEnd(24)} ${seconds.padStart(6)} s`);
}
console.log(`  ${counts.instants.toLocaleString("en")} instants compared, ${found} differences`);
process.exitCode = found > 0 ? 1 : 0;
