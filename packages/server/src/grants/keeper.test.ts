import { afterEach, describe, expect, test } from "vitest";
import { TestClock } from "../testing/clock.ts";
import { type GrantsBench, startGrants } from "../testing/grants.ts";
import { Grants } from "./grants.ts";
import { createTokenEndpoint } from "./token-endpoint.ts";

const DAY = 86_400_000;
const NOW = Date.parse("2026-01-01T00:00:00Z");

let bench: GrantsBench | undefined;
afterEach(() => bench?.end());

/** Lets days pass, with a look of the keeper every so many. */
async function passDays(clock: TestClock, { grants }: GrantsBench, days: number, step: number): Promise<void> {
  for (let day = 0; day < days; day += step) {
    clock.moveTo(clock.now() + step * DAY);
    await grants.keeper.look();
  }
}

describe("the keeper", () => {
  test("keeps a grant alive that nobody uses for 400 days, at a third of its idle life", async () => {
    const clock = new TestClock(NOW);
    bench = await startGrants({ clock, rehearsal: { profile: "xero" } });
    await bench.give();
    await passDays(clock, bench, 400, 2);
    const calls = bench.rehearsal.log().filter(({ kind, outcome }) => kind === "token" && outcome === "ok");
    expect(calls.length).toBeGreaterThanOrEqual(18);
    const instants = calls.map(({ at }) => Date.parse(at));
    const gaps = instants.slice(1).map((at, index) => (at - (instants[index] as number)) / DAY);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(20);
    expect(await bench.isWhole()).toBe(true);
    expect(bench.told).toEqual([]);
  }, 60_000);

  test("refreshes once a day where the idle life is not known", async () => {
    const clock = new TestClock(NOW);
    bench = await startGrants({ clock, rehearsal: { profile: "loket" } });
    await bench.give();
    await passDays(clock, bench, 10, 1);
    expect(bench.rehearsal.status().calls.token).toBe(10);
  });

  test("warns 7, 3 and 1 days before a known end, once each, whatever is refreshed meanwhile", async () => {
    const clock = new TestClock(NOW);
    bench = await startGrants({ clock });
    await bench.give("g", { overrides: { clientAuth: "post", absoluteTtlDays: 30 } });
    await passDays(clock, bench, 29, 0.5);
    expect(bench.told.map(({ kind, message }) => `${kind} ${/within (\d+) days?/.exec(message)?.[1]}`)).toEqual([
      "grant.dies 7",
      "grant.dies 3",
      "grant.dies 1",
    ]);
    expect(bench.told[0]?.message).toContain(bench.tenant);
    expect(bench.told[0]?.message).toContain("2026-01-31");
  }, 60_000);

  test("an access token that nobody can renew is announced and then needs a consent", async () => {
    const clock = new TestClock(NOW);
    bench = await startGrants({ clock });
    const { grants, opened, tenant } = bench;
    await bench.give("g", { grantType: "implicit" });
    await grants.put(tenant, "g", { accessToken: "by hand", expiresIn: 2 * 86_400 }, "ann");
    await grants.keeper.look();
    expect(bench.told).toMatchObject([{ kind: "grant.dies", message: expect.stringContaining("cannot be refreshed") }]);
    const tokens = grants.tokens({ tenant, environment: "test", flow: "f" }, () => {});
    expect((await tokens.fresh("g")).value).toBe("by hand");
    clock.moveTo(NOW + 2 * DAY);
    await expect(tokens.fresh("g")).rejects.toMatchObject({ code: "GRANT_NEEDS_CONSENT" });
    expect((await opened.store.grants.get(tenant, "g"))?.state).toBe("NEEDS_CONSENT");
  });
});

describe("Exact Online for a day", () => {
  test("three processes whose clocks are ten minutes apart never refresh too early and never use what has ended", async () => {
    const clock = new TestClock(NOW);
    bench = await startGrants({ clock, rehearsal: { profile: "exact" } });
    const { opened, rehearsal, tenant } = bench;
    await bench.give();
    clock.moveTo(clock.now() + 600_000);
    const processes = [-600_000, 0, 600_000].map(
      (skew) =>
        new Grants({
          store: opened.store.grants,
          endpoint: createTokenEndpoint({ allowPrivate: ["127.0.0.1"] }),
          spool: { keep: async () => {}, drop: async () => {}, left: async () => [] },
          clock,
          waits: { now: () => clock.now() + skew, sleep: () => new Promise((resolve) => setImmediate(resolve)) },
          random: () => 0.5,
          log: { debug() {}, info() {}, warn() {}, error() {} } as never,
          tell: () => {},
          publicUrl: () => "http://127.0.0.1:8080",
        }),
    );
    const users = processes.map((grants) => grants.tokens({ tenant, environment: "test", flow: "f" }, () => {}));
    const end = clock.now() + DAY;
    // Uneven steps, so that every part of a token's life is met.
    for (let step = 0; clock.now() < end; step++) {
      const tokens = await Promise.all(users.map((user) => user.fresh("g")));
      for (const { expiresAt } of tokens) expect(expiresAt).toBeGreaterThan(clock.now());
      expect(new Set(tokens.map(({ generation }) => generation)).size).toBe(1);
      clock.moveTo(clock.now() + [190_000, 185_000, 190_000, 3_000, 7_000, 20_000, 2_000][step % 7]!);
    }
    const { calls, refused } = rehearsal.status();
    expect(refused).toEqual({ token: 0, api: 0 });
    expect(calls.token).toBeGreaterThanOrEqual(140);
    expect(calls.token).toBeLessThan(200);
    expect(await bench.isWhole()).toBe(true);
  }, 120_000);
});
