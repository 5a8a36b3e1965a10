import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { called, everyKind } from "../../packages/server/src/simulation/kinds.ts";
import { type LoggingPeer, startLoggingPeer } from "../../packages/server/src/simulation/logging-peer.ts";
import { type ChaosDatabase, install } from "./database.ts";

const TENANTS = 3;
/** The requests of a run in the order of its nodes: when one has come, those before it have finished. */
const ORDER = ["get", "part-a", "part-b", "branch", "keyed", "post"];

/** Runs of a flow with every kind of component, started steadily, and the peer that saw what they sent. */
export class ChaosLoad {
  readonly peer: LoggingPeer;
  readonly started: string[] = [];
  readonly #database: ChaosDatabase;
  readonly #installed: readonly string[];
  #stopped = false;
  #working: Promise<void> | undefined;

  private constructor(database: ChaosDatabase, peer: LoggingPeer, installed: readonly string[]) {
    this.#database = database;
    this.peer = peer;
    this.#installed = installed;
  }

  static async of(database: ChaosDatabase): Promise<ChaosLoad> {
    const peer = await startLoggingPeer();
    const installed: string[] = [];
    for (let tenant = 0; tenant < TENANTS; tenant++) {
      const id = `tenant-${tenant}`;
      installed.push(await install(database.store, id, everyKind(peer.host)));
      await install(database.store, id, called(peer.host));
      await database.store.variables.put(id, "given", { test: "value" }, "bench");
    }
    return new ChaosLoad(database, peer, installed);
  }

  /** Starts runs, so many a second. */
  start(perSecond: number): void {
    this.#working = (async () => {
      while (!this.#stopped) {
        const index = this.started.length % TENANTS;
        await this.#startRun(index).catch(() => {});
        await delay(1_000 / perSecond);
      }
    })();
  }

  async #startRun(index: number): Promise<void> {
    const hex = Date.now().toString(16).padStart(12, "0");
    const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7${randomUUID().slice(15)}`;
    // An unknown outcome is asked again: the same id is the same run.
    for (;;) {
      try {
        await this.#database.store.dispatcher.start({
          ...{ id, tenant: `tenant-${index}`, flow: "every-kind", environment: "test", version: 1, trigger: "manual" },
          ...{ installation: this.#installed[index] as string, node: "tick", serial: false, breadcrumbId: id },
          input: { message: { headers: {}, body: null } },
        });
        this.started.push(id);
        return;
      } catch {
        await delay(200);
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#working;
  }

  /** Waits until nothing is open, and says what was lost, doubled, run again or left open. */
  async verify(patience = 60_000): Promise<{ readonly broken: number; readonly words: string }> {
    const { query } = this.#database;
    const statuses = async () =>
      new Map(
        (
          await query<{ id: string; status: string; open: boolean; flow: string }>(
            `SELECT r.run_id AS id, r.status, r.flow, o.run_id IS NOT NULL AND NOT o.parked AS open
             FROM mortise.run r LEFT JOIN mortise.open_run o USING (tenant_id, run_id)`,
          )
        ).map((row) => [row.id, row]),
      );
    const until = performance.now() + patience;
    let runs = await statuses();
    while ([...runs.values()].some(({ open }) => open) && performance.now() < until) {
      await delay(300);
      runs = await statuses();
    }
    const of = (flow: string, status: string) =>
      [...runs.values()].filter((run) => run.flow === flow && run.status === status).length;
    const lost = this.started.filter((id) => !runs.has(id)).length;
    const stuck = [...runs.values()].filter(({ open }) => open).length;
    const failed = of("every-kind", "failed") + of("called", "failed");
    const requests = Map.groupBy(this.peer.log, (line) => line.split(/[ /]/)[3] ?? "");
    let again = 0;
    let doubled = 0;
    for (const lines of requests.values()) {
      const whats = lines.map((line) => line.split(/[ /]/)[2] ?? "");
      if (whats.filter((what) => what === "post").length > 1) doubled++;
      const places = whats.filter((what) => what !== "called").map((what) => ORDER.indexOf(what));
      // A request of a node, though one of a later node has been here: the node had finished, and ran again.
      if (places.some((place, index) => places.slice(0, index).some((earlier) => earlier > place))) again++;
    }
    const completed = of("every-kind", "completed");
    const parked = [...runs.values()].filter(({ status }) => status === "parked").length;
    return {
      broken: lost + stuck + failed + again + doubled,
      words: `${this.started.length} runs: ${completed} completed, ${parked} parked, ${lost} lost, ${stuck} stuck, ${failed} failed, ${again} with a finished node run again, ${doubled} with a POST sent twice; ${this.peer.log.length} requests`,
    };
  }
}
