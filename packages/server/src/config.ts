import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { type Mistake, mortiseError, parseDuration } from "@mortise/contract";
import { DEFAULT_CEILINGS, type ScriptCeilings } from "./scripts/limits.ts";

/** What the server is told from outside. Read once, at start. */
export interface Config {
  /** Absent: the embedded database. */
  readonly databaseUrl: string | undefined;
  /** A user who may change tables, where the one of `databaseUrl` may not. */
  readonly databaseMigrateUrl: string | undefined;
  /** Folder of the embedded database, its key and its admin key. */
  readonly data: string;
  readonly host: string;
  readonly port: number;
  /** How the world reaches this server, without a slash at the end. */
  readonly publicUrl: string | undefined;
  readonly keyFile: string | undefined;
  readonly adminKey: string | undefined;
  /** Hosts inside private ranges that flows may call, each `host` or `host:port`. */
  readonly allowPrivate: readonly string[];
  readonly retentionDays: number;
  /** Durable runs of one tenant that this process executes at once. */
  readonly tenantConcurrency: number | undefined;
  /** The most that scripts may ask for. */
  readonly scriptCeilings: ScriptCeilings;
  /** Where alarms are posted, and what signs them. */
  readonly alarmWebhook: string | undefined;
  readonly alarmWebhookSecret: string | undefined;
  /** The mail server that alarms go out by, and who they come from. */
  readonly smtpUrl: string | undefined;
  readonly alarmFrom: string;
  /** The operator's own address for alarms. */
  readonly alarmAddress: string | undefined;
  /** What expressions may read as `${env.NAME}`: the variables that the operator lists, with their values. */
  readonly expressionEnvironment: ReadonlyMap<string, string>;
  readonly logLevel: LogLevel;
}

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One environment variable: what `mortise doctor` prints. */
export interface ConfigEntry {
  readonly name: string;
  readonly description: string;
  /** What holds when it is not set. */
  readonly default: string;
  /** What is set now; a secret shows as `•••`. */
  readonly value: string | undefined;
}

/** Where a variable's text comes from, such as `process.env`. */
export type EnvironmentVariables = { readonly [name: string]: string | undefined };

interface Declared {
  readonly description: string;
  readonly default: string;
  readonly secret?: true;
}

/** Every variable that is read; one that is not here does nothing. */
const VARIABLES = {
  DATABASE_URL: {
    description: "Address of a Postgres of your own: postgres://user:password@host:5432/name.",
    default: "the embedded database",
    secret: true,
  },
  DATABASE_MIGRATE_URL: {
    description: "The same database as a user who may change tables, where the one of DATABASE_URL may not.",
    default: "DATABASE_URL",
    secret: true,
  },
  MORTISE_DATA: { description: "Folder of the embedded database and its keys.", default: ".mortise" },
  MORTISE_PORT: { description: "Port to listen on; 0 picks a free one.", default: "8080" },
  MORTISE_HOST: {
    description: "Address to listen on; any other than loopback also needs MORTISE_PUBLIC_URL.",
    default: "127.0.0.1",
  },
  MORTISE_PUBLIC_URL: {
    description: "How the world reaches this server, through TLS: https://flows.example.com.",
    default: "the address listened on",
  },
  MORTISE_KEY_FILE: {
    description:
      "File that holds the key-encryption key, while it is being replaced the new one and behind it the old one; every server of one database needs the same.",
    default: "made in MORTISE_DATA for the embedded database; needed with DATABASE_URL",
  },
  MORTISE_ADMIN_KEY: {
    description: "An API key that is admin of every tenant from the first start on; 8 characters or more.",
    default: "for the embedded database one is made and kept in MORTISE_DATA/admin.key",
    secret: true,
  },
  MORTISE_ALLOW_PRIVATE: {
    description: "Hosts inside private ranges that flows may call, with commas between: localhost:9000,10.0.0.5.",
    default: "none",
  },
  MORTISE_RETENTION_DAYS: {
    description: "Days that runs, their journals, bodies and traces, events and former values of secrets are kept.",
    default: "14",
  },
  MORTISE_TENANT_CONCURRENCY: {
    description: "Durable runs of one tenant that a process executes at once, of the 20 that it executes in all.",
    default: "15",
  },
  MORTISE_SCRIPT_TIME: { description: "The longest that a script may ask to run: 500ms, 20s.", default: "20s" },
  MORTISE_SCRIPT_MEMORY: { description: "The most memory a script may ask for, in megabytes.", default: "256" },
  MORTISE_SCRIPT_STEPS: {
    description: "The most calls and loop turns that a Groovy script may ask for.",
    default: "10000000000",
  },
  MORTISE_SCRIPT_DEPTH: {
    description: "The most calls within calls that a Groovy script may ask for.",
    default: "2000",
  },
  MORTISE_SCRIPT_OUTPUT: { description: "The most characters that a script may ask to print.", default: "1000000" },
  MORTISE_ALARM_WEBHOOK: {
    description: "Address that alarms are posted to as JSON; one that holds a password or token is fine.",
    default: "none",
    secret: true,
  },
  MORTISE_ALARM_WEBHOOK_SECRET: {
    description: "Signs what is posted there, as Standard Webhooks describes; 16 characters or more.",
    default: "not signed",
    secret: true,
  },
  MORTISE_SMTP_URL: {
    description: "Mail server that alarms go out by: smtp://user:password@mail.example.com:587, or smtps://….",
    default: "no mail",
    secret: true,
  },
  MORTISE_ALARM_FROM: { description: "Sender of these mails.", default: "mortise@ and the public host name" },
  MORTISE_ALARM_ADDRESS: {
    description: "Your own address: for alarms of the server itself, and of tenants without an address of their own.",
    default: "none",
  },
  MORTISE_EXPRESSION_ENV: {
    description: "Environment variables that expressions may read as ${env.NAME}, with commas between.",
    default: "none",
  },
  MORTISE_LOG_LEVEL: { description: `How much the server logs: ${LOG_LEVELS.join(", ")}.`, default: "info" },
} as const satisfies Record<string, Declared>;

