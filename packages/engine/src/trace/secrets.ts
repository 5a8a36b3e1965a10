import { REDACTED, type Secrets } from "@mortise/contract";

/** Shorter texts are too common to hide by value; they are hidden by the key they stand under. */
const MIN_LENGTH = 6;

/**
 * The secrets that one run has met. Texts are scrubbed of each one in the encodings it may appear in: plain,
 * JSON-escaped, URL- and form-encoded, base64 and base64url at any of the three alignments (Basic authentication
 * puts it behind `user:`), and hex.
 */
export class RunSecrets implements Secrets {
  readonly #forms = new Set<string>();
  #longestFirst: readonly string[] | undefined;
  #index: FormIndex | undefined;
  readonly #known = new Set<string>();

  constructor(secrets: Iterable<string> = []) {
    for (const secret of secrets) this.register(secret);
  }

  get isEmpty(): boolean {
    return this.#forms.size === 0;
  }

  register(secret: string): void {
    if (secret.length < MIN_LENGTH || this.#known.has(secret)) return;
    this.#known.add(secret);
    for (const form of encodings(secret)) this.#forms.add(form);
    this.#longestFirst = undefined;
    this.#index = undefined;
  }

  /** Those of them that a text holds, in whatever encoding. */
  heldIn(text: string): string[] {
    if (!this.holds(text)) return [];
    return [...this.#known].filter((secret) => [...encodings(secret)].some((form) => text.includes(form)));
  }

  holds(text: string): boolean {
    for (const form of this.#forms) if (text.includes(form)) return true;
    return false;
  }

  redact(text: string): string {
    // A short one that a longer one begins with would leave the rest of the longer one.
    this.#longestFirst ??= [...this.#forms].sort((a, b) => b.length - a.length);
    if (this.#longestFirst.length > FEW) {
      this.#index ??= indexOf(this.#longestFirst);
      return redactIndexed(text, this.#index);
    }
    let redacted = text;
    for (const form of this.#longestFirst) if (redacted.includes(form)) redacted = redacted.replaceAll(form, REDACTED);
    return redacted;
  }
}

/** Up to so many forms looking for one after the other is faster than looking at every place of the text. */
const FEW = 200;

/** Forms by their first characters, the longest first. */
type FormIndex = ReadonlyMap<string, readonly string[]>;

function indexOf(forms: readonly string[]): FormIndex {
  return Map.groupBy(forms, (form) => form.slice(0, MIN_LENGTH));
}

/** One pass over the text, however many secrets there are: an answer may hold thousands. */
function redactIndexed(text: string, index: FormIndex): string {
  const parts: string[] = [];
  let done = 0;
  for (let at = 0; at + MIN_LENGTH <= text.length; at++) {
    const form = index.get(text.slice(at, at + MIN_LENGTH))?.find((candidate) => text.startsWith(candidate, at));
    if (form === undefined) continue;
    parts.push(text.slice(done, at), REDACTED);
    done = at + form.length;
    at = done - 1;
  }
  return parts.length === 0 ? text : parts.join("") + text.slice(done);
}

function encodings(secret: string): Set<string> {
  const bytes = Buffer.from(secret, "utf8");
  const url = encodeURIComponent(secret);
  const forms = new Set([
    secret,
    JSON.stringify(secret).slice(1, -1),
    url,
    url.replaceAll("%20", "+"),
    url.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
  ]);
  for (const alignment of [0, 1, 2]) {
    // Only the characters that no neighbouring byte can change.
    const text = Buffer.concat([Buffer.alloc(alignment), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const first = Math.ceil((alignment * 8) / 6);
    const last = Math.floor(((alignment + bytes.length) * 8) / 6);
    const core = text.slice(first, last);
    if (core.length >= MIN_LENGTH) {
      forms.add(core);
      forms.add(core.replaceAll("+", "-").replaceAll("/", "_"));
    }
  }
  return forms;
}
