import { createHmac, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { mortiseError } from "@mortise/contract";
import { KEY_ID_BYTES, type SealingKey, sealingKey } from "./seal.ts";

const KEY_BYTES = 32;

/** Reads the key-encryption key: 32 bytes as base64, base64url or hexadecimal. Throws `STORE_SETUP` when the file holds no key. */
export function kekFromFile(path: string): SealingKey {
  let text: string;
  try {
    text = readFileSync(path, "utf8").trim();
  } catch (error) {
    throw mortiseError(
      "STORE_SETUP",
      {
        what: `the key-encryption key cannot be read (${(error as Error).message}); put the file back where MORTISE_KEY_FILE says, without it nothing that was encrypted can be read`,
      },
      { cause: error },
    );
  }
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, "hex") : Buffer.from(text, "base64");
  if (bytes.length !== KEY_BYTES || !/^[\w+/=-]+$/.test(text))
    throw mortiseError("STORE_SETUP", {
      what: `${path} holds no key-encryption key: expected 32 random bytes in base64 (openssl rand -base64 32)`,
    });
  return kekOf(bytes);
}

/** Makes a key file that only its owner can read, if there is none. Of two processes that make it at once one wins. */
export function ensureKekFile(path: string): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  const file = openSync(aside, "wx", 0o600);
  try {
    writeSync(file, `${randomBytes(KEY_BYTES).toString("base64")}\n`);
    // Written to the disk before anything is sealed under it.
    fsyncSync(file);
    closeSync(file);
    linkSync(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** The key with the id that names it without telling anything of it. */
export function kekOf(bytes: Buffer): SealingKey {
  return sealingKey(createHmac("sha256", bytes).update("mortise key id").digest().subarray(0, KEY_ID_BYTES), bytes);
}
