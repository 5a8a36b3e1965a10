import { hash } from "node:crypto";
import { type KeyRecord, type KeyStore, MortiseError, mortiseError, type SessionStore } from "@mortise/contract";

/** How long a key found is taken for good without asking again: a removed key works so long on other servers. */
const REMEMBERED = 5_000;

/** Wrong keys from one address within a minute, before they are refused without asking the database. */
const GUESSES = 300;

const MINUTE = 60_000;

/** Most keys remembered; beyond it the oldest goes. */
const MOST = 10_000;

interface Remembered {
  readonly record: KeyRecord;
  readonly until: number;
}

/** Knows who holds a key: the store's keys behind a short memory, since inbound calls ask for each request. */
export class KeyRing {
  readonly #store: KeyStore;
  readonly #sessions: SessionStore;
  readonly #known = new Map<string, Remembered>();
  #guesses = new Map<string, number>();
  #minute = 0;

  constructor(store: KeyStore, sessions: SessionStore) {
    this.#store = store;
    this.#sessions = sessions;
  }

  /** The holder of a key, at once where the key was seen a moment ago. Throws `API_UNAUTHORIZED` or `API_RATE`. */
  identify(key: string, address: string): KeyRecord | Promise<KeyRecord> {
    // Not the key itself: the memory of a process ends up in dumps.
    const digest = hash("sha256", key);
    return this.#remembered(digest) ?? this.#find(digest, address, () => this.#store.find(key));
  }

  /** The holder of the key that a session of the console was opened with. Throws as `identify` does. */
  identifySession(token: string, address: string): KeyRecord | Promise<KeyRecord> {
    const digest = hash("sha256", `session ${token}`);
    return this.#remembered(digest) ?? this.#find(digest, address, () => this.#sessions.find(token));
  }

  /** Asks the store again for every key; after one was removed here. */
  forget(): void {
    this.#known.clear();
  }

  #remembered(digest: string): KeyRecord | undefined {
    const found = this.#known.get(digest);
    return found && found.until > performance.now() ? found.record : undefined;
  }

  async #find(digest: string, address: string, ask: () => Promise<KeyRecord | undefined>): Promise<KeyRecord> {
    if (this.#guessesOf(address) >= GUESSES) throw mortiseError("API_RATE");
    const record = await ask();
    if (!record) {
      this.#guesses.set(address, this.#guessesOf(address) + 1);
      throw mortiseError("API_UNAUTHORIZED");
    }
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MOST && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(digest, { record, until: performance.now() + REMEMBERED });
    return record;
  }

  #guessesOf(address: string): number {
    const minute = Math.floor(performance.now() / MINUTE);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#guesses = new Map();
    }
    return this.#guesses.get(address) ?? 0;
  }
}

/** The key of an `Authorization: Bearer` header. Throws `API_UNAUTHORIZED` when there is none. */
export function bearerKey(authorization: string | undefined): string {
  const key = /^Bearer +(\S{1,500}) *$/i.exec(authorization ?? "")?.[1];
  if (key === undefined) throw mortiseError("API_UNAUTHORIZED");
  return key;
}

/** Whether an error says that a key is missing or wrong; the answer then names the scheme. */
export function wantsKey(error: unknown): boolean {
  return error instanceof MortiseError && error.code === "API_UNAUTHORIZED";
}
