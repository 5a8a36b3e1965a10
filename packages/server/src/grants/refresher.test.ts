import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Fault } from "../../../rehearsal/src/index.ts";
import { type GrantsBench, startGrants } from "../testing/grants.ts";
import { createTokenEndpoint } from "./token-endpoint.ts";

let bench: GrantsBench;
beforeAll(async () => {
  bench = await startGrants();
});
afterAll(() => bench?.end());

let count = 0;
/** A grant of the test's own, and its tokens as a component has them. */
async function given() {
  const id = `g${++count}`;
  await bench.give(id);
  const registered: string[] = [];
  return {
    id,
    tokens: bench.grants.tokens({ tenant: bench.tenant, environment: "test", flow: "f" }, (secret) =>
      registered.push(secret),
    ),
    registered,
  };
}

describe("fresh tokens", () => {
  test("the first use refreshes, the next one takes what is there", async () => {
    const { id, tokens, registered } = await given();
    const first = await tokens.fresh(id);
    expect(first).toMatchObject({ type: "Bearer", generation: 2 });
    expect(await tokens.fresh(id)).toEqual(first);
    expect(registered).toContain(first.value);
    expect(await bench.isWhole(id)).toBe(true);
  });

  test("fifty callers at once spend one token", async () => {
    const { id, tokens } = await given();
    const before = bench.rehearsal.status().calls.token;
    const all = await Promise.all(Array.from({ length: 50 }, () => tokens.fresh(id)));
    expect(new Set(all.map(({ value }) => value)).size).toBe(1);
    expect(bench.rehearsal.status().calls.token - before).toBe(1);
  });

  test("a refused token leads to one newer one, also when many were refused it", async () => {
    const { id, tokens } = await given();
    const { generation } = await tokens.fresh(id);
    const all = await Promise.all(Array.from({ length: 10 }, () => tokens.fresh(id, { force: generation })));
    expect(new Set(all.map(({ generation }) => generation))).toEqual(new Set([generation + 1]));
    expect(await bench.isWhole(id)).toBe(true);
  });

  test("a longer margin than the token's life refreshes at every use", async () => {
    const { id, tokens } = await given();
    const first = await tokens.fresh(id, { margin: 4_000_000 });
    expect((await tokens.fresh(id, { margin: 4_000_000 })).generation).toBe(first.generation + 1);
  });

  test("a grant of the other environment is not touched", async () => {
    const { id } = await given();
    const before = bench.rehearsal.log().length;
    await expect(
      bench.grants.tokens({ tenant: bench.tenant, environment: "production", flow: "f" }, () => {}).fresh(id),
    ).rejects.toMatchObject({
      code: "GRANT_GUARDED",
    });
    expect(bench.rehearsal.log()).toHaveLength(before);
  });

  test("whoever does not wait any longer does not stop the refresh", async () => {
    const { id, tokens } = await given();
    const aborted = AbortSignal.abort();
    await expect(tokens.fresh(id, { signal: aborted })).rejects.toMatchObject({ code: "ENGINE_CANCELLED" });
    expect((await tokens.fresh(id)).generation).toBe(2);
    expect(await bench.isWhole(id)).toBe(true);
  });

  test("client credentials need no refresh token, and lose nothing with an answer", async () => {
    const { store } = bench.opened;
    const { tokens } = await given();
    const { rehearsedGrant } = await import("../testing/grants.ts");
    const settings = { ...rehearsedGrant(bench.rehearsal.url, "strict"), grantType: "client_credentials" as const };
    await store.grants.create(bench.tenant, { ...settings, id: "cc", clientSecret: "Welkom01" }, "test");
    bench.rehearsal.fault({ kind: "reset", grantType: "client_credentials" });
    await expect(tokens.fresh("cc")).rejects.toMatchObject({ code: "REMOTE_REFUSED_TOKEN" });
    await bench.grants.refresher.fresh(bench.tenant, "cc", { for: "person" });
    expect((await tokens.fresh("cc")).generation).toBe(1);
  });
});

