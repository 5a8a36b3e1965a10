import { randomUUID } from "node:crypto";
import {
  type AccessToken,
  type Clock,
  type Environment,
  type GrantRecord,
  type GrantStore,
  type GrantTokens,
  type HeldGrant,
  mortiseError,
  type NewEvent,
  type NewTokens,
  type ProviderProfile,
} from "@mortise/contract";
import { failPoint } from "@mortise/store";
import { realClock } from "../clock.ts";
import type { ServerLog } from "../log.ts";
import { beginCall } from "./budget.ts";
import { Consents } from "./consent.ts";
import { GrantFigures } from "./figures.ts";
import { Keeper } from "./keeper.ts";
import { profileOf } from "./need.ts";
import type { ReceiptSpool, RefreshPorts, TokenEndpoint } from "./ports.ts";
import { findProfile } from "./profiles.ts";
import { readAnswer } from "./read-answer.ts";
import { Refresher } from "./refresher.ts";

export interface GrantsOptions {
  readonly store: GrantStore;
  readonly endpoint: TokenEndpoint;
  readonly spool: ReceiptSpool;
  /** What the keeper goes by. */
  readonly clock: Clock;
  /** What requests and waits go by. Defaults to real time: providers know no other. */
  readonly waits?: Clock | undefined;
  readonly random: () => number;
  readonly log: ServerLog;
  tell(event: NewEvent): void;
  /** How the world reaches this server, without a slash at the end. */
  publicUrl(): string;
  readonly profile?: (name: string) => ProviderProfile;
}

/** Where providers send browsers back to. */
export const CALLBACK_PATH = "/oauth2/callback";

/** Where a person's own browser begins a consent. */
export const START_PATH = "/oauth2/start";

/** A run that uses grants. */
export interface GrantUser {
  readonly tenant: string;
  readonly environment: Environment;
  readonly flow: string;
}

/** The grants of this process: refreshed on demand, kept alive, authorized and shown. */
export class Grants {
  readonly store: GrantStore;
  readonly refresher: Refresher;
  readonly keeper: Keeper;
  readonly consents: Consents;
  readonly figures = new GrantFigures();
  readonly #options: GrantsOptions;
  readonly #profile: (name: string) => ProviderProfile;

  constructor(options: GrantsOptions) {
    const { store, endpoint, spool, clock, waits = realClock, random, log, tell, profile = findProfile } = options;
    this.#options = options;
    this.#profile = profile;
    this.store = store;
    const ports: RefreshPorts = {
      store,
      endpoint,
      spool,
      clock: waits,
      random,
      profile,
      monotonic: () => performance.now(),
      newId: randomUUID,
      redirectUri: () => this.callbackUrl,
      point: failPoint,
      warn: (message, about) => log.warn(about, message),
      figures: this.figures,
    };
    this.refresher = new Refresher(ports);
    this.keeper = new Keeper({ store, refresher: this.refresher, clock, log, tell });
    this.consents = new Consents({ store, refresher: this.refresher, profile, callbackUrl: () => this.callbackUrl });
  }

  /** The address to register with providers. */
  get callbackUrl(): string {
    return `${this.#options.publicUrl()}${CALLBACK_PATH}`;
  }

  /** Binds a consent to the browser that opens it. */
  get startUrl(): string {
    return `${this.#options.publicUrl()}${START_PATH}`;
  }

  /** Stores what an earlier process could not, before anything else may be sent. */
  async recover(): Promise<void> {
    const count = await this.refresher.replay();
    if (count > 0) this.#options.log.info({ count }, "answers of token endpoints that waited in files are stored now");
  }

  start(): void {
    this.keeper.start();
  }

  /** Ends when every request and every receipt has: a refresh is cancelled by nothing. */
  async stop(): Promise<void> {
    await this.keeper.stop();
    await this.refresher.idle();
  }

  /** A grant's profile, with what the grant says otherwise. */
  profileOf(grant: GrantRecord): ProviderProfile {
    return profileOf(grant, this.#profile);
  }

  /** The grants of a run's tenant in its environment, as components reach them. `register` learns each token before it is handed out. */
  tokens({ tenant, environment, flow }: GrantUser, register: (secret: string) => void): GrantTokens {
    const guard = ({ grant, accessToken }: HeldGrant): void => {
      // Before anything is spent: a test never touches a grant of production.
      if (grant.environment !== environment)
        throw mortiseError("GRANT_GUARDED", {
          what: `The grant "${grant.id}" belongs to ${grant.environment}, and this run is in ${environment}`,
        });
      if (accessToken !== undefined) register(accessToken);
    };
    const read = async (id: string) => {
      const held = await this.store.read(tenant, id);
      guard(held);
      return held;
    };
    return {
      read,
      fresh: async (id, { force, margin, signal } = {}) => {
        const wish = { for: "use", margin, refused: force } as const;
        return toToken(await this.refresher.fresh(tenant, id, wish, signal, guard), register);
      },
      own: async (node) => {
        const { items } = await this.store.list(tenant, { environment, owner: { flow, node }, limit: 1 });
        const [grant] = items;
        if (grant) return grant.id;
        throw mortiseError("API_NOT_FOUND", { what: `a grant of node "${node}": install the flow in ${environment}` });
      },
      call: async (id, call) => {
        const { grant } = await read(id);
        return await beginCall(this.store, this.#options.waits ?? realClock, grant, this.profileOf(grant), call);
      },
    };
  }

  /** Tokens that a person brings, with the times that the grant's profile gives them. */
  async put(
    tenant: string,
    id: string,
    given: {
      readonly refreshToken?: string | undefined;
      readonly accessToken?: string | undefined;
      readonly expiresIn?: number | undefined;
    },
    by: string,
  ): Promise<GrantRecord> {
    const { grant, now } = await this.store.read(tenant, id);
    const body = JSON.stringify({
      access_token: given.accessToken,
      refresh_token: given.refreshToken,
      expires_in: given.expiresIn,
    });
    const answer = { kind: "answer", status: 200, headers: [], body: Buffer.from(body), complete: true } as const;
    const context = {
      profile: this.profileOf(grant),
      sentAt: now,
      receivedAt: now,
      secrets: [],
      random: this.#options.random(),
    };
    const outcome = readAnswer(answer, {
      ...context,
      grant: { ...grant, consentedAt: now, hasRefreshToken: given.refreshToken !== undefined },
    });
    if (outcome.kind !== "tokens")
      throw mortiseError("API_INVALID", { what: "there is neither a refresh token nor an access token in it" });
    const implicit = given.refreshToken === undefined;
    // A token that was made elsewhere is as old as its access token tells; where that is not given it may be refreshed at once.
    const { accessTokenTtlSec } = context.profile;
    const age =
      given.expiresIn === undefined || accessTokenTtlSec === null ? null : accessTokenTtlSec - given.expiresIn;
    const tokens: NewTokens = {
      ...outcome,
      notBefore: age === null || outcome.notBefore === null ? null : outcome.notBefore - age * 1_000,
      diesAt: implicit ? (outcome.access?.expiresAt ?? null) : outcome.diesAt,
    };
    return await this.store.put(tenant, id, tokens, by);
  }
}

function toToken({ grant, accessToken }: HeldGrant, register: (secret: string) => void): AccessToken {
  if (accessToken === undefined)
    throw mortiseError("GRANT_NEEDS_CONSENT", {
      grant: grant.id,
      tenant: grant.tenant,
      what: "it has no access token",
    });
  register(accessToken);
  return { value: accessToken, type: grant.tokenType, generation: grant.generation, expiresAt: grant.accessExpiresAt };
}
