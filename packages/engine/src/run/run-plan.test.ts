import {
  type Component,
  type Components,
  component,
  type Languages,
  Message,
  mortiseError,
  type Run,
  Simple,
  type Spec,
  Type,
  type Value,
} from "@mortise/contract";
import { describe, expect, it } from "vitest";
import { compilePlan } from "../plan/index.ts";
import { RunSecrets } from "../trace/secrets.ts";
import { MemoryJournal } from "./memory-journal.fixture.ts";
import type { RunPorts } from "./ports.ts";
import { runPlan } from "./run-plan.ts";

const NOW = Date.UTC(2026, 0, 1);

/** A language of one rule: the source is the value. */
const languages: Languages = new Map([
  [
    "simple",
    {
      name: "simple",
      compile: (source) => ({
        language: "simple",
        source,
        effect: "pure",
        variables: [],
        evaluate: () => source,
        text: () => source,
        test: (exchange) => exchange.message.header("go") === source,
      }),
    },
  ],
]);

function processor(
  type: string,
  run: Run<Spec>,
  effect: Spec["effect"] = "pure",
  more: Partial<Spec> = {},
): [string, Component] {
  const spec = component({
    type,
    title: type,
    summary: type,
    group: "message",
    kind: "processor",
    settings: Type.Object({ to: Type.Optional(Simple({ description: "x" })) }),
    effect,
  });
  return [type, { spec: { ...spec, ...more } as Spec, run: run as Component["run"] & {} }];
}

const sent: string[] = [];
const components: Components = new Map<string, Component>([
  processor("Mark", (exchange, settings) => {
    const { text } = { text: (settings as { to: { text(e: unknown): string } }).to.text(exchange) };
    exchange.message.setHeader("path", `${exchange.message.header("path") ?? ""}${text}`);
  }),
  processor("Stop", (exchange, settings) =>
    (settings as { to: { test(e: unknown): boolean } }).to.test(exchange) ? undefined : { stop: "no" },
  ),
  processor("Fail", () => {
    throw mortiseError("REMOTE_STATUS", {
      url: "x",
      statusCode: 500,
      responseBody: '{"access_token":"super-secret-1"}',
    });
  }),
  processor(
    "Call",
    async (exchange) => {
      sent.push(exchange.runId);
      exchange.message.body = '{"refresh_token":"fresh-token-2","ok":true}';
    },
    "external",
  ),
  processor("Say", (exchange, _settings, services) => {
    services.log.write("info", `the body is ${JSON.parse(String(exchange.message.body)).refresh_token}`);
  }),
  processor(
    "Save",
    (exchange, _settings, services) => {
      services.variables.set("v", String(exchange.message.body), { encrypt: true });
    },
    "store",
  ),
  [
    "Failed",
    {
      spec: component({
        type: "Failed",
        title: "",
        summary: "",
        group: "error",
        kind: "source",
        trigger: "failure",
        settings: Type.Object({}),
        effect: "pure",
      }) as Spec,
    },
  ],
]);

function plan(nodes: Record<string, string>, links: string[]) {
  return compilePlan(
    {
      flow: 1,
      name: "f",
      nodes: Object.entries(nodes).map(([id, type]) => ({
        id,
        type,
        settings: (type === "Failed" ? {} : { to: type === "Stop" ? "yes" : id }) as Record<string, string>,
      })),
      links: links.map((link) => {
        const [from = "", to = ""] = link.split(">");
        return { from, to };
      }),
    },
    { components, languages, environment: "test" },
  );
}

function ports(more: Partial<RunPorts> = {}): RunPorts & { written: unknown[] } {
  const written: unknown[] = [];
  const nothing = { run: () => Promise.reject(new Error("none")), check: () => {} };
  return {
    tenant: "t",
    clock: {
      now: () => NOW,
      sleep: (_ms, signal) =>
        new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
    },
    random: () => 0.5,
    variables: {
      read: async () => ({ value: "x", encrypted: false }),
      apply: async (writes) => void written.push(...writes),
    },
    scripts: nothing,
    http: { send: () => Promise.reject(new Error("none")) },
    log: { write: () => {} },
    trace: "all",
    written,
    ...more,
  };
}

const start = (node: string, headers: [string, Value][] = []) => ({
  runId: "r1",
  node,
  message: new Message(null, headers),
  created: NOW,
});

