// Calendar, journal and engine of two or three processes in one, on virtual time, with kills, outages and lost answers:
// node bench/simulate.ts [--seeds=20000] [--from=1]. Each seed that breaks a promise is printed, and can be played again.
import { createSimulator } from "../packages/server/src/simulation/simulate.ts";

const option = (name: string, absent: number) => {
  const at = process.argv.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  return at < 0 ? absent : Number(process.argv[at]?.split("=")[1] ?? process.argv[at + 1]);
};
const seeds = option("seeds", process.argv.includes("--short") ? 500 : 20_000);
const from = option("from", 1);

const simulate = await createSimulator();
const began = performance.now();
const totals = { runs: 0, parked: 0, requests: 0, kills: 0 };
let broken = 0;
for (let seed = from; seed < from + seeds; seed++) {
  const outcome = await simulate(seed);
  for (const name of ["runs", "parked", "requests", "kills"] as const) totals[name] += outcome[name];
  if (outcome.broken.length === 0) continue;
  broken++;
  console.log(`  seed ${seed}: ${outcome.broken.join("; ")}`);
}
const seconds = (performance.now() - began) / 1_000;
const { runs, parked, requests, kills } = totals;
console.log(
  `Simulation: ${seeds} seeds from ${from} in ${seconds.toFixed(1)} s; ${runs} runs, ${parked} parked, ${requests} requests, ${kills} kills; ${broken} seeds broke a promise`,
);
process.exitCode = broken > 0 ? 1 : 0;
