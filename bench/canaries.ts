// Canary tokens in 10,000 runs with failures at every node: where does one show? The tests fly 500 of them.
import { flyCanaries } from "../packages/server/src/testing/canary.ts";

const RUNS = Number(process.argv[2] ?? 10_000);
const { tokens, places, hits } = await flyCanaries(RUNS, (done) => {
  if (done % 500 === 0) process.stderr.write(`\r${done} of ${RUNS}`);
});
console.log(`\nCanary tokens: ${RUNS} runs, ${tokens} tokens looked for in ${places} places: ${hits.length} hits`);
for (const hit of hits) console.log(`  ${hit}`);
process.exitCode = hits.length > 0 ? 1 : 0;
