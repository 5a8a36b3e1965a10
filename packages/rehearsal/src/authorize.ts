import type { AuthorizationCodes } from "./authorization-codes.ts";
import { isRedirectAllowed, isSame, type User } from "./client.ts";
import { secretValue } from "./fingerprint.ts";
import { readForm } from "./form.ts";
import { consentPage, loginPage, mistakePage, totpPage } from "./pages.ts";
import { isTotpCode } from "./totp.ts";
import { type Answer, note, type World } from "./world.ts";

/** A walk through login and consent, bound to one browser by a cookie. */
interface Transaction {
  readonly cookie: string;
  readonly client: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly state: string | undefined;
  readonly challenge: string | undefined;
  readonly startedAt: number;
  stage: "login" | "totp" | "consent";
  user: User | undefined;
  attempts: number;
}

/** The pages of the authorization endpoint. */
export interface AuthorizeEndpoint {
  start(query: string): Answer;
  submit(form: string, cookie: string | undefined): Answer;
}

/** Long enough for a person who looks for a telephone. */
const LIFE_MS = 15 * 60_000;
const MOST_ATTEMPTS = 5;
const MOST_TRANSACTIONS = 1_000;
const COOKIE = "rehearsal";

export function createAuthorizeEndpoint(world: World, codes: AuthorizationCodes): AuthorizeEndpoint {
  const transactions = new Map<string, Transaction>();

  function start(query: string): Answer {
    const { fields, twice } = readForm(query);
    const client = world.clients.get(fields.get("client_id") ?? "");
    const refuse = (what: string) => {
      note(world, {
        ...entry("GET"),
        status: 400,
        outcome: "invalid_request",
        client: fields.get("client_id"),
        detail: what,
      });
      return html(400, mistakePage(what));
    };
    if (!client) return refuse("There is no such client. Check client_id.");
    const redirectUri = fields.get("redirect_uri");
    if (redirectUri === undefined) return refuse("redirect_uri is missing.");
    if (!isRedirectAllowed(client, redirectUri))
      return refuse(`${redirectUri} is not a redirect address of ${client.id}.`);
    const back = (error: string, description: string) => {
      note(world, { ...entry("GET"), status: 303, outcome: error, client: client.id, detail: description });
      return redirect(redirectUri, { error, error_description: description, state: fields.get("state") });
    };
    if (twice) return back("invalid_request", `The parameter ${twice} comes twice.`);
    if (fields.get("response_type") !== "code")
      return back("unsupported_response_type", "Only response_type=code is known here.");
    const challenge = fields.get("code_challenge");
    const method = fields.get("code_challenge_method");
    if (challenge !== undefined && method !== "S256")
      return back("invalid_request", "code_challenge_method must be S256.");
    if (challenge !== undefined && !/^[\w-]{43}$/.test(challenge))
      return back("invalid_request", "code_challenge is not a SHA-256 in base64url.");
    if (challenge === undefined && (world.profile.pkce === "required" || client.secret === undefined))
      return back("invalid_request", "code_challenge is missing: PKCE is required.");
    const id = secretValue(24);
    const cookie = secretValue(24);
    transactions.set(id, {
      cookie,
      client: client.id,
      redirectUri,
      scope: fields.get("scope") ?? world.profile.defaultScope,
      state: fields.get("state"),
      challenge,
      startedAt: world.clock.real(),
      stage: "login",
      user: undefined,
      attempts: 0,
    });
    for (const oldest of transactions.keys()) {
      if (transactions.size <= MOST_TRANSACTIONS) break;
      transactions.delete(oldest);
    }
    note(world, { ...entry("GET"), status: 200, outcome: "login page", client: client.id });
    const headers = { "set-cookie": `${COOKIE}=${cookie}; HttpOnly; SameSite=Lax; Path=/authorize` };
    return html(200, loginPage(id, nameOf(client.id), hint()), headers);
  }

  function submit(form: string, cookies: string | undefined): Answer {
    const { fields } = readForm(form);
    const id = fields.get("transaction") ?? "";
    const found = transactions.get(id);
    const cookie = cookies?.match(new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`))?.[1] ?? "";
    if (!found || !isSame(found.cookie, cookie) || world.clock.real() - found.startedAt > LIFE_MS) {
      transactions.delete(id);
      return html(
        400,
        mistakePage("This sign-in has expired, or was started in another browser. Start again from your application."),
      );
    }
    if (fields.get("step") !== found.stage) return show(id, found);
    if (found.stage === "login") return login(id, found, fields);
    if (found.stage === "totp") return totp(id, found, fields);
    transactions.delete(id);
    return consent(found, fields.get("decision") === "allow");
  }

  function login(id: string, transaction: Transaction, fields: ReadonlyMap<string, string>): Answer {
    const user = world.users.get(fields.get("user") ?? "");
    const right = isSame(user?.password ?? secretValue(8), fields.get("password") ?? "");
    if (!user || !right) return wrong(id, transaction, "The user name or the password is not right.");
    transaction.user = user;
    transaction.stage = user.totpSecret === undefined ? "consent" : "totp";
    return show(id, transaction);
  }

  function totp(id: string, transaction: Transaction, fields: ReadonlyMap<string, string>): Answer {
    const secret = transaction.user?.totpSecret ?? "";
    if (!isTotpCode(secret, fields.get("code") ?? "", world.clock.real()))
      return wrong(id, transaction, "The code is not right.");
    transaction.stage = "consent";
    return show(id, transaction);
  }

  function wrong(id: string, transaction: Transaction, mistake: string): Answer {
    const { client, user } = transaction;
    note(world, { ...entry("POST"), status: 401, outcome: `wrong ${transaction.stage}`, client, user: user?.name });
    if (++transaction.attempts < MOST_ATTEMPTS) return show(id, transaction, mistake);
    transactions.delete(id);
    return redirect(transaction.redirectUri, {
      error: "access_denied",
      error_description: "Too many attempts.",
      state: transaction.state,
    });
  }

  function consent({ client, user, redirectUri, scope, state, challenge }: Transaction, allowed: boolean): Answer {
    note(world, {
      ...entry("POST"),
      status: 303,
      outcome: allowed ? "allowed" : "access_denied",
      client,
      user: user?.name,
    });
    if (!allowed)
      return redirect(redirectUri, { error: "access_denied", error_description: "The user said no.", state });
    const expiresAt = world.clock.now() + world.profile.codeSec * 1000;
    const code = codes.issue({ client, user: user?.name ?? "", scope, redirectUri, challenge, expiresAt });
    return redirect(redirectUri, { code, state });
  }

  function show(id: string, { stage, client, user, scope }: Transaction, mistake?: string): Answer {
    const status = mistake === undefined ? 200 : 401;
    if (stage === "login") return html(status, loginPage(id, nameOf(client), hint(), mistake));
    if (stage === "totp") return html(status, totpPage(id, mistake));
    return html(status, consentPage(id, nameOf(client), user?.name ?? "", scope));
  }

  const nameOf = (client: string) => world.clients.get(client)?.name ?? client;

  function hint(): string {
    const [user] = world.users.values();
    return user ? `the user is ${user.name}, the password ${user.password}` : "it has no users";
  }

  /** RFC 9207: the answer says who it comes from. */
  function redirect(uri: string, params: { readonly [name: string]: string | undefined }): Answer {
    const target = new URL(uri);
    for (const [name, value] of Object.entries({ ...params, iss: world.url }))
      if (value !== undefined) target.searchParams.set(name, value);
    return {
      status: 303,
      headers: { location: target.href, "cache-control": "no-store", "referrer-policy": "no-referrer" },
      body: "",
    };
  }

  return { start, submit };
}

const entry = (method: "GET" | "POST") => ({ kind: "authorize", method, path: "/authorize" }) as const;

/** A page that nobody may keep, frame or load anything into. */
export function html(status: number, body: string, headers: { readonly [name: string]: string } = {}): Answer {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-frame-options": "DENY",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      ...headers,
    },
    body,
  };
}
