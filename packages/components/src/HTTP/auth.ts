import { type Exchange, type HttpRequest, mortiseError, type Services } from "@mortise/contract";
import type { Settings } from "./settings.ts";
import type { UrlUser } from "./url.ts";

/** How a request proves who it is. */
export interface Proof {
  readonly authorization?: string;
  readonly tls?: HttpRequest["tls"];
}

/** The proof that `auth` asks for, or that a user in the address asks for; what is secret in it is hidden from now on. */
export function authenticate(
  exchange: Exchange,
  auth: Settings["auth"],
  user: UrlUser | undefined,
  services: Services,
): Proof {
  if (auth?.type === "basic") {
    const name = required(auth.user, "auth.user", services).text(exchange);
    return basic(name, required(auth.password, "auth.password", services).text(exchange), services);
  }
  if (auth?.type === "mtls") {
    const passphrase = auth.password?.text(exchange);
    if (passphrase) services.secrets.register(passphrase);
    const written = required(auth.certificate, "auth.certificate", services).text(exchange);
    return { tls: { pfx: certificate(written, services), passphrase } };
  }
  return user ? basic(user.name, user.password, services) : {};
}

function basic(name: string, password: string, { secrets, nodeId }: Services): Proof {
  if (name.includes(":")) {
    const expected = "a user name without a colon (RFC 7617)";
    throw mortiseError(
      "FLOW_SETTINGS_INVALID",
      { setting: "auth.user", expected, found: "one with a colon" },
      { nodeId },
    );
  }
  const credentials = Buffer.from(`${name}:${password}`, "utf8").toString("base64");
  if (password !== "") secrets.register(password);
  secrets.register(credentials);
  return { authorization: `Basic ${credentials}` };
}

function certificate(text: string, { secrets, nodeId }: Services): Uint8Array {
  const base64 = text.replace(/\s+/g, "");
  if (base64 === "" || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    const expected = "base64 of a PKCS#12 file";
    const found = base64 === "" ? "nothing" : "other text";
    throw mortiseError("FLOW_SETTINGS_INVALID", { setting: "auth.certificate", expected, found }, { nodeId });
  }
  secrets.register(base64);
  return new Uint8Array(Buffer.from(base64, "base64"));
}

function required<T>(setting: T | undefined, name: string, { nodeId }: Services): T {
  if (setting !== undefined) return setting;
  throw mortiseError("FLOW_SETTINGS_INVALID", { setting: name, expected: "a value", found: "nothing" }, { nodeId });
}
