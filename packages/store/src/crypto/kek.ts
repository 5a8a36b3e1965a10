import { createHmac, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { mortiseError } from "@mortise/contract";
import { KEY_ID_BYTES, type SealingKey, sealingKey } from "./seal.ts";

const KEY_BYTES = 32;

/** The key-encryption keys of one file: the first one seals, those behind it open what was sealed before. */
export interface KekRing {
  readonly current: SealingKey;
  readonly all: readonly SealingKey[];
  /** The key of that id, also one that came into the file since it was read. */
  find(id: Buffer | undefined): SealingKey | undefined;
  /** Reads the file anew; while it cannot be read, what is known stays. */
  reload(): void;
}

/** Opens a key file. Throws `STORE_SETUP` when it holds no key. */
export function openKekRing(path: string): KekRing {
  let keys = keksFromFile(path);
  const known = (id: Buffer) => keys.find((key) => key.id.equals(id));
  const reload = () => {
    try {
      keys = keksFromFile(path);
    } catch {
      // Somebody is replacing it at this moment, or it went away: the next need tries again.
    }
  };
  return {
    get current() {
      return keys[0] as SealingKey;
    },
    get all() {
      return keys;
    },
    find(id) {
      if (id === undefined) return undefined;
      const found = known(id);
      if (found) return found;
      reload();
      return known(id);
    },
    reload,
  };
}

/** Reads the key that seals: 32 bytes as base64, base64url or hexadecimal. Throws `STORE_SETUP` when the file holds no key. */
export function kekFromFile(path: string): SealingKey {
  return keksFromFile(path)[0] as SealingKey;
}

/** Reads all keys of a file, one a line; what begins with `#` is a remark. Throws `STORE_SETUP`. */
export function keksFromFile(path: string): readonly SealingKey[] {
  return keyLines(path).map((line) => kekOf(bytesOf(line) as Buffer));
}

/** The lines of a key file that hold its keys. Throws `STORE_SETUP` when there is none, or one that is no key. */
export function keyLines(path: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw mortiseError(
      "STORE_SETUP",
      {
        what: `the key-encryption key cannot be read (${(error as Error).message}); put the file back where MORTISE_KEY_FILE says, without it nothing that was encrypted can be read`,
      },
      { cause: error },
    );
  }
  const lines = text.split("\n").flatMap((line) => (line.startsWith("#") ? [] : line.trim() || []));
  if (lines.length === 0 || lines.some((line) => bytesOf(line) === undefined))
    throw mortiseError("STORE_SETUP", {
      what: `${path} holds no key-encryption key: expected 32 random bytes in base64 (openssl rand -base64 32)`,
    });
  return lines;
}

function bytesOf(line: string): Buffer | undefined {
  if (!/^[\w+/=-]+$/.test(line)) return undefined;
  const bytes = /^[0-9a-f]{64}$/i.test(line) ? Buffer.from(line, "hex") : Buffer.from(line, "base64");
  return bytes.length === KEY_BYTES ? bytes : undefined;
}

/** A new key as a line of a key file. */
export function newKeyLine(): string {
  return randomBytes(KEY_BYTES).toString("base64");
}

/** Makes a key file that only its owner can read, if there is none. Of two processes that make it at once one wins. */
export function ensureKekFile(path: string): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeAside(path, [newKeyLine()], (aside) => {
    try {
      linkSync(aside, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  });
}

/** Writes a key file anew, in one step, with the owner and rights that it had. */
export function replaceKeyLines(path: string, lines: readonly string[]): void {
  const { mode, uid, gid } = statSync(path);
  // Where it is a link, what it leads to is replaced.
  const real = realpathSync(path);
  writeAside(real, lines, (aside) => {
    chmodSync(aside, mode & 0o777);
    if (process.getuid?.() === 0) chownSync(aside, uid, gid);
    renameSync(aside, real);
  });
}

function writeAside(path: string, lines: readonly string[], put: (aside: string) => void): void {
  const aside = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  const file = openSync(aside, "wx", 0o600);
  try {
    writeSync(file, lines.map((line) => `${line}\n`).join(""));
    // Written to the disk before anything is sealed under it.
    fsyncSync(file);
    closeSync(file);
    put(aside);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** The key with the id that names it without telling anything of it. */
export function kekOf(bytes: Buffer): SealingKey {
  return sealingKey(createHmac("sha256", bytes).update("mortise key id").digest().subarray(0, KEY_ID_BYTES), bytes);
}
