import { type GrantRecord, type GrantSettings, mortiseError, Type } from "@mortise/contract";
import { setVersion } from "../api/etag.ts";
import { type Call, route } from "../api/route.ts";
import {
  EnvironmentName,
  Instant,
  iso,
  listOf,
  Nullable,
  object,
  page,
  TenantId,
  TenantParams,
} from "../api/schemas.ts";
import { OverridesSchema } from "../grants/profile-schema.ts";
import { findProfile, PROFILES } from "../grants/profiles.ts";
import { checkGrantSettings } from "../grants/settings.ts";
import { GrantSchema, LedgerSchema, showEntry, showGrant } from "../grants/shown-grant.ts";
import { cookieHeader } from "./consent.ts";

const GrantId = Type.String({
  pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}$",
  description: "Letters, digits, `_`, `.` and `-`.",
});
const GrantParams = object({ tenant: TenantId, grant: GrantId });
const Address = Nullable(Type.String({ minLength: 1, maxLength: 2_000 }));
const Token = Type.String({ minLength: 1, maxLength: 16_384, pattern: "\\S" });

const settings = {
  profile: Type.Optional(
    Type.String({ description: "A provider profile. Defaults to `strict`, which assumes the worst." }),
  ),
  overrides: Type.Optional(OverridesSchema),
  grantType: Type.Optional(Type.Enum(["authorization_code", "client_credentials", "implicit"])),
  authorizationUrl: Type.Optional(Address),
  tokenUrl: Type.Optional(Address),
  issuer: Type.Optional(Address),
  clientId: Type.Optional(Type.String({ maxLength: 1_000 })),
  clientSecret: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 16_384 }))),
  scope: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 2_000 }))),
  redirectUri: Type.Optional(Address),
  authorizationParams: Type.Optional(
    Type.Record(Type.String({ minLength: 1, maxLength: 100 }), Type.String({ maxLength: 2_000 })),
  ),
  owner: Type.Optional(Nullable(object({ flow: Type.String({ minLength: 1 }), node: Type.String({ minLength: 1 }) }))),
};

const one = { 200: { description: "The grant", schema: GrantSchema } };

async function shown({ runtime, reply }: Pick<Call, "runtime" | "reply">, grant: GrantRecord) {
  setVersion(reply, grant.version);
  return showGrant(runtime.grants, grant, await runtime.store.now());
}

async function existing({ runtime }: Pick<Call, "runtime">, tenant: string, id: string): Promise<GrantRecord> {
  const grant = await runtime.store.grants.get(tenant, id);
  if (!grant) throw mortiseError("API_NOT_FOUND", { what: `grant "${id}"` });
  return grant;
}

