// Chaos: three processes refresh one grant as fast as they can, at a provider that revokes everything when a token
// comes twice; one of them after the other is killed with SIGKILL, or stopped for a while, at a random moment. The
// provider's log is the oracle. node bench/chaos-grants.ts [--short] [--kills 1000]
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startRehearsal } from "../packages/rehearsal/src/index.ts";
import { killed, openBench, type Refreshing, refreshing } from "./grants/bench.ts";

const given = process.argv.indexOf("--kills");
const KILLS = given > 0 ? Number(process.argv[given + 1]) : process.argv.includes("--short") ? 50 : 1_000;
const PROCESSES = 3;
/** No loss may stay unnoticed for longer, in milliseconds. */
const NOTICED_WITHIN = 60_000;

interface Count {
  kills: number;
  /** The answer was lost on its way to the disk, which nobody can help; the grant says so. */
  inevitable: number;
  /** In doubt, though the provider had not spent the token: trying it once brings the grant back. */
  recovered: number;
  /** The grant is dead, and every answer had reached the disk. */
  selfInflicted: number;
  slowest: number;
}

const data = mkdtempSync(join(tmpdir(), "mortise-chaos-grants-"));
// Else, when we are root, the server's user could not enter, and the cluster would go elsewhere and stay there.
chmodSync(data, 0o755);
const rehearsal = await startRehearsal({ profile: "strict" });
const bench = await openBench(data, rehearsal);
const children: Refreshing[] = [];
const count: Count = { kills: 0, inevitable: 0, recovered: 0, selfInflicted: 0, slowest: 0 };
try {
  for (let each = 0; each < PROCESSES; each++) children.push(await refreshing(bench));
  while (count.kills < KILLS) {
    await sleep(Math.random() * 60);
    const victim = Math.floor(Math.random() * PROCESSES);
    await killed(children[victim] as Refreshing);
    count.kills++;
    const since = performance.now();
    children[victim] = await refreshing(bench);
    await mend(since);
  }
  for (const child of children) await killed(child);
  await mend(performance.now());
} finally {
  for (const child of children) await killed(child);
  await bench.close();
  await rehearsal.close();
  rmSync(data, { recursive: true, force: true });
}
const { tokensSpent, tokensSentTwice } = rehearsal.status();
console.log(`\nChaos with grants: ${count.kills} processes killed while they refreshed`);
console.log(`  tokens spent ${tokensSpent}, sent more than once ${tokensSentTwice}`);
console.log(
  `  self-inflicted losses ${count.selfInflicted}, inevitable ones ${count.inevitable}, doubts that ended well ${count.recovered}`,
);
console.log(`  the slowest was noticed ${(count.slowest / 1_000).toFixed(1)} s after the kill`);
if (count.selfInflicted > 0 || tokensSentTwice > 0 || count.slowest > NOTICED_WITHIN) process.exitCode = 1;

/** Looks at how the grant stands once nothing of the dead process is under way, and gives it a new token where it is lost. */
async function mend(since: number): Promise<void> {
  const { store, tenant } = bench;
  await store.grants.giveUpLost();
  const grant = await store.grants.get(tenant, "g");
  if (grant?.state !== "IN_DOUBT" && grant?.state !== "NEEDS_CONSENT") return;
  count.slowest = Math.max(count.slowest, performance.now() - since);
  const live = rehearsal.liveTokens().at(-1)?.fingerprint;
  if (grant.state === "IN_DOUBT" && live === grant.refreshFingerprint) {
    const held = await bench.grants.refresher.fresh(tenant, "g", { for: "person", probe: true }).catch(() => undefined);
    if (held) count.recovered++;
    else count.selfInflicted++;
    if (held) return;
  } else if (live === undefined || (await bench.knows(live))) count.selfInflicted++;
  else count.inevitable++;
  await bench.grants.put(tenant, "g", { refreshToken: rehearsal.issueRefreshToken() }, "chaos");
}
