import {
  asMortiseError,
  decideRefresh,
  type GrantIntent,
  type HeldGrant,
  MortiseError,
  mortiseError,
  type OpenedGrant,
  type ProviderProfile,
  type RefreshDecision,
  type RefreshNeed,
  type Settled,
  type Settlement,
} from "@mortise/contract";
import { needOf, profileOf, type Wish } from "./need.ts";
import type { RefreshPorts, TokenAnswer } from "./ports.ts";
import { readAnswer } from "./read-answer.ts";
import { refusalOf } from "./refusal.ts";
import { type CodeExchange, tokenRequest } from "./token-request.ts";

/** From the intent to the first byte: a connection has to stand by then. */
const START = 15_000;
/** What is left between the end of the request and the deadline after which others act. */
const MARGIN = 5_000;
/** How often somebody who waits for another process looks. */
const POLL = { first: 25, longest: 250 };
/** An answer that is not in the database after this is written to a file too. */
const SPOOL_AFTER = 250;
const RETRY = { first: 50, longest: 2_000 };
/** Tries to reach the database before anything is sent; after it there is no end of trying. */
const ATTEMPTS = 3;

/**
 * Refreshes grants by the protocol of nine lines: coalesce; intent; mark; send; receipt and switch in one transaction;
 * spool; re-read before a verdict; doubt; keep. It holds no state of its own but what is under way.
 */
export class Refresher {
  readonly #ports: RefreshPorts;
  readonly #turns = new Map<string, Promise<HeldGrant>>();
  readonly #working = new Set<Promise<unknown>>();

  constructor(ports: RefreshPorts) {
    this.#ports = ports;
  }

