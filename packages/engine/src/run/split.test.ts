import {
  type Component,
  type Components,
  component,
  type Exchange,
  type Journal,
  type JournalEntry,
  Message,
  mortiseError,
  type Run,
  type Spec,
  type StepResult,
  Type,
  type Value,
} from "@mortise/contract";
import { describe, expect, it } from "vitest";
import { compilePlan, type Plan } from "../plan/index.ts";
import { FatalError } from "./halt.ts";
import type { RunPorts } from "./ports.ts";
import { runPlan } from "./run-plan.ts";

const NOW = Date.UTC(2026, 0, 1);

/** What the nodes of one test have done, and when calls of it end. */
class Stage {
  readonly done: string[] = [];
  readonly gates = new Map<string, () => void>();
  atWork = 0;
  most = 0;
  /** Parts that the iterator has made. */
  made = 0;
  let: ((body: string) => void) | undefined;
}

type Outcomes = ReturnType<Run<Spec>>;

function spec(type: string, more: Partial<Spec> = {}): Spec {
  const settings = Type.Object({});
  return {
    ...component({ type, title: type, summary: type, group: "routing", kind: "processor", settings, effect: "pure" }),
    ...more,
  } as Spec;
}

/** Splits text at commas, one part at a time. */
function* partsOf(message: Message, stage: Stage) {
  for (const text of String(message.body).split(",")) {
    stage.made++;
    if (text === "broken") throw mortiseError("EXPRESSION_FAILED", { what: "the text ends in the middle" });
    const part = message.fork();
    part.body = text;
    yield part;
  }
}

function setBody({ message }: Exchange, body: string): void {
  message.body = body;
}

function componentsOf(stage: Stage): Components {
  const processor = (type: string, run: Component["run"], more: Partial<Spec> = {}, join?: Component["join"]) =>
    [type, { spec: spec(type, more), run, ...(join ? { join } : {}) } as Component] as const;
  const split =
    (parallel: boolean): Run<Spec> =>
    (exchange): Outcomes => ({
      split: partsOf(exchange.message, stage),
      parallel,
    });
  const outputs = { outputs: ["parts"] };
  const joining: Component["join"] = (exchange) => {
    const ends: Value[] = [];
    return { add: (part) => void ends.push(part.body), end: () => setBody(exchange, ends.join("+")) };
  };
  const failing: Run<Spec> = (exchange) => {
    stage.done.push(String(exchange.message.body));
    if (String(exchange.message.body).startsWith("bad"))
      throw mortiseError("REMOTE_STATUS", { url: String(exchange.message.body), statusCode: 500 });
  };
  return new Map<string, Component>([
    processor("Split", split(false), outputs),
    processor("Abreast", split(true), outputs, joining),
    processor("Chance", split(false), { ...outputs, effect: "read" }),
    processor("Joined", split(false), outputs, joining),
    processor("Array", (exchange) => ({ split: [...partsOf(exchange.message, stage)] }), outputs),
    processor("Check", failing as Component["run"]),
    processor("Upper", (exchange) => setBody(exchange, String(exchange.message.body).toUpperCase())),
    processor("Note", (exchange) => {
      const { message, properties } = exchange;
      const of = (name: string) => `${message.header(name) ?? "-"}|${properties.get(name) ?? "-"}`;
      stage.done.push(`${message.body} ${of("CamelSplitIndex")} ${of("CamelSplitSize")} ${of("CamelSplitComplete")}`);
    }),
    processor("Pass", () => undefined),
    processor("Tail", (exchange) => {
      exchange.message.body = `after ${exchange.message.body}`;
    }),
    processor(
      "Call",
      async (exchange) => {
        const body = String(exchange.message.body);
        stage.done.push(body);
        stage.most = Math.max(stage.most, ++stage.atWork);
        await new Promise<void>((resolve) => {
          stage.gates.set(body, resolve);
          if (stage.let) stage.let(body);
          else resolve();
        });
        stage.atWork--;
        if (body.startsWith("bad")) throw mortiseError("REMOTE_STATUS", { url: body, statusCode: 500 });
        exchange.message.body = `<${body}>`;
      },
      { effect: "external" },
    ),
    ["Failed", { spec: spec("Failed", { kind: "source", trigger: "failure", group: "error" }) }],
  ]);
}

