import { randomBytes } from "node:crypto";
import { mortiseError } from "@mortise/contract";
import type { KekRing } from "./kek.ts";
import type { Place } from "./place.ts";
import { KEY_ID_BYTES, keyIdOf, type SealingKey, seal, sealingKey, unseal } from "./seal.ts";

/** A data key as the database holds it. */
export interface WrappedKey {
  readonly key_id: Buffer;
  readonly wrapped: Buffer;
}

/** Seals and opens one tenant's values. */
export interface TenantVault {
  seal(place: Omit<Place, "tenant">, plain: string | Buffer): Buffer;
  /** Undefined when the value was changed or moved, or no key of the tenant fits. */
  unseal(place: Omit<Place, "tenant">, sealed: Buffer): Buffer | undefined;
}

/** The data keys of the tenants, each unwrapped once. */
export interface Vault {
  /** Throws `API_NOT_FOUND` for a tenant that has no key, because there is no such tenant. */
  of(tenant: string): Promise<TenantVault>;
  /** A new data key for a tenant, to be stored with it. */
  newKey(tenant: string): WrappedKey & { readonly wrapped_under: string };
  /** Forgets what was unwrapped; of every tenant when none is named. */
  forget(tenant?: string): void;
}

/** Bounds the memory of a server with very many tenants; unwrapping again costs one short query. */
const REMEMBERED = 10_000;

/** A vault over the key-encryption keys. `load` reads a tenant's wrapped keys, newest first. */
export function createVault(ring: KekRing, load: (tenant: string) => Promise<readonly WrappedKey[]>): Vault {
  const known = new Map<string, Promise<TenantVault>>();

  async function open(tenant: string): Promise<TenantVault> {
    const keys = (await load(tenant)).map((wrapped) => unwrapKey(ring, tenant, wrapped));
    const newest = keys[0];
    if (!newest) throw mortiseError("API_NOT_FOUND", { what: `tenant "${tenant}"` });
    return {
      seal: (place, plain) => seal(newest, { ...place, tenant }, plain),
      unseal: (place, sealed) => {
        const id = keyIdOf(sealed);
        const key = id && keys.find((key) => key.id.equals(id));
        return key && unseal(key, { ...place, tenant }, sealed);
      },
    };
  }

  return {
    of(tenant) {
      const found = known.get(tenant);
      if (found) return found;
      const opened = open(tenant);
      known.set(tenant, opened);
      opened.catch(() => known.delete(tenant));
      const oldest = known.keys().next();
      if (known.size > REMEMBERED && !oldest.done) known.delete(oldest.value);
      return opened;
    },
    newKey(tenant) {
      // Tenants are few: none is made under a key that is being replaced.
      ring.reload();
      return wrapKey(ring.current, tenant, randomBytes(KEY_ID_BYTES), randomBytes(32));
    },
    forget(tenant) {
      if (tenant === undefined) known.clear();
      else known.delete(tenant);
    },
  };
}

/** A tenant's data key under a key-encryption key. */
export function wrapKey(
  kek: SealingKey,
  tenant: string,
  id: Buffer,
  bytes: Buffer,
): WrappedKey & { readonly wrapped_under: string } {
  return { key_id: id, wrapped: seal(kek, wrapping(tenant, id), bytes), wrapped_under: kek.id.toString("hex") };
}

/** The bytes of a tenant's data key. Throws `STORE_KEY_WRONG` when no key-encryption key opens it. */
export function unwrapBytes(ring: Pick<KekRing, "find">, tenant: string, { key_id, wrapped }: WrappedKey): Buffer {
  const kek = ring.find(keyIdOf(wrapped));
  const bytes = kek && unseal(kek, wrapping(tenant, key_id), wrapped);
  if (!bytes) throw mortiseError("STORE_KEY_WRONG");
  return bytes;
}

function unwrapKey(ring: KekRing, tenant: string, wrapped: WrappedKey): SealingKey {
  return sealingKey(wrapped.key_id, unwrapBytes(ring, tenant, wrapped));
}

function wrapping(tenant: string, keyId: Buffer): Place {
  return { tenant, environment: "", kind: "key", name: keyId.toString("hex") };
}
