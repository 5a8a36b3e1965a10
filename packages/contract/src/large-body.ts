import { mortiseError } from "./errors/error.ts";

/** Where the bytes of a large body lie. */
export interface BodySource {
  readonly bytes: number;
  /** Fills with the bytes from a place on; how many there were. */
  read(from: number, into: Uint8Array): number;
  close(): void;
}

/** Bytes that are read at once. */
const CHUNK = 65_536;

/** A body that is too large to be held in memory. Read piece by piece where a component can, else whole. */
export class LargeBody {
  readonly #source: BodySource;
  readonly #charset: string | undefined;

  /** Without a charset it is bytes. */
  constructor(source: BodySource, charset?: string) {
    this.#source = source;
    this.#charset = charset;
  }

  get bytes(): number {
    return this.#source.bytes;
  }

  /** The same bytes as text. */
  asText(charset: string): LargeBody {
    return new LargeBody(this.#source, charset);
  }

  /** Whether both are the same bytes in the same place. */
  isSame(other: LargeBody): boolean {
    return this.#source === other.#source;
  }

  /** The bytes it begins with. */
  start(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, this.#source.read(0, bytes));
  }

  /** As text, also where it is bytes: those are taken for UTF-8. */
  *texts(): Generator<string> {
    const decoder = decoderOf(this.#charset ?? "utf-8");
    // One buffer for all: what lies outside of the heap is given back late.
    const chunk = new Uint8Array(CHUNK);
    for (let at = 0; at < this.bytes; ) {
      const read = this.#source.read(at, chunk);
      yield decoder.decode(chunk.subarray(0, read), { stream: true });
      at += read;
    }
    const rest = decoder.decode();
    if (rest !== "") yield rest;
  }

  /** All of it in memory. Throws `BODY_TOO_LARGE` when that cannot be. */
  whole(): string | Uint8Array {
    try {
      const bytes = this.start(this.bytes);
      return this.#charset === undefined ? bytes : decoderOf(this.#charset).decode(bytes);
    } catch (cause) {
      if (!(cause instanceof RangeError) && (cause as { code?: unknown }).code !== "ERR_STRING_TOO_LONG") throw cause;
      throw mortiseError("BODY_TOO_LARGE", { bytes: this.bytes, limit: "what memory holds at once" }, { cause });
    }
  }

  /** Nobody will read it any more. */
  close(): void {
    this.#source.close();
  }
}

/** A charset that nobody knows is read as UTF-8. */
function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
