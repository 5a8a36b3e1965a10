import { beforeAll, expect, test } from "vitest";
import regressions from "./regressions.json" with { type: "json" };
import { createSimulator, type Simulated } from "./simulate.ts";

/** More of them: node bench/simulate.ts --seeds N --from S. A seed that breaks a promise is added to regressions.json. */
const SEEDS = 20_000;
const PART = 2_500;

let simulate: (seed: number) => Promise<Simulated>;
beforeAll(async () => {
  simulate = await createSimulator();
});

test.each(regressions)("seed %i, which once broke a promise, keeps them all", async (seed) => {
  expect(await simulate(seed)).toMatchObject({ broken: [] });
});

test.each(Array.from({ length: SEEDS / PART }, (_, part) => part * PART + 1))(
  "whatever dies and whenever, every fire runs once and no finished node runs again: seeds from %i",
  async (from) => {
    const broken: Simulated[] = [];
    let kills = 0;
    let runs = 0;
    for (let seed = from; seed < from + PART; seed++) {
      const outcome = await simulate(seed);
      kills += outcome.kills;
      runs += outcome.runs;
      if (outcome.broken.length > 0) broken.push(outcome);
    }
    expect(broken).toEqual([]);
    // Else it would hold of nothing.
    expect(kills).toBeGreaterThan(PART);
    expect(runs).toBeGreaterThan(2 * PART);
  },
  120_000,
);

test("a seed is one interleaving: played again it comes to the same", async () => {
  expect(await simulate(7)).toEqual(await simulate(7));
});
