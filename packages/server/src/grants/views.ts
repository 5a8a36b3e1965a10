import {
  ENVIRONMENTS,
  type Environment,
  GRANT_VIEWS,
  type GrantRecord,
  type GrantStore,
  type GrantView,
  grantViewOf,
  type ProviderProfile,
  type VariableRecord,
  type VariableSlot,
  type VariableStore,
} from "@mortise/contract";
import { guidOf } from "./owned.ts";

/** What the two secrets of a grant read as. */
const HIDDEN = "•••";

const SECRET: ReadonlySet<GrantView> = new Set(["access_token", "client_secret", "refresh_token"]);

export interface GrantViewOptions {
  readonly grants: GrantStore;
  profileOf(grant: GrantRecord): ProviderProfile;
  callbackUrl(): string;
}

/** A tenant's variables with the ten of each node that has a grant: they are read from the ledger and stored nowhere, so none can be stuck or stale. */
export function withGrantViews(variables: VariableStore, options: GrantViewOptions): VariableStore {
  const views = new GrantViews(options);
  return {
    ...variables,
    async list(tenant, wish) {
      const [stored, shown] = await Promise.all([variables.list(tenant, wish), views.list(tenant, wish?.secrets)]);
      return shown.length === 0 ? stored : [...stored, ...shown].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async get(tenant, name, wish) {
      const named = grantViewOf(name);
      return (
        (named && (await views.get(tenant, named.guid, named.view, wish?.secrets))) ?? variables.get(tenant, name, wish)
      );
    },
    async read(tenant, environment, name) {
      const named = grantViewOf(name);
      return (
        (named && (await views.read(tenant, named.guid, named.view, environment))) ??
        variables.read(tenant, environment, name)
      );
    },
  };
}

class GrantViews {
  readonly #options: GrantViewOptions;

  constructor(options: GrantViewOptions) {
    this.#options = options;
  }

  async list(tenant: string, secrets = false): Promise<VariableRecord[]> {
    const byGuid = new Map<string, GrantRecord[]>();
    for (const grant of await this.#owned(tenant)) {
      const guid = guidOf(grant.id) as string;
      byGuid.set(guid, [...(byGuid.get(guid) ?? []), grant]);
    }
    const records: VariableRecord[] = [];
    for (const [guid, grants] of byGuid)
      for (const view of GRANT_VIEWS) records.push(await this.#record(guid, view, grants, secrets));
    return records;
  }

  async get(tenant: string, guid: string, view: GrantView, secrets = false): Promise<VariableRecord | undefined> {
    const found = await Promise.all(ENVIRONMENTS.map((each) => this.#options.grants.get(tenant, idOf(guid, each))));
    const grants = found.filter((grant) => grant !== undefined);
    return grants.length === 0 ? undefined : this.#record(guid, view, grants, secrets);
  }

  async read(tenant: string, guid: string, view: GrantView, environment: Environment) {
    const grant = await this.#options.grants.get(tenant, idOf(guid, environment));
    const value = grant && (await this.#value(grant, view));
    return value === undefined || value === null
      ? undefined
      : { value, encrypted: SECRET.has(view) && value !== HIDDEN };
  }

  async #owned(tenant: string): Promise<GrantRecord[]> {
    const found: GrantRecord[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#options.grants.list(tenant, { limit: 200, cursor });
      found.push(...page.items.filter(({ id }) => guidOf(id) !== undefined));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return found;
  }

  async #record(guid: string, view: GrantView, grants: GrantRecord[], secrets: boolean): Promise<VariableRecord> {
    const slot = (environment: Environment) =>
      this.#slot(
        grants.find((grant) => grant.environment === environment),
        view,
        secrets,
      );
    const [test, production] = await Promise.all(ENVIRONMENTS.map(slot));
    const instants = grants.map(
      ({ createdAt, updatedAt, refreshedAt }) => [createdAt, refreshedAt ?? updatedAt] as const,
    );
    return {
      name: `oauth2_${guid}_${view}`,
      test: test as VariableSlot,
      production: production as VariableSlot,
      tags: ["grant"],
      createdAt: Math.min(...instants.map(([created]) => created)),
      createdBy: grants[0]?.createdBy ?? "System",
      updatedAt: Math.max(...instants.map(([, updated]) => updated)),
      updatedBy: "System",
      version: Math.max(...grants.map(({ generation, version }) => generation + version)),
    };
  }

  async #slot(grant: GrantRecord | undefined, view: GrantView, secrets: boolean): Promise<VariableSlot> {
    const value = grant && (await this.#value(grant, view));
    const encrypted = SECRET.has(view);
    return {
      value: value === undefined || value === null || (encrypted && !secrets) ? null : value,
      hasValue: value !== undefined && value !== null,
      encrypted,
      updatedAt: grant ? (grant.refreshedAt ?? grant.updatedAt) : null,
      updatedBy: grant ? "System" : null,
    };
  }

  async #value(grant: GrantRecord, view: GrantView): Promise<string | null> {
    const { callbackUrl, profileOf } = this.#options;
    const profile = profileOf(grant);
    const endpoints = profile.endpoints[grant.environment];
    switch (view) {
      case "access_token":
        return grant.hasAccessToken
          ? ((await this.#options.grants.read(grant.tenant, grant.id)).accessToken ?? null)
          : null;
      case "client_id":
        return grant.clientId;
      case "client_secret":
        return grant.hasClientSecret ? HIDDEN : null;
      case "expire_date":
        return grant.accessExpiresAt === null ? null : String(Math.floor(grant.accessExpiresAt / 1_000));
      case "redirect_uri":
        return grant.redirectUri ?? callbackUrl();
      case "refresh_flag":
        return (await this.#options.grants.read(grant.tenant, grant.id)).spending ? "1" : "0";
      case "refresh_token":
        return grant.hasRefreshToken ? HIDDEN : null;
      case "scope":
        return grant.scope ?? profile.scope;
      case "uri_authorize":
        return grant.authorizationUrl ?? endpoints?.authorizationUrl ?? null;
      case "uri_token":
        return grant.tokenUrl ?? endpoints?.tokenUrl ?? null;
    }
  }
}

function idOf(guid: string, environment: Environment): string {
  return `oauth2-${guid}-${environment}`;
}
