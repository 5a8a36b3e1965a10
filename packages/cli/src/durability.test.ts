import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Rehearsal, startRehearsal } from "@mortise/rehearsal";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { adminKey, Client } from "./client.ts";
import type { ShownRun } from "./commands/runs.ts";
import { FLOW, prepareTenant, TENANT } from "./demo/tenant.ts";
import { KillableServer } from "./testing/killable-server.ts";

describe("a server that is killed", () => {
  let data: string;
  let rehearsal: Rehearsal;

  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), "mortise-durability-"));
    // Postgres runs as another user where root runs the tests; what it cannot enter would be put elsewhere, and stay.
    chmodSync(data, 0o755);
    rehearsal = await startRehearsal();
  });

  afterEach(async () => {
    await rehearsal.close();
    rmSync(data, { recursive: true, force: true });
  });

  const start = async (failPoint?: string) => {
    const server = await KillableServer.start(data, new URL(rehearsal.url).host, failPoint);
    return { server, client: new Client(server.url, adminKey({ data })) };
  };
  const runsOf = (client: Client) =>
    client.get<{ items: ShownRun[] }>(`/tenants/${TENANT}/runs`).then(({ items }) => items);
  const trigger = (client: Client, wait: boolean) =>
    client.post<ShownRun>(`/tenants/${TENANT}/flows/${FLOW}/runs`, { environment: "test", wait });
  const ended = async (client: Client, id: string): Promise<ShownRun> => {
    for (;;) {
      const run = await client.get<ShownRun>(`/tenants/${TENANT}/runs/${id}`);
      if (!["queued", "running"].includes(run.status)) return run;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it("between the token call and the save goes on where it was, and the token is spent once", async () => {
    const first = await start("journal.result.after:get-new-tokens");
    await prepareTenant(first.client, rehearsal);
    const { id } = await trigger(first.client, false);
    expect(await first.server.died()).toBe("SIGKILL");
    const second = await start();
    expect(await ended(second.client, id)).toMatchObject({ status: "completed" });
    // The token that the interrupted run stored is the one that works.
    expect(await trigger(second.client, true)).toMatchObject({ status: "completed" });
    expect(rehearsal.status()).toMatchObject({ everyTokenSpentOnce: true, tokensSpent: 2 });
    await second.server.kill("SIGTERM");
  }, 60_000);

  it("before the answer was written down never sends the token again, and says so", async () => {
    const first = await start("journal.result.before:get-new-tokens");
    await prepareTenant(first.client, rehearsal);
    const { id } = await trigger(first.client, false);
    expect(await first.server.died()).toBe("SIGKILL");
    const second = await start();
    expect(await ended(second.client, id)).toMatchObject({
      status: "parked",
      error: { code: "REMOTE_IN_DOUBT", nodeId: "get-new-tokens" },
    });
    const { items } = await second.client.get<{ items: { kind: string; runId?: string }[] }>(
      `/tenants/${TENANT}/events`,
    );
    expect(items).toContainEqual(expect.objectContaining({ kind: "run.parked", runId: id }));
    expect(rehearsal.status()).toMatchObject({ everyTokenSpentOnce: true, tokensSpent: 1 });
    await second.server.kill("SIGTERM");
  }, 60_000);

  it("at rest attaches to the database that still runs", async () => {
    const first = await start();
    await prepareTenant(first.client, rehearsal);
    await first.server.kill("SIGKILL");
    const second = await start();
    expect(await runsOf(second.client)).toEqual([]);
    expect(await trigger(second.client, true)).toMatchObject({ status: "completed" });
    await second.server.kill("SIGTERM");
  }, 60_000);
});
