/** What an authorization server answers when it refuses. */
export interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly description: string;
}

/** How a provider treats tokens: data only, so that a provider of your own is a copy with other numbers. */
export interface Profile {
  readonly name: string;
  /** What the numbers come from. */
  readonly source: string;
  readonly accessTokenSec: number;
  readonly codeSec: number;
  /** When a refresh gives a new refresh token: `always`, or once the present one is so many seconds old. */
  readonly rotation: "always" | { readonly afterSec: number };
  /** What a refresh token does that was spent already. */
  readonly reuse: "revoke" | "refuse";
  /** How long, or until when, a spent token may be sent once more because the answer was lost. */
  readonly leeway: { readonly kind: "none" | "untilSuccessorUsed" } | { readonly kind: "time"; readonly sec: number };
  /** A grant dies when it is not refreshed for so long. */
  readonly idleDays?: number;
  readonly absoluteDays?: number;
  /** A refresh earlier than this after the last one is an error; `refuse`: it fails, `count`: it works and counts. */
  readonly notBefore?: { readonly sec: number; readonly early: "refuse" | "count"; readonly refusal: Refusal };
  /** So many errors of one client, grant and endpoint within the window block it. */
  readonly errorBudget?: { readonly errors: number; readonly windowSec: number; readonly blockSec: number };
  readonly tokenCallsPerDay?: number;
  /** Parameters that a refresh must carry beside the standard ones. */
  readonly refreshParams: readonly string[];
  readonly pkce: "required" | "optional";
  /** `any`: a form is read whatever its content type says. */
  readonly contentType: "form" | "any";
  readonly deadGrant: Refusal;
  readonly tokenType: "Bearer" | "bearer";
  readonly expiresIn: "number" | "string" | "absent";
  readonly defaultScope: string;
  /** Further fields of a token answer. `{url}`, `{issuedAt}` (ms) and `{idleSec}` are filled in. */
  readonly extra: { readonly [field: string]: string | number };
}

const invalidGrant = (description: string): Refusal => ({ status: 400, error: "invalid_grant", description });

const strict: Profile = {
  name: "strict",
  source: "RFC 9700 §4.14: rotation, no leeway, reuse revokes the whole grant",
  accessTokenSec: 3600,
  codeSec: 60,
  rotation: "always",
  reuse: "revoke",
  leeway: { kind: "none" },
  refreshParams: [],
  pkce: "optional",
  contentType: "form",
  deadGrant: invalidGrant("The refresh token is unknown, spent, expired or revoked."),
  tokenType: "Bearer",
  expiresIn: "number",
  defaultScope: "all",
  extra: {},
};

const exact: Profile = {
  ...strict,
  name: "exact",
  source:
    "Exact Online: 600 s, refresh from 570 s on, unused 30 days, code 3 minutes, 200 token calls a day, 10 errors an hour",
  accessTokenSec: 600,
  codeSec: 180,
  reuse: "refuse",
  idleDays: 30,
  notBefore: {
    sec: 570,
    early: "refuse",
    refusal: { status: 400, error: "access_denied", description: "Rate limit exceeded: access_token not expired" },
  },
  errorBudget: { errors: 10, windowSec: 3600, blockSec: 3600 },
  tokenCallsPerDay: 200,
  deadGrant: invalidGrant("Old refresh token used."),
  tokenType: "bearer",
  expiresIn: "string",
  defaultScope: "",
};

/** The profiles that come with the rehearsal server, by name. */
export const PROFILES: ReadonlyMap<string, Profile> = new Map(
  (
    [
      strict,
      {
        ...strict,
        name: "loket",
        source:
          "Loket.nl: 3,599 s measured, refresh tokens work once since 2025; leeway and idle life are not published",
        accessTokenSec: 3599,
        refreshParams: ["redirect_uri"],
        // Connectors in the field post the form as text/plain, and Loket takes it.
        contentType: "any",
        tokenType: "bearer",
      },
      exact,
      {
        ...exact,
        name: "exact-2021",
        source:
          "Exact Online from July 2021: an early refresh works and counts as an error; the tenth in an hour blocks",
        notBefore: { ...(exact.notBefore as NonNullable<Profile["notBefore"]>), early: "count" },
      },
      {
        ...strict,
        name: "xero",
        source: "Xero: 30 minutes, unused 60 days, a lost answer may be asked for again for 30 minutes",
        accessTokenSec: 1800,
        codeSec: 300,
        leeway: { kind: "time", sec: 1800 },
        idleDays: 60,
        defaultScope: "offline_access accounting.transactions",
      },
      {
        ...strict,
        name: "quickbooks",
        source:
          "QuickBooks Online: one hour, the refresh token's value changes after a day, unused 100 days, 5 years in all",
        rotation: { afterSec: 86_400 },
        reuse: "refuse",
        idleDays: 100,
        absoluteDays: 5 * 365,
        tokenType: "bearer",
        defaultScope: "com.intuit.quickbooks.accounting",
        extra: { x_refresh_token_expires_in: "{idleSec}" },
      },
      {
        ...strict,
        name: "salesforce",
        source: "Salesforce with refresh token rotation: reuse revokes everything, 30 days idle, no expires_in",
        accessTokenSec: 7200,
        idleDays: 30,
        pkce: "required",
        deadGrant: invalidGrant("expired access/refresh token"),
        expiresIn: "absent",
        defaultScope: "refresh_token api",
        extra: { instance_url: "{url}", id: "{url}/id/00D/005", issued_at: "{issuedAt}" },
      },
    ] satisfies Profile[]
  ).map((profile) => [profile.name, profile]),
);

/** A profile by name, or one of your own as it is. Throws a `RangeError` that lists the names. */
export function profileOf(profile: string | Profile): Profile {
  if (typeof profile !== "string") return profile;
  const found = PROFILES.get(profile);
  if (found) return found;
  throw new RangeError(`There is no rehearsal profile "${profile}"; there are ${[...PROFILES.keys()].join(", ")}.`);
}
