import { createHash, randomBytes } from "node:crypto";
import { asMortiseError, type GrantRecord, type GrantStore, type ProviderProfile } from "@mortise/contract";
import {
  AuthorizationResponseError,
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomState,
  validateAuthResponse,
} from "oauth4webapi";
import { profileOf } from "./need.ts";
import type { Refresher } from "./refresher.ts";
import { incomplete, tokenUrlOf } from "./token-request.ts";

/** Long enough for a person who looks for a telephone. */
const LIFE = 15 * 60_000;

export interface ConsentsOptions {
  readonly store: GrantStore;
  readonly refresher: Refresher;
  profile(name: string): ProviderProfile;
  callbackUrl(): string;
}

/** A consent that can be given now. */
export interface BegunConsent {
  /** The provider's page, for the browser that has the cookie. */
  readonly url: string;
  readonly state: string;
  readonly redirectUri: string;
  readonly cookie: ConsentCookie;
  readonly lifeMs: number;
}

/** What binds a consent to a browser. */
export interface ConsentCookie {
  readonly name: string;
  readonly value: string;
}

/** How a consent ended, for the page that says so. */
export type EndedConsent =
  | { readonly ok: true; readonly tenant: string; readonly grant: string; readonly by: string }
  | {
      readonly ok: false;
      readonly what: string;
      readonly tenant?: string;
      readonly grant?: string;
      readonly by?: string;
    };

/** Consents of people in their browsers: authorization code with PKCE, a state that is good once, and the browser that began. */
export class Consents {
  readonly #options: ConsentsOptions;

  constructor(options: ConsentsOptions) {
    this.#options = options;
  }

  /** Where a provider sends browsers back to for this grant: what has to be registered there. */
  redirectUri(grant: GrantRecord): string {
    return grant.redirectUri ?? this.#options.callbackUrl();
  }

  /** Why a grant cannot be authorized yet, in words; undefined when it can. */
  obstacle(grant: GrantRecord): string | undefined {
    try {
      this.#check(grant);
      return undefined;
    } catch (error) {
      return String(asMortiseError(error).detail.what ?? asMortiseError(error).message);
    }
  }

