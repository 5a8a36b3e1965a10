import {
  type GrantRecord,
  type MortiseError,
  mortiseError,
  type ProviderProfile,
  type RefreshDecision,
  type Settlement,
} from "@mortise/contract";
import { shownUrl } from "../net/shown-url.ts";

/** Why there is no fresh token, as an error of the catalogue: from what was decided, or from what an attempt came to. */
export function refusalOf(
  why: Exclude<RefreshDecision, { kind: "spend" }> | Settlement,
  grant: GrantRecord,
  profile: ProviderProfile,
): MortiseError {
  const { id, tenant, lastError } = grant;
  const url = shownUrl(grant.tokenUrl ?? profile.endpoints[grant.environment]?.tokenUrl ?? "");
  if ("outcome" in why) {
    const { outcome } = why;
    const reason = "reason" in outcome ? outcome.reason : "tokens came that could not be used";
    switch (outcome.kind) {
      case "dead":
        return mortiseError("GRANT_NEEDS_CONSENT", { grant: id, tenant, what: `the provider said ${reason}` });
      case "unknown":
        return mortiseError("GRANT_IN_DOUBT", { grant: id, tenant, sentAt: "just now", what: reason });
      default:
        return mortiseError("REMOTE_REFUSED_TOKEN", { url, grant: id, what: reason }, { retry: true });
    }
  }
  const until = "until" in why ? new Date(why.until).toISOString() : "";
  switch (why.kind) {
    case "consent":
      return mortiseError("GRANT_NEEDS_CONSENT", { grant: id, tenant, what: lastError ?? "it was never authorized" });
    case "doubt":
      return mortiseError("GRANT_IN_DOUBT", {
        grant: id,
        tenant,
        sentAt: why.doubt ? new Date(why.doubt.sentAt).toISOString() : "an unknown instant",
      });
    case "budget": {
      const limit =
        why.what === "calls"
          ? `${profile.tokenCallsPerDay} token requests a day`
          : `${profile.errorsPerHour} errors an hour`;
      return mortiseError("REMOTE_BUDGET", {
        url,
        grant: id,
        what: `its limit of ${limit} would be reached; it is asked again from ${until}`,
      });
    }
    case "early":
      return mortiseError("REMOTE_BUDGET", {
        url,
        grant: id,
        what: `it accepts no refresh before ${until}, and counts one that comes sooner as an error`,
      });
    default:
      return mortiseError(
        "REMOTE_REFUSED_TOKEN",
        { url, grant: id, what: `${lastError ?? "it failed"}; it is asked again from ${until}` },
        { retry: true },
      );
  }
}
