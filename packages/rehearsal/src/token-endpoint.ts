import { createHash } from "node:crypto";
import type { AuthorizationCodes } from "./authorization-codes.ts";
import { type Client, checkClient, isSame } from "./client.ts";
import { commits, type Fault } from "./fault.ts";
import { digest, fingerprint } from "./fingerprint.ts";
import { readForm } from "./form.ts";
import { clientToken, endGrant, endOfLife, type Issued, type IssuedTokens, refresh, startGrant } from "./grants.ts";
import type { Refusal } from "./profile.ts";
import { type Answer, jsonAnswer, note, type World } from "./world.ts";

/** A token request as it came in. */
export interface TokenRequest {
  readonly body: string;
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
}

type Form = ReadonlyMap<string, string>;

const refusal = (error: string, description: string, status = 400): Refusal => ({ status, error, description });

/** Answers `POST /token`, and says which fault is to spoil the answer. Everything it changes is changed in one go. */
export function answerToken(
  world: World,
  codes: AuthorizationCodes,
  request: TokenRequest,
): { answer: Answer; fault: Fault | undefined } {
  const { fields, twice } = readForm(request.body);
  const grantType = fields.get("grant_type");
  const named = fields.get("client_id");
  const presented = fields.get("refresh_token") ?? fields.get("code");
  const log = (status: number, outcome: string, more: Partial<Parameters<typeof note>[1]> = {}) =>
    note(world, {
      kind: "token",
      method: "POST",
      path: "/token",
      status,
      outcome,
      client: named,
      grantType,
      presented: presented === undefined ? undefined : fingerprint(digest(presented)),
      ...more,
    });
  const refuse = ({ status, error, description }: Refusal, more: Parameters<typeof log>[2] = {}, headers = {}) => {
    log(status, error, { detail: description, committed: false, ...more });
    return { answer: jsonAnswer(status, { error, error_description: description }, headers), fault: undefined };
  };

  const form = request.contentType?.split(";")[0]?.trim().toLowerCase() === "application/x-www-form-urlencoded";
  if (!form && world.profile.contentType === "form")
    return refuse(refusal("invalid_request", "The body must be application/x-www-form-urlencoded."));
  if (twice !== undefined) return refuse(refusal("invalid_request", `The parameter ${twice} comes twice.`));
  const checked = checkClient(world.clients, fields, request.authorization);
  if ("error" in checked) {
    const status = checked.error === "invalid_client" ? 401 : 400;
    const headers = checked.basic && status === 401 ? { "www-authenticate": 'Basic realm="rehearsal"' } : {};
    return refuse(refusal(checked.error, checked.description, status), {}, headers);
  }
  const { client } = checked;
  const fault = world.faults.take({ on: "token", client: client.id, grantType });
  const spoilt = { client: client.id, fault: fault?.kind };
  if (!commits(fault)) {
    log(0, "not processed", { ...spoilt, committed: false });
    return { answer: jsonAnswer(503, { error: "temporarily_unavailable" }), fault };
  }

  const now = world.clock.now();
  const grantOfToken = world.ledger.refreshTokens.get(digest(fields.get("refresh_token") ?? ""))?.grant;
  const key = `${client.id}|${grantOfToken ?? "-"}|/token`;
  const blocked = world.budget.blockedFor(key, now) || dayLimit(world, client, now);
  if (blocked)
    return refuse(refusal("rate_limit_exceeded", "Too many errors or token calls.", 429), spoilt, {
      "retry-after": String(blocked),
    });

  const issued = issue(world, codes, client, fields, fault);
  if ("refusal" in issued) {
    world.budget.count(key, now, issued.refusal.status);
    const { grant } = issued;
    const about = { grant: grant?.id, generation: grant?.generation, user: grant?.user };
    const dead = grant?.dead ? { committed: true, detail: `The grant is dead: ${grant.dead.reason}.` } : {};
    return { ...refuse(issued.refusal, { ...spoilt, ...about, ...dead }), fault };
  }
  world.budget.count(key, now, 200, issued.early === true);
  const { tokens } = issued;
  const answer = jsonAnswer(200, tokenBody(world, tokens));
  log(fault?.kind === "hang" || fault?.kind === "reset" ? 0 : 200, "ok", {
    ...spoilt,
    user: tokens.grant?.user,
    grant: tokens.grant?.id,
    generation: tokens.grant?.generation,
    issued: {
      refresh: tokens.refresh === undefined ? undefined : fingerprint(digest(tokens.refresh)),
      access: fingerprint(digest(tokens.access)),
    },
    committed: true,
    detail: issued.early ? "early: counted as an error" : undefined,
  });
  return { answer, fault };
}