  /** The grant as it is wished for: refreshed, where it has to be. `guard` throws before anything is spent. */
  async fresh(
    tenant: string,
    id: string,
    wish: Wish,
    signal?: AbortSignal,
    guard?: (held: HeldGrant) => void,
  ): Promise<HeldGrant> {
    for (;;) {
      const held = await this.#ports.store.read(tenant, id);
      guard?.(held);
      const need = needOf(wish, profileOf(held.grant, this.#ports.profile));
      if (!held.spending && decideRefresh(held.grant, undefined, need, held.now).kind === "use") return held;
      // Line 1: one turn per grant and process. Whoever joins one that was begun for another looks again after it.
      const key = `${tenant}/${id}`;
      const joined = this.#turns.get(key);
      if (!joined) return await heed(this.#begin(key, tenant, id, need), signal);
      await heed(joined, signal);
    }
  }

  /** Exchanges the code of a consent, with the same intent and receipt. */
  async exchange(
    tenant: string,
    id: string,
    exchange: CodeExchange,
  ): Promise<Settled & { readonly error?: MortiseError }> {
    const { store } = this.#ports;
    const held = await store.read(tenant, id);
    const profile = profileOf(held.grant, this.#ports.profile);
    const intent = await store.openExchange(tenant, id, this.#ports.newId(), lifeOf(profile));
    const { settled, settlement } = await this.#track(this.#spend(intent, profile, exchange));
    return settled.end === "stored" ? settled : { ...settled, error: refusalOf(settlement, intent.grant, profile) };
  }

  /** Stores what an earlier process could not. */
  async replay(): Promise<number> {
    const { spool, warn } = this.#ports;
    let stored = 0;
    for (const settlement of await spool.left()) {
      const { tenant, grant, intent } = settlement;
      try {
        await this.#track(this.#settle(settlement, true));
        await spool.drop(intent);
        stored++;
      } catch (error) {
        // A grant that was removed, perhaps. What is in the file may be all that there is, so it stays.
        warn("the answer of a token endpoint cannot be stored; its file stays", {
          tenant,
          grant,
          intent,
          code: asMortiseError(error).code,
        });
      }
    }
    return stored;
  }

  /** Resolves when no request and no receipt is under way any more. */
  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.allSettled(this.#working);
  }

  #begin(key: string, tenant: string, id: string, need: RefreshNeed): Promise<HeldGrant> {
    const turn = this.#turn(tenant, id, need).finally(() => this.#turns.delete(key));
    this.#turns.set(key, turn);
    turn.catch(() => {});
    return turn;
  }

  async #turn(tenant: string, id: string, need: RefreshNeed): Promise<HeldGrant> {
    const { store, clock } = this.#ports;
    for (;;) {
      const opened = await this.#open(tenant, id, need);
      if (opened.kind === "held") {
        const next = await this.#heedDecision(opened.held, opened.decision, need);
        if (next) return next;
        continue;
      }
      const { intent } = opened;
      const profile = profileOf(intent.grant, this.#ports.profile);
      const { settled, settlement } = await this.#track(this.#spend(intent, profile));
      if (settled.end === "stored") return await store.read(tenant, id);
      if (settlement.outcome.kind === "notSent" && settlement.outcome.retryAt === null) {
        // It came too late to be sent. Others may have been quicker; else it is begun anew.
        await clock.sleep(POLL.longest);
        continue;
      }
      if (need.for === "person") throw refusalOf(settlement, intent.grant, profile);
    }
  }

  /** The grant, when nothing has to be done; undefined after a wait; an error when there is nothing to be had. */
  async #heedDecision(
    held: HeldGrant,
    decision: Exclude<RefreshDecision, { kind: "spend" }>,
    need: RefreshNeed,
  ): Promise<HeldGrant | undefined> {
    const { clock } = this.#ports;
    const { grant, now } = held;
    const profile = profileOf(grant, this.#ports.profile);
    switch (decision.kind) {
      case "use":
        return held;
      case "wait":
        await this.#await(held, decision.until);
        return undefined;
      case "early":
        // Sooner would be refused, and counted: whoever was refused the token gets the same one again.
        if (need.for === "keep" || need.refused !== undefined) return held;
        if (need.for === "person") throw refusalOf(decision, grant, profile);
        await clock.sleep(decision.until - now);
        return undefined;
      default:
        throw refusalOf(decision, grant, profile);
    }
  }

  /** Another is at it: looks until it has ended, or until it is lost. Never refreshes beside it. */
  async #await({ grant, spending, now }: HeldGrant, until: number): Promise<void> {
    const { store, clock } = this.#ports;
    if (!spending) return clock.sleep(Math.min(until - now, POLL.longest * 4));
    for (let pause = POLL.first; ; pause = Math.min(pause * 2, POLL.longest)) {
      await clock.sleep(pause);
      const seen = await store.read(grant.tenant, grant.id);
      if (!seen.spending || seen.now >= until || seen.ownerGone) return;
    }
  }

  /** Line 2. When the commit was not confirmed, the same intent is asked for again: it is found, or made. */
  async #open(tenant: string, id: string, need: RefreshNeed): Promise<OpenedGrant> {
    const { store, clock, newId, point } = this.#ports;
    const intent = newId();
    for (let attempt = 1; ; attempt++) {
      try {
        await point("grant.intent.before");
        const held = await store.read(tenant, id);
        const opened = await store.open(tenant, id, need, intent, lifeOf(profileOf(held.grant, this.#ports.profile)));
        await point("grant.intent.after");
        return opened;
      } catch (error) {
        if (attempt < ATTEMPTS && isAway(error)) {
          await clock.sleep(RETRY.first * attempt);
          continue;
        }
        // It may have been written all the same; then it would stand in everybody's way until its deadline.
        if (isAway(error)) void this.#track(this.#settle(unsent(tenant, id, intent, "the database went away"), true));
        throw error;
      }
    }
  }

  /** Lines 3 to 6. Not cancelled by anything. */
  async #spend(
    intent: GrantIntent,
    profile: ProviderProfile,
    exchange?: CodeExchange,
  ): Promise<{ readonly settled: Settled; readonly settlement: Settlement }> {
    const { clock, endpoint, monotonic, point } = this.#ports;
    const { tenant, grant, id } = intent;
    const finish = async (settlement: Settlement, dispensable: boolean) => {
      const settled = await this.#settle(settlement, dispensable);
      if (settled.end) this.#ports.figures.ended(intent.kind, settled.end);
      return { settled, settlement };
    };
    const began = monotonic();
    const wall = clock.now();
    const timeout = profile.tokenTimeoutSec * 1_000;
    let marked: { readonly sentAt: number } | undefined;
    let request: ReturnType<typeof tokenRequest>;
    try {
      request = tokenRequest(intent, profile, this.#ports.redirectUri(), wall, exchange);
      await point("grant.sent.before");
      marked = await this.#mark(intent, timeout + MARGIN);
      await point("grant.sent.after");
    } catch (error) {
      // Its mark may stand there, and would make a doubt of what never left.
      await finish(unsent(tenant, grant.id, id, asMortiseError(error).message), false);
      throw error;
    }
    if (!marked) return await finish(unsent(tenant, grant.id, id, "it was given up before it was sent"), true);

    // Time may have stood still for this process alone: it is looked at once more when the connection stands. Either
    // clock may be wrong, one because a machine slept, the other because it was set; the larger difference counts.
    const allowed = intent.deadline - marked.sentAt - timeout - MARGIN;
    const elapsed = () => Math.max(monotonic() - began, Math.abs(clock.now() - wall));
    await point("grant.request.before");
    const answer = await endpoint.send(request, () => elapsed() < allowed);
    const answeredAt = monotonic();
    await point("grant.answer");
    const { sentAt } = marked;
    const outcome = readAnswer(answer, {
      grant,
      profile,
      sentAt,
      receivedAt: sentAt + (answeredAt - began),
      secrets: [intent.refreshToken, intent.clientSecret, exchange?.code, exchange?.verifier].flatMap(
        (one) => one ?? [],
      ),
      random: this.#ports.random(),
    });
    const late = answer.kind === "notSent" && elapsed() >= allowed;
    const settlement: Settlement = {
      intent: id,
      tenant,
      grant: grant.id,
      ...rawOf(answer),
      outcome: late && outcome.kind === "notSent" ? { ...outcome, retryAt: null } : outcome,
    };
    await point("grant.receipt.before");
    const finished = await finish(settlement, false);
    if (answer.kind !== "notSent") this.#ports.figures.committed(monotonic() - answeredAt);
    await point("grant.receipt.after");
    return finished;
  }

  /** Line 3. Marking is harmless until something is sent, so an unconfirmed mark is made again. */
  async #mark(intent: GrantIntent, left: number): Promise<{ readonly sentAt: number } | undefined> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#ports.store.markSent(intent, left);
      } catch (error) {
        if (attempt === ATTEMPTS || !isAway(error)) throw error;
        await this.#ports.clock.sleep(RETRY.first * attempt);
      }
    }
  }

  /** Lines 5 and 6: the first thing that is done with any answer, until it is done. What is dispensable needs no file. */
  async #settle(settlement: Settlement, dispensable: boolean): Promise<Settled> {
    const { store, clock, figures, warn, spool } = this.#ports;
    const about = { tenant: settlement.tenant, grant: settlement.grant, intent: settlement.intent };
    let keeping: Promise<void> | undefined;
    const keep = () => {
      if (!dispensable) keeping ??= this.#keep(settlement);
    };
    const stopTimer = clock.timer?.(SPOOL_AFTER, keep);
    let waits = false;
    try {
      for (let pause = RETRY.first; ; pause = Math.min(pause * 2, RETRY.longest)) {
        try {
          const settled = await store.settle(settlement);
          if (waits) warn("the answer of a token endpoint is in the database now", about);
          await keeping;
          if (keeping) await spool.drop(settlement.intent);
          return settled;
        } catch (error) {
          if (!isAway(error)) throw error;
          keep();
          if (!waits) {
            waits = true;
            figures.waiting++;
            warn("the answer of a token endpoint waits for the database", about);
          }
        }
        await clock.sleep(pause);
      }
    } finally {
      stopTimer?.();
      if (waits) figures.waiting--;
    }
  }

  async #keep(settlement: Settlement): Promise<void> {
    const { spool, point, warn } = this.#ports;
    try {
      await point("grant.spool.before");
      await spool.keep(settlement);
      await point("grant.spool.after");
    } catch (error) {
      warn("the answer of a token endpoint is in memory only: it cannot be written to a file", {
        tenant: settlement.tenant,
        grant: settlement.grant,
        error: (error as Error).message,
      });
    }
  }

