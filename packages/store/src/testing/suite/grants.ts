import { randomUUID } from "node:crypto";
import type { GrantIntent, GrantSettings, NewTokens, RefreshNeed, Settlement, SpendOutcome } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import type { OpenStore } from "../../open.ts";
import { givenTenant } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";

const SETTINGS: GrantSettings = {
  environment: "test",
  profile: "strict",
  overrides: {},
  grantType: "authorization_code",
  authorizationUrl: null,
  tokenUrl: "https://provider.example/token",
  issuer: null,
  clientId: "client",
  scope: null,
  redirectUri: null,
  authorizationParams: {},
  owner: null,
};

const USE: RefreshNeed = {
  for: "use",
  margin: 30_000,
  leeway: { kind: "none", ms: 0 },
  probe: false,
  callsPerDay: null,
  errorsPerHour: null,
};

const LIFE = 80_000;

/** Tokens whose access token ends so many milliseconds after now. */
const tokens = (now: number, name: string, life = -1): NewTokens => ({
  access: { token: `access-${name}`, expiresAt: now + life, type: "Bearer" },
  refresh: `refresh-${name}`,
  receivedAt: now,
  notBefore: null,
  keepAt: now + 86_400_000,
  diesAt: now + 30 * 86_400_000,
});

async function givenGrant(store: OpenStore, life = -1) {
  const tenant = await givenTenant(store);
  await store.grants.create(tenant, { ...SETTINGS, id: "loket", clientSecret: "s3cret" }, "ann");
  const now = await store.now();
  await store.grants.put(tenant, "loket", tokens(now, "1", life), "ann");
  return { tenant, now };
}

async function givenSent(store: OpenStore, tenant: string, need = USE): Promise<GrantIntent> {
  const opened = await store.grants.open(tenant, "loket", need, randomUUID(), LIFE);
  if (opened.kind !== "intent") throw new Error(`expected an intent, found ${opened.decision.kind}`);
  expect(await store.grants.markSent(opened.intent, 65_000)).toBeDefined();
  return opened.intent;
}

const settlementOf = (intent: GrantIntent, outcome: SpendOutcome, status: number | null = 200): Settlement => ({
  intent: intent.id,
  tenant: intent.tenant,
  grant: intent.grant.id,
  status,
  raw: Buffer.from("{}").toString("base64"),
  outcome,
});

const kinds = async (store: OpenStore, tenant: string) =>
  (await store.grants.ledger(tenant, "loket")).items.map(({ kind }) => kind).reverse();

