import { randomUUID } from "node:crypto";
import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BodySource, mortiseError } from "@mortise/contract";

/** Closes files of bodies that were forgotten with the run that held them. */
const forgotten = new FinalizationRegistry<{ close(): void }>((file) => file.close());

/**
 * Bytes on disk, for a body that memory shall not hold. The file has no name from the moment it is there: nobody else can
 * open it, and it is gone with the process, however that ends.
 */
export class SpoolFile implements BodySource {
  readonly #file: OpenFile;
  #bytes = 0;

  constructor() {
    const path = join(tmpdir(), `mortise-body-${randomUUID()}`);
    this.#file = new OpenFile(openSync(path, "wx+", 0o600));
    unlinkSync(path);
    forgotten.register(this, this.#file, this);
  }

  get bytes(): number {
    return this.#bytes;
  }

  write(chunk: Uint8Array): void {
    for (let done = 0; done < chunk.byteLength; ) {
      const written = writeSync(this.#file.fd, chunk, done, chunk.byteLength - done, this.#bytes);
      done += written;
      this.#bytes += written;
    }
  }

  read(from: number, into: Uint8Array): number {
    const wanted = Math.max(0, Math.min(into.length, this.#bytes - from));
    for (let done = 0; done < wanted; ) {
      const read = readSync(this.#file.fd, into, done, wanted - done, from + done);
      if (read === 0) throw mortiseError("ENGINE_BUG", { what: "a spooled body ended before its end" });
      done += read;
    }
    return wanted;
  }

  close(): void {
    forgotten.unregister(this);
    this.#file.close();
  }
}

/** A file descriptor that is closed once. */
class OpenFile {
  readonly #fd: number;
  #closed = false;

  constructor(fd: number) {
    this.#fd = fd;
  }

  get fd(): number {
    if (this.#closed) throw mortiseError("ENGINE_BUG", { what: "a large body is read after its run has ended" });
    return this.#fd;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#fd);
  }
}
