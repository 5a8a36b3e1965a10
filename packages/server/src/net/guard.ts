import { lookup as systemLookup } from "node:dns/promises";
import { isIP, isIPv6, type LookupFunction } from "node:net";
import { mortiseError } from "@mortise/contract";
import { forbiddenAddress } from "./addresses.ts";

/** An address that a name resolves to. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Resolves a host name to all its addresses; a test passes its own. */
export type Lookup = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** Decides where flows may connect to. Throws `REMOTE_FORBIDDEN_ADDRESS` with `detail.host` and `detail.reason`. */
export interface Guard {
  /** What can be refused before anything is looked up: scheme, port, name, literal address. */
  checkUrl(url: URL): void;
  /** As `checkUrl`, of one host, for the place that connects. */
  checkHost(hostname: string): void;
  /** Whether the operator named this host, so that nothing is checked. */
  allows(hostname: string, port: string | number): boolean;
  /** The addresses of a name, each of them checked. */
  resolve(hostname: string): Promise<readonly ResolvedAddress[]>;
  /** For `net.connect`: resolves and checks, so that what is connected to is what was checked. */
  readonly checkedLookup: LookupFunction;
  /** For `net.connect` to a host that the operator named. */
  readonly openLookup: LookupFunction;
  /** That a connection has ended up where it may be. */
  confirm(hostname: string, remoteAddress: string | undefined): void;
}

/** Names that only ever mean this machine or this network, whatever they resolve to. */
const LOCAL_NAME = /(^|\.)(localhost|internal|local|localdomain)$/;

/**
 * Ports of other protocols that a request could be mistaken for: those that the Fetch standard blocks
 * (https://fetch.spec.whatwg.org/#port-blocking).
 */
const BLOCKED_PORTS = new Set(
  (
    "1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 " +
    "137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 " +
    "1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080"
  ).split(" "),
);

/** The guard for an operator's list of allowed hosts (`host` or `host:port`). */
export function createGuard(allowPrivate: readonly string[], lookup: Lookup = resolveBySystem): Guard {
  const allowed = new Set(allowPrivate.map(normalEntry));

  const allows = (hostname: string, port: string | number) => {
    const host = normalHost(hostname);
    return allowed.has(host) || allowed.has(`${host}:${port}`);
  };

  const checkHost = (hostname: string) => {
    const host = normalHost(hostname);
    if (LOCAL_NAME.test(host)) throw forbidden(host, "a local name");
    const reason = isIP(host) ? forbiddenAddress(host) : undefined;
    if (reason) throw forbidden(host, reason);
  };

  const resolve = async (hostname: string) => {
    const host = normalHost(hostname);
    checkHost(host);
    const addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await lookup(hostname);
    // One bad address refuses the name: a mixed answer is how a rebinding attack begins.
    for (const { address } of addresses) {
      const reason = forbiddenAddress(address);
      if (reason) throw forbidden(host, `it resolves to ${address} (${reason})`);
    }
    return addresses;
  };

  return {
    allows,
    checkHost,
    resolve,
    checkUrl(url) {
      if (url.protocol !== "http:" && url.protocol !== "https:") {
        throw forbidden(url.protocol, "only http and https are called");
      }
      if (allows(url.hostname, portOf(url))) return;
      if (BLOCKED_PORTS.has(url.port)) throw forbidden(url.host, `port ${url.port} belongs to another protocol`);
      checkHost(url.hostname);
    },
    checkedLookup: asLookupFunction(resolve),
    openLookup: asLookupFunction(lookup),
    confirm(hostname, remoteAddress) {
      const reason = forbiddenAddress(remoteAddress ?? "");
      if (reason) throw forbidden(hostname, `it was reached at ${remoteAddress ?? "no address"} (${reason})`);
    },
  };
}

/** A URL's port, its scheme's own when it names none. */
export function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}

function forbidden(host: string, reason: string) {
  return mortiseError("REMOTE_FORBIDDEN_ADDRESS", { host, reason });
}

/** Lower case, without brackets and trailing dots: `localhost.` is `localhost`. */
function normalHost(hostname: string): string {
  const host = hostname.toLowerCase().replace(/\.+$/, "");
  return host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
}

function normalEntry(entry: string): string {
  const text = entry.trim();
  const [, host, port] = isIPv6(text) ? [text, `[${text}]`] : (/^(.*?)(?::(\d+))?$/.exec(text) ?? []);
  const url = host ? URL.parse(`http://${host}/`) : null;
  if (url?.pathname !== "/" || url.port || url.username) {
    throw mortiseError("CLI_USAGE", { what: `"${entry}" is no host or host:port that flows can be allowed to call.` });
  }
  return port ? `${normalHost(url.hostname)}:${port}` : normalHost(url.hostname);
}

async function resolveBySystem(hostname: string): Promise<readonly ResolvedAddress[]> {
  return systemLookup(hostname, { all: true, order: "verbatim" });
}

function asLookupFunction(resolve: Lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const wanted = options.family ? addresses.filter(({ family }) => family === Number(options.family)) : addresses;
        const [first] = wanted;
        if (!first) callback(Object.assign(new Error("no address"), { code: "ENOTFOUND" }), "", 0);
        else if (options.all) callback(null, [...wanted]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, "", 0),
    );
  };
}
