import { createServer } from "node:net";
import { loadComponents } from "@mortise/components";
import { asMortiseError } from "@mortise/contract";
import { openStore } from "@mortise/store";
import { type Config, type ConfigEntry, type EnvironmentVariables, listConfig, readConfig } from "./config.ts";

/** One thing that a server needs, and whether it is there. */
export interface SetupCheck {
  readonly name: string;
  readonly ok: boolean;
  /** What was found, or what to do. */
  readonly result: string;
}

export interface SetupReport {
  readonly checks: readonly SetupCheck[];
  readonly config: readonly ConfigEntry[];
}

/** The oldest Node that strips types without a flag. */
const OLDEST_NODE = [22, 19] as const;

/** Tries, one by one, what a server needs, and lists its configuration. Starts the embedded database when that is the one. */
export async function inspectSetup(env: EnvironmentVariables): Promise<SetupReport> {
  const checks: SetupCheck[] = [checkNode()];
  let config: Config | undefined;
  try {
    config = readConfig(env);
    checks.push({ name: "configuration", ok: true, result: "valid" });
  } catch (error) {
    checks.push(failed("configuration", error));
  }
  if (config) {
    const found = config;
    checks.push(await attempt("database", () => tryDatabase(found)), await attempt("port", () => tryPort(found)));
  }
  if (config) checks.push({ name: "alarms", ok: true, result: sayAlarms(config) });
  checks.push(await attempt("components", async () => `${(await loadComponents()).size} loaded`));
  return { checks, config: listConfig(env) };
}

function checkNode(): SetupCheck {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const ok = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return {
    name: "Node",
    ok,
    result: `${process.versions.node}${ok ? "" : `; ${OLDEST_NODE.join(".")} or newer is needed`}`,
  };
}

async function tryDatabase({ databaseUrl, databaseMigrateUrl, data, keyFile }: Config): Promise<string> {
  const store = await openStore({
    data,
    url: databaseUrl,
    migrateUrl: databaseMigrateUrl,
    keyFile,
  });
  try {
    await store.ping();
    return databaseUrl === undefined
      ? `the embedded one in ${data} answers, and its key is the right one`
      : "answers, and the key is the right one";
  } finally {
    await store.close();
  }
}

function sayAlarms({ alarmWebhook, smtpUrl, alarmAddress }: Config): string {
  const ways = [
    ...(alarmWebhook === undefined ? [] : ["are posted to the webhook"]),
    ...(smtpUrl === undefined ? [] : [`are mailed to the tenants and ${alarmAddress ?? "nobody else"}`]),
  ];
  return ways.join(", ") || "stay in the list: neither MORTISE_ALARM_WEBHOOK nor MORTISE_SMTP_URL is set";
}

function tryPort({ host, port }: Config): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve(
        error.code === "EADDRINUSE"
          ? `${host}:${port} is in use, perhaps by a running server`
          : `${host}:${port}: ${error.message}`,
      ),
    );
    server.listen(port, host, () => server.close(() => resolve(`${host}:${port} is free`)));
  });
}

async function attempt(name: string, work: () => Promise<string>): Promise<SetupCheck> {
  try {
    return { name, ok: true, result: await work() };
  } catch (error) {
    return failed(name, error);
  }
}

function failed(name: string, thrown: unknown): SetupCheck {
  const error = asMortiseError(thrown);
  return { name, ok: false, result: `${error.code}: ${error.message} ${error.help}` };
}
