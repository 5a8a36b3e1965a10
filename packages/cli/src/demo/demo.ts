import { join } from "node:path";
import { type Rehearsal, startRehearsal } from "@mortise/rehearsal";
import { type Config, readConfig, startServer } from "@mortise/server";
import { adminKey, Client } from "../client.ts";
import { describeRun, type ShownRun } from "../commands/runs.ts";
import { printSteps, type ShownStep } from "../output/steps.ts";
import { paint } from "../output/style.ts";
import { table } from "../output/table.ts";
import { untilStopped } from "../until-stopped.ts";
import { progress } from "./progress.ts";
import { FLOW, prepareTenant, TENANT, VARIABLE } from "./tenant.ts";

export interface DemoOptions {
  readonly once: boolean;
  readonly port?: number | undefined;
}

/** The rehearsal server's port, so that addresses stay the same from one start to the next. */
const REHEARSAL_PORT = 8090;

const RUNS = 2;

/** Runs the demo; false when the token was not rotated as it must be. */
export async function runDemo(options: DemoOptions): Promise<boolean> {
  // With --once nobody will look at the server afterwards, so it need not have the usual port.
  const port = options.port ?? (options.once ? 0 : undefined);
  const first = readConfig(process.env, { logLevel: "silent", ...(port === undefined ? {} : { port }) });
  const rehearsal = await progress(
    "rehearsal authorization server",
    () => openRehearsal(first),
    ({ url }) => url,
  );
  const config: Config = { ...first, allowPrivate: [...first.allowPrivate, new URL(rehearsal.url).host] };
  const server = await progress(
    "database and server",
    () => startServer(config),
    ({ url }) => url,
  );
  try {
    const client = new Client(server.address, adminKey(config));
    await progress(
      `tenant ${TENANT}`,
      () => prepareTenant(client, rehearsal),
      () => `flow ${FLOW} pasted from the template and installed in Test`,
    );
    const good = await showRuns(client, rehearsal);
    if (!options.once) {
      console.log(`\nThe server stays up at ${paint("bold", server.url)} (API: ${server.url}/docs). Ctrl-C stops it.`);
      const key = config.adminKey === undefined ? `the key in ${join(config.data, "admin.key")}` : "MORTISE_ADMIN_KEY";
      console.log(`Its console is there too: sign in with ${key}.`);
      await untilStopped();
      console.log("Stopping …");
    }
    return good;
  } finally {
    await server.close();
    await rehearsal.close();
  }
}

async function openRehearsal(config: Config): Promise<Rehearsal> {
  const options = { profile: "loket", state: join(config.data, "rehearsal.json") };
  try {
    return await startRehearsal({ ...options, port: REHEARSAL_PORT });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return startRehearsal({ ...options, port: 0 });
  }
}

async function showRuns(client: Client, rehearsal: Rehearsal): Promise<boolean> {
  let good = true;
  for (let index = 1; index <= RUNS; index++) {
    const { id } = await client.post<{ id: string }>(`/tenants/${TENANT}/flows/${FLOW}/runs`, {
      environment: "test",
      wait: true,
    });
    const path = `/tenants/${TENANT}/runs/${id}`;
    const run = await client.get<ShownRun>(path);
    const { steps } = await client.get<{ steps: ShownStep[] }>(`${path}/trace`);
    console.log(`\n${paint("bold", `Run ${index} of ${RUNS}`)}  ${describeRun(run)}\n\n${printSteps(steps)}`);
    console.log(paint("dim", `trace: ${client.server}/api/v1${path}/trace`));
    good &&= run.status === "completed";
  }
  return showLog(rehearsal) && good;
}

/** What the authorization server saw: its log is the witness. */
function showLog(rehearsal: Rehearsal): boolean {
  console.log(`\n${paint("bold", "What the authorization server saw")} ${paint("dim", "(tokens as fingerprints)")}\n`);
  const calls = rehearsal.log().filter(({ kind }) => kind === "token");
  const rows = calls
    .slice(-RUNS)
    .map((entry) => [entry.at, String(entry.status), entry.presented ?? "–", entry.issued?.refresh ?? "–"]);
  console.log(table(["at", "answer", "spent", "issued"], rows));
  const status = rehearsal.status();
  const good = status.everyTokenSpentOnce;
  console.log(
    `\n${paint(good ? "green" : "red", status.sentence)}; the next one waits, encrypted, in tenant variable ${VARIABLE}.`,
  );
  return good;
}
