import { digest, secretValue } from "./fingerprint.ts";

/** What a code stands for until it is exchanged. */
export interface AuthorizationCode {
  readonly client: string;
  readonly user: string;
  readonly scope: string;
  readonly redirectUri: string;
  /** PKCE, S256. */
  readonly challenge: string | undefined;
  readonly expiresAt: number;
  /** The grant it became. */
  readonly used?: string;
}

/** The codes that were handed out, by digest; they do not outlive the process. */
export interface AuthorizationCodes {
  issue(code: AuthorizationCode): string;
  take(code: string): AuthorizationCode | undefined;
  use(code: string, grant: string): void;
}

/** A rehearsal needs a handful; the oldest go first. */
const MOST_CODES = 1_000;

export function createCodes(): AuthorizationCodes {
  const codes = new Map<string, AuthorizationCode>();
  return {
    issue(entry) {
      const code = secretValue(32);
      codes.set(digest(code), entry);
      for (const oldest of codes.keys()) {
        if (codes.size <= MOST_CODES) break;
        codes.delete(oldest);
      }
      return code;
    },
    take: (code) => codes.get(digest(code)),
    use(code, grant) {
      const entry = codes.get(digest(code));
      if (entry) codes.set(digest(code), { ...entry, used: grant });
    },
  };
}
