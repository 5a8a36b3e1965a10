import { MAX_DEPTH, mortiseError } from "@mortise/contract";
import { parseJsonText } from "@mortise/engine";

const QUOTE = 34;
const BACKSLASH = 92;

// A BOM in front is taken off; Windows' editors write one.
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The text of a body. Throws `API_INVALID` where it is not UTF-8: to guess would change what is kept. */
export function readUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw mortiseError("API_INVALID", { what: "the body is not UTF-8" });
  }
}

/**
 * Parses the JSON of a request. Too deep is refused before it is parsed (whatever walks the value later would overflow
 * the stack), and so is a `__proto__` or `constructor.prototype` key.
 */
export function parseJson(text: string): unknown {
  if (depth(text) > MAX_DEPTH)
    throw mortiseError("API_INVALID", { what: `the body is more than ${MAX_DEPTH} levels deep` });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw mortiseError("API_INVALID", { what: `the body is not JSON (${reason(error, text)})` });
  }
  // Nearly no body holds one of these words, so nearly none is walked.
  if (/__proto__|constructor|\\u(00[56]|d[89a-f])/i.test(text)) refuseOdd(value, "");
  return value;
}

function depth(text: string): number {
  let level = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index++) {
    const char = text.charCodeAt(index);
    if (char === QUOTE) {
      for (index++; index < text.length && text.charCodeAt(index) !== QUOTE; index++) {
        if (text.charCodeAt(index) === BACKSLASH) index++;
      }
    } else if (char === 91 || char === 123) {
      if (++level > deepest) deepest = level;
    } else if (char === 93 || char === 125) level--;
  }
  return deepest;
}

function refuseOdd(value: unknown, pointer: string): void {
  if (typeof value === "string") refuseHalves(value, pointer);
  if (value === null || typeof value !== "object") return;
  for (const [key, item] of Object.entries(value)) {
    const place = `${pointer}/${key}`;
    refuseHalves(key, pointer);
    const pollutes =
      key === "__proto__" ||
      (key === "constructor" && item !== null && typeof item === "object" && Object.hasOwn(item, "prototype"));
    if (pollutes) throw mortiseError("API_INVALID", { what: `the key "${key}" is refused` }, { pointer: place });
    refuseOdd(item, place);
  }
}

/** Half a surrogate pair has no UTF-8: the database and every answer would hold another character in its place. */
function refuseHalves(text: string, pointer: string): void {
  if (!text.isWellFormed())
    throw mortiseError("API_INVALID", { what: `${pointer || "the body"} holds half a surrogate pair` }, { pointer });
}

/** V8's reason without the piece of the body that it quotes, which may be a secret. */
function reason(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : "";
  if (/end of JSON input/.test(message)) return "it ends too early, or is empty";
  // Of a short text V8 quotes all and says no place.
  const position = /position (\d+)/.exec(message)?.[1] ?? parseJsonText(text).mistakes.at(-1)?.position?.position;
  return position === undefined ? "at a character that it has no place for" : `at character ${position}`;
}