/** A flow of `id:Type` nodes and `a>b` or `a.parts>b` links. */
function flow(stage: Stage, nodes: string, links: string): Plan {
  return compilePlan(
    {
      flow: 1,
      name: "f",
      nodes: nodes.split(" ").map((node) => {
        const [id = "", type = ""] = node.split(":");
        return { id, type };
      }),
      links: links.split(" ").map((link) => {
        const [from = "", to = ""] = link.split(">");
        const [id = "", output] = from.split(".");
        return output ? { from: id, output, to } : { from: id, to };
      }),
    },
    { components: componentsOf(stage), languages: new Map(), environment: "test" },
  );
}

function ports(more: Partial<RunPorts> = {}): RunPorts {
  return {
    tenant: "t",
    clock: { now: () => NOW, sleep: () => new Promise(() => {}) },
    random: () => 0.5,
    variables: { read: async () => ({ value: "x", encrypted: false }), apply: async () => {} },
    scripts: { run: () => Promise.reject(new Error("none")), check: () => {} },
    http: { send: () => Promise.reject(new Error("none")) },
    log: { write: () => {} },
    trace: "all",
    ...more,
  } as RunPorts;
}

/** Of a process that dies while it waits. */
const killed = { now: () => NOW, sleep: () => Promise.reject(new FatalError(new Error("killed"))) };

const start = (body: string, node = "s") => ({ runId: "r1", node, message: new Message(body), created: NOW });

describe("a split", () => {
  it("sends each part along parts in order, and then the original along out, without a promise", () => {
    const stage = new Stage();
    const outcome = runPlan(flow(stage, "s:Split n:Note t:Tail", "s.parts>n s>t"), start("a,b,c"), ports());
    expect(outcome).toMatchObject({ status: "completed", path: ["s", "n", "n", "n", "t"] });
    expect(stage.done).toEqual(["a 0|0 -|- false|false", "b 1|1 -|- false|false", "c 2|2 3|3 true|true"]);
    expect((outcome as { message: Message }).message.body).toBe("after a,b,c");
    expect((outcome as { message: Message }).message.header("CamelSplitIndex")).toBeUndefined();
  });

  it("tells each part of a list how many there are", async () => {
    const stage = new Stage();
    await runPlan(flow(stage, "s:Array n:Note", "s.parts>n"), start("a,b"), ports());
    expect(stage.done).toEqual(["a 0|0 2|2 false|false", "b 1|1 2|2 true|true"]);
  });

  it("makes a part only when the one before has gone its way", async () => {
    const stage = new Stage();
    let ahead = 0;
    stage.let = (body) => {
      ahead = Math.max(ahead, stage.made - stage.done.length);
      stage.gates.get(body)?.();
    };
    await runPlan(flow(stage, "s:Split c:Call", "s.parts>c"), start("a,b,c,d,e"), ports());
    expect(stage.done).toHaveLength(5);
    // One more, since a part must know whether it is the last.
    expect(ahead).toBe(1);
  });

  it("names in the path of each step the part it was in, also of a split inside a part", async () => {
    const stage = new Stage();
    const plan = flow(stage, "s:Split i:Split a:Pass b:Pass", "s.parts>i i.parts>a i.parts>b");
    const { steps } = await runPlan(plan, start("x,y"), ports());
    expect(steps.map(({ path }) => path)).toEqual([
      "s",
      "s[0]/i",
      "s[0]/i[0]:0/a",
      "s[0]/i[0]:1/b",
      "s[1]/i",
      "s[1]/i[0]:0/a",
      "s[1]/i[0]:1/b",
    ]);
  });

  it("joins the ends of the parts in their order, in which order they may end", async () => {
    const stage = new Stage();
    stage.let = () => {
      if (stage.done.length === 3) for (const body of ["c", "a", "b"]) stage.gates.get(body)?.();
    };
    const outcome = await runPlan(flow(stage, "s:Abreast c:Call t:Tail", "s.parts>c s>t"), start("a,b,c"), ports());
    expect(outcome.message.body).toBe("after <a>+<b>+<c>");
  });

  it("has ten parts on their way at once and no more", async () => {
    const stage = new Stage();
    stage.let = (body) => {
      setImmediate(() => stage.gates.get(body)?.());
    };
    const body = Array.from({ length: 35 }, (_, index) => `p${index}`).join(",");
    const outcome = await runPlan(flow(stage, "s:Abreast c:Call", "s.parts>c"), start(body), ports());
    expect(outcome.status).toBe("completed");
    expect(stage.most).toBe(10);
    expect(stage.made - stage.done.length).toBe(0);
  });

  it("tells the steps and failures of parts side by side apart", async () => {
    const stage = new Stage();
    stage.let = () => {
      if (stage.done.length === 3) for (const body of ["bad2", "a", "bad1"]) stage.gates.get(body)?.();
    };
    const plan = flow(stage, "s:Abreast c:Call err:Failed n:Note", "s.parts>c err>n");
    const outcome = await runPlan(plan, start("bad1,bad2,a"), ports());
    expect(outcome).toMatchObject({ status: "failed", handled: true });
    expect(stage.done.slice(3).sort()).toEqual(["bad1 0|0 -|- false|false", "bad2 1|1 -|- false|false"]);
    const failing = outcome.steps.filter(({ nodeId, output }) => nodeId === "c" && output === "error");
    expect(failing.map(({ path, after }) => `${path} ${after?.message.body}`).sort()).toEqual([
      "s[0]/c bad1",
      "s[1]/c bad2",
    ]);
  });

  it("gives other work its turn between many parts that wait for nothing", async () => {
    const stage = new Stage();
    const body = Array.from({ length: 3_000 }, () => "x").join(",");
    const running = runPlan(flow(stage, "s:Split n:Pass", "s.parts>n"), start(body), ports());
    let turns = 0;
    const other = () => {
      turns++;
      if (stage.made < 3_000) setImmediate(other);
    };
    setImmediate(other);
    const outcome = await running;
    expect(turns).toBeGreaterThan(3);
    // The split itself, the first hundred steps behind it and the last.
    expect(outcome.steps).toHaveLength(201);
    expect(outcome.steps.at(-1)).toMatchObject({ seq: 3_001, path: "s[2999]/n" });
  });
});

