import { createHash, timingSafeEqual } from "node:crypto";

/** An application that was registered with the provider. */
export interface Client {
  readonly id: string;
  /** Absent: a public client, which must use PKCE. */
  readonly secret?: string;
  /** Compared exactly. */
  readonly redirectUris: readonly string[];
  /** Whether any redirect to this machine is welcome too, whatever its port and path. Defaults to true. */
  readonly loopback?: boolean;
  readonly name?: string;
}

/** Somebody who can sign in and consent. */
export interface User {
  readonly name: string;
  readonly password: string;
  /** Base32; with it a code of an authenticator app is asked for. */
  readonly totpSecret?: string;
}

/** The test client of the handbook. */
export const TEST_CLIENT: Client = {
  id: "ThirdPartiesTestClient",
  secret: "Welkom01",
  redirectUris: ["https://loket.nl", "https://loket.nl/"],
  name: "Third Parties Test Client",
};

export const TEST_USER: User = { name: "demo", password: "Welkom01" };

const LOOPBACK = new Set(["127.0.0.1", "[::1]", "localhost"]);

/** Whether a client may be sent back to this address. */
export function isRedirectAllowed(client: Client, uri: string): boolean {
  if (client.redirectUris.includes(uri)) return true;
  if (client.loopback === false || !URL.canParse(uri)) return false;
  const { protocol, hostname, hash, username } = new URL(uri);
  return (protocol === "http:" || protocol === "https:") && LOOPBACK.has(hostname) && hash === "" && username === "";
}

/** Compares without telling by its time how much was right. */
export function isSame(left: string, right: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(left), hash(right));
}

export type ClientCheck =
  | { readonly client: Client }
  | { readonly error: "invalid_client" | "invalid_request"; readonly description: string; readonly basic: boolean };

/** Finds and checks the client of a token request: HTTP Basic or in the form, never both (RFC 6749 §2.3). */
export function checkClient(
  clients: ReadonlyMap<string, Client>,
  form: ReadonlyMap<string, string>,
  authorization: string | undefined,
): ClientCheck {
  const basic = authorization?.match(/^basic\s+([a-z0-9+/=_-]+)\s*$/i)?.[1];
  const refuse = (description: string, error: "invalid_client" | "invalid_request" = "invalid_client") => ({
    error,
    description,
    basic: basic !== undefined,
  });
  if (authorization && !basic) return refuse("The Authorization header is not HTTP Basic.");
  if (basic && form.has("client_secret")) return refuse("The client authenticated in two ways.", "invalid_request");
  const given = basic
    ? basicCredentials(basic)
    : { id: form.get("client_id") ?? "", secret: form.get("client_secret") };
  if (!given) return refuse("The Authorization header cannot be decoded.");
  if (basic && form.has("client_id") && form.get("client_id") !== given.id)
    return refuse("client_id in the form is not the one that authenticated.", "invalid_request");
  const client = clients.get(given.id);
  if (!client) return refuse("There is no such client.");
  if (client.secret === undefined) return given.secret ? refuse("This client has no secret.") : { client };
  if (given.secret === undefined || !isSame(given.secret, client.secret))
    return refuse("The client secret is not right.");
  return { client };
}

/** RFC 6749 §2.3.1: both halves are form-encoded before they go into Basic. */
function basicCredentials(encoded: string): { id: string; secret: string } | undefined {
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 0) return undefined;
  try {
    const [id = "", secret = ""] = [text.slice(0, colon), text.slice(colon + 1)].map((part) =>
      decodeURIComponent(part.replace(/\+/g, " ")),
    );
    return { id, secret };
  } catch {
    return undefined;
  }
}
