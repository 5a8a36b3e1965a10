import { asMortiseError, type DurationCounts, type SharedFigures, type Store } from "@mortise/contract";
import type { Metric, Registry } from "prom-client";
import type { Grants } from "./grants/grants.ts";
import type { Totals } from "./runs/totals.ts";

/** What `/metrics` answers. */
export interface MetricsText {
  readonly text: string;
  readonly type: string;
}

/** A question to the database answers all scrapes of this long: what all processes share is asked by each of them. */
const SHARED_FOR = 5_000;

/** The figures of this process, and of all that share its database, in Prometheus' format. The library is loaded when somebody asks: its own timers are not free. */
export class Metrics {
  readonly #totals: Totals;
  readonly #store: Store;
  readonly #grants: Grants;
  #registry: Promise<Registry> | undefined;
  #shared: { readonly at: number; readonly figures: Promise<SharedFigures | undefined> } | undefined;

  constructor(totals: Totals, store: Store, grants: Grants) {
    this.#totals = totals;
    this.#store = store;
    this.#grants = grants;
  }

  async read(): Promise<MetricsText> {
    this.#registry ??= register(this.#totals, this.#store, this.#grants, () => this.#readShared());
    const registry = await this.#registry;
    return { text: await registry.metrics(), type: registry.contentType };
  }

  /** Undefined while the database is away: its figures are then missing, and not zero. */
  #readShared(): Promise<SharedFigures | undefined> {
    const now = performance.now();
    if (!this.#shared || now - this.#shared.at > SHARED_FOR) {
      const figures = this.#store.sharedFigures().catch((error) => {
        if (asMortiseError(error).code !== "STORE_UNAVAILABLE") throw error;
        return undefined;
      });
      this.#shared = { at: now, figures };
    }
    return this.#shared.figures;
  }
}

type ReadShared = () => Promise<SharedFigures | undefined>;
type Labels = { readonly [name: string]: string };
type Sample = readonly [Labels, number];

async function register(totals: Totals, store: Store, grants: Grants, shared: ReadShared): Promise<Registry> {
  const { collectDefaultMetrics, Registry } = await import("prom-client");
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const local = () => store.figures();
  // Ours are read, not kept: the library asks a metric for its name and its values only.
  for (const metric of [...ofProcess(totals), ...ofGrants(grants), ...ofConnection(local), ...ofAll(shared)])
    registry.registerMetric(metric as unknown as Metric);
  return registry;
}

/** What this process did since it started. */
function ofProcess(totals: Totals): ReadMetric[] {
  return [
    counter("mortise_runs_total", "Runs that ended in this process, by what started them and how they ended.", () =>
      Object.entries(totals.runs).flatMap(([trigger, ended]) =>
        Object.entries(ended).map(([status, count]): Sample => [{ trigger, status }, count]),
      ),
    ),
    gauge("mortise_runs_active", "Runs at work in this process.", () => [[{}, totals.active]]),
    counter("mortise_fires_total", "Scheduled runs that this process started.", () => [[{}, totals.fires]]),
    counter(
      "mortise_fires_dropped_total",
      "Instants of schedules that were passed over, each with an event that says why.",
      () => [[{}, totals.firesDropped]],
    ),
    histogram(
      "mortise_fire_lateness_seconds",
      "How much later than its instant a scheduled run was started.",
      () => totals.latenesses,
    ),
  ];
}

/** What became of the tokens that this process asked for, and how all grants stand. */
function ofGrants({ figures, store }: Grants): ReadMetric[] {
  return [
    counter(
      "mortise_grant_requests_total",
      "Token requests of this process, by what they were for and how they ended.",
      () => [...figures.ends()].map(({ kind, end, count }): Sample => [{ kind, end }, count]),
    ),
    gauge("mortise_grant_answers_waiting", "Answers of token endpoints that wait for the database.", () => [
      [{}, figures.waiting],
    ]),
    histogram(
      "mortise_grant_commit_seconds",
      "From the last byte of a token answer to its durable commit: what a crash in between loses.",
      () => figures.commits,
    ),
    gauge("mortise_grants", "Grants by state. Of all processes.", async () => {
      const states = await store.states().catch((error) => {
        if (asMortiseError(error).code !== "STORE_UNAVAILABLE") throw error;
        return {};
      });
      return Object.entries(states).map(([state, count]): Sample => [{ state }, count]);
    }),
  ];
}