describe("a part that fails", () => {
  it("stops no other, and without an error route fails the split with the first error after them", async () => {
    const stage = new Stage();
    const outcome = await runPlan(
      flow(stage, "s:Split c:Check t:Tail", "s.parts>c s>t"),
      start("bad1,b,bad2,d"),
      ports(),
    );
    expect(stage.done).toEqual(["bad1", "b", "bad2", "d"]);
    expect(outcome).toMatchObject({ status: "failed", handled: false, error: { nodeId: "c" } });
    expect(outcome.error?.detail).toMatchObject({ url: "bad1" });
    expect(outcome.path).not.toContain("t");
    expect(outcome.message.body).toBe("bad1");
  });

  it("goes to the error route by itself; the flow goes on, the run counts as failed, the part is not joined", async () => {
    const stage = new Stage();
    const outcome = await runPlan(
      flow(stage, "s:Joined c:Check u:Upper t:Tail err:Failed n:Note", "s.parts>c c>u s>t err>n"),
      start("a,bad,c"),
      ports(),
    );
    expect(outcome).toMatchObject({ status: "failed", handled: true, error: { nodeId: "c" } });
    expect(outcome.path).toEqual(["s", "c", "u", "c", "err", "n", "c", "u", "t"]);
    expect(outcome.message.body).toBe("after A+C");
  });

  it("starts the error route once when that fails too, and the split with it", async () => {
    const stage = new Stage();
    const notices: string[] = [];
    const outcome = await runPlan(
      flow(stage, "s:Split c:Check t:Tail err:Failed x:Check", "s.parts>c s>t err>x"),
      start("bad,b"),
      ports({ notice: (kind) => notices.push(kind) }),
    );
    expect(outcome).toMatchObject({ status: "failed", handled: false });
    expect(outcome.path).toEqual(["s", "c", "err", "x", "c"]);
    expect(notices).toEqual(["run.error-route-failed"]);
  });

  it("fails a split on the error route without going round", async () => {
    const stage = new Stage();
    const outcome = await runPlan(
      flow(stage, "c:Check err:Failed s:Split d:Check", "err>s s.parts>d"),
      start("bad,b", "c"),
      ports(),
    );
    expect(outcome).toMatchObject({ status: "failed", handled: false, path: ["c", "err", "s", "d", "d"] });
  });

  it("is the split itself when the parts cannot be made to the end", async () => {
    const stage = new Stage();
    const outcome = await runPlan(flow(stage, "s:Split c:Check", "s.parts>c"), start("a,b,broken,d"), ports());
    expect(outcome).toMatchObject({ status: "failed", error: { code: "EXPRESSION_FAILED", nodeId: "s" } });
    expect(stage.done).toEqual(["a"]);
  });

  it("does not stand in the way of a run that is cancelled", async () => {
    const stage = new Stage();
    const cancel = new AbortController();
    stage.let = (body) => {
      if (body === "b") cancel.abort();
      stage.gates.get(body)?.();
    };
    const plan = flow(stage, "s:Split c:Call p:Pass err:Failed n:Note", "s.parts>c c>p err>n");
    const outcome = await runPlan(plan, start("a,b,c"), ports({ signal: cancel.signal }));
    expect(outcome.status).toBe("cancelled");
    expect(stage.done).toEqual(["a", "b"]);
  });
});

