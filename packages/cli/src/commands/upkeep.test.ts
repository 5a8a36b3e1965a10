import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningServer, readConfig, silentLog, startServer } from "@mortise/server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { adminKey } from "../client.ts";
import { main } from "../program.ts";

describe("the commands that look after a database", () => {
  let folder: string;
  let data: string;
  let server: RunningServer | undefined;

  const start = (at: string) => startServer(readConfig({ MORTISE_DATA: at, MORTISE_PORT: "0" }), { log: silentLog });
  const use = (at: string, url: string) => {
    vi.stubEnv("MORTISE_DATA", at);
    vi.stubEnv("MORTISE_API_KEY", adminKey({ data: at }));
    vi.stubEnv("MORTISE_SERVER", url);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "mortise-upkeep-"));
    // Postgres runs as another user where root runs the tests; what it cannot enter would be put elsewhere, and stay.
    chmodSync(folder, 0o755);
    data = join(folder, "one");
    server = await start(data);
    use(data, server.url);
    vi.stubEnv("DATABASE_URL", undefined);
    vi.stubEnv("MORTISE_TENANT", "klant");
    vi.stubEnv("NO_COLOR", "1");
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function mortise(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const out = vi.spyOn(console, "log").mockImplementation(() => {});
    const err = vi.spyOn(console, "error").mockImplementation(() => {});
    const said = (spy: typeof out) => spy.mock.calls.map((call) => call.join(" ")).join("\n");
    try {
      const code = await main(args);
      return { code, out: said(out), err: said(err) };
    } finally {
      process.exitCode = undefined;
      out.mockRestore();
      err.mockRestore();
    }
  }

  it("replace its key beside a running server, back it up, and bring it back elsewhere", async () => {
    await mortise("tenants", "create", "klant");
    await mortise("vars", "set", "Token", "--test", "hunter2", "--encrypt");
    expect(await mortise("keys", "rotate")).toMatchObject({ code: 0, out: expect.stringContaining("--finish") });
    expect((await mortise("keys", "rotate", "--finish")).out).toContain("opens the backups of before");
    expect(readdirSync(data).filter((name) => name.endsWith(".old"))).toHaveLength(1);
    expect((await mortise("keys", "rotate", "--finish", "--prepare")).code).toBe(2);

    const file = join(folder, "all.backup");
    const made = await mortise("backup", file);
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining("which is not in it") });
    expect(made.err).toContain("tenant_key");
    expect((await mortise("backup", file)).err).toContain("there is such a file already");
    await server?.close();

    const two = join(folder, "two");
    vi.stubEnv("MORTISE_DATA", two);
    expect((await mortise("backup", join(folder, "none.backup"))).err).toContain("there is none in");
    mkdirSync(two);
    const refused = await mortise("restore", file);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("BACKUP_KEY")]);
    cpSync(join(data, "key"), join(two, "key"));
    expect(JSON.parse((await mortise("restore", file, "--json")).out)).toMatchObject({ tenants: 1, open: 0 });
    expect((await mortise("restore", file)).err).toContain("STORE_NOT_EMPTY");

    server = await start(two);
    use(two, server.url);
    expect((await server.runtime.store.variables.read("klant", "test", "Token")).value).toBe("hunter2");
    const alarms = await mortise("alarms", "list", "--everywhere", "--json");
    expect(JSON.parse(alarms.out)).toEqual([]);
    expect((await mortise("tenants", "change", "klant", "--alarms", "a@b.example", "--json")).out).toContain(
      "a@b.example",
    );
  }, 60_000);
});
