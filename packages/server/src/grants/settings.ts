import { type GrantSettings, type Mistake, mortiseError, type ProfileOverrides } from "@mortise/contract";
import { profileMistakes } from "./profile-schema.ts";
import { findProfile } from "./profiles.ts";

/** Checks what a person says of a grant, against its profile too. Throws `API_INVALID` with every mistake. */
export function checkGrantSettings(
  settings: Partial<GrantSettings>,
  profile: string,
  overrides: ProfileOverrides,
): void {
  const mistakes: Mistake[] = [];
  const wrong = (pointer: string, what: string) => {
    const { message, help } = mortiseError("API_INVALID", { what });
    mistakes.push({ severity: "error", code: "API_INVALID", message, help, pointer: `/body${pointer}` });
  };
  for (const name of ["authorizationUrl", "tokenUrl", "issuer", "redirectUri"] as const) {
    const text = settings[name];
    if (text === undefined || text === null) continue;
    const what = urlMistake(text);
    if (what) wrong(`/${name}`, `${name}: expected an address such as https://login.example.com/path, ${what}`);
  }
  for (const mistake of profileMistakes({ ...findProfile(profile), ...overrides })) {
    const at = mistake.indexOf(": ");
    wrong(`/overrides${mistake.slice(0, at)}`, `overrides${mistake}`);
  }
  const [first] = mistakes;
  if (!first) return;
  const what = mistakes.map(({ message }) => message.replace(/^The request is not valid: |\.$/g, "")).join("; ");
  throw mortiseError("API_INVALID", { what }, { pointer: first.pointer, errors: mistakes });
}

function urlMistake(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url) return "found no address";
  if (url.protocol !== "https:" && url.protocol !== "http:") return `found one that begins with ${url.protocol}`;
  // Sent along with every request and shown in every log: no place for a password.
  if (url.username || url.password) return "found one with a user name in it";
  if (url.hash) return "found one with a fragment (#)";
  return undefined;
}
