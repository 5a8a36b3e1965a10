import { createServer, type Server as HttpServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import * as undici from "undici";
import { buildConnector } from "undici";
import type { Undici } from "./dispatchers.ts";

/** A listener that nobody may reach; counts who does. */
export interface Canary {
  readonly port: number;
  connections: number;
  bytes: number;
  close(): Promise<void>;
}

export async function startCanary(): Promise<Canary> {
  const server = createTcpServer();
  const port = await listen(server);
  const canary: Canary = { port, connections: 0, bytes: 0, close: () => closed(server) };
  server.on("connection", (socket) => {
    canary.connections += 1;
    socket.on("data", (data) => {
      canary.bytes += data.byteLength;
    });
    socket.on("error", () => {});
  });
  return canary;
}

export interface TestServer {
  readonly port: number;
  readonly server: HttpServer;
  close(): Promise<void>;
}

export async function startServer(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener);
  const port = await listen(server);
  return {
    port,
    server,
    close: async () => {
      server.closeAllConnections();
      await closed(server);
    },
  };
}

/**
 * undici whose connections to public addresses end at a local port: the guard sees the public address as where the
 * socket is connected. `divertedTo` makes the socket say that it ended somewhere else.
 */
export function publicInternet(port: () => number, divertedTo?: string): Undici {
  const connector: Undici["buildConnector"] = Object.assign((options: buildConnector.BuildOptions = {}) => {
    const local = buildConnector({ allowH2: false });
    const lookup = (options as { lookup?: typeof import("node:dns").lookup }).lookup;
    return (target: buildConnector.Options, callback: buildConnector.Callback) => {
      const dial = (address: string) =>
        local({ hostname: "127.0.0.1", protocol: "http:", port: String(port()) }, (...[error, socket]) => {
          if (error) return callback(error, null);
          Object.defineProperty(socket, "remoteAddress", { value: divertedTo ?? address });
          callback(null, socket as Socket);
        });
      if (/^[\d.]+$|:/.test(target.hostname)) return dial(target.hostname);
      lookup?.(target.hostname, { all: true }, (error, addresses) => {
        if (error) callback(error, null);
        else dial(addresses[0]?.address ?? "");
      });
    };
  }, {});
  return { Agent: undici.Agent, Pool: undici.Pool, ProxyAgent: undici.ProxyAgent, buildConnector: connector };
}

export function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

export function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
