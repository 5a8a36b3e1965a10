import {
  asMortiseError,
  type Claim,
  type Clock,
  type Components,
  type InstallationRecord,
  type Languages,
  type RunEnd,
  type RunPause,
  type RunRecord,
  type Store,
} from "@mortise/contract";
import { CalendarDriver } from "../calendar/driver.ts";
import { Plans } from "../flows/plans.ts";
import type { FlowLinks } from "../links/flow-links.ts";
import { silentLog } from "../log.ts";
import { DurableRuns } from "../runs/durable.ts";
import { Totals } from "../runs/totals.ts";
import { noScripts } from "../testing/scripts.ts";
import type { RunRow, SimulatedDatabase } from "./database.ts";
import { unused } from "./flows.ts";
import { recoverJournal, SimulatedJournal } from "./journal.ts";
import type { SimulatedPeer } from "./peer.ts";
import type { Life, World } from "./world.ts";

type Handler = (claim: Claim) => Promise<RunEnd | RunPause>;

const CONCURRENCY = 8;
const POLL = 4_000;
const TOUCH = 3_000;
const RETRY = 500;

/** What does not differ from seed to seed, compiled once. */
export interface Compiler {
  readonly components: Components;
  readonly languages: Languages;
  /** A plan per text. */
  readonly compiled: Map<string, ReturnType<Plans["compile"]>>;
}

/** Plans that are compiled once for all processes of all seeds. */
class SharedPlans extends Plans {
  readonly #compiled: Compiler["compiled"];

  constructor(options: ConstructorParameters<typeof Plans>[0], { compiled }: Compiler) {
    super(options);
    this.#compiled = compiled;
  }

  override compile(...[text, environment, secrets]: Parameters<Plans["compile"]>): ReturnType<Plans["compile"]> {
    const plan = this.#compiled.get(text) ?? super.compile(text, environment, secrets);
    this.#compiled.set(text, plan);
    return plan;
  }
}

/** One server process: the real calendar, the real work loop of durable runs and the real engine, on simulated ports. */
export class SimulatedProcess {
  readonly life: Life;
  readonly #world: World;
  readonly #database: SimulatedDatabase;
  /** The claims it executes. */
  readonly #active = new Map<string, { readonly row: RunRow; readonly epoch: number }>();
  readonly #clock: Clock;
  #handler: Handler | undefined;
  #claiming = false;

  constructor(
    world: World,
    database: SimulatedDatabase,
    peer: SimulatedPeer,
    compiler: Compiler,
    number: number,
    skew: number,
  ) {
    this.life = { number, alive: true, stoppedUntil: 0 };
    this.#world = world;
    this.#database = database;
    this.#clock = world.clockOf(this.life, skew);
    const clock = this.#clock;
    const store = this.#store();
    const plans = new SharedPlans({ store, ...compiler, scripts: noScripts, log: silentLog, clock }, compiler);
    const totals = new Totals();
    const around = {
      clock,
      random: world.random,
      scripts: noScripts,
      http: peer.clientOf(this.life),
      variables: store.variables,
      links: { send: () => unused("flow links") } as unknown as FlowLinks,
      grants: () => unused("grants"),
      log: silentLog,
      notice: () => {},
    };
    const durable = new DurableRuns({ around, store, plans, totals, concurrency: CONCURRENCY });
    // A machine's clock may be minutes off; the calendar goes by the database's, with what its measuring leaves of it.
    const left = Math.sign(skew) * Math.min(Math.abs(skew), 5);
    const now = async () => world.now + left;
    const calendar = new CalendarDriver({ store, plans, clock, now, log: silentLog, totals });
    world.later(0, this.life, () => void this.#begin(plans, durable, calendar));
  }

  /** As `kill -9`: nothing of it happens any more. */
  kill(): void {
    this.life.alive = false;
  }

  async #begin(plans: Plans, durable: DurableRuns, calendar: CalendarDriver): Promise<void> {
    for (;;) {
      try {
        await plans.start();
        break;
      } catch {
        await this.#sleep(RETRY);
      }
    }
    await durable.start();
    calendar.start();
  }

