import { createHmac } from "node:crypto";

const STEP_MS = 30_000;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The six digits that an authenticator app shows for a base32 secret at an instant (RFC 6238, SHA-1, 30 s). */
export function totpCode(secret: string, now: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / STEP_MS)));
  const mac = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = (mac.at(-1) as number) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Whether a code is right now, or was or will be a step away: people are slow and phones are off. */
export function isTotpCode(secret: string, code: string, now: number): boolean {
  return [0, -STEP_MS, STEP_MS].some((shift) => totpCode(secret, now + shift) === code.trim());
}

function fromBase32(text: string): Buffer {
  let bits = "";
  for (const letter of text.toUpperCase().replace(/[\s=]/g, "")) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new RangeError("A TOTP secret is base32: A to Z and 2 to 7.");
    bits += value.toString(2).padStart(5, "0");
  }
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
