import { hostname } from "node:os";
import { MortiseError } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { listConfig, readConfig } from "./config.ts";

function mistakes(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof MortiseError && error.code === "CONFIG_INVALID")
      return (error.errors ?? []).map(({ pointer }) => String(pointer));
    throw error;
  }
  return [];
}

describe("readConfig", () => {
  test("needs nothing: the embedded database on a loopback port", () => {
    expect(readConfig({})).toEqual({
      databaseUrl: undefined,
      databaseMigrateUrl: undefined,
      data: ".mortise",
      host: "127.0.0.1",
      port: 8080,
      publicUrl: undefined,
      keyFile: undefined,
      adminKey: undefined,
      allowPrivate: [],
      retentionDays: 14,
      tenantConcurrency: undefined,
      scriptCeilings: { ms: 20_000, memory: 256e6, steps: 1e10, depth: 2_000, output: 1e6 },
      alarmWebhook: undefined,
      alarmWebhookSecret: undefined,
      smtpUrl: undefined,
      alarmFrom: `mortise@${hostname()}`,
      alarmAddress: undefined,
      expressionEnvironment: new Map(),
      logLevel: "info",
    });
  });

  test("reads every variable", () => {
    const keyFile = import.meta.filename;
    const config = readConfig({
      DATABASE_URL: "postgres://me:pw@db.example/mortise",
      DATABASE_MIGRATE_URL: "postgres://owner:pw@db.example/mortise",
      MORTISE_DATA: "/var/lib/mortise",
      MORTISE_HOST: "0.0.0.0",
      MORTISE_PORT: "0",
      MORTISE_PUBLIC_URL: "https://flows.example.com/",
      MORTISE_KEY_FILE: keyFile,
      MORTISE_ADMIN_KEY: "a-long-admin-key",
      MORTISE_ALLOW_PRIVATE: "localhost:9000, 10.0.0.5,",
      MORTISE_RETENTION_DAYS: "30",
      MORTISE_TENANT_CONCURRENCY: "4",
      MORTISE_SCRIPT_TIME: "1 min",
      MORTISE_SCRIPT_MEMORY: "512",
      MORTISE_SCRIPT_STEPS: "1000000",
      MORTISE_SCRIPT_DEPTH: "50",
      MORTISE_SCRIPT_OUTPUT: "0",
      MORTISE_ALARM_WEBHOOK: "https://hooks.example.com/T0/B1",
      MORTISE_ALARM_WEBHOOK_SECRET: "sixteen-characters",
      MORTISE_SMTP_URL: "smtps://me:pw@mail.example.com",
      MORTISE_ALARM_ADDRESS: "ops@example.com",
      MORTISE_EXPRESSION_ENV: "REGION",
      REGION: "nl",
      HIDDEN: "not listed",
      MORTISE_LOG_LEVEL: "warn",
    });
    expect(config).toMatchObject({
      host: "0.0.0.0",
      port: 0,
      publicUrl: "https://flows.example.com",
      allowPrivate: ["localhost:9000", "10.0.0.5"],
      databaseMigrateUrl: "postgres://owner:pw@db.example/mortise",
      retentionDays: 30,
      tenantConcurrency: 4,
      scriptCeilings: { ms: 60_000, memory: 512e6, steps: 1_000_000, depth: 50, output: 0 },
      alarmWebhook: "https://hooks.example.com/T0/B1",
      alarmWebhookSecret: "sixteen-characters",
      smtpUrl: "smtps://me:pw@mail.example.com",
      alarmFrom: "mortise@flows.example.com",
      alarmAddress: "ops@example.com",
      expressionEnvironment: new Map([["REGION", "nl"]]),
      logLevel: "warn",
    });
  });

  test.each([
    ["a port that is no number", { MORTISE_PORT: "http" }, "/MORTISE_PORT"],
    ["a port that does not exist", { MORTISE_PORT: "65536" }, "/MORTISE_PORT"],
    ["another machine's reach without TLS being stated", { MORTISE_HOST: "0.0.0.0" }, "/MORTISE_HOST"],
    ["an unencrypted public address", { MORTISE_HOST: "::", MORTISE_PUBLIC_URL: "http://x.example" }, "/MORTISE_HOST"],
    ["a database of one's own without its key", { DATABASE_URL: "postgres://db/x" }, "/MORTISE_KEY_FILE"],
    [
      "a key file that does not exist",
      { DATABASE_URL: "postgres://db/x", MORTISE_KEY_FILE: "/no/such/key" },
      "/MORTISE_KEY_FILE",
    ],
    ["another kind of database", { DATABASE_URL: "mysql://me:secret@db/x" }, "/DATABASE_URL"],
    ["an admin key that can be guessed", { MORTISE_ADMIN_KEY: "admin" }, "/MORTISE_ADMIN_KEY"],
    ["no days at all", { MORTISE_RETENTION_DAYS: "0" }, "/MORTISE_RETENTION_DAYS"],
    ["no time for scripts", { MORTISE_SCRIPT_TIME: "0s" }, "/MORTISE_SCRIPT_TIME"],
    ["a time without a number", { MORTISE_SCRIPT_TIME: "long" }, "/MORTISE_SCRIPT_TIME"],
    ["more memory than a script can have", { MORTISE_SCRIPT_MEMORY: "64 GB" }, "/MORTISE_SCRIPT_MEMORY"],
    ["a mail server that is a web address", { MORTISE_SMTP_URL: "https://mail.example.com" }, "/MORTISE_SMTP_URL"],
    ["two addresses in one", { MORTISE_ALARM_ADDRESS: "a@b.example, c@d.example" }, "/MORTISE_ALARM_ADDRESS"],
    ["a secret that can be guessed", { MORTISE_ALARM_WEBHOOK_SECRET: "secret" }, "/MORTISE_ALARM_WEBHOOK_SECRET"],
    ["an unknown log level", { MORTISE_LOG_LEVEL: "loud" }, "/MORTISE_LOG_LEVEL"],
  ])("refuses %s", (_, env, pointer) => {
    expect(mistakes(env)).toContain(pointer);
  });

  test("names all mistakes at once, and no password", () => {
    const error = (() => {
      try {
        readConfig({ DATABASE_URL: "mysql://me:hunter2@db/x", MORTISE_PORT: "x", MORTISE_LOG_LEVEL: "y" });
      } catch (thrown) {
        return thrown as MortiseError;
      }
      throw new Error("it was accepted");
    })();
    expect(error.errors).toHaveLength(3);
    expect(JSON.stringify(error.errors) + error.message).not.toContain("hunter2");
  });

  test("takes what the command line says over the environment", () => {
    expect(readConfig({ MORTISE_PORT: "1" }, { port: 2 }).port).toBe(2);
  });
});

test("the list for people hides secrets", () => {
  const list = listConfig({ MORTISE_ADMIN_KEY: "very-secret-key", MORTISE_PORT: "9" });
  expect(list.find(({ name }) => name === "MORTISE_ADMIN_KEY")?.value).toBe("•••");
  expect(list.find(({ name }) => name === "MORTISE_PORT")?.value).toBe("9");
  expect(JSON.stringify(list)).not.toContain("very-secret-key");
});
