import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FlowDocument, FlowLink, FlowNode } from "@mortise/contract";
import { afterEach, beforeEach, expect, it } from "vitest";
import { adminKey, Client } from "./client.ts";
import type { ShownRun } from "./commands/runs.ts";
import { KillableServer } from "./testing/killable-server.ts";

/** What the other side was sent, in its own words. */
let sent: string[];
let peer: Server;
let data: string;
let url: string;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "mortise-split-"));
  // Postgres runs as another user where root runs the tests; what it cannot enter would be put elsewhere, and stay.
  chmodSync(data, 0o755);
  sent = [];
  peer = createServer((request, response) => {
    request.resume();
    sent.push(`${request.method} ${request.url}`);
    response.end("ok");
  });
  peer.listen(0, "127.0.0.1");
  await once(peer, "listening");
  url = `127.0.0.1:${(peer.address() as AddressInfo).port}`;
});

afterEach(async () => {
  peer.closeAllConnections();
  await new Promise((resolve) => peer.close(resolve));
  rmSync(data, { recursive: true, force: true });
});

const call = (id: string, method = "POST"): FlowNode => ({
  id,
  type: "HTTP",
  settings: { method, url: `http://${url}/${id}/$simple{header.CamelSplitIndex}` },
});
const split = (parallel: boolean): FlowNode => ({ id: "split", type: "Split", settings: { token: ",", parallel } });
const link = (from: string, to: string, output = "out"): FlowLink =>
  output === "out" ? { from, to } : { from, to, output };

/** Starts a flow on a server that dies at a point, and lets another go on with the run. */
async function killAndContinue(failPoint: string, flows: readonly Omit<FlowDocument, "flow">[]) {
  const first = await KillableServer.start(data, url, failPoint);
  const client = new Client(first.url, adminKey({ data }));
  await client.post("/tenants", { id: "demo", name: "Demo" });
  for (const flow of flows) {
    await client.post("/tenants/demo/flows", { flow: 1, ...flow });
    await client.post(`/tenants/demo/flows/${flow.name}/install`, { environment: "test" });
  }
  const { id } = await client.post<ShownRun>("/tenants/demo/flows/main/runs", {
    environment: "test",
    message: { body: "a,b,c,d" },
    wait: false,
  });
  expect(await first.died()).toBe("SIGKILL");
  const second = await KillableServer.start(data, url);
  const after = new Client(second.url, adminKey({ data }));
  try {
    for (;;) {
      const { items } = await after.get<{ items: ShownRun[] }>("/tenants/demo/runs");
      if (items.every(({ status }) => status !== "queued" && status !== "running"))
        return { run: items.find((run) => run.id === id), runs: items };
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await second.kill("SIGTERM");
  }
}

const PARTS = ["POST /send/0", "POST /send/1", "POST /send/2", "POST /send/3"];

it.each([
  ["after the answer of the third part", "journal.result.after:send@3", false],
  ["before the third part is sent", "journal.intent.before:send@3", false],
  ["after the answer of one of the parts side by side", "journal.result.after:send@4", true],
])(
  "a split that is killed %s sends each part once",
  async (_, failPoint, parallel) => {
    const { run } = await killAndContinue(failPoint, [
      {
        name: "main",
        nodes: [split(parallel), call("send"), call("end")],
        links: [link("split", "send", "parts"), link("split", "end")],
      },
    ]);
    expect(run?.status).toBe("completed");
    expect(sent.slice(0, -1).sort()).toEqual(PARTS);
    expect(sent.at(-1)).toBe("POST /end/");
  },
  60_000,
);

it("a split that is killed before the answer of a part is written sends only that part again, where it may", async () => {
  const { run } = await killAndContinue("journal.result.before:send@3", [
    { name: "main", nodes: [split(false), call("send", "PUT")], links: [link("split", "send", "parts")] },
  ]);
  expect(run?.status).toBe("completed");
  expect(sent.sort()).toEqual(["PUT /send/0", "PUT /send/1", "PUT /send/2", "PUT /send/2", "PUT /send/3"]);
}, 120_000);

it("a fork that is killed in its second branch does not go through the first again", async () => {
  const { run } = await killAndContinue("journal.result.after:second", [
    {
      name: "main",
      nodes: [
        { id: "fork", type: "SetHeader", settings: { name: "x", value: "y" } },
        call("first"),
        call("second"),
        call("last"),
      ],
      links: [link("fork", "first"), link("fork", "second"), link("first", "last"), link("second", "last")],
    },
  ]);
  expect(run?.status).toBe("completed");
  expect(sent).toEqual(["POST /first/", "POST /last/", "POST /second/", "POST /last/"]);
}, 120_000);

it.each(["one way", "request reply"])(
  "a part that is killed while it calls a flow %s calls it once",
  async (pattern) => {
    const { run, runs } = await killAndContinue("journal.result.before:tell@2", [
      {
        name: "called",
        options: { runs: "parallel" },
        nodes: [{ id: "in", type: "InboundFlowLink" }, call("called")],
        links: [link("in", "called")],
      },
      {
        name: "main",
        nodes: [split(false), { id: "tell", type: "OutboundFlowLink", settings: { flow: "called", pattern } }],
        links: [link("split", "tell", "parts")],
      },
    ]);
    expect(run?.status).toBe("completed");
    expect(runs.filter(({ flow }) => flow === "called")).toHaveLength(4);
    expect([...sent].sort()).toEqual([0, 1, 2, 3].map((index) => `POST /called/${index}`));
  },
  60_000,
);