/** How this process stands with the database; known without asking it. */
function ofConnection(local: () => ReturnType<Store["figures"]>): ReadMetric[] {
  return [
    gauge("mortise_database_up", "Whether this process holds its connection to the database.", () => [
      [{}, local().reachable ? 1 : 0],
    ]),
    counter("mortise_database_outages_total", "How often this process could not reach the database.", () => [
      [{}, local().outages],
    ]),
    counter("mortise_database_away_seconds_total", "For how long together.", () => [[{}, local().secondsAway]]),
    gauge("mortise_database_connections", "Connections of this process, by role and what they do.", () =>
      local().pools.flatMap(({ role, open, idle }): Sample[] => [
        [{ role, state: "idle" }, idle],
        [{ role, state: "busy" }, open - idle],
      ]),
    ),
    gauge("mortise_database_connections_limit", "Connections that this process may open.", () =>
      local().pools.map(({ role, limit }): Sample => [{ role }, limit]),
    ),
    gauge("mortise_database_waiting", "Callers of this process that wait for a connection.", () =>
      local().pools.map(({ role, waiting }): Sample => [{ role }, waiting]),
    ),
    histogram(
      "mortise_journal_commit_seconds",
      "How long a group commit of the journal took.",
      () => local().journalCommits,
    ),
  ];
}

/** What all processes of the database have together: the same from each of them. */
function ofAll(shared: ReadShared): ReadMetric[] {
  const read = (name: string, help: string, samples: (figures: SharedFigures) => readonly Sample[]) =>
    gauge(name, `${help} Of all processes.`, async () => {
      const figures = await shared();
      return figures ? samples(figures) : [];
    });
  return [
    read("mortise_open_runs", "Durable runs that are not over.", ({ queued, running, parked }) => [
      [{ state: "queued" }, queued],
      [{ state: "running" }, running],
      [{ state: "parked" }, parked],
    ]),
    read("mortise_queue_ready", "Queued runs that any process may take now.", ({ ready }) => [[{}, ready]]),
    read("mortise_queue_oldest_seconds", "Age of the oldest of them.", ({ oldestReady }) => [[{}, oldestReady]]),
    read("mortise_open_intents", "Calls whose answer is not recorded yet.", ({ openIntents }) => [[{}, openIntents]]),
    read("mortise_calls_in_doubt", "Calls of which nobody knows what became.", ({ inDoubt }) => [[{}, inDoubt]]),
    read("mortise_alarms", "Alarms that are not over.", ({ alarms }) => [
      [{ state: "open" }, alarms.open],
      [{ state: "acknowledged" }, alarms.acknowledged],
    ]),
    read("mortise_alarm_deliveries", "Webhooks and mails that are not delivered yet.", ({ deliveries }) => [
      [{}, deliveries],
    ]),
    read("mortise_alarm_delivery_oldest_seconds", "Age of the oldest of them.", ({ oldestDelivery }) => [
      [{}, oldestDelivery],
    ]),
    read("mortise_processes", "Servers that share the database.", ({ processes }) => [[{}, processes]]),
    read("mortise_database_bytes", "Size of the database.", ({ databaseBytes }) => [[{}, databaseBytes]]),
  ];
}

/** A metric that is read when it is asked for. */
interface ReadMetric {
  readonly name: string;
  get(): Promise<object>;
}

type Read = () => readonly Sample[] | Promise<readonly Sample[]>;

function metric(type: string, name: string, help: string, values: () => Promise<object[]>): ReadMetric {
  return { name, get: async () => ({ name, help, type, values: await values(), aggregator: "sum" }) };
}

function simple(type: "counter" | "gauge", name: string, help: string, read: Read): ReadMetric {
  return metric(type, name, help, async () => (await read()).map(([labels, value]) => ({ labels, value })));
}

const counter = (name: string, help: string, read: Read) => simple("counter", name, help, read);
const gauge = (name: string, help: string, read: Read) => simple("gauge", name, help, read);

function histogram(name: string, help: string, read: () => DurationCounts): ReadMetric {
  return metric("histogram", name, help, async () => {
    const { bounds, counts, sum } = read();
    let upTo = 0;
    const buckets = counts.map((count, at) => {
      upTo += count;
      return { metricName: `${name}_bucket`, labels: { le: bounds[at] ?? "+Inf" }, value: upTo };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels: {}, value: sum },
      { metricName: `${name}_count`, labels: {}, value: upTo },
    ];
  });
}
