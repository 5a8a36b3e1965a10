import {
  type Clock,
  type Environment,
  type Exchange,
  type GrantTokens,
  type HttpClient,
  type Links,
  type Log,
  type Message,
  type MortiseError,
  mortiseError,
  NO_GRANTS,
  type Scope,
  type ScriptRunner,
  type Services,
  type Tries,
  type Variables,
  type VariableWrite,
} from "@mortise/contract";
import type { Plan, PlanNode } from "../plan/plan.ts";
import { TraceRecorder } from "../trace/recorder.ts";
import { learnSecrets } from "../trace/redact.ts";
import { RunSecrets } from "../trace/secrets.ts";
import { encodeState } from "../trace/state.ts";
import type { RunPorts, RunStart } from "./ports.ts";

const NEVER = new AbortController().signal;

/** What all branches of a run know of its failures. */
interface Failures {
  handled: MortiseError | undefined;
}

/** The state of one run: its scope, secrets, trace and the message that would be its answer. */
export class RunContext {
  readonly plan: Plan;
  readonly ports: RunPorts;
  readonly scope: RunScope;
  readonly secrets: RunSecrets;
  readonly signal: AbortSignal;
  readonly trace: TraceRecorder | undefined;
  /** The answer so far. */
  last: Message;
  readonly #start: RunStart;
  readonly #failures: Failures;
  #spare: NodeServices | undefined;

  /** `beside`: the run it is a branch of, with which it shares all but what belongs to the one node that runs. */
  constructor(plan: Plan, start: RunStart, ports: RunPorts, beside?: RunContext) {
    this.plan = plan;
    this.ports = ports;
    this.scope = new RunScope(plan, start, ports);
    this.secrets = beside?.secrets ?? new RunSecrets(plan.secrets);
    if (!beside) for (const secret of start.secrets ?? []) this.secrets.register(secret);
    this.signal = ports.signal ?? NEVER;
    const traced = ports.trace === "errors" || ports.trace === "all";
    this.trace = beside ? beside.trace?.branch() : traced ? new TraceRecorder(ports.clock) : undefined;
    this.last = start.message;
    this.#start = start;
    this.#failures = beside ? beside.#failures : { handled: undefined };
  }

  /** The same run for a path that goes beside others: what one node reads or takes must not be told as another's. */
  branch(): RunContext {
    return new RunContext(this.plan, this.#start, this.ports, this);
  }

  /** The first failure that the error route took care of while the rest of the flow went on. */
  get handledFailure(): MortiseError | undefined {
    return this.#failures.handled;
  }

  /** A part failed, and the error route took care of it: the flow goes on, and the run has failed all the same. */
  handled(error: MortiseError): void {
    this.#failures.handled ??= error;
  }

  /** What a node may reach. Give it back with `release` when the node ended at once: most nodes do, and an object per node would cost more than they do. */
  services(node: PlanNode, path: string): NodeServices {
    const services = this.#spare;
    if (!services) return new NodeServices(this, node, path);
    this.#spare = undefined;
    services.nodeId = node.id;
    services.path = path;
    return services;
  }

  release(services: NodeServices): void {
    services.lines = undefined;
    if (services.writes.length > 0) services.writes = [];
    this.#spare = services;
  }

  /** Throws `ENGINE_CANCELLED` when the run was cancelled. */
  checkCancelled(): void {
    if (this.signal.aborted) throw mortiseError("ENGINE_CANCELLED");
  }

  /** Registers what an answer from outside shows under secret-looking names: from here on no log may show it. */
  learn(exchange: Exchange): void {
    learnSecrets(encodeState(exchange.message).message, this.secrets);
  }

  /** Adds a step to the trace: what a node did since the step before it ended. */
  record(
    node: PlanNode,
    path: string,
    before: Message | undefined,
    exchange: Exchange,
    output: string,
    services: NodeServices | undefined,
    error?: MortiseError,
  ): void {
    this.trace?.add(node, path, before, exchange, output, services?.lines, error);
  }
}

/** The scope of a run (see the contract's `Scope`). */
class RunScope implements Scope {
  readonly runId: string;
  readonly tenant: string;
  readonly environment: Environment;
  readonly flow: string;
  readonly group: string;
  readonly timeZone: string;
  readonly created: number;
  readonly properties: ReadonlyMap<string, string | null>;
  readonly variables = new Map<string, string>();
  readonly #ports: RunPorts;
  readonly #nominal: number | undefined;

  constructor(plan: Plan, start: RunStart, ports: RunPorts) {
    this.runId = start.runId;
    this.tenant = ports.tenant;
    this.environment = plan.environment;
    this.flow = plan.flow.name;
    this.group = plan.options.group;
    this.timeZone = plan.options.timeZone;
    this.created = start.created;
    this.properties = plan.properties;
    this.#ports = ports;
    this.#nominal = plan.options.now === "nominal" ? start.nominal : undefined;
  }

  now(): number {
    return this.#nominal ?? this.#ports.clock.now();
  }

  random(): number {
    return this.#ports.random();
  }
}

/** What one node may reach while it runs. Its writes are collected here and committed when it has run. */
export class NodeServices implements Services {
  nodeId: string;
  /** Where in the run the node is: the journal's path. */
  path: string;
  readonly scripts: ScriptRunner;
  readonly http: HttpClient;
  readonly links: Links;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeout: number;
  readonly secrets: RunSecrets;
  readonly variables: Variables;
  readonly log: Log;
  writes: VariableWrite[] = [];
  lines: string[] | undefined;
  readonly #ports: RunPorts;
  #grants: GrantTokens | undefined;
  /** Of an external node of a durable run. */
  tries: Tries | undefined;

  constructor(context: RunContext, node: PlanNode, path: string) {
    const { ports, secrets } = context;
    this.#ports = ports;
    this.nodeId = node.id;
    this.path = path;
    this.scripts = ports.scripts;
    this.http = ports.http;
    this.clock = ports.clock;
    this.links = {
      send: async (call) => {
        const { path, timeout, signal, tries } = this;
        if (!ports.links)
          throw mortiseError("LINK_UNAVAILABLE", { flow: call.flow, what: "no other flow can be reached from here" });
        return ports.links.send({ ...call, path, timeout, signal, tries, secrets });
      },
    };
    this.signal = context.signal;
    this.timeout = context.plan.options.timeout;
    this.secrets = secrets;
    this.variables = {
      get: (name) => readVariable(context, name),
      set: (name, value, { encrypt, onlyIf }) => {
        if (encrypt) secrets.register(value);
        this.writes.push({ kind: "set", name, value, encrypt, onlyIf });
      },
      remove: (name) => {
        this.writes.push({ kind: "remove", name });
      },
    };
    this.log = {
      write: (level, message) => {
        const line = secrets.redact(message);
        this.lines ??= [];
        this.lines.push(`${level}: ${line}`);
        ports.log.write(level, line);
      },
    };
  }

  get grants(): GrantTokens {
    this.#grants ??= this.#ports.grants?.((secret) => this.secrets.register(secret)) ?? NO_GRANTS;
    return this.#grants;
  }
}

/** A tenant variable's value; an encrypted one is a secret of the run from now on. */
export async function readVariable(context: RunContext, name: string): Promise<string> {
  const { value, encrypted } = await context.ports.variables.read(name);
  if (encrypted) context.secrets.register(value);
  return value;
}
