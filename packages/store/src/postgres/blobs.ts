/** Byte strings for a statement over many rows: one parameter with all of them, and where each begins and how long it is. */
export interface Blobs {
  readonly bytes: Buffer;
  /** From 1, as `substring` counts. */
  readonly at: readonly number[];
  /** Null where there is none. */
  readonly size: readonly (number | null)[];
}

/**
 * Packs byte strings. A single one travels as it is; in an array each would travel as text in hexadecimal, which costs
 * both sides more than all the rest of a row.
 */
export function packBlobs(blobs: readonly (Buffer | null | undefined)[]): Blobs {
  const at: number[] = [];
  const size: (number | null)[] = [];
  const present: Buffer[] = [];
  let length = 0;
  for (const blob of blobs) {
    at.push(length + 1);
    size.push(blob ? blob.length : null);
    if (!blob) continue;
    present.push(blob);
    length += blob.length;
  }
  return { bytes: present.length === 1 ? (present[0] as Buffer) : Buffer.concat(present), at, size };
}
