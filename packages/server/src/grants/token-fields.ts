/** What a token answer holds, as far as it came. */
export interface TokenFields {
  readonly access?: string | undefined;
  readonly refresh?: string | undefined;
  readonly type?: string | undefined;
  readonly scope?: string | undefined;
  /** Seconds. */
  readonly expiresIn?: number | undefined;
  /** Seconds; some providers say how long the refresh token lives. */
  readonly refreshExpiresIn?: number | undefined;
  readonly error?: string | undefined;
  readonly description?: string | undefined;
  /** The answer was cut: what is here came whole, what is not may have been in the rest. */
  readonly cut: boolean;
}

/** Longer ones are no tokens. */
const LONGEST = 64 * 1024;

/** The fields of an answer: JSON, a form, or the beginning of either. Undefined when it is neither. */
export function readFields(body: Uint8Array, contentType: string, complete: boolean): TokenFields | undefined {
  const text = Buffer.from(body)
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .trim();
  if (text.startsWith("{")) return fromJson(text) ?? fieldsOf(salvage(text), true);
  if (/x-www-form-urlencoded/i.test(contentType) || /^[\w.-]+=[^&\s<]*(&[\w.-]+=[^&\s<]*)*&?$/.test(text))
    return fieldsOf(formOf(text, complete), !complete);
  return undefined;
}

/** Whether nothing can have been in a part that did not come. */
export function isWhole(fields: TokenFields): boolean {
  return !fields.cut;
}

function fromJson(text: string): TokenFields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return fieldsOf(new Map(Object.entries(value)), false);
  } catch {
    return undefined;
  }
}

/** The members of a JSON object that was cut, as far as they came whole; those of objects inside it too. */
function salvage(text: string): Map<string, unknown> {
  const found = new Map<string, unknown>();
  // A number is whole only when something stands behind it.
  const member = /(?<!\\)"(\w{1,100})"\s*:\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)(?=\s*[,}]))/g;
  for (const [, name = "", string, number] of text.matchAll(member))
    if (!found.has(name)) found.set(name, string === undefined ? Number(number) : parseString(string));
  return found;
}

function parseString(literal: string): unknown {
  try {
    return JSON.parse(literal);
  } catch {
    return undefined;
  }
}

function formOf(text: string, complete: boolean): Map<string, unknown> {
  const pairs = text.split("&");
  // The last one may have lost its end.
  if (!complete) pairs.pop();
  return new Map(new URLSearchParams(pairs.join("&")));
}

function fieldsOf(fields: ReadonlyMap<string, unknown>, cut: boolean): TokenFields {
  const text = (name: string) => {
    const value = fields.get(name);
    return typeof value === "string" && value.trim() !== "" && value.length <= LONGEST ? value : undefined;
  };
  const seconds = (...names: string[]) => {
    for (const name of names) {
      const value = fields.get(name);
      const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      if (typeof number === "number" && Number.isFinite(number) && number > 0) return Math.floor(number);
    }
    return undefined;
  };
  return {
    access: text("access_token"),
    refresh: text("refresh_token"),
    type: text("token_type")?.replace(/^bearer$/i, "Bearer"),
    scope: text("scope"),
    expiresIn: seconds("expires_in"),
    refreshExpiresIn: seconds("refresh_token_expires_in", "x_refresh_token_expires_in", "refresh_expires_in"),
    error: text("error")?.slice(0, 100),
    description: (text("error_description") ?? text("error_uri"))?.slice(0, 200),
    cut,
  };
}
