import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that answers everything with 200 and keeps what reached it: the witness of what was really sent. */
export interface LoggingPeer {
  /** `host:port`. */
  readonly host: string;
  /** `METHOD /path`, with the idempotency key behind it where there is one; in the order they came. */
  readonly log: readonly string[];
  close(): void;
}

/** Starts one on a port of its own. */
export async function startLoggingPeer(): Promise<LoggingPeer> {
  const log: string[] = [];
  const server = createServer((request, response) => {
    const key = request.headers["idempotency-key"];
    log.push(`${request.method} ${request.url}${key === undefined ? "" : ` ${key}`}`);
    request.resume();
    request.on("end", () => response.end("fine"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    log,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
