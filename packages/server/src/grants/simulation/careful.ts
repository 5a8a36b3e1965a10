import type { ProviderProfile, Settlement } from "@mortise/contract";
import { GrantFigures } from "../figures.ts";
import type { RefreshPorts, TokenAnswer } from "../ports.ts";
import { findProfile } from "../profiles.ts";
import { Refresher } from "../refresher.ts";
import { createSimStore, type SimDb } from "./sim-store.ts";
import type { World } from "./world.ts";

/** A refresher of ours in a world: the real one, over simulated ports. */
export function carefulRefresher(world: World<SimDb>, process: string, profile: Partial<ProviderProfile>): Refresher {
  let ids = 0;
  const keep = (settlement: Settlement) => {
    world.files.set(settlement.intent, JSON.stringify(settlement));
    if (settlement.outcome.kind === "tokens" && settlement.outcome.refresh) world.kept.add(settlement.outcome.refresh);
  };
  const ports: RefreshPorts = {
    store: createSimStore(world, process),
    endpoint: {
      async send({ body }, mayStart): Promise<TokenAnswer> {
        const token = new URLSearchParams(body).get("refresh_token") ?? "";
        const answered = await world.send(process, token, mayStart);
        if (answered === "not sent") return { kind: "notSent", error: LATE };
        if (answered === "lost") return { kind: "lost", reason: "reset" };
        const fields = answered.token
          ? { access_token: `a-${answered.token}`, refresh_token: answered.token, expires_in: 3600 }
          : { error: "invalid_grant" };
        const status = answered.token ? 200 : 400;
        return { kind: "answer", status, headers: [], body: Buffer.from(JSON.stringify(fields)), complete: true };
      },
    },
    spool: {
      keep: async (settlement) => keep(settlement),
      drop: async (intent) => void world.files.delete(intent),
      left: async () => [...world.files.values()].map((text) => JSON.parse(text) as Settlement),
    },
    // Short waits are for a database that is away and end by themselves; the others are for another process.
    clock: {
      now: () => world.now,
      sleep: (ms) => (world.calm || world.alone(process) ? Promise.resolve() : world.pause(process, ms)),
    },
    monotonic: () => world.now,
    random: () => 0,
    newId: () => `${process}${++ids}`,
    profile: () => ({ ...findProfile("strict"), ...profile }),
    redirectUri: () => "https://mortise.example/oauth2/callback",
    point: () => {},
    warn: () => {},
    figures: new GrantFigures(),
  };
  return new Refresher(ports);
}

const LATE = Object.assign(new Error("too late"), { code: "REMOTE_TIMEOUT" }) as never;