interface Case {
  readonly fault: Fault;
  /** The grant afterwards. */
  readonly state: "READY" | "IN_DOUBT";
  /** Whether a new token came of it. */
  readonly token: boolean;
  readonly code?: string;
}

const CASES: readonly Case[] = [
  { fault: { kind: "reset" }, state: "IN_DOUBT", token: false, code: "GRANT_IN_DOUBT" },
  { fault: { kind: "500" }, state: "IN_DOUBT", token: false, code: "GRANT_IN_DOUBT" },
  { fault: { kind: "cut", bytes: 30 }, state: "IN_DOUBT", token: false, code: "GRANT_IN_DOUBT" },
  { fault: { kind: "429-with-token" }, state: "READY", token: true },
  { fault: { kind: "401-text" }, state: "READY", token: false, code: "REMOTE_REFUSED_TOKEN" },
  { fault: { kind: "no-refresh-token" }, state: "READY", token: true },
  { fault: { kind: "no-expires-in" }, state: "READY", token: true },
  { fault: { kind: "expires-in-string" }, state: "READY", token: true },
  { fault: { kind: "duplicate" }, state: "READY", token: true },
  {
    fault: { kind: "redirect", to: "https://elsewhere.example/token" },
    state: "READY",
    token: false,
    code: "REMOTE_REFUSED_TOKEN",
  },
  { fault: { kind: "html" }, state: "IN_DOUBT", token: false, code: "GRANT_IN_DOUBT" },
  { fault: { kind: "large" }, state: "READY", token: true },
];

describe("answers that go wrong", () => {
  test.each(CASES)("$fault.kind leaves the grant $state", async ({ fault, state, token, code }) => {
    const { id, tokens } = await given();
    bench.rehearsal.fault(fault);
    if (code === undefined) expect((await tokens.fresh(id)).generation).toBe(2);
    else await expect(tokens.fresh(id)).rejects.toMatchObject({ code });
    const grant = await bench.opened.store.grants.get(bench.tenant, id);
    expect(grant?.state).toBe(state);
    expect(grant?.generation).toBe(token ? 2 : 1);
    // The server that never looked at the token gives one the next time; a person need not wait.
    if (state === "READY" && !token)
      expect((await bench.grants.refresher.fresh(bench.tenant, id, { for: "person" })).grant.generation).toBe(2);
    if (state === "READY") expect(await bench.isWhole(id)).toBe(true);
    expect(bench.rehearsal.status().everyTokenSpentOnce).toBe(true);
  });
});

describe("a process that stands still", () => {
  test("past its deadline sends nothing when it goes on, and begins anew", async () => {
    let offset = 0;
    const real = createTokenEndpoint({ allowPrivate: ["127.0.0.1"] });
    const stopped = await startGrants({
      grants: {
        // As after SIGSTOP and SIGCONT: for this process time has jumped, between the mark and the first byte.
        endpoint: {
          send: (request, mayStart) => {
            offset += offset === 0 ? 60_000 : 0;
            return real.send(request, mayStart);
          },
        },
        waits: { now: () => Date.now() + offset, sleep: async () => {} },
      },
    });
    try {
      await stopped.give();
      const token = await stopped.grants
        .tokens({ tenant: stopped.tenant, environment: "test", flow: "f" }, () => {})
        .fresh("g");
      expect(token.generation).toBe(2);
      const { items } = await stopped.opened.store.grants.ledger(stopped.tenant, "g");
      expect(items.map(({ kind }) => kind)).toEqual(["stored", "sent", "intent", "not sent", "sent", "intent", "put"]);
      expect(stopped.rehearsal.status().calls.token).toBe(1);
      expect(await stopped.isWhole()).toBe(true);
    } finally {
      await stopped.end();
    }
  });
});
