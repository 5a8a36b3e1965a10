import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { type GrantIntent, type GrantRecord, mortiseError, type ProviderProfile } from "@mortise/contract";
import type { TokenRequest } from "./ports.ts";

/** What a code is exchanged with. */
export interface CodeExchange {
  readonly code: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

/** Seconds that a client assertion is good for. */
const ASSERTION_LIFE = 120;

const ALGORITHMS: { readonly [type: string]: string } = { rsa: "RS256", ec: "ES256", ed25519: "EdDSA" };

/** The token request of an intent. Throws `GRANT_INCOMPLETE` when the grant's settings do not suffice. */
export function tokenRequest(
  intent: GrantIntent,
  profile: ProviderProfile,
  redirectUri: string,
  now: number,
  exchange?: CodeExchange,
): TokenRequest {
  const { grant, refreshToken, clientSecret } = intent;
  const url = tokenUrlOf(grant, profile);
  const form = new URLSearchParams();
  if (exchange) {
    form.set("grant_type", "authorization_code");
    form.set("code", exchange.code);
    form.set("redirect_uri", exchange.redirectUri);
    form.set("code_verifier", exchange.verifier);
  } else if (grant.grantType === "client_credentials") form.set("grant_type", "client_credentials");
  else {
    form.set("grant_type", "refresh_token");
    form.set("refresh_token", refreshToken as string);
  }
  const scope = grant.scope ?? profile.scope;
  if (scope && (grant.grantType === "client_credentials" || (!exchange && profile.scopeOnRefresh)))
    form.set("scope", scope);
  const fill = { redirectUri: grant.redirectUri ?? redirectUri, clientId: grant.clientId, scope: scope ?? "" };
  for (const [name, text] of Object.entries(profile.extraTokenParams))
    if (!form.has(name))
      form.set(
        name,
        text.replaceAll(/\{(redirectUri|clientId|scope)\}/g, (_, key) => fill[key as keyof typeof fill]),
      );
  const headers: [string, string][] = [
    ["Content-Type", "application/x-www-form-urlencoded"],
    ["Accept", "application/json"],
    // A compressed answer that is cut cannot be read as far as it came.
    ["Accept-Encoding", "identity"],
  ];
  authenticate(grant, profile, clientSecret, url, now, form, headers);
  return { url, headers, body: form.toString(), timeout: profile.tokenTimeoutSec * 1_000 };
}

/** Where the tokens of a grant come from. Throws `GRANT_INCOMPLETE`. */
export function tokenUrlOf(grant: GrantRecord, profile: ProviderProfile): string {
  const url = grant.tokenUrl ?? profile.endpoints[grant.environment]?.tokenUrl;
  if (!url)
    throw incomplete(grant, `it has no token URL, and the profile ${profile.name} knows none for ${grant.environment}`);
  return url;
}

/** A setting that is missing. */
export function incomplete(grant: GrantRecord, what: string) {
  return mortiseError("GRANT_INCOMPLETE", { grant: grant.id, what });
}

function authenticate(
  grant: GrantRecord,
  { clientAuth }: ProviderProfile,
  secret: string | undefined,
  url: string,
  now: number,
  form: URLSearchParams,
  headers: [string, string][],
): void {
  const { clientId } = grant;
  if (clientAuth === "none") {
    form.set("client_id", clientId);
    return;
  }
  if (secret === undefined) {
    // A public client has no secret; one that should have one is told so before anything is sent.
    if (clientAuth !== "post") throw incomplete(grant, `it has no client secret, which ${clientAuth} needs`);
    form.set("client_id", clientId);
    return;
  }
  switch (clientAuth) {
    case "post":
      form.set("client_id", clientId);
      form.set("client_secret", secret);
      break;
    case "basic":
      headers.push(["Authorization", basic(formEncode(clientId), formEncode(secret))]);
      break;
    case "basicRaw":
      headers.push(["Authorization", basic(clientId, secret)]);
      break;
    case "privateKeyJwt":
      form.set("client_id", clientId);
      form.set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
      form.set("client_assertion", assertion(grant, secret, url, now));
      break;
  }
}

function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`, "utf8").toString("base64")}`;
}

/** RFC 6749 §2.3.1 and appendix B. */
function formEncode(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

/** RFC 7523: signed with the private key (PEM) that stands in the place of the secret. RSA keys sign RS256, P-256 ES256, Ed25519 EdDSA. */
function assertion(grant: GrantRecord, pem: string, audience: string, now: number): string {
  try {
    const key = createPrivateKey(pem);
    const alg = ALGORITHMS[key.asymmetricKeyType ?? ""];
    if (!alg) throw new Error("expected an RSA, P-256 or Ed25519 key");
    const iat = Math.floor(now / 1_000);
    const claims = {
      iss: grant.clientId,
      sub: grant.clientId,
      aud: audience,
      jti: randomUUID(),
      iat,
      exp: iat + ASSERTION_LIFE,
    };
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const text = `${encode({ alg, typ: "JWT" })}.${encode(claims)}`;
    const signed = sign(alg === "EdDSA" ? null : "sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
    return `${text}.${signed.toString("base64url")}`;
  } catch {
    // Without the cause, which might show a part of the key.
    throw incomplete(grant, "its client secret is no private key: expected PEM of an RSA, P-256 or Ed25519 key");
  }
}
