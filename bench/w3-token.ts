// W3: HTTP in, a tenant variable, a call with it as bearer token, the reply; 32 connections. Runs a second beside bare
// Fastify and undici that do the same. Rounds alternate, since the machine's mood changes in between.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import autocannon from "autocannon";
import { type ServerProcess, startServerProcess, stopServerProcess } from "./inbound/child.ts";

const short = process.argv.includes("--short");
const ROUNDS = short ? 2 : 5;
const SECONDS = short ? 1 : 4;
const CONNECTIONS = 32;

const MODES = ["token-bare", "token"] as const;
type Mode = (typeof MODES)[number];

const NAMES: { readonly [mode in Mode]: string } = { "token-bare": "bare Fastify and undici", token: "Mortise" };

const peer = createServer((request, response) => {
  const known = request.headers.authorization === "Bearer a-token-of-the-bench";
  response.writeHead(known ? 200 : 401, { "Content-Type": "application/json" }).end('{"employers":[{"id":1}]}');
}).listen(0, "127.0.0.1");
await once(peer, "listening");
const address = `http://127.0.0.1:${(peer.address() as AddressInfo).port}/`;

async function round(server: ServerProcess): Promise<number> {
  const result = await autocannon({ url: server.url, connections: CONNECTIONS, duration: SECONDS });
  if (result.non2xx > 0 || result.errors > 0 || result["2xx"] === 0)
    throw new Error(`${result.non2xx} bad answers, ${result.errors} errors`);
  return result["2xx"] / result.duration;
}

const servers = new Map<Mode, ServerProcess>();
try {
  for (const mode of MODES) servers.set(mode, await startServerProcess([mode, address]));
  const rates = new Map<Mode, number[]>(MODES.map((mode) => [mode, []]));
  for (const server of servers.values()) await round(server);
  for (let index = 0; index < ROUNDS; index++)
    for (const mode of MODES) rates.get(mode)?.push(await round(servers.get(mode) as ServerProcess));
  // The best round of each: noise only ever takes away.
  const best = (mode: Mode) => Math.max(...(rates.get(mode) ?? []));
  console.log(`\nW3 tenant variable, call with a bearer token, reply; ${CONNECTIONS} connections, runs a second`);
  for (const mode of MODES)
    console.log(
      `  ${NAMES[mode].padEnd(24)} ${Math.round(best(mode)).toLocaleString("en").padStart(7)} /s  ${(best(mode) / best("token-bare")).toFixed(2)} of bare`,
    );
} finally {
  for (const server of servers.values()) await stopServerProcess(server);
  peer.closeAllConnections();
  peer.close();
}
