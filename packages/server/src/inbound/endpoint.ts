import { createHash, timingSafeEqual } from "node:crypto";
import { mortiseError } from "@mortise/contract";
import type { PlanNode } from "@mortise/engine";
import { bearerKey, type KeyRing } from "../api/keys.ts";
import { authorize } from "../api/role.ts";
import type { Installed } from "../flows/installed.ts";

/** An InboundHTTP node that is installed: where requests come in. */
export class Endpoint {
  readonly installed: Installed;
  readonly node: PlanNode;
  /** `/in/test/tenant/name`, decoded. */
  readonly path: string;
  readonly methods: ReadonlySet<string> | undefined;
  readonly matchPrefix: boolean;
  readonly preserveHeaders: boolean;
  readonly oneWay: boolean;
  readonly auth: "key" | "basic" | "none";
  readonly maxBytes: number;
  readonly #credentials: Buffer | undefined;

  constructor(installed: Installed, node: PlanNode) {
    const { environment, tenant } = installed.record;
    const { settings } = node;
    this.installed = installed;
    this.node = node;
    this.path = `/in/${environment}/${tenant}/${String(settings.endpoint)}`;
    this.methods = Array.isArray(settings.methods) ? new Set(settings.methods as string[]) : undefined;
    this.matchPrefix = settings.matchPrefix === true;
    this.preserveHeaders = settings.preserveHeaders === true;
    this.oneWay = settings.pattern === "one way";
    this.auth = settings.auth === "basic" || settings.auth === "none" ? settings.auth : "key";
    this.maxBytes = settings.maxBytes as number;
    if (this.auth === "basic") this.#credentials = digest(`${String(settings.user)}:${String(settings.password)}`);
  }

  /** Throws `API_UNAUTHORIZED`, `API_FORBIDDEN` or `API_RATE`; gives a promise only when the key must be looked up. */
  admit(authorization: string | undefined, keys: KeyRing, address: string): void | Promise<void> {
    if (this.auth === "none") return;
    if (this.auth === "basic") {
      const given = /^Basic +([A-Za-z0-9+/=_-]{1,2000}) *$/i.exec(authorization ?? "")?.[1] ?? "";
      const text = Buffer.from(given, "base64").toString("utf8");
      if (!this.#credentials || !timingSafeEqual(digest(text), this.#credentials))
        throw mortiseError("API_UNAUTHORIZED");
      return;
    }
    const who = keys.identify(bearerKey(authorization), address);
    if (who instanceof Promise) return who.then((found) => authorize(found, "operator", this.installed.record.tenant));
    authorize(who, "operator", this.installed.record.tenant);
  }
}

/** Hashes are of one length, so the comparison tells nothing about the password's. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
