import { readdirSync, readFileSync } from "node:fs";
import { mortiseError, type ProviderProfile } from "@mortise/contract";

const FOLDER = new URL("profiles/", import.meta.url);

/** The profiles that come with Mortise, by name: each JSON file of the folder is one, and its name is the file's. */
export const PROFILES: ReadonlyMap<string, ProviderProfile> = new Map(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => {
      const profile = JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as ProviderProfile;
      return [profile.name, profile];
    }),
);

/** A profile by name. Throws `API_INVALID` with the names there are. */
export function findProfile(name: string): ProviderProfile {
  const found = PROFILES.get(name);
  if (found) return found;
  throw mortiseError(
    "API_INVALID",
    { what: `there is no provider profile "${name}"; there are ${[...PROFILES.keys()].join(", ")}` },
    { pointer: "/body/profile" },
  );
}

/** How long the provider that a token address belongs to lets an unused refresh token live; undefined for one that no profile knows. */
export function tokenLife(url: string): { readonly provider: string; readonly idleDays: number | null } | undefined {
  const host = URL.parse(url)?.host;
  if (!host) return undefined;
  const found = [...PROFILES.values()].find(({ endpoints }) =>
    Object.values(endpoints).some(({ tokenUrl }) => URL.parse(tokenUrl)?.host === host),
  );
  return found && { provider: found.title, idleDays: found.idleTtlDays };
}
