import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomFillSync } from "node:crypto";
import { authenticated, type Place, VERSION } from "./place.ts";

/** A 256-bit key with the id that its sealed values carry. */
export interface SealingKey {
  readonly id: Buffer;
  readonly key: KeyObject;
}

/** A key of these 32 bytes. Made once: with plain bytes Node makes one for each value, which takes longer than sealing it. */
export function sealingKey(id: Buffer, bytes: Buffer): SealingKey {
  return { id, key: createSecretKey(bytes) };
}

export const KEY_ID_BYTES = 8;
const NONCE_BYTES = 12;
// Node takes a tag of 4 bytes when it is not told how long it has to be.
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES;

/** Encrypts with AES-256-GCM: version, key id, nonce, ciphertext, tag. */
export function seal({ id, key }: SealingKey, place: Place, plain: string | Buffer): Buffer {
  const nonce = randomNonce();
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(authenticated(place, id.toString("hex")));
  const body = typeof plain === "string" ? cipher.update(plain, "utf8") : cipher.update(plain);
  cipher.final();
  return Buffer.concat([Buffer.of(VERSION), id, nonce, body, cipher.getAuthTag()]);
}

/** The id of the key that a sealed value needs; undefined when it is not of our format. */
export function keyIdOf(sealed: Buffer): Buffer | undefined {
  if (sealed.length < HEAD_BYTES + TAG_BYTES || sealed[0] !== VERSION) return undefined;
  return sealed.subarray(1, 1 + KEY_ID_BYTES);
}

/** Decrypts; undefined when a bit was changed, the value was moved from its place, or the key is another. */
export function unseal({ id, key }: SealingKey, place: Place, sealed: Buffer): Buffer | undefined {
  if (!keyIdOf(sealed)?.equals(id)) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1 + KEY_ID_BYTES, HEAD_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(authenticated(place, id.toString("hex")));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const plain = decipher.update(sealed.subarray(HEAD_BYTES, sealed.length - TAG_BYTES));
  try {
    decipher.final();
    return plain;
  } catch {
    return undefined;
  }
}

// Asking the kernel for 12 bytes at a time costs more than the encryption of a small value.
const pool = Buffer.alloc(NONCE_BYTES * 341);
let used = pool.length;

function randomNonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += NONCE_BYTES;
  // Copied: a view would change when the pool is filled again.
  return Buffer.from(pool.subarray(used - NONCE_BYTES, used));
}