export const grantRoutes = [
  route({
    method: "GET",
    path: "/grants",
    id: "listFleet",
    tag: "grants",
    summary: "The grants of every tenant; those first whose end is nearest",
    role: "viewer",
    allTenants: true,
    query: object({ ...page, sort: Type.Optional(Type.Enum(["dies"])) }),
    answers: { 200: { description: "The grants", schema: listOf(GrantSchema) } },
    async handle({ runtime, query }) {
      const { items, cursor } = await runtime.store.grants.fleet(query);
      const now = await runtime.store.now();
      return { items: items.map((grant) => showGrant(runtime.grants, grant, now)), cursor };
    },
  }),
  route({
    method: "GET",
    path: "/grants/profiles",
    id: "listProfiles",
    tag: "grants",
    summary: "The provider profiles: what is known of each, with its sources",
    role: "viewer",
    answers: {
      200: {
        description: "The profiles",
        schema: object({ items: Type.Array(Type.Record(Type.String(), Type.Unknown())) }),
      },
    },
    handle: () => ({ items: [...PROFILES.values()] }),
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}/grants",
    id: "listGrants",
    tag: "grants",
    summary: "Lists the tenant's grants by id",
    role: "viewer",
    params: TenantParams,
    query: object({ ...page, environment: Type.Optional(EnvironmentName) }),
    answers: { 200: { description: "The grants", schema: listOf(GrantSchema) } },
    async handle({ runtime, params, query }) {
      const { environment, ...rest } = query;
      const asked =
        environment === undefined ? rest : { ...rest, environment: environment as GrantRecord["environment"] };
      const { items, cursor } = await runtime.store.grants.list(params.tenant, asked);
      const now = await runtime.store.now();
      return { items: items.map((grant) => showGrant(runtime.grants, grant, now)), cursor };
    },
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/grants",
    id: "createGrant",
    tag: "grants",
    summary: "Creates a grant; it has no tokens until it is authorized or some are put into it",
    role: "editor",
    params: TenantParams,
    body: object({
      id: GrantId,
      environment: EnvironmentName,
      ...settings,
      clientId: Type.String({ maxLength: 1_000 }),
    }),
    answers: { 201: { description: "The grant", schema: GrantSchema } },
    async handle(call) {
      const { runtime, params, body, who } = call;
      const { id, clientSecret, profile = "strict", overrides = {}, ...given } = body;
      findProfile(profile);
      checkGrantSettings(given as Partial<GrantSettings>, profile, overrides);
      const all = {
        grantType: "authorization_code",
        authorizationUrl: null,
        tokenUrl: null,
        issuer: null,
        scope: null,
        redirectUri: null,
        authorizationParams: {},
        owner: null,
        ...given,
        profile,
        overrides,
      } as GrantSettings;
      const grant = await runtime.store.grants.create(
        params.tenant,
        { ...all, id, ...(clientSecret ? { clientSecret } : {}) },
        who.name,
      );
      const detail = { environment: grant.environment, profile };
      await runtime.store.history.audit({
        tenant: params.tenant,
        who: who.name,
        action: "grant.create",
        target: id,
        detail,
      });
      return await shown(call, grant);
    },
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}/grants/{grant}",
    id: "getGrant",
    tag: "grants",
    summary: "Shows a grant: its state and times, never a token",
    role: "viewer",
    params: GrantParams,
    answers: one,
    handle: async (call) => shown(call, await existing(call, call.params.tenant, call.params.grant)),
  }),
  route({
    method: "PATCH",
    path: "/tenants/{tenant}/grants/{grant}",
    id: "changeGrant",
    tag: "grants",
    summary: "Changes a grant's settings; what is left out stays, and so do its tokens",
    role: "editor",
    params: GrantParams,
    body: object(settings),
    answers: one,
    async handle(call) {
      const { runtime, params, body, who, ifVersion } = call;
      const { tenant, grant: id } = params;
      const present = await existing(call, tenant, id);
      const change = body as Partial<Omit<GrantSettings, "environment">> & { readonly clientSecret?: string | null };
      const profile = change.profile ?? present.profile;
      findProfile(profile);
      checkGrantSettings(change, profile, change.overrides ?? present.overrides);
      const grant = await runtime.store.grants.change(tenant, id, change, who.name, ifVersion);
      const detail = { fields: Object.keys(change) };
      await runtime.store.history.audit({ tenant, who: who.name, action: "grant.change", target: id, detail });
      return await shown(call, grant);
    },
  }),
  route({
    method: "DELETE",
    path: "/tenants/{tenant}/grants/{grant}",
    id: "removeGrant",
    tag: "grants",
    summary: "Removes a grant with its tokens; its ledger stays",
    role: "editor",
    params: GrantParams,
    answers: { 204: { description: "Removed" } },
    async handle({ runtime, params, who, ifVersion }) {
      await runtime.store.grants.remove(params.tenant, params.grant, ifVersion);
      await runtime.store.history.audit({
        tenant: params.tenant,
        who: who.name,
        action: "grant.remove",
        target: params.grant,
      });
    },
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/grants/{grant}/authorize",
    id: "authorizeGrant",
    tag: "grants",
    summary: "Begins a consent: gives the provider's page, for the browser that gets the cookie of this answer",
    description: "`startUrl` is for any other browser, once: it binds the consent to the one that opens it last.",
    role: "editor",
    params: GrantParams,
    body: object({}),
    optionalBody: true,
    answers: {
      200: {
        description: "Where to send the person",
        schema: object({ url: Type.String(), startUrl: Type.String(), redirectUri: Type.String(), expiresAt: Instant }),
      },
    },
    async handle({ runtime, params, who, reply }) {
      const { tenant, grant } = params;
      const { url, state, redirectUri, cookie, lifeMs } = await runtime.grants.consents.begin(tenant, grant, who.name);
      await runtime.store.history.audit({ tenant, who: who.name, action: "grant.authorize", target: grant });
      reply.header("Set-Cookie", cookieHeader(cookie, lifeMs));
      return {
        url,
        startUrl: `${runtime.grants.startUrl}?state=${encodeURIComponent(state)}`,
        redirectUri,
        expiresAt: iso((await runtime.store.now()) + lifeMs),
      };
    },
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/grants/{grant}/put",
    id: "putTokens",
    tag: "grants",
    summary: "Puts tokens into a grant that a person got elsewhere, such as with Postman",
    role: "editor",
    params: GrantParams,
    body: object({
      refreshToken: Type.Optional(Token),
      accessToken: Type.Optional(Token),
      expiresIn: Type.Optional(Type.Integer({ minimum: 1, maximum: 315_360_000, description: "Seconds." })),
    }),
    answers: one,
    async handle(call) {
      const { runtime, params, body, who } = call;
      const { tenant, grant: id } = params;
      const { refreshToken, accessToken, expiresIn } = body;
      if (refreshToken === undefined && accessToken === undefined)
        throw mortiseError("API_INVALID", { what: "expected a refreshToken or an accessToken" }, { pointer: "/body" });
      const given = { refreshToken: refreshToken?.trim(), accessToken: accessToken?.trim(), expiresIn };
      const grant = await runtime.grants.put(tenant, id, given, who.name);
      await runtime.store.history.audit({ tenant, who: who.name, action: "grant.put", target: id });
      return await shown(call, grant);
    },
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/grants/{grant}/refresh",
    id: "refreshGrant",
    tag: "grants",
    summary: "Refreshes a grant now; waits for a refresh that is under way",
    description:
      "`probe`: a grant in doubt is tried once with its old token, which a strict provider may answer by revoking everything.",
    role: "editor",
    params: GrantParams,
    body: object({ probe: Type.Optional(Type.Boolean()) }),
    optionalBody: true,
    answers: one,
    async handle(call) {
      const { runtime, params, who } = call;
      const { tenant, grant: id } = params;
      const probe = call.body?.probe;
      await runtime.store.history.audit({
        tenant,
        who: who.name,
        action: "grant.refresh",
        target: id,
        ...(probe ? { detail: { probe } } : {}),
      });
      const held = await runtime.grants.refresher.fresh(tenant, id, { for: "person", probe });
      return await shown(call, held.grant);
    },
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}/grants/{grant}/ledger",
    id: "listLedger",
    tag: "grants",
    summary: "What happened to a grant, newest first, with fingerprints of its tokens",
    role: "viewer",
    params: GrantParams,
    query: object(page),
    answers: { 200: { description: "The entries", schema: listOf(LedgerSchema) } },
    async handle({ runtime, params, query }) {
      const { items, cursor } = await runtime.store.grants.ledger(params.tenant, params.grant, query);
      return { items: items.map(showEntry), cursor };
    },
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}/grants/{grant}/budget",
    id: "showBudget",
    tag: "grants",
    summary: "What is left of the provider's error budget, for each address that had errors within the hour",
    role: "viewer",
    params: GrantParams,
    answers: {
      200: {
        description: "What is left",
        schema: object({
          errorsPerHour: Nullable(Type.Integer()),
          tokenCallsPerDay: Nullable(Type.Integer()),
          items: Type.Array(
            object({
              company: Type.String(),
              endpoint: Type.String(),
              errors: Type.Integer(),
              left: Type.Integer(),
              until: Instant,
            }),
          ),
        }),
      },
    },
    async handle(call) {
      const { runtime, params } = call;
      const grant = await existing(call, params.tenant, params.grant);
      const { errorsPerHour, tokenCallsPerDay } = runtime.grants.profileOf(grant);
      const budgets = await runtime.store.grants.budgets(params.tenant);
      const items = budgets.flatMap(({ key, errors, until }) => {
        const [environment, id, , company = "", endpoint = ""] = key.split("|");
        if (environment !== grant.environment || id !== grant.id) return [];
        return [
          {
            company,
            endpoint,
            errors,
            left: Math.max(0, (errorsPerHour ?? errors + 1) - 1 - errors),
            until: iso(until),
          },
        ];
      });
      return { errorsPerHour, tokenCallsPerDay, items };
    },
  }),
];
