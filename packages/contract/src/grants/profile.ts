/** What an answer of a token endpoint that holds no tokens says of the grant. */
export type AnswerMeaning =
  /** The refresh token was not spent: it works as before. */
  | "alive"
  /** The grant is dead: a person has to consent again. */
  | "dead"
  /** It may have been spent. */
  | "unknown";

/** Answers of one provider that mean something else than the standard says. Everything that is named has to hold. */
export interface AnswerRule {
  readonly status?: number;
  /** The `error` of the body. */
  readonly error?: string;
  /** A text that stands somewhere in the body, whatever its case. */
  readonly contains?: string;
  readonly means: AnswerMeaning;
}

/** How a client proves itself at the token endpoint. `basicRaw`: Basic without the form encoding that RFC 6749 §2.3.1 asks for. */
export type ClientAuth = "post" | "basic" | "basicRaw" | "none" | "privateKeyJwt";

/** How a provider treats tokens: data, one file a provider, overridable per grant. Whatever nobody knows is `null`. */
export interface ProviderProfile {
  readonly name: string;
  readonly title: string;
  /** Where each of its numbers comes from. */
  readonly sources: readonly string[];
  /** Its addresses, where they are the same for every customer. */
  readonly endpoints: {
    readonly test?: ProviderEndpoints;
    readonly production?: ProviderEndpoints;
  };
  /** Asked for where a grant names none. */
  readonly scope: string | null;
  /** The life of an access token whose answer has no `expires_in`. */
  readonly accessTokenTtlSec: number | null;
  /** A refresh is accepted only so many seconds after the answer before. */
  readonly refreshNotBeforeSec: number;
  /** A refresh sooner than so many seconds after the answer before works, and counts as an error. Absent: none does. */
  readonly refreshErrorBeforeSec?: number | undefined;
  /** So many seconds before its end an access token is no longer handed out. */
  readonly refreshBeforeExpirySec: number;
  /** The grant dies when it is not refreshed for so long. */
  readonly idleTtlDays: number | null;
  /** The grant dies so long after the consent, whatever is done. */
  readonly absoluteTtlDays: number | null;
  readonly rotation: "none" | "rotating" | "unknown";
  readonly leewayKind: "time" | "untilSuccessorUsed" | "none";
  /** How long a spent refresh token may be sent once more, with `leewayKind` `time`. */
  readonly leewaySec: number;
  readonly clientAuth: ClientAuth;
  /** Parameters of token requests beside the standard ones; `{redirectUri}`, `{clientId}` and `{scope}` are filled in. */
  readonly extraTokenParams: { readonly [name: string]: string };
  /** Parameters of the authorization request beside the standard ones. */
  readonly authorizationParams: { readonly [name: string]: string };
  /** Whether a refresh names the scope again. */
  readonly scopeOnRefresh: boolean;
  readonly tokenCallsPerDay: number | null;
  /** So many answers of 400, 401, 403 and 404 within an hour, of one user and one address, block the client. */
  readonly errorsPerHour: number | null;
  readonly errorMap: readonly AnswerRule[];
  /** Whether the old token may be tried once, when the access token has ended, though it may have been spent. */
  readonly probeWhenInDoubt: boolean;
  /** How long a token request may take. */
  readonly tokenTimeoutSec: number;
}

/** The addresses of an authorization server. */
export interface ProviderEndpoints {
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  /** What `iss` of its answers has to be (RFC 9207), where it sends one. */
  readonly issuer?: string;
}

/** What a grant may say otherwise than its profile. */
export type ProfileOverrides = Partial<Omit<ProviderProfile, "name" | "title" | "sources" | "endpoints">>;