type VariableName = keyof typeof VARIABLES;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** Reads the configuration. Throws `CONFIG_INVALID` with everything that is wrong in `errors`. */
export function readConfig(env: EnvironmentVariables, overrides: Partial<Config> = {}): Config {
  const reader = new Reader(env);
  const databaseUrl = overrides.databaseUrl ?? reader.url("DATABASE_URL", ["postgres:", "postgresql:"]);
  const publicUrl = overrides.publicUrl ?? reader.url("MORTISE_PUBLIC_URL", ["https:", "http:"])?.replace(/\/+$/, "");
  const host = overrides.host ?? reader.text("MORTISE_HOST") ?? "127.0.0.1";
  const keyFile = overrides.keyFile ?? reader.text("MORTISE_KEY_FILE");
  const adminKey = overrides.adminKey ?? reader.text("MORTISE_ADMIN_KEY");
  const alarmWebhookSecret = overrides.alarmWebhookSecret ?? reader.text("MORTISE_ALARM_WEBHOOK_SECRET");
  if (alarmWebhookSecret !== undefined && alarmWebhookSecret.length < 16)
    reader.wrong("MORTISE_ALARM_WEBHOOK_SECRET", "expected 16 characters or more");
  if (!LOOPBACK.test(host)) reader.wantsTls(host, publicUrl);
  if (databaseUrl !== undefined) reader.wantsKeyFile(keyFile);
  if (adminKey !== undefined && !/^[\x21-\x7e]{8,200}$/.test(adminKey))
    reader.wrong("MORTISE_ADMIN_KEY", "expected 8 to 200 visible ASCII characters without spaces");
  const config: Config = {
    databaseUrl,
    databaseMigrateUrl:
      overrides.databaseMigrateUrl ?? reader.url("DATABASE_MIGRATE_URL", ["postgres:", "postgresql:"]),
    data: overrides.data ?? reader.text("MORTISE_DATA") ?? ".mortise",
    host,
    port: overrides.port ?? reader.integer("MORTISE_PORT", 0, 65_535) ?? 8080,
    publicUrl,
    keyFile,
    adminKey,
    allowPrivate: overrides.allowPrivate ?? reader.list("MORTISE_ALLOW_PRIVATE"),
    tenantConcurrency: overrides.tenantConcurrency ?? reader.integer("MORTISE_TENANT_CONCURRENCY", 1, 1_000),
    retentionDays: overrides.retentionDays ?? reader.integer("MORTISE_RETENTION_DAYS", 1, 36_500) ?? 14,
    scriptCeilings: overrides.scriptCeilings ?? readScriptCeilings(reader),
    alarmWebhook: overrides.alarmWebhook ?? reader.url("MORTISE_ALARM_WEBHOOK", ["https:", "http:"]),
    alarmWebhookSecret,
    smtpUrl: overrides.smtpUrl ?? reader.url("MORTISE_SMTP_URL", ["smtp:", "smtps:"]),
    alarmFrom: overrides.alarmFrom ?? reader.address("MORTISE_ALARM_FROM") ?? senderOf(publicUrl),
    alarmAddress: overrides.alarmAddress ?? reader.address("MORTISE_ALARM_ADDRESS"),
    expressionEnvironment:
      overrides.expressionEnvironment ??
      new Map(reader.list("MORTISE_EXPRESSION_ENV").map((name) => [name, env[name] ?? ""])),
    logLevel: overrides.logLevel ?? reader.choice("MORTISE_LOG_LEVEL", LOG_LEVELS) ?? "info",
  };
  reader.throwMistakes();
  return config;
}

/** Which database, and where its key is. */
export type DatabaseConfig = Pick<Config, "databaseUrl" | "databaseMigrateUrl" | "data" | "keyFile">;

