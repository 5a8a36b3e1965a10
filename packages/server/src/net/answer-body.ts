import type { Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import { mortiseError } from "@mortise/contract";
import { SpoolFile } from "./spool-file.ts";

/** Longer chains only occur in attacks (undici's CVE-2026-22036 was an unbounded one). */
const MAX_ENCODINGS = 2;

/** The source of an answer's bytes, as far as its speed can be governed. */
export interface Tap {
  pause(): void;
  resume(): void;
}

/** Collects the bytes of an answer, decompressed, and counts them as they come: a bomb is refused after `maxBytes`. */
export class AnswerBody {
  readonly #encodings: readonly string[];
  readonly #maxBytes: number;
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;
  #decoders: Transform[] | undefined;
  #fail: (error: Error) => void = () => {};
  #done: (body: Uint8Array | SpoolFile) => void = () => {};
  readonly #spoolOver: number;
  #spool: SpoolFile | undefined;
  /** The whole body, or the file that it lies in; rejects with a `MortiseError`. */
  readonly whole: Promise<Uint8Array | SpoolFile>;

  constructor(
    contentEncoding: string | undefined,
    contentLength: string | undefined,
    maxBytes: number,
    spoolOver = Number.POSITIVE_INFINITY,
  ) {
    this.#maxBytes = maxBytes;
    this.#spoolOver = spoolOver;
    this.whole = new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#fail = reject;
    });
    this.whole.catch(() => {});
    this.#encodings = readEncodings(contentEncoding);
    const announced = Number(contentLength);
    if (this.#encodings.length === 0 && announced > maxBytes) throw tooLarge(announced, maxBytes);
  }

  /** Whether the bytes are decompressed on their way. */
  get decodes(): boolean {
    return this.#encodings.length > 0;
  }

  write(chunk: Uint8Array, tap: Tap): void {
    if (!this.decodes) {
      this.#keep(chunk);
      return;
    }
    const first = this.#open(chunk)[0] as Transform;
    if (!first.write(chunk)) {
      tap.pause();
      first.once("drain", () => tap.resume());
    }
  }

  end(): void {
    // A compressed answer without a single byte is an empty one (304, HEAD), not a broken one.
    if (this.#decoders) this.#decoders[0]?.end();
    else this.#end();
  }

  destroy(error: Error): void {
    this.#fail(error);
    this.#spool?.close();
    this.#spool = undefined;
    for (const decoder of this.#decoders ?? []) decoder.destroy();
  }

  #keep(chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    if (this.#bytes > this.#maxBytes) throw tooLarge(this.#bytes, this.#maxBytes);
    if (this.#spool) this.#spool.write(chunk);
    else this.#chunks.push(chunk);
    if (this.#bytes > this.#spoolOver && !this.#spool) {
      this.#spool = new SpoolFile();
      for (const held of this.#chunks.splice(0)) this.#spool.write(held);
    }
  }

  #end(): void {
    const spool = this.#spool;
    // From here on it is the receiver's.
    this.#spool = undefined;
    this.#done(spool ?? Buffer.concat(this.#chunks));
  }

  #open(chunk: Uint8Array): readonly Transform[] {
    if (this.#decoders) return this.#decoders;
    const decoders = this.#encodings.map((encoding, index) => decoderFor(encoding, index === 0 ? chunk : undefined));
    this.#decoders = decoders;
    decoders.forEach((decoder, index) => {
      decoder.on("error", (error) => this.destroy(invalid("its body is not what its Content-Encoding says", error)));
      const next = decoders[index + 1];
      if (next) decoder.pipe(next);
    });
    const last = decoders.at(-1) as Transform;
    last.on("data", (part: Uint8Array) => {
      try {
        this.#keep(part);
      } catch (error) {
        this.destroy(error as Error);
      }
    });
    last.on("end", () => this.#end());
    return decoders;
  }
}

/** In the order of decoding: the last applied comes first. */
function readEncodings(header: string | undefined): readonly string[] {
  const names = (header ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  const encodings = names.filter((name) => name !== "" && name !== "identity").reverse();
  if (encodings.length > MAX_ENCODINGS) throw invalid(`${encodings.length} encodings on top of one another`);
  for (const encoding of encodings) {
    if (!/^(x-)?gzip$|^deflate$|^br$/.test(encoding)) {
      throw invalid(`expected an encoding of gzip, deflate and br, found "${encoding.slice(0, 40)}"`);
    }
  }
  return encodings;
}

function decoderFor(encoding: string, firstChunk: Uint8Array | undefined): Transform {
  if (encoding === "br") return createBrotliDecompress();
  if (encoding !== "deflate") return createGunzip();
  // The standard means the zlib format; old servers send the bare one, which cannot start with method 8 in its low half.
  return firstChunk === undefined || ((firstChunk[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
}

function invalid(what: string, cause?: unknown) {
  return mortiseError("REMOTE_INVALID", { what }, { cause });
}

function tooLarge(bytes: number, limit: number) {
  return mortiseError("BODY_TOO_LARGE", { bytes, limit });
}
