import { mortiseError, type Value } from "@mortise/contract";
import { checkPart } from "./limits.ts";

/** Whether a text is a JSON array; of one that is streamed only its beginning is looked at. */
export function isJsonArray(text: string, streaming: boolean): boolean {
  if (!/^[\s\uFEFF]*\[/.test(text)) return false;
  if (streaming) return true;
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

/**
 * The items of a JSON array, each as it stands in the text: parsed and written again, `5.0` would be another number.
 * Texts, truth values and integers are values. Throws `EXPRESSION_FAILED` at the item that is no JSON.
 */
export function* jsonItems(chunks: Iterable<string>, streaming: boolean): Generator<Value> {
  const scan = new ArrayScan();
  let count = 0;
  for (const chunk of chunks) {
    for (const item of scan.read(chunk)) yield bodyOf(item, count++);
    checkPart(scan.left, streaming);
  }
  if (!scan.isWhole) throw failed("the JSON array ends in the middle");
}

/** Follows brackets and quotes through a text that comes in pieces. */
class ArrayScan {
  #rest = "";
  #at = 0;
  #depth = 0;
  #inText = false;
  #escaped = false;
  #hasItems = false;
  isWhole = false;

  /** Length of what belongs to an item that is not whole yet. */
  get left(): number {
    return this.#rest.length;
  }

  *read(chunk: string): Generator<string> {
    this.#rest += chunk;
    let from = 0;
    for (; this.#at < this.#rest.length; this.#at++) {
      const char = this.#rest.charCodeAt(this.#at);
      if (this.#inText) this.#readText(char);
      else if (this.#depth === 0) {
        this.#readOutside(char);
        from = this.#at + 1;
      } else if (char === QUOTE) this.#inText = true;
      else if (char === OPEN_LIST || char === OPEN_MAP) this.#depth++;
      else if (char === CLOSE_LIST || char === CLOSE_MAP) {
        if (--this.#depth > 0) continue;
        this.isWhole = true;
        const last = this.#rest.slice(from, this.#at);
        from = this.#at + 1;
        if (this.#hasItems || last.trim() !== "") yield last;
      } else if (char === COMMA && this.#depth === 1) {
        this.#hasItems = true;
        const item = this.#rest.slice(from, this.#at);
        from = this.#at + 1;
        yield item;
      }
    }
    this.#rest = this.#rest.slice(from);
    this.#at = this.#rest.length;
  }

  #readText(char: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (char === BACKSLASH) this.#escaped = true;
    else if (char === QUOTE) this.#inText = false;
  }

  /** Before the array and behind it there is nothing but blanks. */
  #readOutside(char: number): void {
    if (char === OPEN_LIST && !this.isWhole) this.#depth = 1;
    else if (!BLANKS.has(char)) throw failed("the text is not one JSON array");
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xfeff]);

function bodyOf(item: string, index: number): Value {
  const text = item.trim();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw mortiseError(
      "EXPRESSION_FAILED",
      { what: `item ${index} of the array is not JSON: ${(cause as Error).message}.` },
      { cause },
    );
  }
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  return typeof value === "number" && Number.isSafeInteger(value) && /^-?\d+$/.test(text) ? value : text;
}

function failed(what: string) {
  return mortiseError("EXPRESSION_FAILED", { what: `${what}.` });
}
