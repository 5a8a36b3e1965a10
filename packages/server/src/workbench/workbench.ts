import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadComponents } from "@mortise/components";
import {
  type Components,
  type Environment,
  type FlowDocument,
  type HttpClient,
  type Json,
  type Languages,
  type Message,
  type Mistake,
  mortiseError,
  type ScriptRunner,
} from "@mortise/contract";
import {
  checkFlow,
  clockAt,
  compilePlan,
  embedFiles,
  type FlowTest,
  formatFlow,
  type Given,
  hasErrors,
  isTimeZone,
  memoryVariables,
  messageOf,
  type RunOutcome,
  readFlow,
  readFlowTest,
  runFlowTest,
  runPlan,
  stubHttp,
  type TestReport,
} from "@mortise/engine";
import { createLanguages } from "@mortise/languages";
import { realClock } from "../clock.ts";
import { type EvaluateRequest, type Evaluation, evaluate } from "../evaluate/evaluate.ts";
import { createHttpClient } from "../net/http-client.ts";
import { createScriptPool } from "../scripts/index.ts";

export interface WorkbenchOptions {
  /** Folders with components of the user's own. */
  readonly components?: readonly string[] | undefined;
  /** Hosts inside private ranges that a run may call. */
  readonly allowPrivate?: readonly string[] | undefined;
}

/** A flow read from a file, as far as it can be used, with everything that is wrong with it. */
export interface CheckedFlow {
  readonly flow?: FlowDocument;
  readonly mistakes: readonly Mistake[];
}

/** A run without a server. */
export interface BenchRun {
  readonly environment: Environment;
  readonly message?: { readonly headers?: { readonly [name: string]: Json }; readonly body?: Json } | undefined;
  /** Node to begin at. Defaults to the flow's start. */
  readonly from?: string | undefined;
  /** The instant that the run takes for now. */
  readonly at?: number | undefined;
  readonly given: Given;
  /** Answers of stubs instead of the outside world. */
  readonly stubbed: boolean;
  /** Told of each line that the flow logs. */
  log?(level: string, line: string): void;
}

/** What needs no server and no database: reading, checking, formatting, testing and running flows from files. */
export class Workbench {
  readonly components: Components;
  readonly languages: Languages;
  readonly scripts: ScriptRunner & { close(): Promise<void> };
  readonly #http: HttpClient & { close(): Promise<void> };

  constructor(components: Components, options: WorkbenchOptions) {
    this.components = components;
    this.scripts = createScriptPool();
    this.languages = createLanguages({ scripts: this.scripts });
    this.#http = createHttpClient({ allowPrivate: options.allowPrivate ?? [] });
  }

  /** Reads a flow; scripts that stand in files beside it become part of it. */
  read(text: string, file: string): CheckedFlow {
    const { flow, mistakes } = readFlow(text, this.components);
    return flow ? { flow: embedFiles(flow, besides(file)), mistakes } : { mistakes };
  }

  /** Everything that is wrong with a flow, in one environment or in both. */
  check(text: string, file: string, environment?: Environment): CheckedFlow {
    const { flow, mistakes } = readFlow(text, this.components);
    if (!flow) return { mistakes };
    const all = checkFlow(flow, {
      components: this.components,
      languages: this.languages,
      scripts: this.scripts,
      readFile: besides(file),
      ...(environment ? { environment } : {}),
    });
    return { flow, mistakes: all };
  }

  /** The canonical text; undefined when the document cannot be read. */
  format(text: string): { readonly text?: string; readonly mistakes: readonly Mistake[] } {
    const { flow, mistakes } = readFlow(text, this.components);
    return flow ? { text: formatFlow(flow, this.components), mistakes } : { mistakes };
  }

  /** Runs the tests of a flow. Throws `FLOW_INVALID` with all mistakes when flow or test cannot be used. */
  async test(flowText: string, flowFile: string, testText: string): Promise<TestReport> {
    const test = this.readTest(testText, flowFile.replace(/\.flow\.json$/, ".test.json"));
    return runFlowTest(this.#usable(flowText, flowFile), test, {
      components: this.components,
      languages: this.languages,
      scripts: this.scripts,
      clock: realClock,
    });
  }

  /** Reads a test document. Throws `FLOW_INVALID` with all mistakes. */
  readTest(text: string, file: string): FlowTest {
    const { test, mistakes } = readFlowTest(text);
    if (!test) throw invalid(file, mistakes);
    return test;
  }

  /** Runs a flow once, with variables in memory. */
  async run(flowText: string, file: string, options: BenchRun): Promise<RunOutcome> {
    const { environment, given, at } = options;
    const plan = compilePlan(this.#usable(flowText, file), {
      components: this.components,
      languages: this.languages,
      scripts: this.scripts,
      environment,
      secrets: given.secrets ?? {},
    });
    const message: Message = messageOf(options.message);
    const created = at ?? realClock.now();
    return runPlan(
      plan,
      {
        runId: crypto.randomUUID(),
        node: options.from ?? plan.start.id,
        message,
        created,
        ...(at === undefined ? {} : { nominal: at }),
      },
      {
        tenant: "local",
        clock: at === undefined ? realClock : clockAt(at, realClock),
        random: Math.random,
        variables: memoryVariables(given.variables, environment),
        scripts: this.scripts,
        http: options.stubbed ? stubHttp(given.stubs ?? []) : this.#http,
        log: { write: (level, line) => options.log?.(level, line) },
        trace: "all",
      },
    );
  }

  /** One expression or script against one message, as `POST /evaluate`. */
  evaluate(request: EvaluateRequest): Promise<Evaluation> {
    if (!isTimeZone(request.timeZone))
      throw mortiseError("API_INVALID", { what: `there is no time zone "${request.timeZone}"` });
    return evaluate(request, { languages: this.languages, scripts: this.scripts });
  }

  async close(): Promise<void> {
    await Promise.all([this.scripts.close(), this.#http.close()]);
  }

  #usable(text: string, file: string): FlowDocument {
    const { flow, mistakes } = this.read(text, file);
    if (!flow || hasErrors(mistakes)) throw invalid(file, mistakes);
    return flow;
  }
}

/** Opens a workbench; close it, or its script workers keep the process up. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  return new Workbench(await loadComponents(options.components), options);
}

function invalid(what: string, mistakes: readonly Mistake[]) {
  const errors = mistakes.filter(({ severity }) => severity === "error");
  return mortiseError(
    "FLOW_INVALID",
    { what: `${what} has ${errors.length} ${errors.length === 1 ? "mistake" : "mistakes"}` },
    { errors },
  );
}

/** Reads files that stand beside a flow, and no others. */
function besides(file: string): (name: string) => string {
  const folder = dirname(file);
  return (name) => {
    if (name.includes("/") || name.includes("\\") || name.startsWith(".")) {
      throw mortiseError("FLOW_SETTINGS_INVALID", {
        setting: "source",
        expected: "the name of a file beside the flow",
        found: name,
      });
    }
    try {
      return readFileSync(join(folder, name), "utf8");
    } catch {
      throw mortiseError("FLOW_SETTINGS_INVALID", {
        setting: "source",
        expected: "a file that can be read",
        found: join(folder, name),
      });
    }
  };
}