function issue(
  world: World,
  codes: AuthorizationCodes,
  client: Client,
  fields: Form,
  fault: Fault | undefined,
): Issued {
  switch (fields.get("grant_type")) {
    case undefined:
      return { refusal: refusal("invalid_request", "grant_type is missing.") };
    case "refresh_token":
      return refreshed(world, client, fields, fault);
    case "authorization_code":
      return exchanged(world, codes, client, fields);
    case "client_credentials":
      if (client.secret === undefined)
        return { refusal: refusal("unauthorized_client", "A public client has no credentials.") };
      return { tokens: clientToken(world, client, fields.get("scope") ?? world.profile.defaultScope) };
    default:
      return {
        refusal: refusal("unsupported_grant_type", "Use authorization_code, refresh_token or client_credentials."),
      };
  }
}

function refreshed(world: World, client: Client, fields: Form, fault: Fault | undefined): Issued {
  const token = fields.get("refresh_token");
  if (token === undefined) return { refusal: refusal("invalid_request", "refresh_token is missing.") };
  const missing = world.profile.refreshParams.find((name) => !fields.has(name));
  if (missing) return { refusal: refusal("invalid_request", `${missing} is missing.`) };
  return refresh(world, client, {
    token,
    scope: fields.get("scope"),
    redirectUri: fields.get("redirect_uri"),
    // An answer without a refresh token means that the present one stays (RFC 6749 §6).
    keep: fault?.kind === "no-refresh-token",
  });
}

function exchanged(world: World, codes: AuthorizationCodes, client: Client, fields: Form): Issued {
  const code = fields.get("code");
  if (code === undefined) return { refusal: refusal("invalid_request", "code is missing.") };
  const found = codes.take(code);
  const invalid = (description: string) => ({ refusal: refusal("invalid_grant", description) });
  if (!found || found.client !== client.id) return invalid("The code is unknown.");
  if (found.used !== undefined) {
    // RFC 6749 §4.1.2: a code that comes twice was stolen by one of the two.
    const grant = world.ledger.grants.get(found.used);
    if (grant) endGrant(world, grant, "its authorization code was sent again");
    return invalid("The code was used already.");
  }
  if (world.clock.now() > found.expiresAt) return invalid("The code has expired.");
  if (fields.get("redirect_uri") !== found.redirectUri)
    return invalid("redirect_uri is not the one of the authorization.");
  const verifier = fields.get("code_verifier");
  if (found.challenge === undefined && verifier !== undefined) return invalid("There was no code_challenge.");
  if (found.challenge !== undefined) {
    if (verifier === undefined || !/^[\w.~-]{43,128}$/.test(verifier))
      return invalid("code_verifier is missing or malformed.");
    if (!isSame(createHash("sha256").update(verifier).digest("base64url"), found.challenge))
      return invalid("code_verifier does not fit.");
  }
  const tokens = startGrant(world, {
    client: client.id,
    user: found.user,
    scope: found.scope,
    redirectUri: found.redirectUri,
  });
  codes.use(code, tokens.grant?.id ?? "");
  return { tokens };
}

/** Seconds until the client may ask for tokens again, when it has used up its day. */
function dayLimit({ profile, ledger, clock }: World, client: Client, now: number): number {
  if (profile.tokenCallsPerDay === undefined) return 0;
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  let calls = 0;
  for (let index = ledger.log.length - 1; index >= 0; index--) {
    const entry = ledger.log[index];
    if (!entry?.at.startsWith(day)) break;
    if (entry.kind === "token" && entry.client === client.id && entry.outcome !== "rate_limit_exceeded") calls++;
  }
  return calls < profile.tokenCallsPerDay ? 0 : Math.ceil((Date.parse(day) + 86_400_000 - now) / 1000);
}

function tokenBody(world: World, { access, refresh, scope, grant }: IssuedTokens): { [field: string]: unknown } {
  const { profile, clock, url } = world;
  const expires = {
    number: { expires_in: profile.accessTokenSec },
    string: { expires_in: String(profile.accessTokenSec) },
    absent: {},
  }[profile.expiresIn];
  const life = grant && endOfLife(world, grant);
  const idleSec = life === undefined ? undefined : Math.floor((life - clock.now()) / 1000);
  const extra = Object.entries(profile.extra).map(([name, value]) => [
    name,
    value === "{idleSec}" ? idleSec : String(value).replace("{url}", url).replace("{issuedAt}", String(clock.now())),
  ]);
  return {
    access_token: access,
    token_type: profile.tokenType,
    ...expires,
    ...(refresh === undefined ? {} : { refresh_token: refresh }),
    ...(scope ? { scope } : {}),
    ...(grant ? Object.fromEntries(extra) : {}),
  };
}
