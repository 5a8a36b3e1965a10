import {
  asMortiseError,
  type Clock,
  type Components,
  type Environment,
  type FlowDocument,
  type InstallationRecord,
  type Languages,
  mortiseError,
  type RunRecord,
  type ScriptRunner,
  type Store,
} from "@mortise/contract";
import { compilePlan, type Plan } from "@mortise/engine";
import { realClock } from "../clock.ts";
import type { ServerLog } from "../log.ts";
import { Installed } from "./installed.ts";

/** Pause before what is installed is read again, in milliseconds. */
const RETRY = 2_000;

/** Plans of versions that are not installed any more, which their last runs still need. */
const OLD_PLANS = 200;

export interface PlansOptions {
  readonly store: Store;
  readonly languages: Languages;
  readonly components: Components;
  readonly scripts: ScriptRunner;
  readonly log: ServerLog;
  /** Defaults to the machine's. */
  readonly clock?: Clock;
}

/** What is installed, each version compiled once. Follows the store: an install on any server is seen here soon after. */
export class Plans {
  readonly #options: PlansOptions;
  readonly #old = new Map<string, Plan>();
  readonly #listeners = new Set<() => void>();
  #installed = new Map<string, Installed>();
  #byFlow = new Map<string, Installed>();
  #reading: Promise<void> | undefined;
  #again = false;
  #stopFollowing: (() => void) | undefined;
  readonly #stopped = new AbortController();

  constructor(options: PlansOptions) {
    this.#options = options;
  }

  /** Reads what is installed, and follows changes from now on. */
  async start(): Promise<void> {
    this.#stopFollowing = this.#options.store.flows.onChange(() => void this.#follow());
    await this.refresh();
  }

  stop(): void {
    this.#stopFollowing?.();
    this.#stopped.abort();
  }

  /** Calls back after anything changed. */
  onRefresh(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  [Symbol.iterator](): IterableIterator<Installed> {
    return this.#installed.values();
  }

  find(tenant: string, flow: string, environment: Environment): Installed | undefined {
    return this.#byFlow.get(keyOf(tenant, flow, environment));
  }

  get(installation: string): Installed | undefined {
    return this.#installed.get(installation);
  }

  /** Reads what is installed anew. A call during a reading leads to one more after it, so that its caller sees his own change. */
  refresh(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** The plan that a run goes by: that of its version, which may not be installed any more. */
  async planOf(run: Pick<RunRecord, "tenant" | "flow" | "environment" | "installation" | "version">): Promise<Plan> {
    let installed = this.#installed.get(run.installation);
    if (!installed || installed.record.version < run.version) {
      await this.refresh();
      installed = this.#installed.get(run.installation);
    }
    if (installed?.record.version === run.version) return installed.plan;
    const key = `${run.installation}/${run.version}`;
    const old = this.#old.get(key);
    if (old) return old;
    const version = await this.#options.store.flows.version(run.tenant, run.flow, run.version);
    if (!version)
      throw mortiseError("API_NOT_FOUND", { what: `version ${run.version} of flow "${run.flow}" any more` });
    const plan = this.compile(version.text, run.environment, installed?.record.secrets ?? {});
    const [first] = this.#old.keys();
    if (this.#old.size >= OLD_PLANS && first !== undefined) this.#old.delete(first);
    this.#old.set(key, plan);
    return plan;
  }

  /** Compiles a version's text. Throws `FLOW_INVALID`. */
  compile(text: string, environment: Environment, secrets: { readonly [property: string]: string }): Plan {
    const { components, languages, scripts } = this.#options;
    return compilePlan(JSON.parse(text) as FlowDocument, { components, languages, scripts, environment, secrets });
  }

  /** Reads after a change, until it could: nothing would tell of it again. */
  async #follow(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      try {
        return await this.refresh();
      } catch (error) {
        const { code, message } = asMortiseError(error);
        this.#options.log.warn({ code }, `what is installed could not be read: ${message}`);
        await (this.#options.clock ?? realClock).sleep(RETRY, this.#stopped.signal).catch(() => {});
      }
    }
  }

  async #read(): Promise<void> {
    do {
      this.#again = false;
      this.#take(await this.#options.store.flows.installations());
    } while (this.#again);
    for (const listener of this.#listeners) listener();
  }

  /** What could be installed once may not compile any more, when a component is gone: nobody would see why it is still. */
  #compileInstalled(
    { tenant, flow, environment }: InstallationRecord,
    text: string,
    secrets: InstallationRecord["secrets"],
  ): Plan {
    try {
      return this.compile(text, environment, secrets);
    } catch (error) {
      const { code, message } = asMortiseError(error);
      this.#options.log.error({ code, tenant, flow, environment }, `an installed flow cannot run: ${message}`);
      throw error;
    }
  }

  #take(records: readonly InstallationRecord[]): void {
    const installed = new Map<string, Installed>();
    const byFlow = new Map<string, Installed>();
    for (const record of records) {
      const known = this.#installed.get(record.id);
      const current =
        known?.follow(record) ??
        new Installed(record, (text, secrets) => this.#compileInstalled(record, text, secrets));
      installed.set(record.id, current);
      byFlow.set(keyOf(record.tenant, record.flow, record.environment), current);
    }
    this.#installed = installed;
    this.#byFlow = byFlow;
  }
}

function keyOf(tenant: string, flow: string, environment: Environment): string {
  return `${environment}/${tenant}/${flow}`;
}
