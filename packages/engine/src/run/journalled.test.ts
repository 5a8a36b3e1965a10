import {
  type Component,
  component,
  type Intent,
  type Languages,
  Message,
  mortiseError,
  type Run,
  Simple,
  type Spec,
  Type,
} from "@mortise/contract";
import { beforeEach, describe, expect, test } from "vitest";
import { compilePlan } from "../plan/index.ts";
import { PausedError } from "./halt.ts";
import { MemoryJournal } from "./memory-journal.fixture.ts";
import type { RunPorts } from "./ports.ts";
import { runPlan } from "./run-plan.ts";

const NOW = Date.UTC(2026, 0, 1);

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
        // A text that is another one each time, as ${random} is.
        text: () => (source === "new each time" ? `key-${++keys}` : source),
        test: () => true,
      }),
    },
  ],
]);

/** What the peer does with the next requests; the last one stays. */
let peer: ((...args: Parameters<Run<Spec>>) => unknown)[] = [];
let sent: (string | undefined)[] = [];
let keys = 0;

const call: Spec = component({
  type: "Call",
  title: "Call",
  summary: "Calls.",
  group: "endpoint",
  kind: "processor",
  effect: "external",
  settings: Type.Object({
    method: Type.Optional(Type.String()),
    whenInDoubt: Type.Optional(Type.String()),
    idempotencyKey: Type.Optional(Simple({ description: "x" })),
    retry: Type.Optional(Type.Object({ times: Type.Integer(), interval: Type.Integer() })),
  }),
  repeatable: { setting: "method", values: ["GET"] },
}) as Spec;

const components = new Map<string, Component>([
  [
    "Call",
    {
      spec: call,
      run: (async (exchange, settings, services) => {
        sent.push(services.tries?.idempotencyKey);
        const act = peer.length > 1 ? peer.shift() : peer[0];
        await act?.(exchange, settings, services);
      }) as NonNullable<Component["run"]>,
    },
  ],
  [
    "Failed",
    {
      spec: component({
        ...{ type: "Failed", title: "", summary: "", group: "error", kind: "source", trigger: "failure" },
        settings: Type.Object({}),
        effect: "pure",
      }) as Spec,
    },
  ],
]);

const lost = () => {
  throw mortiseError("REMOTE_TIMEOUT", { url: "https://api.example.com/pay", ms: 5, sent: true });
};
const answered: Run<Spec> = (exchange) => {
  exchange.message.body = "answer";
};

beforeEach(() => {
  peer = [answered];
  sent = [];
  keys = 0;
});

function plan(settings: object) {
  const nodes = [
    { id: "pay", type: "Call", settings: settings as Record<string, string> },
    { id: "failed", type: "Failed" },
  ];
  return compilePlan({ flow: 1, name: "f", nodes, links: [] }, { components, languages, environment: "test" });
}

let now = NOW;
const slept: number[] = [];

function run(settings: object, journal: MemoryJournal, more: Partial<RunPorts> = {}, body: string | object = "order") {
  slept.length = 0;
  const ports: RunPorts = {
    tenant: "t",
    clock: { now: () => now, sleep: async (ms) => void slept.push(ms) },
    random: () => 0.5,
    variables: { read: () => Promise.reject(mortiseError("VARIABLE_NOT_FOUND")), apply: async () => {} },
    scripts: { run: () => Promise.reject(new Error("none")), check: () => {} },
    http: { send: () => Promise.reject(new Error("none")) },
    log: { write: () => {} },
    journal,
    ...more,
  };
  return runPlan(
    plan(settings),
    { runId: "r1", node: "pay", message: new Message(body as string), created: NOW },
    ports,
  );
}

/** A journal in which an earlier claim sent `pay`, and wrote nothing more. */
function left(more: object = {}, intent: Partial<Intent> = {}): MemoryJournal {
  const journal = new MemoryJournal();
  journal.entries.set("pay", {
    path: "pay",
    nodeId: "pay",
    intent: {
      input: { message: { headers: {}, body: "recorded" } },
      idempotencyKey: "recorded-key",
      repeatable: false,
      deadline: NOW,
      ...intent,
    },
    ...more,
  });
  return journal;
}

