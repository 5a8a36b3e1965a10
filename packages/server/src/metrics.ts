import type { Totals } from "./runs/totals.ts";

/** What `/metrics` answers. */
export interface MetricsText {
  readonly text: string;
  readonly type: string;
}

/** The process's figures in Prometheus' format. The library is loaded when somebody asks: its own timers are not free. */
export class Metrics {
  readonly #totals: Totals;
  #registry: Promise<{ metrics(): Promise<string>; readonly contentType: string }> | undefined;

  constructor(totals: Totals) {
    this.#totals = totals;
  }

  async read(): Promise<MetricsText> {
    this.#registry ??= register(this.#totals);
    const registry = await this.#registry;
    return { text: await registry.metrics(), type: registry.contentType };
  }
}

async function register(totals: Totals) {
  const { Counter, collectDefaultMetrics, Gauge, Registry } = await import("prom-client");
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Counter({
    name: "mortise_runs_total",
    help: "Runs that ended in this process, by what started them and how they ended.",
    labelNames: ["trigger", "status"] as const,
    registers,
    collect() {
      this.reset();
      for (const [trigger, ended] of Object.entries(totals.runs))
        for (const [status, count] of Object.entries(ended)) this.inc({ trigger, status }, count);
    },
  });
  new Gauge({
    name: "mortise_runs_active",
    help: "Runs at work in this process.",
    registers,
    collect() {
      this.set(totals.active);
    },
  });
  new Counter({
    name: "mortise_fires_total",
    help: "Scheduled runs that this process started.",
    registers,
    collect() {
      this.reset();
      this.inc(totals.fires);
    },
  });
  new Counter({
    name: "mortise_fires_dropped_total",
    help: "Instants of schedules that were passed over, each with an event that says why.",
    registers,
    collect() {
      this.reset();
      this.inc(totals.firesDropped);
    },
  });
  new Gauge({
    name: "mortise_fire_lateness_seconds",
    help: "How much later than its instant the last scheduled run was started.",
    registers,
    collect() {
      this.set(totals.lateness / 1_000);
    },
  });
  return registry;
}
