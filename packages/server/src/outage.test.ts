import { readFileSync } from "node:fs";
import { type OpenStore, openStore } from "@mortise/store";
import { expect, test, vi } from "vitest";
import { createApp } from "./app.ts";
import { createLog } from "./log.ts";
import { createRuntime } from "./runtime.ts";
import { makeDataFolder, removeDataFolder } from "./testing/folder.ts";
import { installDocument } from "./testing/install.ts";
import { noScripts } from "./testing/scripts.ts";

test("a database that goes away shows in readyz, is one alarm when it is back, and no flood in the log", async () => {
  const folder = await makeDataFolder();
  const lines: { level: number; msg: string }[] = [];
  const log = createLog("info", { write: (line: string) => void lines.push(JSON.parse(line)) });
  const store: OpenStore = await openStore({ data: folder });
  const runtime = await createRuntime({ store, scripts: noScripts, log });
  const app = await createApp(runtime);
  const ready = async () => (await app.inject({ method: "GET", url: "/readyz" })).statusCode;
  try {
    await installDocument(runtime, "demo", {
      name: "every-second",
      nodes: [{ id: "tick", type: "Scheduler", settings: { method: "cron", cron: "* * * * * ?" } }],
      links: [],
    });
    expect(await ready()).toBe(200);
    const { pid } = await store.info();
    if (process.platform === "linux") {
      // It lives and does not answer, as behind a cable that was pulled.
      const all = [pid as number, ...childrenOf(pid as number)];
      for (const each of all) process.kill(each, "SIGSTOP");
      const answered = await ready().finally(() => {
        for (const each of all) process.kill(each, "SIGCONT");
      });
      expect(answered).toBe(503);
      await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 10_000 });
    }
    lines.length = 0;
    process.kill(pid as number, "SIGKILL");
    await vi.waitFor(async () => expect(await ready()).toBe(503), { interval: 1 });
    const alarms = async () =>
      (await store.alarms.list(undefined, { open: true }).catch(() => ({ items: [] }))).items.filter(
        ({ kind }) => kind === "database.away",
      );
    await vi.waitFor(async () => expect(await alarms()).toHaveLength(1), { timeout: 20_000, interval: 50 });
    expect((await alarms())[0]).toMatchObject({
      tenant: null,
      count: 1,
      message: expect.stringMatching(/for \d+\.\d s/),
    });
    expect(await ready()).toBe(200);
    expect(lines.filter(({ level }) => level >= 40).length).toBeLessThan(10);
  } finally {
    await app.close();
    await runtime.close(1_000);
    await removeDataFolder(folder);
  }
}, 60_000);

function childrenOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return children.trim().split(" ").map(Number);
}
