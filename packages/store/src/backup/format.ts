import { createHash, type Hash } from "node:crypto";
import { mortiseError } from "@mortise/contract";

/**
 * A backup is one file: gzip over lines. A line that begins with `[` is a mark (what the backup is, which table begins,
 * the end with the check sum over all before it); any other is a row as Postgres writes it in JSON. Sealed values are
 * in it as they are in the database.
 */
export const FORMAT = 1;

/** What a backup says of itself, in its first line. */
export interface BackupHeader {
  readonly format: number;
  /** Of the database: how far it was migrated, and by which files. */
  readonly migration: number;
  readonly hashes: readonly string[];
  /** Ids of the key-encryption keys that something in it is sealed under. The keys themselves are not in it. */
  readonly keys: readonly string[];
  readonly at: string;
}

/** A line that is no row. */
export type Mark =
  | readonly ["mortise backup", BackupHeader]
  | readonly ["table", string]
  | readonly ["end", { readonly rows: number; readonly sha256: string }];

/** Sums up the lines of a backup, on its way out and on its way in. */
export class CheckSum {
  readonly #hash: Hash = createHash("sha256");
  rows = 0;

  add(line: string | Buffer): void {
    this.#hash.update(line).update("\n");
  }

  end(): { readonly rows: number; readonly sha256: string } {
    return { rows: this.rows, sha256: this.#hash.digest("hex") };
  }
}

/** The lines of a stream. Its own, since Node's `readline` also parts at characters that are text in JSON. */
export async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  for await (const chunk of stream) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      parts.push(chunk.subarray(from, at));
      yield parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
      parts = [];
      from = at + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}

/** Whether the line is a mark. */
export function isMark(line: Buffer): boolean {
  return line[0] === 0x5b;
}

/** Reads a mark. Throws `BACKUP_INVALID`. */
export function readMark(line: Buffer, file: string): Mark {
  try {
    const mark: unknown = JSON.parse(line.toString("utf8"));
    if (Array.isArray(mark) && ["mortise backup", "table", "end"].includes(mark[0])) return mark as unknown as Mark;
  } catch {
    // Said below.
  }
  throw damaged(file, "a line of it is none that a backup has");
}

/** The file is no backup, or not whole. */
export function damaged(file: string, what: string, cause?: unknown) {
  return mortiseError("BACKUP_INVALID", { file, what }, { cause });
}