  #store(): Store {
    const { life } = this;
    const database = this.#database;
    const ask = <T>(apply: () => T) => database.request(life, apply);
    const records = (): readonly InstallationRecord[] => [...database.installations.values()];
    return {
      flows: {
        installations: () => ask(records),
        onChange: (call: () => void) => database.onInstall(life, call),
        version: () => unused("old versions"),
      },
      schedules: {
        cursors: () => ask(() => [...database.cursors.values()]),
        begin: (cursor, { reset = false, revision } = {}) => ask(() => database.begin(cursor, revision, reset)),
        fire: (_tenant, fire) => ask(() => database.fire(fire)),
        end: () => unused("superseded schedules"),
        dealt: () => unused("audits"),
        audit: () => unused("audits"),
      } satisfies Store["schedules"],
      variables: { read: () => ask(() => ({ value: "0", encrypted: false })) },
      traces: { write: () => {} },
      dispatcher: {
        work: async (handler: Handler) => {
          this.#handler = handler;
          // As the queue is repaired at each start.
          void this.#commit(() => database.runs.forEach((row) => void database.resume(row)));
          database.onRun(life, () => void this.#claim());
          this.#every(POLL, () => void this.#claim());
          this.#every(TOUCH, () => this.#touch());
        },
      },
    } as unknown as Store;
  }

  #every(ms: number, call: () => void): void {
    this.#world.later(ms, this.life, () => {
      call();
      this.#every(ms, call);
    });
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.#world.later(ms, this.life, resolve));
  }

  #touch(): void {
    const active = [...this.#active.values()];
    if (active.length === 0) return;
    const touch = () => {
      for (const { row, epoch } of active) if (row.epoch === epoch) row.touchedAt = this.#world.now;
    };
    this.#database.request(this.life, touch).catch(() => {});
  }

  async #claim(): Promise<void> {
    if (this.#claiming || this.#active.size >= CONCURRENCY || this.#database.open.size === 0) return;
    this.#claiming = true;
    try {
      const limit = CONCURRENCY - this.#active.size;
      const claimed = await this.#database.request(this.life, () => this.#database.claim(this.life, limit));
      for (const { row, epoch } of claimed) void this.#execute(row, epoch);
    } catch {
      // The next poll tries again; what was claimed without our hearing of it is free when its heartbeat has run out.
    } finally {
      this.#claiming = false;
    }
  }

  async #execute(row: RunRow, epoch: number): Promise<void> {
    const { id } = row.run;
    const held = `${id}/${epoch}`;
    this.#active.set(held, { row, epoch });
    try {
      const isHeld = (other: number) => this.#active.has(`${id}/${other}`);
      const entries = await recoverJournal(this.#world, this.#database, this.life, row, isHeld, this.#clock);
      const journal = new SimulatedJournal(this.#database, this.life, row, epoch, entries, this.#clock);
      const signal = new AbortController().signal;
      const run: RunRecord = {
        ...row.run,
        status: "running",
        handled: false,
        createdAt: row.createdAt,
        startedAt: null,
        finishedAt: null,
        error: null,
      };
      const claim: Claim = { run: { ...run, input: row.run.input }, epoch, journal, signal };
      const end = await (this.#handler as Handler)(claim);
      await this.#commit(() =>
        end.status === "paused"
          ? this.#database.release(row, epoch, Math.max(0, end.retryAt - this.#clock.now()))
          : this.#database.end(row, epoch, end.status),
      );
      await this.#commit(() => this.#database.resume(row));
    } catch (error) {
      // Left open for another claim, as when the database is away or another process has the run.
      if (asMortiseError(error).code === "ENGINE_BUG") throw error;
      await this.#commit(() => {
        this.#database.release(row, epoch, RETRY);
        this.#database.resume(row);
      });
    } finally {
      this.#active.delete(held);
    }
  }

  /** A request that is repeated until its answer comes. */
  async #commit(apply: () => void): Promise<void> {
    for (;;) {
      try {
        return await this.#database.request(this.life, apply);
      } catch {
        await this.#sleep(RETRY);
      }
    }
  }
}