export function grantTests({ store, again, asOwner }: Suite): void {
  describe("grants", () => {
    test("intent, mark, receipt and switch: the next generation, with a ledger of fingerprints", async () => {
      const { tenant, now } = await givenGrant(store());
      const intent = await givenSent(store(), tenant);
      expect(intent).toMatchObject({
        kind: "refresh",
        generation: 1,
        refreshToken: "refresh-1",
        clientSecret: "s3cret",
      });
      expect((await store().grants.read(tenant, "loket")).grant.state).toBe("SPENDING");
      const settled = await store().grants.settle(
        settlementOf(intent, { kind: "tokens", ...tokens(now, "2", 3_600_000) }),
      );
      expect(settled).toEqual({ end: "stored", state: "READY", generation: 2 });
      const held = await store().grants.read(tenant, "loket");
      expect(held).toMatchObject({ accessToken: "access-2", spending: false, grant: { generation: 2, doubt: null } });
      expect(await store().grants.open(tenant, "loket", USE, randomUUID(), LIFE)).toMatchObject({
        decision: { kind: "use" },
      });
      const { items } = await store().grants.ledger(tenant, "loket");
      expect(items.map(({ kind }) => kind)).toEqual(["stored", "sent", "intent", "put"]);
      expect(JSON.stringify(items)).not.toContain("refresh-");
      expect(items[0]?.fingerprint).toMatch(/^[0-9a-f]{12}$/);
    });

    test("beside a live intent nothing is begun, however often it is asked for", async () => {
      const { tenant } = await givenGrant(store());
      await givenSent(store(), tenant);
      const asked = await Promise.all(
        Array.from({ length: 8 }, () => store().grants.open(tenant, "loket", USE, randomUUID(), LIFE)),
      );
      expect(asked.map((one) => one.kind === "held" && one.decision.kind)).toEqual(Array(8).fill("wait"));
    });

    test("of many who begin at once one does", async () => {
      const { tenant } = await givenGrant(store());
      const begun = await Promise.all(
        Array.from({ length: 8 }, () => store().grants.open(tenant, "loket", USE, randomUUID(), LIFE)),
      );
      expect(begun.filter(({ kind }) => kind === "intent")).toHaveLength(1);
    });

    test("what was not confirmed and is asked for again is found and not made twice", async () => {
      const { tenant, now } = await givenGrant(store());
      const id = randomUUID();
      const first = await store().grants.open(tenant, "loket", USE, id, LIFE);
      const second = await store().grants.open(tenant, "loket", USE, id, LIFE);
      expect([first.kind, second.kind]).toEqual(["intent", "intent"]);
      if (first.kind !== "intent") return;
      const mark = await store().grants.markSent(first.intent, 65_000);
      expect(await store().grants.markSent(first.intent, 65_000)).toEqual(mark);
      const settlement = settlementOf(first.intent, { kind: "tokens", ...tokens(now, "2") });
      expect(await store().grants.settle(settlement)).toEqual(await store().grants.settle(settlement));
      expect(await kinds(store(), tenant)).toEqual(["put", "intent", "sent", "sent", "stored"]);
    });

    test("an intent that is too old is not marked, so that nothing is sent", async () => {
      const { tenant } = await givenGrant(store());
      const opened = await store().grants.open(tenant, "loket", USE, randomUUID(), 10_000);
      if (opened.kind !== "intent") throw new Error("expected an intent");
      expect(await store().grants.markSent(opened.intent, 10_001)).toBeUndefined();
      expect(await store().grants.markSent(opened.intent, 5_000)).toBeDefined();
    });

    test("an unsent intent is given up after its deadline, and its owner may not send any more", async () => {
      const { tenant } = await givenGrant(store());
      const opened = await store().grants.open(tenant, "loket", USE, randomUUID(), 0);
      if (opened.kind !== "intent") throw new Error("expected an intent");
      const next = await store().grants.open(tenant, "loket", USE, randomUUID(), LIFE);
      expect(next).toMatchObject({ kind: "intent", intent: { kind: "refresh", generation: 1 } });
      expect(await store().grants.markSent(opened.intent, -LIFE)).toBeUndefined();
    });

    test("a sent one that is lost puts the grant in doubt, once, with an event that names it", async () => {
      const { tenant } = await givenGrant(store());
      const opened = await store().grants.open(tenant, "loket", USE, randomUUID(), 50);
      if (opened.kind !== "intent") throw new Error("expected an intent");
      expect(await store().grants.markSent(opened.intent, 0)).toBeDefined();
      await expect
        .poll(async () => (await store().grants.giveUpLost()).map(({ state }) => state))
        .toContain("IN_DOUBT");
      expect((await store().grants.giveUpLost()).filter((lost) => lost.tenant === tenant)).toEqual([]);
      const { items } = await store().history.listEvents(tenant);
      expect(items).toMatchObject([{ kind: "grant.in-doubt", code: "GRANT_IN_DOUBT" }]);
      expect(items[0]?.message).toMatch(new RegExp(`loket.*${tenant}.*\\d{4}-\\d\\d-\\d\\dT`));
      expect(await store().grants.open(tenant, "loket", USE, randomUUID(), LIFE)).toMatchObject({
        decision: { kind: "doubt" },
      });
    });

    test("an answer that comes after its intent was given up is taken over all the same", async () => {
      const { tenant, now } = await givenGrant(store());
      const opened = await store().grants.open(tenant, "loket", USE, randomUUID(), 50);
      if (opened.kind !== "intent") throw new Error("expected an intent");
      await store().grants.markSent(opened.intent, 0);
      await expect.poll(async () => (await store().grants.giveUpLost()).length).toBeGreaterThan(0);
      const settled = await store().grants.settle(settlementOf(opened.intent, { kind: "tokens", ...tokens(now, "2") }));
      expect(settled).toEqual({ end: "stored", state: "READY", generation: 2 });
    });

    test("within the leeway the same token is sent once more for each lost answer, and not for ever", async () => {
      const { tenant } = await givenGrant(store());
      const lenient: RefreshNeed = { ...USE, leeway: { kind: "untilSuccessorUsed", ms: 0 } };
      const lost = { kind: "unknown", reason: "reset" } as const;
      const first = await givenSent(store(), tenant, lenient);
      expect((await store().grants.settle(settlementOf(first, lost, null))).state).toBe("IN_DOUBT");
      for (let resends = 1; resends <= 3; resends++) {
        const next = await givenSent(store(), tenant, lenient);
        expect(next).toMatchObject({ kind: "resend", refreshToken: "refresh-1", grant: { doubt: { resends } } });
        expect((await store().grants.settle(settlementOf(next, lost, null))).state).toBe("IN_DOUBT");
      }
      const last = await store().grants.open(tenant, "loket", lenient, randomUUID(), LIFE);
      expect(last).toMatchObject({ kind: "held", decision: { kind: "doubt" } });
    });

    test("an answer that comes when the token was sent again meanwhile is kept and not used", async () => {
      const { tenant, now } = await givenGrant(store());
      const lenient: RefreshNeed = { ...USE, leeway: { kind: "untilSuccessorUsed", ms: 0 } };
      const lost = { kind: "unknown", reason: "reset" } as const;
      const late = await store().grants.open(tenant, "loket", lenient, randomUUID(), 50);
      if (late.kind !== "intent") throw new Error("expected an intent");
      await store().grants.markSent(late.intent, 0);
      await expect.poll(async () => (await store().grants.giveUpLost()).length).toBeGreaterThan(0);
      await store().grants.settle(settlementOf(await givenSent(store(), tenant, lenient), lost, null));
      const settled = await store().grants.settle(settlementOf(late.intent, { kind: "tokens", ...tokens(now, "2") }));
      expect(settled).toMatchObject({ end: "orphaned", state: "IN_DOUBT" });
      expect(await givenSent(store(), tenant, lenient)).toMatchObject({ kind: "resend", refreshToken: "refresh-1" });
    });

    test("a refusal as dead condemns only the bytes that were sent", async () => {
      const { tenant, now } = await givenGrant(store());
      const intent = await givenSent(store(), tenant);
      await store().grants.put(tenant, "loket", tokens(now, "by hand", 60_000), "ann");
      const dead = { kind: "dead", reason: "400 invalid_grant", retryAt: null } as const;
      expect(await store().grants.settle(settlementOf(intent, dead, 400))).toMatchObject({
        end: "stale",
        state: "READY",
      });
      expect((await store().grants.read(tenant, "loket")).accessToken).toBe("access-by hand");
      const present = await givenSent(store(), tenant, { ...USE, for: "person" });
      expect(await store().grants.settle(settlementOf(present, dead, 400))).toMatchObject({ state: "NEEDS_CONSENT" });
      expect((await store().grants.get(tenant, "loket"))?.hasRefreshToken).toBe(true);
    });

    test("nothing empty overwrites a token", async () => {
      const { tenant, now } = await givenGrant(store());
      const intent = await givenSent(store(), tenant);
      const { access, ...rest } = tokens(now, "2", 60_000);
      await store().grants.settle(settlementOf(intent, { kind: "tokens", ...rest, access, refresh: undefined }));
      expect(await givenSent(store(), tenant, { ...USE, for: "person" })).toMatchObject({ refreshToken: "refresh-1" });
    });

    test("a provider's day and hour are counted over all processes", async () => {
      const { tenant } = await givenGrant(store());
      const need: RefreshNeed = { ...USE, callsPerDay: 3, errorsPerHour: 2 };
      const refused = { kind: "alive", reason: "400 access_denied", retryAt: null } as const;
      await store().grants.settle(settlementOf(await givenSent(store(), tenant, need), refused, 400));
      const other = await again();
      const asked = await other.grants.open(tenant, "loket", need, randomUUID(), LIFE);
      await other.close();
      expect(asked).toMatchObject({ kind: "held", decision: { kind: "budget", what: "errors" } });
    });

    test("an error budget lets no more calls go than may fail below its limit", async () => {
      const { tenant } = await givenGrant(store());
      const hold = () => store().grants.holdBudget(tenant, "exact", 4);
      const held = await Promise.all([hold(), hold(), hold(), hold(), hold()]);
      expect(held.filter(({ taken }) => taken)).toHaveLength(3);
      await store().grants.releaseBudget(tenant, "exact", true);
      await store().grants.releaseBudget(tenant, "exact", false);
      await store().grants.releaseBudget(tenant, "exact", false);
      expect(await hold()).toMatchObject({ taken: true, left: 2 });
      await store().grants.releaseBudget(tenant, "exact", true);
      expect(await hold()).toMatchObject({ taken: true, left: 1 });
      await store().grants.releaseBudget(tenant, "exact", true);
      expect(await hold()).toMatchObject({ taken: false, left: 0 });
      expect(await store().grants.budgets(tenant)).toMatchObject([{ key: "exact", errors: 3 }]);
    });

    test("a consent's state is good once, and for one browser", async () => {
      const { tenant } = await givenGrant(store());
      const consent = { tenant, grant: "loket", verifier: "v".repeat(43), redirectUri: "https://x/cb", by: "ann" };
      await store().grants.beginConsent("state-1", consent, 60_000);
      expect(await store().grants.bindConsent(tenant, "state-1", "browser")).toEqual(consent);
      expect(await store().grants.takeConsent(tenant, "state-1", "other")).toMatchObject({ sameBrowser: false });
      expect(await store().grants.takeConsent(tenant, "state-1", "browser")).toBeUndefined();
      await store().grants.beginConsent("state-2", consent, 0);
      expect(await store().grants.takeConsent(tenant, "state-2", "browser")).toBeUndefined();
    });

    test("each day of warning is given once, to one process", async () => {
      const { tenant } = await givenGrant(store());
      const now = await store().now();
      const tokensUntil = (days: number) => ({ ...tokens(now, "2"), diesAt: now + days * 86_400_000 });
      const warned = async () =>
        (await store().grants.warn([7, 3, 1])).filter(({ grant }) => grant.tenant === tenant).map(({ days }) => days);
      await store().grants.put(tenant, "loket", tokensUntil(6), "ann");
      expect([await warned(), await warned()]).toEqual([[7], []]);
      await store().grants.put(tenant, "loket", tokensUntil(0.5), "ann");
      expect([await warned(), await warned()]).toEqual([[1], []]);
    });

    test("its settings change, its secrets are never given back, and the nearest end comes first in the fleet", async () => {
      const { tenant } = await givenGrant(store());
      const changed = await store().grants.change(tenant, "loket", { scope: "all" }, "bob", 1);
      expect(changed).toMatchObject({ scope: "all", version: 2, hasClientSecret: true, updatedBy: "bob" });
      await expect(store().grants.change(tenant, "loket", { scope: "x" }, "bob", 1)).rejects.toMatchObject({
        code: "API_CONFLICT",
      });
      expect(JSON.stringify(changed)).not.toContain("s3cret");
      const { items } = await store().grants.fleet({ limit: 1_000 });
      const ends = items.map(({ diesAt }) => diesAt ?? Number.POSITIVE_INFINITY);
      expect(ends).toEqual(ends.toSorted((a, b) => a - b));
      expect((await store().grants.list(tenant)).items.map(({ id }) => id)).toEqual(["loket"]);
      await store().grants.remove(tenant, "loket");
      expect(await store().grants.get(tenant, "loket")).toBeUndefined();
      expect(await kinds(store(), tenant)).toEqual(["put"]);
    });

    test("a grant is not removed under a refresh", async () => {
      const { tenant } = await givenGrant(store());
      await givenSent(store(), tenant);
      await expect(store().grants.remove(tenant, "loket")).rejects.toMatchObject({ code: "GRANT_BUSY" });
    });

    test("an answer in a file opens for its tenant and intent only", async () => {
      const { tenant, now } = await givenGrant(store());
      const intent = await givenSent(store(), tenant);
      const settlement = settlementOf(intent, { kind: "tokens", ...tokens(now, "2") });
      const sealed = await store().grants.sealSettlement(settlement);
      expect(Buffer.from(sealed).includes("refresh-2")).toBe(false);
      expect(await store().grants.openSettlement(tenant, intent.id, sealed)).toEqual(settlement);
      expect(await store().grants.openSettlement(tenant, randomUUID(), sealed)).toBeUndefined();
    });

    test("the ledger is only ever added to, and no column shows a token", async () => {
      const { tenant } = await givenGrant(store());
      await expect(
        asOwner(`UPDATE grant_ledger SET kind = 'x' WHERE tenant_id = '${tenant}'`, "SET search_path = mortise"),
      ).rejects.toThrow(/only ever added to/);
      const enter = ["SET ROLE mortise_app", "SET search_path = mortise"];
      await expect(asOwner("DELETE FROM grant_ledger", ...enter)).rejects.toThrow(/permission denied/);
      const seen = await asOwner(
        "SELECT * FROM oauth_grant",
        ...enter,
        `SELECT set_config('app.tenants', '{${tenant}}', false)`,
      );
      expect(seen).toHaveLength(1);
      expect(JSON.stringify(seen)).not.toMatch(/refresh-1|access-1|s3cret/);
    });
  });
}
