import type { Doubt, GrantRecord, NewEvent } from "@mortise/contract";

/** What people should hear of a grant: every sentence names tenant, grant and instant. */
export function grantEvent(
  grant: GrantRecord,
  kind: "grant.in-doubt" | "grant.needs-consent" | "grant.orphaned" | "grant.recovered" | "grant.dies",
  what: string,
): NewEvent {
  const { tenant, id, environment, owner } = grant;
  return {
    tenant,
    kind,
    environment,
    flow: owner?.flow,
    // One cause per grant, also where it belongs to no node.
    nodeId: owner?.node ?? id,
    code: CODES[kind],
    message: `Grant ${id} of tenant ${tenant} (${environment}, ${grant.profile}): ${what}`,
    alarm: kind !== "grant.recovered",
  };
}

const CODES = {
  "grant.in-doubt": "GRANT_IN_DOUBT",
  "grant.needs-consent": "GRANT_NEEDS_CONSENT",
  "grant.orphaned": undefined,
  "grant.recovered": undefined,
  "grant.dies": undefined,
} as const;

/** What is said of a doubt. */
export function doubtText(doubt: Doubt, generation: number, reason: string): string {
  return `its refresh token of generation ${generation} was sent at ${new Date(doubt.sentAt).toISOString()} and nobody knows whether it was spent (${reason}). The access token is used while it lasts; if nothing recovers it, a person has to authorize it anew.`;
}
