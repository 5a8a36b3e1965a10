import { join } from "node:path";
import type { GrantRecord, GrantSettings, NewEvent } from "@mortise/contract";
import { openTestStore, type TestServer, type TestStore, uniqueName } from "@mortise/store/testing";
import { type Rehearsal, type RehearsalOptions, startRehearsal } from "../../../rehearsal/src/index.ts";
import { Grants, type GrantsOptions } from "../grants/grants.ts";
import { createReceiptSpool } from "../grants/spool.ts";
import { createTokenEndpoint } from "../grants/token-endpoint.ts";
import { silentLog } from "../log.ts";
import { TestClock } from "./clock.ts";

/** Which of our profiles speaks to which of the rehearsal's. */
export const REHEARSED: { readonly [profile: string]: string } = {
  strict: "strict",
  loket: "loket",
  exact: "exact-online",
  "exact-2021": "exact-online",
  xero: "xero",
  quickbooks: "quickbooks",
  salesforce: "salesforce",
};

/** Grants on a store and a rehearsal server of their own. */
export interface GrantsBench {
  readonly grants: Grants;
  readonly opened: TestStore;
  readonly rehearsal: Rehearsal;
  readonly tenant: string;
  readonly told: NewEvent[];
  /** A grant with a first refresh token, whose access token has to be fetched. */
  give(id?: string, settings?: Partial<GrantSettings>): Promise<GrantRecord>;
  /** The oracle: what lives at the server is what we hold, and nothing was sent twice. */
  isWhole(id?: string): Promise<boolean>;
  end(): Promise<void>;
}

/** Settings for a grant at a rehearsal server. */
export function rehearsedGrant(url: string, profile: string): GrantSettings {
  const basic = { clientAuth: "post" } as const;
  return {
    environment: "test",
    profile: REHEARSED[profile] ?? "strict",
    overrides: basic,
    grantType: "authorization_code",
    authorizationUrl: `${url}/authorize`,
    tokenUrl: `${url}/token`,
    issuer: null,
    clientId: "ThirdPartiesTestClient",
    scope: null,
    redirectUri: null,
    authorizationParams: {},
    owner: null,
  };
}

/** Starts grants for a test, with one tenant. */
export async function startGrants(
  options: {
    readonly rehearsal?: RehearsalOptions;
    readonly grants?: Partial<GrantsOptions>;
    /** Where the database is made. Defaults to the embedded test server. */
    readonly server?: TestServer;
    /** Of the database, the rehearsal server and the keeper. Defaults to real time. */
    readonly clock?: TestClock;
  } = {},
): Promise<GrantsBench> {
  const { clock } = options;
  const opened = await openTestStore({ clock }, options.server);
  const rehearsal = await startRehearsal({
    profile: "strict",
    ...(clock ? { clock: () => clock.now() } : {}),
    ...options.rehearsal,
  });
  const tenant = uniqueName("tenant");
  await opened.store.tenants.create({ id: tenant, name: tenant });
  const told: NewEvent[] = [];
  const grants = new Grants({
    store: opened.store.grants,
    endpoint: createTokenEndpoint({ allowPrivate: ["127.0.0.1"] }),
    spool: createReceiptSpool(join(opened.options.data, "receipts"), opened.store.grants, () => {}),
    clock: clock ?? new TestClock(Date.now()),
    random: () => 0.5,
    log: silentLog,
    tell: (event) => told.push(event),
    publicUrl: () => "http://127.0.0.1:8080",
    ...options.grants,
  });
  return {
    grants,
    opened,
    rehearsal,
    tenant,
    told,
    async give(id = "g", settings = {}) {
      const all = { ...rehearsedGrant(rehearsal.url, rehearsal.profile.name), ...settings };
      await opened.store.grants.create(tenant, { ...all, id, clientSecret: "Welkom01" }, "test");
      return await grants.put(tenant, id, { refreshToken: rehearsal.issueRefreshToken() }, "test");
    },
    async isWhole(id = "g") {
      const grant = await opened.store.grants.get(tenant, id);
      const live = rehearsal.liveTokens().map(({ fingerprint }) => fingerprint);
      return rehearsal.status().everyTokenSpentOnce && live.includes(grant?.refreshFingerprint ?? "none");
    },
    async end() {
      await grants.stop();
      await rehearsal.close();
      await opened.close();
    },
  };
}