  #track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#working.delete(tracked));
    this.#working.add(tracked);
    tracked.catch(() => {});
    return tracked;
  }
}

/** How long an intent lives: the request with all that may precede it. */
function lifeOf(profile: ProviderProfile): number {
  return START + profile.tokenTimeoutSec * 1_000 + MARGIN;
}

function unsent(tenant: string, grant: string, intent: string, reason: string): Settlement {
  return { intent, tenant, grant, status: null, raw: "", outcome: { kind: "notSent", reason, retryAt: null } };
}

function rawOf(answer: TokenAnswer): { readonly status: number | null; readonly raw: string } {
  if (answer.kind !== "answer") return { status: null, raw: "" };
  return { status: answer.status, raw: Buffer.from(answer.body).toString("base64") };
}

function isAway(error: unknown): boolean {
  return asMortiseError(error).code === "STORE_UNAVAILABLE";
}

/** Ends the wait when the signal aborts; what is waited for goes on. */
async function heed<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await work;
  const cancelled = () =>
    signal.reason instanceof MortiseError
      ? signal.reason
      : mortiseError("ENGINE_CANCELLED", {}, { cause: signal.reason });
  if (signal.aborted) throw cancelled();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => reject(cancelled());
    signal.addEventListener("abort", abort, { once: true });
    stop = () => signal.removeEventListener("abort", abort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    stop();
  }
}
