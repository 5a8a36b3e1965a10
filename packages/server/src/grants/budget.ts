import { createHash } from "node:crypto";
import {
  type BudgetedCall,
  type Clock,
  type GrantRecord,
  type GrantStore,
  mortiseError,
  type ProviderProfile,
} from "@mortise/contract";
import { shownUrl } from "../net/shown-url.ts";

/** What providers count as errors. */
const ERRORS = new Set([400, 401, 403, 404]);
/** While calls are under way that may yet fail, others wait for them. */
const PAUSE = 50;
const PATIENCE = 30_000;

const FREE: BudgetedCall = { ended: async () => {} };

/** Takes part in the error budget of a provider, where its profile has one. Throws `REMOTE_BUDGET` before the error that would block. */
export async function beginCall(
  store: GrantStore,
  clock: Clock,
  grant: GrantRecord,
  profile: ProviderProfile,
  { url, company }: { readonly url: string; readonly company?: string | undefined },
): Promise<BudgetedCall> {
  const limit = profile.errorsPerHour;
  if (limit === null) return FREE;
  const key = budgetKey(grant, url, company);
  for (let waited = 0; ; waited += PAUSE) {
    const { taken, left, held, until } = await store.holdBudget(grant.tenant, key, limit);
    if (taken) break;
    if (left > 0 && held > 0 && waited < PATIENCE) {
      await clock.sleep(PAUSE);
      continue;
    }
    throw mortiseError("REMOTE_BUDGET", {
      url: shownUrl(url),
      grant: grant.id,
      left,
      what: `${limit - 1} of ${limit} errors within an hour have come${company ? ` of company ${company}` : ""}, and the next one would block the client; it is called again from ${new Date(until).toISOString()}`,
    });
  }
  let ended = false;
  return {
    async ended(status) {
      if (ended) return;
      ended = true;
      await store.releaseBudget(grant.tenant, key, status !== undefined && ERRORS.has(status));
    },
  };
}

/** Of one client, user (who is the grant), company and address; the address without its query and with numbers and ids folded. */
function budgetKey(grant: GrantRecord, url: string, company: string | undefined): string {
  const { host = "", pathname = url } = URL.parse(url) ?? {};
  const endpoint = `${host}${pathname}`
    .replaceAll(/\(guid'[^']*'\)/gi, "(id)")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, "{id}")
    .replaceAll(/\/\d+(?=\/|$)/g, "/{n}")
    .slice(0, 300);
  const client = createHash("sha256").update(grant.clientId).digest("hex").slice(0, 12);
  return [grant.environment, grant.id, client, company ?? companyOf(pathname) ?? "-", endpoint].join("|");
}

/** Exact Online has the company (division) in the path: /api/v1/{division}/… */
function companyOf(pathname: string): string | undefined {
  return /^\/api\/v1\/(?:beta\/)?(\d+)\//.exec(pathname)?.[1];
}
