import { mortiseError, type Page, type PageRequest } from "@mortise/contract";

const DEFAULT_SIZE = 50;
/** A larger page would hold the memory of all its decrypted rows at once. */
const LARGEST_SIZE = 1_000;

/** How many rows to ask for: one more than the page holds tells whether there is a next one. */
export function pageSize(request: PageRequest | undefined): number {
  return Math.min(Math.max(1, Math.trunc(request?.limit ?? DEFAULT_SIZE)), LARGEST_SIZE);
}

/** The rows as a page; `keyOf` names the place of the last one. */
export function pageOf<R, T>(
  rows: readonly R[],
  size: number,
  keyOf: (row: R) => readonly string[],
  toItem: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const items = shown.map(toItem);
  return rows.length > size && last ? { items, cursor: writeCursor(keyOf(last)) } : { items };
}

/** The key that a cursor names, or undefined on the first page. Throws `API_INVALID` for a cursor that we did not write. */
export function readCursor(request: PageRequest | undefined, parts: number): readonly string[] | undefined {
  if (request?.cursor === undefined || request.cursor === "") return undefined;
  try {
    const key = JSON.parse(Buffer.from(request.cursor, "base64url").toString("utf8"));
    if (Array.isArray(key) && key.length === parts && key.every((part) => typeof part === "string")) return key;
  } catch {
    // Said below.
  }
  throw mortiseError("API_INVALID", { what: "the cursor is not one that a page gave" }, { pointer: "/cursor" });
}

function writeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}