/** A journal in memory whose database goes away after a number of commits. */
class MemoryJournal implements Journal {
  readonly entries = new Map<string, JournalEntry>();
  commits = 0;
  dieAfter = Number.POSITIVE_INFINITY;

  read(path: string, nodeId: string, result: StepResult): void {
    this.entries.set(path, { path, nodeId, result: JSON.parse(JSON.stringify(result)) });
  }

  async intent(path: string, nodeId: string, intent: JournalEntry["intent"] & object): Promise<void> {
    this.#commit();
    this.entries.set(path, { path, nodeId, intent });
  }

  async retry(): Promise<void> {}

  async result(path: string, nodeId: string, result: StepResult): Promise<void> {
    this.#commit();
    this.entries.set(path, { path, nodeId, result });
  }

  async store(path: string, nodeId: string, result: StepResult): Promise<void> {
    this.#commit();
    this.entries.set(path, { path, nodeId, result });
  }

  #commit(): void {
    if (this.commits === this.dieAfter) throw mortiseError("STORE_UNAVAILABLE", { what: "gone" });
    this.commits++;
  }
}

describe("a split of a durable run", () => {
  it.each(["Split", "Abreast"])("goes on in the part where it was; no call of %s is made twice", async (type) => {
    const body = "a,b,c,d";
    const once = new MemoryJournal();
    const reference = new Stage();
    await runPlan(flow(reference, `s:${type} c:Call t:Call`, "s.parts>c s>t"), start(body), ports({ journal: once }));
    for (let dieAfter = 1; dieAfter < once.commits; dieAfter++) {
      const journal = new MemoryJournal();
      journal.dieAfter = dieAfter;
      const stage = new Stage();
      const plan = flow(stage, `s:${type} c:Call t:Call`, "s.parts>c s>t");
      const died = runPlan(plan, start(body), ports({ journal, clock: killed }));
      await expect(died).rejects.toThrow();
      // What was sent without an answer is in doubt; a person would say so. Here it never left.
      for (const [path, { result }] of journal.entries) if (!result) journal.entries.delete(path);
      const known = [...journal.entries.keys()].filter((path) => path.endsWith("/c"));
      const before = stage.done.length;
      journal.dieAfter = Number.POSITIVE_INFINITY;
      const outcome = await runPlan(plan, start(body), ports({ journal }));
      expect(outcome.status).toBe("completed");
      const again = stage.done.slice(before);
      expect(again).toHaveLength(5 - known.length);
      expect(journal.entries.size).toBe(once.entries.size);
    }
  });

  it("splits in the same way again when what it split by was not the message alone", async () => {
    const stage = new Stage();
    const journal = new MemoryJournal();
    const plan = flow(stage, "s:Chance c:Call t:Tail", "s.parts>c s>t");
    journal.dieAfter = 3;
    await expect(runPlan(plan, start("a,b,c"), ports({ journal, clock: killed }))).rejects.toThrow();
    expect(journal.entries.get("s")?.result?.outcome?.split).toEqual([{ body: "a" }, { body: "b" }, { body: "c" }]);
    for (const [path, { result }] of journal.entries) if (!result) journal.entries.delete(path);
    stage.made = 0;
    journal.dieAfter = Number.POSITIVE_INFINITY;
    const outcome = await runPlan(plan, start("a,b,c"), ports({ journal }));
    expect(stage.made).toBe(0);
    expect(outcome.message.body).toBe("after a,b,c");
    expect(stage.done).toEqual(["a", "b", "b", "c"]);
  });
});
