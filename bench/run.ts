// Runs the benchmarks, each in a process of its own: node bench/run.ts [--short] [w2 w5 …]. Each prints its table with
// the floor of the same run beside it.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const args = process.argv.slice(2);
const wanted = args.filter((arg) => !arg.startsWith("--"));
const workloads = readdirSync(import.meta.dirname)
  .filter(
    (name) => /^((w\d+\w*|script|chaos|calendar)-.*|chaos|simulate)\.ts$/.test(name) && !name.endsWith(".test.ts"),
  )
  .filter(
    (name) => wanted.length === 0 || wanted.some((prefix) => name === `${prefix}.ts` || name.startsWith(`${prefix}-`)),
  )
  .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));

let failed = 0;
for (const workload of workloads) {
  const { status } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, workload), ...args.filter((arg) => arg.startsWith("--"))],
    { stdio: "inherit" },
  );
  if (status !== 0) {
    failed += 1;
    console.error(`${workload} failed (exit ${status})`);
  }
}
process.exitCode = failed > 0 ? 1 : 0;
