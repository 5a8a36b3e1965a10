import { join } from "node:path";
import { ensureKekFile } from "@mortise/store";
import { embeddedTestServer } from "@mortise/store/testing";
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { startServer } from "./server.ts";
import { makeDataFolder, removeDataFolder } from "./testing/folder.ts";
import { noScripts } from "./testing/scripts.ts";

test("a database of one's own without an admin key is one that nobody can get into, and the log says how to make one", async () => {
  const data = await makeDataFolder();
  const host = await embeddedTestServer();
  const database = await host.createDatabase();
  const keyFile = join(data, "key");
  ensureKekFile(keyFile);
  const lines: string[] = [];
  const log = createLog("info", { write: (line: string) => void lines.push(line) });
  const start = (more: Record<string, string> = {}) =>
    startServer(
      {
        ...readConfig({ MORTISE_DATA: data, MORTISE_PORT: "0", ...more }),
        // The test server listens on a socket, which a URL of the configuration cannot name.
        databaseUrl: database.url,
        keyFile,
      },
      { log, scripts: noScripts },
    );
  const told = () => lines.filter((line) => line.includes("MORTISE_ADMIN_KEY=")).length;
  try {
    await (await start()).close();
    expect(told()).toBe(1);
    await (await start({ MORTISE_ADMIN_KEY: "given-admin-key" })).close();
    await (await start()).close();
    expect(told()).toBe(1);
  } finally {
    await database.drop();
    await host.close();
    await removeDataFolder(data);
  }
}, 60_000);
