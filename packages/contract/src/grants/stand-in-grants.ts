import type { ErrorCode } from "../errors/catalogue.ts";
import { mortiseError } from "../errors/error.ts";
import type { GrantTokens } from "../ports/grants.ts";

/** A grant of a test: its access token, the ones that forced refreshes bring after it, or the code of its failure. */
export type StandInGrant = string | readonly string[] | { readonly error: string };

/** Grants that stand in for a tenant's in tests and rehearsals: nothing is refreshed and nothing spent. A node's own has the node's id. */
export function standInGrants(find: (id: string) => StandInGrant | undefined): GrantTokens {
  const tokensOf = (id: string): readonly string[] => {
    const grant = find(id);
    if (grant === undefined) throw mortiseError("API_NOT_FOUND", { what: `grant "${id}" among those that are given` });
    if (typeof grant === "object" && "error" in grant) throw failure(grant.error, id);
    return typeof grant === "string" ? [grant] : (grant as readonly string[]);
  };
  return {
    async fresh(id, { force = 0 } = {}) {
      const tokens = tokensOf(id);
      const generation = Math.min(force + 1, tokens.length);
      return { value: tokens[generation - 1] ?? "", type: "Bearer", generation, expiresAt: null };
    },
    call: async () => ({ ended: async () => {} }),
    own: async (node) => node,
    async read(id) {
      throw failure("API_NOT_FOUND", id);
    },
  };
}

function failure(code: string, id: string) {
  return mortiseError(code as ErrorCode, { grant: id, what: `so says the test of grant "${id}"`, url: id, tenant: "" });
}
