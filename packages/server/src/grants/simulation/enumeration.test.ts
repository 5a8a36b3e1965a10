import { describe, expect, test } from "vitest";
import { carefulRefresher } from "./careful.ts";
import { type Explored, explore, type Play } from "./explore.ts";
import { NaiveDb, refreshNaively } from "./naive.ts";
import { SimDb } from "./sim-store.ts";
import { World } from "./world.ts";

/** How many ends were found, and which of them a person has to mend. */
interface Count extends Explored {
  readonly ends: number;
  /** The grant is dead, though every answer of the provider had reached a disk: the client did it itself. */
  readonly selfInflicted: number;
  /** The grant is dead, since an answer was lost on its way. */
  readonly inevitable: number;
  /** Dead, and the client does not know. */
  readonly unnoticed: number;
  readonly spentTwice: number;
}

interface Ending {
  readonly token: string;
  readonly noticed: boolean;
}

/** Plays two refreshers in every order, with up to so many faults, and counts ends that differ. */
async function count<Db extends { key(): string; changes: number }>(
  mostFaults: number,
  lenient: boolean,
  makeDb: () => Db,
  begin: (world: World<Db>, process: string) => Promise<unknown>,
  recover: (world: World<Db>) => Promise<Ending>,
): Promise<Count> {
  const ends = new Map<string, { dead: boolean; lost: boolean; noticed: boolean; twice: boolean }>();
  const explored = await explore((): Play => {
    const world = new World(lenient, makeDb());
    for (const process of ["A", "B"]) begin(world, process).catch(() => {});
    return {
      steps: () => world.steps(mostFaults),
      key: () => world.key(),
      async end() {
        world.calm = true;
        const { token, noticed } = await recover(world);
        const lost = [...world.given].some((one) => !world.kept.has(one));
        const twice = [...world.server.sent.values()].some((times) => times > 1);
        const dead = token !== world.server.live;
        ends.set(`${world.end()} ${token}`, { dead, lost, noticed, twice });
      },
    };
  });
  const all = [...ends.values()];
  return {
    ...explored,
    ends: all.length,
    selfInflicted: all.filter(({ dead, lost }) => dead && (!lost || lenient)).length,
    inevitable: all.filter(({ dead, lost }) => dead && lost && !lenient).length,
    unnoticed: all.filter(({ dead, noticed }) => dead && !noticed).length,
    spentTwice: all.filter(({ twice }) => twice).length,
  };
}

function countOurs(mostFaults: number, lenient: boolean): Promise<Count> {
  const profile = { leewayKind: lenient ? "untilSuccessorUsed" : "none" } as const;
  return count(
    mostFaults,
    lenient,
    () => new SimDb(),
    (world, process) => carefulRefresher(world, process, profile).fresh("t", "g", { for: "use" }),
    // A process that starts after everything is over: files first, then what is lost, then a need of its own.
    async (world) => {
      world.now += 1_000_000;
      const refresher = carefulRefresher(world, "R", profile);
      await refresher.replay();
      await refresher.fresh("t", "g", { for: "use" }).catch(() => {});
      world.now += 1_000_000;
      await refresher.fresh("t", "g", { for: "use" }).catch(() => {});
      return { token: world.db.refresh, noticed: world.db.state !== "READY" };
    },
  );
}

function countNaive(mostFaults: number, lenient: boolean, withLease: boolean): Promise<Count> {
  return count(
    mostFaults,
    lenient,
    () => new NaiveDb(),
    (world, process) => refreshNaively(world, process, withLease),
    async (world) => {
      world.now += 1_000_000;
      await refreshNaively(world, "R", withLease);
      return { token: world.db.refresh, noticed: world.db.failed };
    },
  );
}

describe("two refreshers in every order", () => {
  test.each([
    [0, false],
    [1, false],
    [2, false],
    [0, true],
    [1, true],
    [2, true],
  ])(
    "with up to %i faults, at a lenient server: %s, no grant dies that could have lived",
    async (faults, lenient) => {
      const counted = await countOurs(faults, lenient);
      expect(counted).toMatchObject({ selfInflicted: 0, unnoticed: 0 });
      expect(counted.ends).toBeGreaterThan(0);
      // With a fault a strict server's answer can be lost, which nobody can help: the simulation would not be one without.
      if (faults > 0 && !lenient) expect(counted.inevitable).toBeGreaterThan(0);
      if (faults === 0) expect(counted.spentTwice).toBe(0);
    },
    240_000,
  );

  test.each([
    ["no lock", 0, false],
    ["a lease", 1, true],
  ])(
    "a protocol with %s loses grants with %i faults, so the count can tell",
    async (_, faults, withLease) => {
      const counted = await countNaive(faults, false, withLease);
      expect(counted.selfInflicted).toBeGreaterThan(0);
    },
    120_000,
  );
});
