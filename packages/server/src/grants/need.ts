import type { GrantRecord, ProviderProfile, RefreshNeed } from "@mortise/contract";

/** What somebody asks of a grant, before its profile is known. */
export interface Wish {
  readonly for: RefreshNeed["for"];
  /** Milliseconds; defaults to the profile's. */
  readonly margin?: number | undefined;
  readonly refused?: number | undefined;
  /** A person takes the risk of sending a token that may have been spent. */
  readonly probe?: boolean | undefined;
}

/** A grant's profile with what the grant says otherwise. */
export function profileOf(grant: GrantRecord, find: (name: string) => ProviderProfile): ProviderProfile {
  return { ...find(grant.profile), ...grant.overrides };
}

/** What a wish needs of a grant of this profile. */
export function needOf(wish: Wish, profile: ProviderProfile): RefreshNeed {
  const { accessTokenTtlSec, refreshErrorBeforeSec = 0 } = profile;
  const margin = wish.margin ?? profile.refreshBeforeExpirySec * 1_000;
  return {
    for: wish.for,
    margin,
    errorBefore: refreshErrorBeforeSec * 1_000,
    // A delay longer than the token's life means a refresh at every use.
    everyUse: wish.for === "use" && accessTokenTtlSec !== null && margin >= accessTokenTtlSec * 1_000,
    refused: wish.refused,
    leeway: { kind: profile.leewayKind, ms: profile.leewaySec * 1_000 },
    probe: wish.probe ?? (profile.probeWhenInDoubt && wish.for !== "person"),
    callsPerDay: profile.tokenCallsPerDay,
    errorsPerHour: profile.errorsPerHour,
  };
}