/** Reads only what leads to the database: for work on it that is no server's. Throws `CONFIG_INVALID`. */
export function readDatabaseConfig(env: EnvironmentVariables): DatabaseConfig {
  const reader = new Reader(env);
  const found = {
    databaseUrl: reader.url("DATABASE_URL", ["postgres:", "postgresql:"]),
    databaseMigrateUrl: reader.url("DATABASE_MIGRATE_URL", ["postgres:", "postgresql:"]),
    data: reader.text("MORTISE_DATA") ?? ".mortise",
    keyFile: reader.text("MORTISE_KEY_FILE"),
  };
  reader.throwMistakes();
  return found;
}

function senderOf(publicUrl: string | undefined): string {
  return `mortise@${(publicUrl && URL.parse(publicUrl)?.hostname) || hostname()}`;
}

function readScriptCeilings(reader: Reader): ScriptCeilings {
  const { ms, memory, steps, depth, output } = DEFAULT_CEILINGS;
  const megabytes = reader.integer("MORTISE_SCRIPT_MEMORY", 16, 2_000);
  return {
    ms: reader.duration("MORTISE_SCRIPT_TIME", 10, 3_600_000) ?? ms,
    memory: megabytes === undefined ? memory : megabytes * 1_000_000,
    steps: reader.integer("MORTISE_SCRIPT_STEPS", 1_000, 10 ** 12) ?? steps,
    depth: reader.integer("MORTISE_SCRIPT_DEPTH", 10, 5_000) ?? depth,
    output: reader.integer("MORTISE_SCRIPT_OUTPUT", 0, 100_000_000) ?? output,
  };
}

/** Every variable with what is set now; for `mortise doctor`. */
export function listConfig(env: EnvironmentVariables): ConfigEntry[] {
  return Object.entries(VARIABLES).map(([name, declared]: [string, Declared]) => {
    const value = env[name] === "" ? undefined : env[name];
    return {
      name,
      description: declared.description,
      default: declared.default,
      value: value !== undefined && declared.secret ? "•••" : value,
    };
  });
}

class Reader {
  readonly #env: EnvironmentVariables;
  readonly #mistakes: Mistake[] = [];

  constructor(env: EnvironmentVariables) {
    this.#env = env;
  }

  /** An empty variable is one that is not set: `FOO= mortise serve` is how shells clear it. */
  text(name: VariableName): string | undefined {
    return this.#env[name]?.trim() || undefined;
  }

  integer(name: VariableName, from: number, to: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= from && value <= to) return value;
    this.wrong(name, `expected a whole number from ${from} to ${to}, found "${text}"`);
    return undefined;
  }

  /** Milliseconds. */
  duration(name: VariableName, from: number, to: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = parseDuration(/^\d+$/.test(text) ? Number(text) : text) ?? Number.NaN;
    if (value >= from && value <= to) return value;
    this.wrong(name, `expected a time such as 20s, from ${from} ms to ${to / 1_000} s, found "${text}"`);
    return undefined;
  }

  list(name: VariableName): string[] {
    return (this.text(name) ?? "").split(",").flatMap((item) => item.trim() || []);
  }

  choice<T extends string>(name: VariableName, values: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = values.find((candidate) => candidate === text);
    if (value === undefined) this.wrong(name, `expected one of ${values.join(", ")}, found "${text}"`);
    return value;
  }

  address(name: VariableName): string | undefined {
    const text = this.text(name);
    if (text === undefined || /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(text)) return text;
    this.wrong(name, `expected one mail address, found "${text}"`);
    return undefined;
  }

  url(name: VariableName, protocols: readonly string[]): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    // The text may hold a password, so it is not repeated.
    if (protocols.includes(URL.parse(text)?.protocol ?? "")) return text;
    this.wrong(name, `expected an address that begins with ${protocols.map((item) => `${item}//`).join(" or ")}`);
    return undefined;
  }

  wantsTls(host: string, publicUrl: string | undefined): void {
    if (publicUrl?.startsWith("https://")) return;
    this.wrong(
      "MORTISE_HOST",
      `${host} can be reached from other machines; set MORTISE_PUBLIC_URL to the https:// address of the proxy that keeps TLS in front of it, or listen on 127.0.0.1`,
    );
  }

  wantsKeyFile(keyFile: string | undefined): void {
    if (keyFile === undefined) {
      this.wrong("MORTISE_KEY_FILE", "with DATABASE_URL it must name the file that holds the key-encryption key");
      return;
    }
    try {
      readFileSync(keyFile);
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "does not exist" : "cannot be read";
      this.wrong("MORTISE_KEY_FILE", `the file ${keyFile} ${reason}`);
    }
  }

  wrong(name: VariableName, what: string): void {
    const { message, help } = mortiseError("CONFIG_INVALID", { name, what });
    this.#mistakes.push({ severity: "error", code: "CONFIG_INVALID", message, help, pointer: `/${name}` });
  }

  throwMistakes(): void {
    const [first] = this.#mistakes;
    if (!first) return;
    const error = mortiseError("CONFIG_INVALID", {}, { errors: this.#mistakes, pointer: first.pointer });
    error.message = this.#mistakes.map((mistake) => mistake.message).join("\n");
    throw error;
  }
}
