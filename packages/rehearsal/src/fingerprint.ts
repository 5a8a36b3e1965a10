import { createHash, randomBytes } from "node:crypto";

/** A new secret value that no one can guess, safe in URLs. */
export function secretValue(bytes = 48): string {
  return randomBytes(bytes).toString("base64url");
}

/** SHA-256 in hex: what the server keeps of a token. */
export function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** The first 12 hex of a digest: enough to compare with, useless to whoever finds it in a log. */
export function fingerprint(digest: string): string {
  return digest.slice(0, 12);
}
