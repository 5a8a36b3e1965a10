import { loadComponents } from "@mortise/components";
import { compileSchedule } from "@mortise/engine";
import { createLanguages } from "@mortise/languages";
import { noScripts } from "../testing/scripts.ts";
import { type RunRow, SimulatedDatabase } from "./database.ts";
import { BEGIN, DOCUMENTS, installationOf } from "./flows.ts";
import { type Sent, SimulatedPeer } from "./peer.ts";
import { type Compiler, SimulatedProcess } from "./process.ts";
import { World } from "./world.ts";

/** How long things go wrong, and how long they are given to come right. */
const TROUBLE = 37_000;
const CALM = 120_000;

/** What one seed came to. */
export interface Simulated {
  readonly seed: number;
  /** Promises that were broken, in words; empty when all is well. */
  readonly broken: readonly string[];
  readonly runs: number;
  readonly parked: number;
  readonly requests: number;
  readonly kills: number;
}

/** Makes a simulator: components and languages are loaded once, plans compiled once. */
export async function createSimulator(): Promise<(seed: number) => Promise<Simulated>> {
  const components = await loadComponents([]);
  const languages = createLanguages({ scripts: noScripts, environment: new Map() });
  const compiler: Compiler = { components, languages, compiled: new Map() };
  return (seed) => simulate(seed, compiler);
}

/** Plays one interleaving of two or three processes, their deaths, a database and a peer that fail, and holds it against the promises. */
async function simulate(seed: number, compiler: Compiler): Promise<Simulated> {
  const world = new World(seed, BEGIN);
  const database = new SimulatedDatabase(world);
  const broken: string[] = [];
  const peer = new SimulatedPeer(world, (sent) => checkSent(database, sent, broken));
  for (const document of DOCUMENTS) database.install(installationOf(document));

  const processes: SimulatedProcess[] = [];
  const start = () =>
    processes.push(
      new SimulatedProcess(world, database, peer, compiler, processes.length + 1, world.between(-600_000, 600_000)),
    );
  const count = world.between(2, 3);
  for (let process = 0; process < count; process++) start();
  const kills = plan(world, database, peer, processes, start);
  await world.pass(BEGIN + TROUBLE);
  database.loseAnswers(0);
  peer.failAt(0);
  await world.pass(BEGIN + TROUBLE + CALM);
  check(database, peer, broken);
  for (const process of processes) process.kill();
  return {
    seed,
    broken,
    runs: database.runs.size,
    parked: [...database.open].filter(({ status }) => status === "parked").length,
    requests: peer.log.length,
    kills,
  };
}

/** What goes wrong, and when. Gives back how many processes are killed. */
function plan(
  world: World,
  database: SimulatedDatabase,
  peer: SimulatedPeer,
  processes: readonly SimulatedProcess[],
  start: () => void,
): number {
  if (world.chance(0.5)) database.loseAnswers(world.random() * 0.05);
  if (world.chance(0.5)) peer.failAt(world.random() * 0.2);
  const victim = () => processes[Math.floor(world.random() * processes.length)] as SimulatedProcess;
  const kills = world.between(0, 4);
  // Around the fires, where most is at work.
  const moment = () => world.between(0, 7) * 5_000 + world.between(0, 700);
  for (let kill = 0; kill < kills; kill++) {
    world.later(moment(), undefined, () => {
      victim().kill();
      world.later(world.between(100, 5_000), undefined, start);
    });
  }
  for (let stop = world.between(0, 2); stop > 0; stop--)
    world.later(moment(), undefined, () => {
      victim().life.stoppedUntil = world.now + world.between(1_000, 30_000);
    });
  for (let outage = world.between(0, 1); outage > 0; outage--)
    world.later(moment(), undefined, () => database.goAway(world.now + world.between(50, 8_000)));
  for (let install = world.between(0, 2); install > 0; install--)
    world.later(moment(), undefined, () => {
      const record = [...database.installations.values()][install - 1];
      if (record) database.install({ ...record, revision: record.revision + 1, installedAt: world.now });
    });
  return kills;
}

/** A request that reaches the peer is not one of a node that has finished. */
function checkSent(database: SimulatedDatabase, { what }: Sent, broken: string[]): void {
  const [path = "", id = ""] = what.split("/");
  if (database.runs.get(id)?.journal.get(path)?.entry.result) broken.push(`${what} was sent after it had finished`);
}

function check(database: SimulatedDatabase, peer: SimulatedPeer, broken: string[]): void {
  checkFires(database, broken);
  for (const row of database.open)
    if (row.status !== "parked") broken.push(`run ${row.run.id} is ${row.status} for ever`);
  for (const [path, times] of counted(database.writes)) if (times > 1) broken.push(`${path} wrote ${times} times`);
  const posts = peer.log.filter(({ method }) => method === "POST");
  const unkeyed = posts.filter(({ key }) => key === undefined).map(({ what }) => what);
  for (const [what, times] of counted(unkeyed))
    if (times > 1) broken.push(`${what} was sent ${times} times without a key`);
  const keys = Map.groupBy(
    posts.filter(({ key }) => key !== undefined),
    ({ what }) => what,
  );
  for (const [what, sent] of keys)
    if (new Set(sent.map(({ key }) => key)).size > 1) broken.push(`${what} was sent with several keys`);
  for (const row of database.runs.values()) checkEnded(row, peer, broken);
}

/** What each document should have fired. */
const EXPECTED = DOCUMENTS.map((document) => {
  const settings = document.nodes[0]?.settings as { readonly cron: string; readonly overlap: string };
  const schedule = compileSchedule(settings, "UTC");
  const instants: number[] = [];
  for (
    let instant = schedule.next(BEGIN, { anchor: BEGIN });
    instant !== undefined;
    instant = schedule.next(instant, { anchor: BEGIN })
  )
    instants.push(instant);
  return { name: document.name, mayDrop: settings.overlap !== "allow", instants };
});

/** Every nominal instant has one run, or one drop where drops are the flow's will. */
function checkFires(database: SimulatedDatabase, broken: string[]): void {
  for (const { name, mayDrop, instants } of EXPECTED) {
    const ran = [...database.runs.values()]
      .filter(({ run }) => run.installation === name)
      .map(({ run }) => run.nominal as number);
    const dropped = database.dropped.filter(({ installation }) => installation === name);
    if (!mayDrop && dropped.length > 0) broken.push(`${name} dropped ${dropped.length} fires`);
    const dealt = counted([...ran, ...dropped.map(({ instant }) => instant)]);
    for (const instant of instants) {
      const times = dealt.get(instant) ?? 0;
      if (times !== 1) broken.push(`${name} has ${times} fires of ${new Date(instant).toISOString()}`);
    }
  }
}

/** A run that completed did each of its nodes; one that is parked has its POST in doubt. */
function checkEnded({ run, status, journal }: RunRow, peer: SimulatedPeer, broken: string[]): void {
  if (status === "completed" && run.flow === "everything")
    for (const node of ["fetch", "create", "confirm"])
      if (!peer.log.some(({ what }) => what === `${node}/${run.id}`))
        broken.push(`run ${run.id} completed without ${node}`);
  const entry = journal.get("create")?.entry;
  if (status === "parked" && (!entry?.intent || entry.result))
    broken.push(`run ${run.id} is parked with nothing in doubt`);
}

function counted<T>(items: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
