import type { IncomingMessage } from "node:http";
import { mortiseError } from "@mortise/contract";

/** Whether a request comes with a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}

/** The whole body of a request. Throws `API_TOO_LARGE` as soon as it is known, and reads no further. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return Promise.reject(tooLarge(maxBytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        request.pause();
        reject(tooLarge(maxBytes));
      } else chunks.push(chunk);
    });
    request.on("end", () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size)));
    request.on("error", () => reject(mortiseError("API_INVALID", { what: "the body ended too early" })));
    request.on("aborted", () => reject(mortiseError("API_INVALID", { what: "the body ended too early" })));
  });
}

function tooLarge(maxBytes: number) {
  return mortiseError("API_TOO_LARGE", { limit: `${maxBytes} bytes, the endpoint's maxBytes` });
}
