import { readSync } from "node:fs";

const PAUSE = new Int32Array(new SharedArrayBuffer(4));

/** All of standard input. npx hands it over in a mode in which reading does not wait but fails where there is nothing yet. */
export function readStandardInput(): Buffer {
  const parts: Buffer[] = [];
  const part = Buffer.alloc(65_536);
  for (;;) {
    try {
      const length = readSync(0, part);
      if (length === 0) return Buffer.concat(parts);
      parts.push(Buffer.from(part.subarray(0, length)));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // So Windows says that it ended.
      if (code === "EOF") return Buffer.concat(parts);
      if (code !== "EAGAIN") throw error;
      Atomics.wait(PAUSE, 0, 0, 10);
    }
  }
}