describe("runPlan", () => {
  it("runs a chain of pure nodes without a promise", () => {
    const outcome = runPlan(plan({ a: "Mark", b: "Mark" }, ["a>b"]), start("a"), ports());
    expect(outcome).not.toBeInstanceOf(Promise);
    expect(outcome).toMatchObject({ status: "completed", path: ["a", "b"] });
  });

  it("follows two links in order, each with a message of its own, and answers with the last path's", async () => {
    const outcome = await runPlan(plan({ a: "Mark", b: "Mark", c: "Mark" }, ["a>b", "a>c"]), start("a"), ports());
    expect(outcome.path).toEqual(["a", "b", "c"]);
    expect(outcome.message.header("path")).toBe("ac");
  });

  it("runs a node that two paths reach once for each path", async () => {
    const outcome = await runPlan(
      plan({ a: "Mark", b: "Mark", c: "Mark", d: "Mark" }, ["a>b", "a>c", "b>d", "c>d"]),
      start("a"),
      ports(),
    );
    expect(outcome.path).toEqual(["a", "b", "d", "c", "d"]);
    expect(outcome.steps.map((step) => step.path)).toEqual(["a", "a:0/b", "a:0/d", "a:1/c", "a:1/d"]);
  });

  it("ends a path at a filter, with the message as it was there", async () => {
    const outcome = await runPlan(plan({ a: "Mark", f: "Stop", b: "Mark" }, ["a>f", "f>b"]), start("a"), ports());
    expect(outcome).toMatchObject({ status: "completed", path: ["a", "f"] });
    expect(outcome.message.header("path")).toBe("a");
  });

  it("does not run the paths after one that failed, and hands the failed exchange to the error route", async () => {
    const outcome = await runPlan(
      plan({ a: "Mark", x: "Fail", b: "Mark", err: "Failed", c: "Mark" }, ["a>x", "a>b", "err>c"]),
      start("a"),
      ports(),
    );
    expect(outcome).toMatchObject({
      status: "failed",
      handled: true,
      error: { code: "REMOTE_STATUS", nodeId: "x" },
      path: ["a", "x", "err", "c"],
    });
    expect(outcome.message.header("path")).toBe("ac");
  });

  it("ends when the error route itself fails, and says so", async () => {
    const notices: string[] = [];
    const outcome = await runPlan(
      plan({ x: "Fail", err: "Failed", y: "Fail" }, ["err>y"]),
      start("x"),
      ports({ notice: (kind) => notices.push(kind) }),
    );
    expect(outcome).toMatchObject({ status: "failed", handled: false, error: { nodeId: "x" } });
    expect(notices).toEqual(["run.error-route-failed"]);
  });

  it("shows no secret in error or trace, also one that only a later step reveals", async () => {
    const world = ports();
    const outcome = await runPlan(
      plan({ c: "Call", s: "Save", x: "Fail" }, ["c>s", "s>x"]),
      start("c", [["note", "has fresh-token-2 in it"]]),
      world,
    );
    const shown = JSON.stringify([outcome.error, outcome.steps]);
    expect(shown).not.toContain("super-secret-1");
    expect(shown).not.toContain("fresh-token-2");
    expect(world.written).toEqual([
      {
        kind: "set",
        name: "v",
        value: '{"refresh_token":"fresh-token-2","ok":true}',
        encrypt: true,
        onlyIf: undefined,
      },
    ]);
  });

  it("does not run a finished node again when it is continued, and does not repeat a call in doubt", async () => {
    const flow = plan({ c: "Call", s: "Save", d: "Call" }, ["c>s", "s>d"]);
    const journal = new MemoryJournal();
    journal.dieAfter = 3;
    sent.length = 0;
    await expect(runPlan(flow, start("c"), ports({ journal }))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(journal.log).toEqual(["intent c", "result c", "store s"]);
    journal.dieAfter = Number.POSITIVE_INFINITY;
    const resumed = await runPlan(flow, start("c"), ports({ journal }));
    expect(resumed).toMatchObject({ status: "completed", path: ["c", "s", "d"] });
    expect(sent).toHaveLength(2);
    expect(resumed.message.body).toContain("fresh-token-2");

    const doubtful = new MemoryJournal();
    doubtful.entries.set("c", {
      path: "c",
      nodeId: "c",
      intent: {
        input: { message: { headers: {}, body: null } },
        idempotencyKey: "k",
        repeatable: false,
        deadline: NOW,
      },
    });
    const outcome = await runPlan(flow, start("c"), ports({ journal: doubtful }));
    expect(outcome).toMatchObject({ status: "parked", error: { code: "REMOTE_IN_DOUBT", nodeId: "c" } });
    expect(sent).toHaveLength(2);
  });

  it("hides thousands of secrets in one pass", () => {
    const secrets = new RunSecrets(Array.from({ length: 5_000 }, (_, index) => `token-${index}-end`));
    const text = Array.from({ length: 5_000 }, (_, index) => `a token-${index}-end`).join(",");
    expect(secrets.redact(text)).toBe(Array.from({ length: 5_000 }, () => "a •••").join(","));
  });

  it("shows in its log no secret of an answer, under whatever name it goes on", async () => {
    const lines: string[] = [];
    const flow = plan({ c: "Call", l: "Say" }, ["c>l"]);
    await runPlan(flow, start("c"), ports({ trace: "off", log: { write: (_level, line) => void lines.push(line) } }));
    expect(lines).toEqual(["the body is •••"]);
  });

  it("runs 2,000 nodes in a row, every second one awaited, without overflowing the stack", async () => {
    const nodes = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`n${i}`, i % 2 ? "Call" : "Mark"]));
    const links = Array.from({ length: 1999 }, (_, i) => `n${i}>n${i + 1}`);
    expect((await runPlan(plan(nodes, links), start("n0"), ports({ trace: "off" }))).status).toBe("completed");
  });
});
