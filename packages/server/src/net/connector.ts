import type { ConnectionOptions } from "node:tls";
import type { buildConnector } from "undici";
import type { Guard } from "./guard.ts";

/** Makes undici's function that opens connections; a test passes its own. */
export type BuildConnector = (options: buildConnector.BuildOptions) => buildConnector.connector;

/** How long a connection may take to open; shorter than the usual time-out of a call, so that the error can say so. */
export const CONNECT_TIMEOUT = 10_000;

/**
 * Opens connections only to addresses that the guard allows. The check stands here, where the connection is made: a
 * `lookup` hook never sees a literal address, and a check made earlier can be overtaken by another DNS answer.
 */
export function guardedConnector(
  build: BuildConnector,
  guard: Guard,
  tls: ConnectionOptions,
): buildConnector.connector {
  // HTTP/1.1 only: header names keep their spelling and one connection carries one request, so whether a request was
  // sent can be told.
  const options = { ...tls, allowH2: false, timeout: CONNECT_TIMEOUT };
  const checked = build({ ...options, lookup: guard.checkedLookup });
  const open = build({ ...options, lookup: guard.openLookup });
  return (target, callback) => {
    const port = target.port || (target.protocol === "https:" ? "443" : "80");
    if (guard.allows(target.hostname, port)) {
      open(target, callback);
      return;
    }
    try {
      guard.checkHost(target.hostname);
    } catch (error) {
      callback(error as Error, null);
      return;
    }
    checked(target, (...[error, socket]) => {
      if (error) return callback(error, null);
      try {
        guard.confirm(target.hostname, socket.remoteAddress);
      } catch (refused) {
        socket.on("error", () => {}).destroy();
        return callback(refused as Error, null);
      }
      callback(null, socket);
    });
  };
}
