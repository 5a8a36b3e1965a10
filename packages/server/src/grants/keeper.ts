import { asMortiseError, type Clock, type GrantRecord, type GrantStore, type NewEvent } from "@mortise/contract";
import type { ServerLog } from "../log.ts";
import type { Refresher } from "./refresher.ts";

/** How often what was lost is looked for: an alarm has to come within a minute. */
const SWEEP = 5_000;
/** How often grants are looked for whose time has come. */
const LOOK = 60_000;
/** So many are refreshed at once: providers dislike crowds. */
const AT_ONCE = 4;
const MOST = 500;
/** Days before a known end at which people are warned. */
const WARNINGS = [7, 3, 1];

export interface KeeperOptions {
  readonly store: GrantStore;
  readonly refresher: Refresher;
  readonly clock: Clock;
  readonly log: ServerLog;
  tell(event: NewEvent): void;
}

/** Keeps idle grants alive, gives up what is lost, and warns of ends that are near. Every process does; the ledger admits one. */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #stop = new AbortController();
  /** Grants that had nothing to be had when they were looked at: not again before. */
  readonly #later = new Map<string, number>();
  #working: Promise<unknown> | undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#working = Promise.all([this.#repeat(SWEEP, () => this.sweep()), this.#repeat(LOOK, () => this.look())]);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  /** Gives up intents whose process is gone or whose deadline has passed, and lets their grants recover where they can. */
  async sweep(): Promise<void> {
    const { store, log } = this.#options;
    for (const { tenant, grant, state, sentAt } of await store.giveUpLost()) {
      if (state !== "IN_DOUBT") continue;
      log.warn({ tenant, grant, sentAt }, "a grant is in doubt: its refresh token was sent and no answer came");
      this.#later.delete(`${tenant}/${grant}`);
      await this.#keep(tenant, grant);
    }
  }

  /** Refreshes what is due and warns. */
  async look(): Promise<void> {
    const { store, clock } = this.#options;
    const now = clock.now();
    for (const [key, until] of this.#later) if (until <= now) this.#later.delete(key);
    const due = (await store.due(MOST)).filter(({ tenant, grant }) => !this.#later.has(`${tenant}/${grant}`));
    await inLanes(AT_ONCE, due, ({ tenant, grant }) => this.#keep(tenant, grant));
    for (const { grant, days } of await store.warn(WARNINGS)) this.#options.tell(dyingEvent(grant, days));
  }

  async #keep(tenant: string, grant: string): Promise<void> {
    const { refresher, clock, log } = this.#options;
    try {
      await refresher.fresh(tenant, grant, { for: "keep" });
    } catch (error) {
      const { code, message } = asMortiseError(error);
      log[code === "GRANT_IN_DOUBT" ? "info" : "warn"](
        { tenant, grant, code },
        `a grant could not be kept: ${message}`,
      );
    }
    // Whatever it came to: what is still due is looked at again, and not at every look.
    this.#later.set(`${tenant}/${grant}`, clock.now() + 10 * LOOK);
  }

  async #repeat(pause: number, work: () => Promise<void>): Promise<void> {
    const { clock, log } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await work().catch((error: unknown) => {
        const { code, message } = asMortiseError(error);
        // That the database is away is said elsewhere.
        if (code !== "STORE_UNAVAILABLE") log.error({ code }, `looking after the grants failed: ${message}`);
      });
      await clock.sleep(pause, signal).catch(() => {});
    }
  }
}

function dyingEvent(grant: GrantRecord, days: number): NewEvent {
  const { tenant, id, environment, owner, diesAt, profile, grantType } = grant;
  const end = new Date(diesAt ?? 0).toISOString();
  const why =
    grantType === "implicit"
      ? "its access token ends and cannot be refreshed"
      : "a person has to authorize it anew before";
  return {
    tenant,
    kind: "grant.dies",
    environment,
    flow: owner?.flow,
    nodeId: owner?.node ?? id,
    message: `Grant ${id} of tenant ${tenant} (${environment}, ${profile}) ends at ${end}, within ${days} ${days === 1 ? "day" : "days"}: ${why}.`,
  };
}

async function inLanes<T>(lanes: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const lane = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, rest.length) }, lane));
}
