import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as a webhook's receiver saw it. */
export interface Posted {
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: string;
}

/** A receiver of webhooks for tests. */
export interface Receiver {
  readonly url: string;
  readonly posted: Posted[];
  /** What it answers from now on; 0 breaks the connection off, -1 never answers. */
  answer: number;
  close(): Promise<void>;
}

/** Listens on a free port of this machine. */
export async function startReceiver(): Promise<Receiver> {
  const receiver = { url: "", posted: [] as Posted[], answer: 204, close };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      receiver.posted.push({ headers: request.headers, body: Buffer.concat(parts).toString("utf8") });
      if (receiver.answer === 0) request.destroy();
      else if (receiver.answer > 0) response.writeHead(receiver.answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alarms`;
  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  return receiver;
}