describe("a call that nobody knows the end of", () => {
  test("parks its run, takes no error route, and stays open", async () => {
    peer = [lost];
    const journal = new MemoryJournal();
    const outcome = await run({ method: "POST" }, journal);
    expect(outcome).toMatchObject({ status: "parked", error: { code: "REMOTE_IN_DOUBT", nodeId: "pay" } });
    expect(outcome.error?.detail).toMatchObject({ method: "POST", url: "https://api.example.com/pay" });
    expect(sent).toHaveLength(1);
    expect(journal.log).toEqual(["intent pay"]);
  });

  test("of an earlier claim parks its run without being sent", async () => {
    const outcome = await run({ method: "POST" }, left());
    expect(outcome).toMatchObject({
      status: "parked",
      error: { code: "REMOTE_IN_DOUBT" },
      message: { body: "recorded" },
    });
    expect(sent).toEqual([]);
  });

  test("fails where its author says so, and that is written down", async () => {
    const notices: string[] = [];
    const journal = left();
    const outcome = await run({ whenInDoubt: "fail" }, journal, { notice: (kind) => notices.push(kind) });
    expect(outcome).toMatchObject({ status: "failed", handled: true, error: { code: "REMOTE_IN_DOUBT" } });
    expect([sent, journal.log, notices]).toEqual([[], ["result pay"], ["run.in-doubt"]]);
    peer = [lost];
    expect(await run({ whenInDoubt: "fail" }, new MemoryJournal())).toMatchObject({
      error: { code: "REMOTE_TIMEOUT" },
    });
    expect(sent).toHaveLength(1);
  });

  test("is sent again with its recorded input and key, under an intent of its own", async () => {
    const bodies: unknown[] = [];
    peer = [(exchange) => bodies.push(exchange.message.body)];
    const journal = left({}, { repeatable: true });
    expect(await run({ idempotencyKey: "new each time" }, journal)).toMatchObject({ status: "completed" });
    expect([sent, bodies]).toEqual([["recorded-key"], ["recorded"]]);
    expect(journal.log).toEqual(["intent pay", "result pay"]);
  });

  test("with a key is sent again with the same one, though its expression gives another each time", async () => {
    peer = [lost, lost, answered];
    expect(await run({ idempotencyKey: "new each time" }, new MemoryJournal())).toMatchObject({ status: "completed" });
    expect(sent).toEqual(["key-1", "key-1", "key-1"]);
    expect(slept).toEqual([1_000, 5_000]);
  });

  test("that stays without an answer has failed in the end", async () => {
    peer = [lost];
    expect(await run({ method: "GET" }, new MemoryJournal())).toMatchObject({
      status: "failed",
      error: { code: "REMOTE_TIMEOUT" },
    });
    expect(sent).toEqual([undefined, undefined, undefined]);
  });

  test("is sent once more when a person says so, and parks again when that is lost too", async () => {
    expect(await run({ method: "POST" }, left({ again: "resend" }))).toMatchObject({ status: "completed" });
    peer = [lost];
    const journal = left({ again: "resend" });
    expect(await run({ method: "POST" }, journal)).toMatchObject({ status: "parked" });
    expect(sent).toHaveLength(2);
    expect(journal.entries.get("pay")?.again).toBeUndefined();
  });
});

describe("a node that is tried again", () => {
  const busy =
    (ms: number): Run<Spec> =>
    async (_exchange, _settings, { tries }) => {
      await tries?.pause(ms, tries.failed + 1);
    };

  test("waits in its process up to ten seconds", async () => {
    peer = [busy(10_000)];
    const journal = new MemoryJournal();
    expect(await run({ method: "POST" }, journal)).toMatchObject({ status: "completed" });
    expect(slept).toEqual([10_000]);
    // Killed while it waited it would not be in doubt; from the next try on it would.
    expect(journal.log).toEqual(["intent pay", "retry pay", "intent pay", "result pay"]);
  });

  test("lets its run go for longer, and is not run before its time", async () => {
    peer = [busy(3_600_000)];
    const journal = new MemoryJournal();
    await expect(run({ method: "POST" }, journal)).rejects.toMatchObject({ retryAt: NOW + 3_600_000 });
    await expect(run({ method: "POST" }, journal)).rejects.toBeInstanceOf(PausedError);
    expect(sent).toHaveLength(1);
    now = NOW + 3_600_000;
    let failed = 0;
    peer = [(_exchange, _settings, { tries }) => (failed = tries?.failed ?? 0)];
    expect(await run({ method: "POST" }, journal)).toMatchObject({ status: "completed" });
    expect(failed).toBe(1);
    now = NOW;
  });
});

describe("a body that no row can hold", () => {
  const large = "x".repeat(10_000_001);

  test.each([
    ["text", large],
    ["a value", new Map([["list", [large]]])],
  ])("%s is not sent", async (_, body) => {
    const outcome = await run({ method: "POST" }, new MemoryJournal(), {}, body);
    expect(outcome).toMatchObject({ status: "failed", error: { code: "BODY_TOO_LARGE", nodeId: "pay" } });
    expect(outcome.error?.help).toContain('delivery: "direct"');
    expect(sent).toEqual([]);
  });

  test("in an answer fails the node, whose call is known to have ended", async () => {
    peer = [(exchange) => (exchange.message.body = large)];
    const journal = new MemoryJournal();
    expect(await run({ method: "POST" }, journal)).toMatchObject({
      status: "failed",
      error: { code: "BODY_TOO_LARGE" },
    });
    expect(journal.entries.get("pay")?.result?.error?.code).toBe("BODY_TOO_LARGE");
  });
});

test("what a call writes to variables is committed with its answer", async () => {
  peer = [(_exchange, _settings, { variables }) => variables.set("token", "next", { encrypt: true })];
  const journal = new MemoryJournal();
  expect(await run({ method: "POST" }, journal)).toMatchObject({ status: "completed" });
  expect(journal.writes).toMatchObject([{ kind: "set", name: "token", value: "next" }]);
});
