import { mortiseError } from "../errors/error.ts";
import type { GrantTokens } from "../ports/grants.ts";

const none = async (grant: string): Promise<never> => {
  throw mortiseError("API_NOT_FOUND", { what: `grant "${grant}" where this flow runs` });
};

/** For runs that have no grants: in a rehearsal, or without a server, nothing is spent. */
export const NO_GRANTS: GrantTokens = Object.freeze({ fresh: none, call: none, own: none, read: none });
