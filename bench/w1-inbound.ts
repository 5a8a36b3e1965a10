// W1: HTTP in, two headers set, a filter, the reply; 32 connections. CPU time per request of the server's process, beside
// bare Fastify that answers the same from a closure. Rounds alternate, since the machine's mood changes in between.
import autocannon from "autocannon";
import { ask, type ServerProcess, startServerProcess, stopServerProcess } from "./inbound/child.ts";

const short = process.argv.includes("--short");
const ROUNDS = short ? 3 : 7;
const SECONDS = short ? 1 : 4;
const CONNECTIONS = 32;

/** What the child is asked to be; each listens on a port of its own. */
const MODES = ["bare", "off", "errors"] as const;
type Mode = (typeof MODES)[number];

const NAMES: { readonly [mode in Mode]: string } = {
  bare: "bare Fastify, a closure",
  off: "Mortise, trace off",
  errors: "Mortise, trace errors",
};

async function round(server: ServerProcess, seconds: number): Promise<{ cpu: number; rate: number }> {
  const before = await ask(server, "cpu");
  const result = await autocannon({ url: server.url, connections: CONNECTIONS, duration: seconds });
  const requests = result["2xx"];
  if (result.non2xx > 0 || result.errors > 0 || requests === 0)
    throw new Error(`${result.non2xx} bad answers, ${result.errors} errors`);
  return { cpu: ((await ask(server, "cpu")) - before) / requests, rate: requests / result.duration };
}

const servers = new Map<Mode, ServerProcess>();
try {
  for (const mode of MODES) servers.set(mode, await startServerProcess([mode]));
  const results = new Map<Mode, { cpu: number; rate: number }[]>(MODES.map((mode) => [mode, []]));
  for (const server of servers.values()) await round(server, SECONDS);
  for (let index = 0; index < ROUNDS; index++)
    for (const mode of MODES) results.get(mode)?.push(await round(servers.get(mode) as ServerProcess, SECONDS));
  // The best round of each: noise only ever adds.
  const best = (mode: Mode) => Math.min(...(results.get(mode) ?? []).map((result) => result.cpu));
  const rate = (mode: Mode) => Math.max(...(results.get(mode) ?? []).map((result) => result.rate));
  console.log(
    `\nW1 inbound request, two headers, filter, reply; ${CONNECTIONS} connections, CPU per request of the server`,
  );
  for (const mode of MODES)
    console.log(
      `  ${NAMES[mode].padEnd(24)} ${best(mode).toFixed(1).padStart(6)} µs  ${(best(mode) / best("bare")).toFixed(2)} of bare  ${Math.round(rate(mode)).toLocaleString("en").padStart(7)} requests/s`,
    );
} finally {
  for (const server of servers.values()) await stopServerProcess(server);
}