  /** Begins a consent. Throws `GRANT_INCOMPLETE` with what is missing. */
  async begin(tenant: string, id: string, by: string): Promise<BegunConsent> {
    const { store } = this.#options;
    const { grant } = await store.read(tenant, id);
    this.#check(grant);
    const redirectUri = this.redirectUri(grant);
    const verifier = generateRandomCodeVerifier();
    const state = `${Buffer.from(tenant).toString("base64url")}.${generateRandomState()}`;
    const consent = { tenant, grant: id, verifier, redirectUri, by };
    await store.beginConsent(state, consent, LIFE);
    const cookie = { name: cookieName(state, redirectUri), value: newBrowser() };
    await store.bindConsent(tenant, state, cookie.value);
    return { url: await this.#urlOf(grant, state, verifier, redirectUri), state, redirectUri, cookie, lifeMs: LIFE };
  }

  /** Binds a begun consent to the browser that opens its link. Undefined when it is over. */
  async bind(state: string): Promise<{ readonly url: string; readonly cookie: ConsentCookie } | undefined> {
    const { store } = this.#options;
    const tenant = tenantOf(state);
    if (tenant === undefined) return undefined;
    const value = newBrowser();
    const consent = await store.bindConsent(tenant, state, value).catch(unlessMissing);
    if (!consent) return undefined;
    const { grant } = await store.read(tenant, consent.grant);
    const url = await this.#urlOf(grant, state, consent.verifier, consent.redirectUri);
    return { url, cookie: { name: cookieName(state, consent.redirectUri), value } };
  }

  /** Takes what the provider sent the browser back with. The state is consumed first, whatever comes of it. */
  async end(parameters: URLSearchParams, cookieOf: (name: string) => string | undefined): Promise<EndedConsent> {
    const { store, refresher } = this.#options;
    const states = parameters.getAll("state");
    const [state = ""] = states;
    const tenant = tenantOf(state);
    if (states.length !== 1 || tenant === undefined)
      return { ok: false, what: "This answer belongs to no consent that was begun here." };
    const { cookie, secureCookie } = {
      cookie: cookieOf(cookieName(state, "http:")),
      secureCookie: cookieOf(cookieName(state, "https:")),
    };
    const consent = await store.takeConsent(tenant, state, secureCookie ?? cookie).catch(unlessMissing);
    if (!consent)
      return { ok: false, what: "This consent has expired or was answered already. Begin again from Mortise." };
    const about = { tenant, grant: consent.grant, by: consent.by };
    const refuse = (what: string) => ({ ok: false, what, ...about }) as const;
    if (!consent.sameBrowser)
      return refuse("This consent was begun in another browser. Begin again, and answer it in the same one.");
    const { grant } = await store.read(tenant, consent.grant);
    const problem = this.#problemOf(grant, parameters, state);
    if (problem !== undefined) return refuse(problem);
    const [code, ...more] = parameters.getAll("code");
    if (!code || more.length > 0) return refuse("The provider sent no code.");
    try {
      const { verifier, redirectUri } = consent;
      const { error } = await refresher.exchange(tenant, consent.grant, { code, verifier, redirectUri });
      return error ? refuse(`The provider did not give a token: ${error.message}`) : { ok: true, ...about };
    } catch (error) {
      return refuse(asMortiseError(error).message);
    }
  }

  /** What is wrong with an answer of the authorization endpoint: RFC 6749 §4.1.2, RFC 9207. */
  #problemOf(grant: GrantRecord, parameters: URLSearchParams, state: string): string | undefined {
    const profile = profileOf(grant, this.#options.profile);
    const endpoints = profile.endpoints[grant.environment];
    const authorizationUrl = grant.authorizationUrl ?? endpoints?.authorizationUrl ?? "";
    const known = grant.issuer ?? endpoints?.issuer;
    const given = parameters.get("iss");
    // Where nobody said who the issuer is, it has to be of the host that the person was sent to.
    const issuer =
      known ??
      (given !== null && URL.parse(given)?.origin === URL.parse(authorizationUrl)?.origin ? given : "unknown:");
    const server = { issuer, authorization_response_iss_parameter_supported: grant.issuer !== null };
    try {
      validateAuthResponse(server, { client_id: grant.clientId }, parameters, state);
      return undefined;
    } catch (error) {
      if (error instanceof AuthorizationResponseError) {
        const said = [error.error, error.error_description].filter(Boolean).join(": ").slice(0, 300);
        return `The provider answered ${said}.`;
      }
      return "The answer is not one of the provider that was asked: its issuer or its parameters are not the right ones.";
    }
  }

  #check(grant: GrantRecord): void {
    const profile = profileOf(grant, this.#options.profile);
    if (grant.grantType === "client_credentials") throw incomplete(grant, "client credentials need nobody's consent");
    if (grant.grantType === "implicit")
      throw incomplete(grant, "an access token of the implicit grant is brought by hand (`mortise grants put`)");
    if (grant.clientId.trim() === "") throw incomplete(grant, "it has no client id");
    if (!grant.hasClientSecret && ["basic", "basicRaw", "privateKeyJwt"].includes(profile.clientAuth))
      throw incomplete(grant, `it has no client secret, which the client authentication ${profile.clientAuth} needs`);
    tokenUrlOf(grant, profile);
    this.#authorizationUrlOf(grant, profile);
  }

  #authorizationUrlOf(grant: GrantRecord, profile: ProviderProfile): URL {
    const text = grant.authorizationUrl ?? profile.endpoints[grant.environment]?.authorizationUrl;
    if (!text)
      throw incomplete(
        grant,
        `it has no authorization URL, and the profile ${profile.name} knows none for ${grant.environment}`,
      );
    const url = URL.parse(text);
    if (!url || !/^https?:$/.test(url.protocol)) throw incomplete(grant, "its authorization URL is no address");
    return url;
  }

  async #urlOf(grant: GrantRecord, state: string, verifier: string, redirectUri: string): Promise<string> {
    const profile = profileOf(grant, this.#options.profile);
    const url = this.#authorizationUrlOf(grant, profile);
    const scope = grant.scope ?? profile.scope;
    const parameters = {
      ...profile.authorizationParams,
      ...grant.authorizationParams,
      response_type: "code",
      client_id: grant.clientId,
      redirect_uri: redirectUri,
      ...(scope ? { scope } : {}),
      state,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url.href;
  }
}

/** The tenant that a state names: nobody else's consents are looked through. */
function tenantOf(state: string): string | undefined {
  const [head = "", tail = ""] = state.split(".");
  const tenant = Buffer.from(head, "base64url").toString("utf8");
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(tenant) && /^[\w-]{20,100}$/.test(tail) ? tenant : undefined;
}

/** One cookie per consent, so that two in one browser do not disturb each other. */
function cookieName(state: string, redirectUri: string): string {
  const name = `mortise-consent-${createHash("sha256").update(state).digest("hex").slice(0, 12)}`;
  return redirectUri.startsWith("https:") ? `__Host-${name}` : name;
}

function newBrowser(): string {
  return randomBytes(32).toString("base64url");
}

function unlessMissing(error: unknown): undefined {
  if (asMortiseError(error).code === "API_NOT_FOUND") return undefined;
  throw error;
}
