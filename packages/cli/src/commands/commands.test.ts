import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRehearsal } from "@mortise/rehearsal";
import { type RunningServer, readConfig, silentLog, startServer } from "@mortise/server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { adminKey } from "../client.ts";
import { main } from "../program.ts";

const TEMPLATE = join(import.meta.dirname, "../../../../flows/loket-refresh-token.flow.json");

describe("the commands of a server", () => {
  let data: string;
  let server: RunningServer;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), "mortise-commands-"));
    // Postgres runs as another user where root runs the tests; what it cannot enter would be put elsewhere, and stay.
    chmodSync(data, 0o755);
    server = await startServer(
      readConfig({ MORTISE_DATA: data, MORTISE_PORT: "0", MORTISE_ALLOW_PRIVATE: "127.0.0.1" }),
      { log: silentLog },
    );
    vi.stubEnv("MORTISE_API_KEY", adminKey({ data }));
    vi.stubEnv("MORTISE_SERVER", server.url);
    vi.stubEnv("MORTISE_TENANT", "klant");
    vi.stubEnv("NO_COLOR", "1");
    await mortise("tenants", "create", "klant");
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await server?.close();
    rmSync(data, { recursive: true, force: true });
  });

  it("make a grant, put a token into it, refresh it, and show no token", async () => {
    const rehearsal = await startRehearsal({ profile: "strict" });
    try {
      const client = ["--client-id", "ThirdPartiesTestClient", "--client-secret", "Welkom01"];
      const urls = ["--token-url", `${rehearsal.url}/token`, "--authorization-url", `${rehearsal.url}/authorize`];
      const made = await mortise(
        "grants",
        "create",
        "loket",
        ...client,
        ...urls,
        "--override",
        "refreshBeforeExpirySec=60",
      );
      expect([made.code, made.out]).toEqual([0, expect.stringContaining("/oauth2/callback")]);
      expect((await mortise("grants", "list")).out).toMatch(/^loket .*NEEDS_CONSENT .*grants authorize loket/m);
      expect((await mortise("grants", "authorize", "loket")).out).toMatch(
        /^http:\/\/127\.0\.0\.1:\d+\/oauth2\/start\?state=/,
      );
      const token = rehearsal.issueRefreshToken();
      expect((await mortise("grants", "put", "loket", "--refresh-token", token)).out).toContain("READY, generation 1");
      expect((await mortise("grants", "refresh", "loket")).out).toContain("READY, generation 2");
      const shown = [
        await mortise("grants", "ledger", "loket"),
        await mortise("grants", "show", "loket"),
        await mortise("grants", "list", "--everywhere"),
      ];
      expect(shown[0]?.out).toMatch(/stored +2 +refresh +[0-9a-f]{12} +200/);
      expect(shown.map(({ out }) => out).join()).not.toContain(token);
      expect((await mortise("grants", "profiles")).out).toMatch(/^exact-online +Exact Online/m);
      expect((await mortise("grants", "remove", "loket")).code).toBe(0);
    } finally {
      await rehearsal.close();
    }
  });

  /** Runs the command line against the server; what it printed, and its exit code. */
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

  it("take their options also behind the name of a group", async () => {
    vi.stubEnv("MORTISE_TENANT", undefined);
    const { out } = await mortise("runs", "list", "--json", "--tenant", "klant", "--server", server.url);
    vi.stubEnv("MORTISE_TENANT", "klant");
    expect(JSON.parse(out)).toEqual([]);
  });

  it("print a flow as the server keeps it: in canonical form", async () => {
    expect(
      (await mortise("paste", "Koppeling", TEMPLATE, "--bind", "Loket_Refresh_Token_TEST=Token_KLANT")).out,
    ).toMatch(/^Pasted into Koppeling, a new flow: 8 nodes\n/);
    const file = join(data, "koppeling.flow.json");
    writeFileSync(file, `${(await mortise("flows", "get", "Koppeling")).out}\n`);
    expect(await mortise("fmt", "--check", file)).toMatchObject({ code: 0 });
  });

  it("leave no empty flow behind when a paste is refused", async () => {
    expect((await mortise("paste", "Nothing", TEMPLATE, "--bind", "NotThere=x")).code).toBe(1);
    expect((await mortise("flows", "list")).out).not.toContain("Nothing");
  });

  it("say what keeps a saved flow from being installed", async () => {
    const file = join(data, "draft.flow.json");
    const text = JSON.stringify({ flow: 1, name: "Draft", nodes: [{ id: "a", type: "Nonsense" }], links: [] });
    writeFileSync(file, text);
    const { code, out } = await mortise("flows", "save", file);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("cannot be installed yet") });
    expect(out).toContain("FLOW_UNKNOWN_COMPONENT");
  });

  it("save the scripts that stand in files beside a flow", async () => {
    const file = join(data, "script.flow.json");
    const settings = { source: { file: "last.groovy" } };
    writeFileSync(join(data, "last.groovy"), "request.setHeader('a', 1)\n");
    writeFileSync(
      file,
      JSON.stringify({ flow: 1, name: "Script", nodes: [{ id: "s", type: "Script", settings }], links: [] }),
    );
    expect((await mortise("flows", "save", file)).out).toBe("Script is created.");
    expect((await mortise("flows", "get", "Script")).out).toContain("request.setHeader('a', 1)");
  });

  it("show no encrypted value in a list, whatever the key may see", async () => {
    await mortise("vars", "create", "Token_KLANT");
    expect((await mortise("vars", "list")).out).toMatch(/^Token_KLANT +– +– /m);
    await mortise("vars", "set", "Token_KLANT", "--test", "canary", "--encrypt");
    expect((await mortise("vars", "list")).out).toMatch(/^Token_KLANT +\(encrypted\) +– /m);
    expect((await mortise("vars", "get", "Token_KLANT")).out).toContain("canary");
  });

  it("remember that a variable is a secret before it has a value", async () => {
    await mortise("vars", "set", "Empty", "--encrypt");
    await mortise("vars", "set", "Empty", "--test", "canary");
    expect((await mortise("vars", "list")).out).toMatch(/^Empty +\(encrypted\) +– /m);
    expect((await mortise("vars", "create", "Empty")).code).toBe(1);
  });

  it("make a key that may do what its role says, and nothing after it was removed", async () => {
    const { out: key, err } = await mortise("keys", "create", "jan@example.com", "--role", "viewer");
    const id = /id (\S+)\./.exec(err)?.[1] ?? "";
    vi.stubEnv("MORTISE_API_KEY", key);
    expect((await mortise("flows", "list")).code).toBe(0);
    expect((await mortise("flows", "create", "Mine")).err).toContain("API_FORBIDDEN");
    vi.stubEnv("MORTISE_API_KEY", readFileSync(join(data, "admin.key"), "utf8").trim());
    expect((await mortise("keys", "list")).out).toContain("jan@example.com");
    expect((await mortise("keys", "remove", id)).code).toBe(0);
    expect((await mortise("keys", "list")).out).not.toContain("jan@example.com");
  });

  it("show a run as of an instant, which is written down after its answer", async () => {
    const file = join(data, "day.flow.json");
    const nodes = [{ id: "day", type: "SetBody", settings: { body: "${date:now:dd}" } }];
    writeFileSync(file, JSON.stringify({ flow: 1, name: "Day", nodes, links: [] }));
    await mortise("flows", "save", file);
    await mortise("install", "Day");
    const { code, out } = await mortise("trigger", "Day", "--at", "2026-11-30T00:00+01:00", "--live");
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("body 30") });
  });

  it("show a parked run, and what becomes of it is for a person to say", async () => {
    let answers = false;
    const peer = createServer((request, response) => {
      request.resume();
      if (answers) response.end("paid");
      else request.socket.destroy();
    });
    await new Promise<void>((resolve) => peer.listen(0, "127.0.0.1", resolve));
    try {
      const url = `http://127.0.0.1:${(peer.address() as AddressInfo).port}/pay`;
      const nodes = [
        { id: "pay", type: "HTTP", settings: { method: "POST", url } },
        { id: "say", type: "SetBody", settings: { body: "it is ${body}" } },
      ];
      const links = [{ from: "pay", to: "say" }];
      const file = join(data, "pay.flow.json");
      writeFileSync(file, JSON.stringify({ flow: 1, name: "Pay", options: { delivery: "durable" }, nodes, links }));
      await mortise("flows", "save", file);
      await mortise("install", "Pay");
      expect((await mortise("trigger", "Pay", "--body", "17 euro")).out).toContain("REMOTE_IN_DOUBT");
      const [run] = JSON.parse((await mortise("runs", "list", "--status", "parked", "--json")).out);
      expect(await mortise("runs", "follow", run.id)).toMatchObject({
        code: 1,
        out: expect.stringContaining("parked"),
      });
      answers = true;
      expect((await mortise("runs", "resend", run.id)).out).toContain(`Run ${run.id} sends its call once more`);
      expect(await mortise("runs", "follow", run.id)).toMatchObject({
        code: 0,
        out: expect.stringContaining("it is paid"),
      });
      expect((await mortise("runs", "skip", run.id, "--body", "x")).err).toContain("RUN_NOT_PARKED");
      const replayed = JSON.parse((await mortise("runs", "replay", run.id, "--from", "say", "--json")).out);
      expect((await mortise("runs", "follow", replayed.id)).out).toContain("it is paid");
    } finally {
      peer.close();
    }
  });

  it("tell how a flow does, and what people should know of", async () => {
    await mortise("install", "Koppeling", "--remark", "first");
    expect((await mortise("flows", "versions", "Koppeling")).out).toMatch(/^1 .* admin +test +first$/m);
    await mortise("vars", "remove", "Token_KLANT");
    expect((await mortise("trigger", "Koppeling")).out).toContain("VARIABLE_NOT_FOUND");
    expect((await mortise("flows", "status", "Koppeling")).out).toMatch(/^test +1 +started .* 0 +1 +0 /m);
    expect((await mortise("events")).out).toContain("run.failed");
  });
});
