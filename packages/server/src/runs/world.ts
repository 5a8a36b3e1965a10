import {
  type Clock,
  type Environment,
  type GrantTokens,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  type Journal,
  type LargeBody,
  type Log,
  type Message,
  type ScriptRunner,
  standInGrants,
  type VariableStore,
  type VariableWrite,
} from "@mortise/contract";
import {
  type Plan,
  type RunLinks,
  type RunOutcome,
  type RunPorts,
  RunSecrets,
  type RunVariables,
} from "@mortise/engine";
import type { FlowLinks } from "../links/flow-links.ts";
import type { ServerLog } from "../log.ts";
import type { Cause } from "./notices.ts";

/** What runs need of this process; the same for all of them. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly scripts: ScriptRunner;
  readonly http: HttpClient;
  readonly variables: VariableStore;
  readonly links: FlowLinks;
  /** The grants of a tenant in one environment; `register` learns each token before it is handed out. */
  grants(of: Omit<RunOf, "id">, register: (secret: string) => void): GrantTokens;
  readonly log: ServerLog;
  /** Told of what a person should know of a run. */
  notice(run: RunOf, kind: string, message: string, cause?: Cause): void;
}

/** Whose run it is. */
export interface RunOf {
  readonly id: string;
  readonly tenant: string;
  readonly flow: string;
  readonly environment: Environment;
}

/** What may differ from run to run. */
export interface RunWorldOptions {
  readonly journal?: Journal | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Instead of the tenant's own. */
  readonly variables?: RunVariables | undefined;
  readonly http?: HttpClient | undefined;
  readonly links?: RunLinks | undefined;
  readonly clock?: Clock | undefined;
}

const LEVELS = { debug: "debug", info: "info", warning: "warn", error: "error" } as const;

/** A rehearsal spends nothing: every grant has a token that no provider knows. */
const rehearsedGrants = () => standInGrants((id) => `rehearsal-token-of-${id}`);

const NOTHING: RunWorldOptions = {};

/** The ports of one run: the process around it, in the name of its tenant. Remembers the encrypted values it read. */
export class RunWorld implements RunPorts, RunVariables, HttpClient, Log {
  readonly id: string;
  readonly tenant: string;
  readonly flow: string;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly scripts: ScriptRunner;
  readonly journal: Journal | undefined;
  readonly trace: RunPorts["trace"];
  readonly signal: AbortSignal | undefined;
  readonly variables: RunVariables;
  /** A rehearsal spends nothing. */
  readonly grants: RunPorts["grants"];
  readonly #around: Surroundings;
  readonly #http: HttpClient | undefined;
  readonly #links: RunLinks | undefined;
  #bodies: LargeBody[] | undefined;
  #met: string[] | undefined;

  constructor(
    around: Surroundings,
    id: string,
    of: Omit<RunOf, "id">,
    trace: RunPorts["trace"],
    options: RunWorldOptions = NOTHING,
  ) {
    this.#around = around;
    this.id = id;
    this.tenant = of.tenant;
    this.flow = of.flow;
    this.environment = of.environment;
    this.clock = options.clock ?? around.clock;
    this.scripts = around.scripts;
    this.#http = options.http;
    this.journal = options.journal;
    this.trace = trace;
    this.signal = options.signal;
    this.variables = options.variables ?? this;
    this.#links = options.links;
    this.grants = options.http ? rehearsedGrants : (register) => around.grants(this, register);
  }

  get log(): Log {
    return this;
  }

  get http(): HttpClient {
    return this.#http ?? this;
  }

  /** Calls outside; remembers the large answers, which lie on disk. */
  async send(request: HttpRequest, signal?: AbortSignal): Promise<HttpResponse> {
    const response = await this.#around.http.send(request, signal);
    if (response.large) {
      this.#bodies ??= [];
      this.#bodies.push(response.large);
    }
    return response;
  }

  /** The run has ended: of its large bodies only that of its last message can still be asked for. */
  closeBodies({ largeBody }: Message): void {
    for (const body of this.#bodies ?? []) if (!largeBody?.isSame(body)) body.close();
  }

  get links(): RunLinks {
    return this.#links ?? { send: (call) => this.#around.links.send(this, call) };
  }

  get durable(): boolean {
    return this.journal !== undefined;
  }

  random(): number {
    return this.#around.random();
  }

  async read(name: string): Promise<{ readonly value: string; readonly encrypted: boolean }> {
    const found = await this.#around.variables.read(this.tenant, this.environment, name);
    if (found.encrypted) {
      this.#met ??= [];
      this.#met.push(found.value);
    }
    return found;
  }

  apply(writes: readonly VariableWrite[]): Promise<void> {
    const { tenant, environment, flow } = this;
    return this.#around.variables.apply(tenant, environment, writes, flow);
  }

  write(level: "debug" | "info" | "warning" | "error", message: string): void {
    const { id, tenant, flow, environment } = this;
    this.#around.log[LEVELS[level]]({ run: id, tenant, flow, environment }, message);
  }

  notice(kind: string, message: string, cause?: Cause): void {
    this.#around.notice(this, kind, message, cause);
  }

  /** Whether the run can have met a secret at all. */
  hasSecrets(plan: Plan): boolean {
    return plan.secrets.length > 0 || this.#met !== undefined;
  }

  /** The secrets that are known by value: the flow's own, what it read, and what its outcome learned. */
  secretsOf(plan: Plan, outcome?: RunOutcome): RunSecrets {
    const secrets = outcome?.secrets() ?? new RunSecrets(plan.secrets);
    for (const value of this.#met ?? []) secrets.register(value);
    return secrets;
  }
}
