// Random kills of two processes while runs of every kind of component go on; the peer's own log is the witness.
// node bench/chaos.ts [--short] [--kills=1000] [--seed=N]
import { setTimeout as delay } from "node:timers/promises";
import { type Child, startChild } from "../packages/server/src/testing/child.ts";
import { seeded } from "../packages/server/src/testing/random.ts";
import { openChaosDatabase } from "./chaos/database.ts";
import { ChaosLoad } from "./chaos/load.ts";

const option = (name: string, absent: number) =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1] ?? absent);
const KILLS = option("kills", process.argv.includes("--short") ? 30 : 1_000);
const random = seeded(option("seed", 1));

console.log(`\nChaos: ${KILLS} random kills of two processes`);
const database = await openChaosDatabase();
const load = await ChaosLoad.of(database);
const start = () => startChild({ database: database.options, allowPrivate: [load.peer.host] });
const children: Child[] = [];
try {
  children.push(...(await Promise.all([start(), start()])));
  load.start(8);
  const began = performance.now();
  for (let kill = 1; kill <= KILLS; kill++) {
    await delay(100 + random() * 700);
    const index = random() < 0.5 ? 0 : 1;
    await children[index]?.kill();
    children[index] = await start();
    if (kill % 100 === 0) console.log(`  ${kill} kills`);
  }
  await load.stop();
  const { broken, words } = await load.verify();
  console.log(`  ${((performance.now() - began) / 1_000).toFixed(0)} s; ${words}`);
  if (broken > 0) process.exitCode = 1;
} finally {
  await load.stop();
  await Promise.all(children.map((child) => child.kill()));
  load.peer.close();
  await database.close();
}
