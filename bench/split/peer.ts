// Answers with many lines, in a process of its own, so that what it holds does not count.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const bytes = Number(process.argv[2]);
const line = `${"x".repeat(99)}\n`;
const chunk = Buffer.from(line.repeat(655));

const server = createServer(async (_, response) => {
  response.writeHead(200, { "content-type": "text/plain" });
  for (let sent = 0; sent < bytes; sent += chunk.length) {
    const next = chunk.subarray(0, Math.min(chunk.length, bytes - sent));
    if (!response.write(next)) await new Promise((resolve) => response.once("drain", resolve));
  }
  response.end();
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
