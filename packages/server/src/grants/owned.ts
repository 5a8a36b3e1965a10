import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import {
  type GrantRecord,
  type GrantSettings,
  type GrantStore,
  type Mistake,
  mortiseError,
  type ProviderProfile,
  toMistake,
} from "@mortise/contract";
import type { Plan, PlanNode } from "@mortise/engine";
import { PROFILES } from "./profiles.ts";

/** The settings of a node that has a grant of its own (`spec.grant`), compiled. */
interface OwnerSettings {
  readonly authorizationUrl?: string;
  readonly tokenUrl?: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly scope?: string;
  readonly refreshTokenDelay?: number;
  readonly profile: string;
  readonly grantType: "authorization code" | "client credentials";
}

const ID = /^oauth2-([0-9a-f-]{36})-(?:test|production)$/;

/** The part of an owned grant's id that names the node: one in both environments, minted once, and never in a flow's text. */
export function guidOf(grant: string): string | undefined {
  return ID.exec(grant)?.[1];
}

/** The nodes of a plan that have a grant of their own. */
export function ownersOf(plan: Plan): PlanNode[] {
  return [...plan.nodes.values()].filter(({ spec }) => spec.grant === true);
}

/** What is wrong with those nodes before anything is installed: profiles that nobody has, addresses that nobody gave. */
export function ownerMistakes(plan: Plan): Mistake[] {
  return ownersOf(plan).flatMap((node) => {
    const settings = node.settings as unknown as OwnerSettings;
    const profile = PROFILES.get(settings.profile);
    return profile ? [...lacking(plan, node, profile), ...tooEager(node, profile)] : [noProfile(node)];
  });
}

function noProfile({ id, settings }: PlanNode): Mistake {
  const expected = `one of ${[...PROFILES.keys()].join(", ")}`;
  const found = JSON.stringify(settings.profile);
  return toMistake(mortiseError("FLOW_SETTINGS_INVALID", { setting: "profile", expected, found }), { nodeId: id });
}

function lacking({ environment }: Plan, { id, settings }: PlanNode, { name, endpoints }: ProviderProfile): Mistake[] {
  if (endpoints[environment]) return [];
  const wanted = settings.grantType === "client credentials" ? ["tokenUrl"] : ["tokenUrl", "authorizationUrl"];
  return wanted
    .filter((setting) => !settings[setting])
    .map((setting) => {
      const expected = `an address, since the profile ${name} has none`;
      return toMistake(mortiseError("FLOW_SETTINGS_INVALID", { setting, expected, found: "nothing" }), { nodeId: id });
    });
}

/** A provider that accepts a refresh only shortly before the end bounds the delay, whatever the author wishes. */
function tooEager({ id, settings }: PlanNode, profile: ProviderProfile): Mistake[] {
  const { refreshNotBeforeSec, accessTokenTtlSec, title } = profile;
  const delay = (settings as unknown as OwnerSettings).refreshTokenDelay;
  if (delay === undefined || refreshNotBeforeSec === 0 || accessTokenTtlSec === null) return [];
  const longest = accessTokenTtlSec - refreshNotBeforeSec;
  if (delay <= longest * 1_000) return [];
  return [
    {
      severity: "warning",
      code: "refresh-too-early",
      message: `${title} accepts a refresh only in the last ${longest} of ${accessTokenTtlSec} seconds: the delay of ${delay / 1_000} s is taken for ${longest} s.`,
      help: `Set refreshTokenDelay to ${longest} s or less, or leave it out.`,
      nodeId: id,
    },
  ];
}

/** Makes the grants of an installed version's nodes, or brings their settings up to date; tokens that are there stay. */
export async function installGrants(store: GrantStore, tenant: string, plan: Plan, by: string): Promise<void> {
  for (const node of ownersOf(plan)) {
    const owner = { flow: plan.flow.name, node: node.id };
    const settings = node.settings as unknown as OwnerSettings;
    const { items } = await store.list(tenant, { owner });
    const present = items.find(({ environment }) => environment === plan.environment);
    const wanted = { ...settingsOf(settings, present), owner };
    const { clientSecret } = settings;
    if (present) {
      if (isChanged(present, wanted) || clientSecret !== undefined)
        await store.change(tenant, present.id, { ...wanted, clientSecret: clientSecret ?? null }, by);
      continue;
    }
    const guid = items.map(({ id }) => guidOf(id)).find((found) => found !== undefined) ?? randomUUID();
    const id = `oauth2-${guid}-${plan.environment}`;
    await store.create(tenant, { id, ...UNSAID, ...wanted, environment: plan.environment, clientSecret }, by);
  }
}

/** What a node's settings do not speak of; a person may change it in the grant. */
const UNSAID = { issuer: null, redirectUri: null, authorizationParams: {} } as const;

/** What a node says of its grant. */
function settingsOf(settings: OwnerSettings, present: GrantRecord | undefined) {
  const { authorizationUrl, tokenUrl, clientId, scope, refreshTokenDelay, profile, grantType } = settings;
  const { refreshBeforeExpirySec: _, ...overrides } = present?.overrides ?? {};
  const delay =
    refreshTokenDelay === undefined ? {} : { refreshBeforeExpirySec: Math.round(refreshTokenDelay / 1_000) };
  return {
    profile,
    overrides: { ...overrides, ...delay },
    grantType: grantType === "client credentials" ? "client_credentials" : "authorization_code",
    authorizationUrl: authorizationUrl ?? null,
    tokenUrl: tokenUrl ?? null,
    clientId,
    scope: scope ?? null,
  } satisfies Partial<GrantSettings>;
}

function isChanged(present: GrantRecord, wanted: Partial<GrantSettings>): boolean {
  return Object.entries(wanted).some(
    ([name, value]) => !isDeepStrictEqual(present[name as keyof GrantSettings], value),
  );
}
