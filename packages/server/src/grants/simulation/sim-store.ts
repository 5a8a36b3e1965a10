import {
  type Doubt,
  decideRefresh,
  type GrantFacts,
  type GrantIntent,
  type GrantRecord,
  type GrantStore,
  type HeldGrant,
  type IntentEnd,
  type LiveIntent,
  type SpendKind,
  settleIntent,
  withAttempt,
} from "@mortise/contract";
import type { World } from "./world.ts";

interface SimIntent {
  readonly id: string;
  readonly kind: SpendKind;
  readonly generation: number;
  readonly fence: number;
  readonly deadline: number;
  sentAt: number | null;
  open: boolean;
  end: IntentEnd | undefined;
  settled: boolean;
}

/** The tables of one grant, with the decisions of the real store. */
export class SimDb {
  changes = 0;
  state: GrantFacts["state"] = "READY";
  generation = 1;
  refresh = "r1";
  access: string | undefined;
  accessExpiresAt = 0;
  retryAt: number | null = null;
  doubt: Doubt | null = null;
  readonly intents: SimIntent[] = [];

  key(): string {
    const intents = this.intents.map(({ id, sentAt, open, end }) => `${id} ${sentAt !== null} ${open} ${end}`);
    const doubt = this.doubt && [this.doubt.intent, this.doubt.resends, this.doubt.probed];
    return [this.state, this.generation, this.refresh, doubt, this.retryAt, ...intents].join(",");
  }
}

const NEVER = Number.MAX_SAFE_INTEGER;

/** A grant's store in the memory of a world. What is needed for refreshing is there, and nothing else. */
export function createSimStore(world: World<SimDb>, process: string): GrantStore {
  const { db } = world;
  const live = () => db.intents.find(({ open }) => open);
  const toLive = (intent: SimIntent | undefined): LiveIntent | undefined => intent && { ...intent, ownerGone: false };
  const grant = (): GrantRecord =>
    ({
      id: "g",
      tenant: "t",
      environment: "test",
      profile: "sim",
      overrides: {},
      grantType: "authorization_code",
      tokenUrl: "https://provider.example/token",
      clientId: "c",
      redirectUri: null,
      scope: null,
      state: live() ? "SPENDING" : db.state,
      generation: db.generation,
      renewable: true,
      hasRefreshToken: true,
      hasAccessToken: db.access !== undefined,
      accessExpiresAt: db.accessExpiresAt,
      notBefore: null,
      keepAt: null,
      retryAt: db.retryAt,
      doubt: db.doubt,
      consentedAt: 0,
      failures: 0,
      lastError: null,
    }) as unknown as GrantRecord;
  const held = (): HeldGrant => ({
    grant: grant(),
    accessToken: db.access,
    spending: live() !== undefined,
    ownerGone: false,
    now: world.now,
  });
  const changed = <T>(result: T): T => {
    db.changes++;
    return result;
  };

  function giveUp(decision: Pick<ReturnType<typeof decideRefresh>, "closes" | "doubt">): void {
    const lost = live();
    if (!decision.closes || !lost) return;
    lost.open = false;
    lost.end = decision.closes.as;
    db.doubt = decision.doubt;
    if (db.state !== "NEEDS_CONSENT") db.state = decision.doubt ? "IN_DOUBT" : "READY";
    changed(undefined);
  }

  const store: Pick<GrantStore, "read" | "open" | "markSent" | "settle" | "giveUpLost"> = {
    read: async () => held(),
    open: (_, __, need, id, life) =>
      world.store(process, "open", () => {
        const toIntent = (intent: SimIntent): GrantIntent => ({
          id: intent.id,
          tenant: "t",
          kind: intent.kind,
          grant: grant(),
          generation: intent.generation,
          refreshToken: db.refresh,
          clientSecret: "s",
          openedAt: intent.deadline - life,
          deadline: intent.deadline,
        });
        const own = db.intents.find((intent) => intent.id === id);
        if (own?.open) return { kind: "intent", intent: toIntent(own) };
        const decision = decideRefresh(grant(), toLive(live()), need, world.now);
        giveUp(decision);
        if (decision.kind !== "spend") return { kind: "held", held: held(), decision };
        if (own)
          return { kind: "held", held: held(), decision: { kind: "wait", until: world.now, doubt: decision.doubt } };
        const { spends } = decision;
        const fence = db.intents.length + 1;
        const intent = { id, kind: spends, generation: db.generation, fence, deadline: world.now + life };
        db.doubt = withAttempt(decision.doubt, spends);
        db.intents.push({ ...intent, sentAt: null, open: true, end: undefined, settled: false });
        return changed({ kind: "intent", intent: toIntent(db.intents.at(-1) as SimIntent) });
      }),
    markSent: ({ id }, left) =>
      world.store(process, "mark", () => {
        const intent = db.intents.find((each) => each.id === id && each.open && each.deadline - world.now >= left);
        if (!intent) return undefined;
        intent.sentAt ??= world.now;
        return changed({ sentAt: intent.sentAt });
      }),
    settle: ({ intent: id, outcome }) =>
      world.store(process, "settle", () => {
        const found = db.intents.find((each) => each.id === id);
        if (!found || found.settled) return { end: found?.end, state: db.state, generation: db.generation };
        const after = db.intents.filter(
          ({ fence, generation, open, end }) =>
            fence > found.fence && generation === found.generation && (open || end === "in doubt"),
        );
        const effect = settleIntent(
          {
            grant: grant(),
            intent: { ...found, sentAt: found.sentAt ?? world.now },
            later: { sent: after.some(({ sentAt }) => sentAt !== null), open: after.some(({ open }) => open) },
            now: world.now,
          },
          outcome,
        );
        found.open = false;
        found.settled = true;
        found.end = effect.end;
        if (outcome.kind === "tokens" && outcome.refresh) world.kept.add(outcome.refresh);
        const moved = found.generation !== db.generation;
        if (effect.switches && outcome.kind === "tokens") {
          db.generation++;
          db.refresh = outcome.refresh ?? db.refresh;
          db.access = outcome.access?.token ?? db.access;
          db.accessExpiresAt = NEVER;
          db.retryAt = null;
          for (const each of db.intents) if (each.open && each.sentAt === null) each.open = false;
        } else if ("retryAt" in outcome && !moved) db.retryAt = outcome.retryAt;
        if (!moved || effect.switches) {
          db.state = effect.state === "SPENDING" ? db.state : effect.state;
          db.doubt = effect.doubt;
        }
        return changed({ end: effect.end, state: effect.state, generation: db.generation });
      }),
    giveUpLost: async () => {
      const lost = live();
      if (lost && world.now >= lost.deadline)
        giveUp({
          closes: { intent: lost.id, as: lost.sentAt === null ? "abandoned" : "in doubt" },
          doubt: decideRefresh({ ...grant(), keepAt: null }, toLive(lost), KEEP, world.now).doubt,
        });
      return [];
    },
  };
  return store as GrantStore;
}

const KEEP = {
  for: "keep",
  margin: 0,
  leeway: { kind: "none", ms: 0 },
  probe: false,
  callsPerDay: null,
  errorsPerHour: null,
} as const;
