import { mortiseError } from "@mortise/contract";
import { SimServer } from "./sim-server.ts";

/** What may go wrong with an operation. Each is one fault. */
export type Fault = "crash" | "away" | "unconfirmed" | "lost" | "standstill";

/** An operation that a process waits for. */
interface Pending {
  readonly process: string;
  readonly name: string;
  readonly faults: readonly Fault[];
  /** Done at the world; gives back what the process is told. */
  effect(fault: Fault | undefined): void;
  /** Only then it can go on. */
  ready?(): boolean;
  /** Bytes that are on their way do not stop with their sender. */
  readonly survives: boolean;
}

/** One step that the world can take. */
export interface Step {
  readonly name: string;
  readonly fault: Fault | undefined;
  take(): void;
}

/** Time past every deadline, in milliseconds. */
const JUMP = 200_000;
const MOST_JUMPS = 2;

const away = () => mortiseError("STORE_UNAVAILABLE", { what: "simulated" });

/** A world whose processes take turns as an explorer says: each operation waits until it is chosen. */
export class World<Db extends { key(): string; changes: number }> {
  readonly server: SimServer;
  readonly db: Db;
  now = 1_000_000;
  faults = 0;
  /** Answers on the disk: files of spools. */
  readonly files = new Map<string, string>();
  /** Tokens that the provider gave out and that reached a disk. */
  readonly kept = new Set<string>(["r1"]);
  readonly given = new Set<string>(["r1"]);
  readonly #pending: Pending[] = [];
  readonly #histories = new Map<string, string[]>();
  readonly dead = new Set<string>();
  #jumps = 0;

  constructor(lenient: boolean, db: Db) {
    this.server = new SimServer(lenient);
    this.db = db;
  }

  /** An operation on the database: atomic, and with the faults that a connection has. */
  store<T>(process: string, name: string, run: () => T): Promise<T> {
    return this.#wait(process, name, ["crash", "away", "unconfirmed"], (fault) => {
      if (fault === "away") throw away();
      const result = run();
      if (fault === "unconfirmed") throw away();
      return result;
    });
  }

  /** A token request: begun, processed, answered; each by itself. */
  async send(
    process: string,
    token: string,
    mayStart: () => boolean,
  ): Promise<"not sent" | "lost" | { token: string | undefined }> {
    if (!(await this.#wait(process, "start", ["crash"], () => mayStart()))) return "not sent";
    const answered = await this.#wait(
      process,
      "process",
      ["crash", "lost"],
      (fault) => {
        if (fault === "lost") return "lost" as const;
        const given = this.server.spend(token);
        if (given) this.given.add(given);
        return { token: given };
      },
      true,
    );
    if (answered === "lost") return "lost";
    return await this.#wait(process, "answer", ["crash", "lost"], (fault) =>
      fault === "lost" ? ("lost" as const) : answered,
    );
  }

  /** A wait for something to change in the database, or for time to pass. */
  pause(process: string, ms: number): Promise<void> {
    const [changes, until] = [this.db.changes, this.now + ms];
    return this.#wait(
      process,
      "pause",
      ["crash"],
      () => {},
      false,
      () => this.db.changes > changes || this.now >= until,
    );
  }

  /** Whether the last thing that a process was told is that the database is away: it tries again by itself. */
  alone(process: string): boolean {
    return this.#histories.get(process)?.at(-1)?.endsWith("!") ?? false;
  }

  note(process: string, what: string): void {
    const history = this.#histories.get(process) ?? [];
    history.push(what);
    this.#histories.set(process, history);
  }

  /** Everything that may happen next. */
  steps(mostFaults: number): Step[] {
    const steps: Step[] = [];
    // Who is called A and who B is a name only.
    const alike = this.#histories.size === 0;
    for (const pending of alike ? this.#pending.slice(0, 1) : this.#pending) {
      const { process, name } = pending;
      const alive = !this.dead.has(process);
      if (pending.ready?.() ?? true)
        steps.push({ name: `${process} ${name}`, fault: undefined, take: () => this.#do(pending, undefined) });
      // What is on its way from a process that is gone may also never arrive.
      if (!alive)
        steps.push({ name: `${process} ${name} vanishes`, fault: undefined, take: () => this.#remove(pending) });
      if (this.faults >= mostFaults || !alive) continue;
      for (const fault of pending.faults)
        steps.push({ name: `${process} ${name} ${fault}`, fault, take: () => this.#do(pending, fault) });
    }
    // A request ends before its intent's deadline does. That a process stands still until then is a fault; where all
    // wait anyway it is none.
    const inFlight = this.#pending.some(({ name }) => name === "process" || name === "answer");
    const waiting = steps.length === 0;
    if (!inFlight && this.#pending.length > 0 && this.#jumps < MOST_JUMPS && (waiting || this.faults < mostFaults))
      steps.push({
        name: "time passes",
        fault: waiting ? undefined : "standstill",
        take: () => {
          if (!waiting) this.faults++;
          this.#jumps++;
          this.now += JUMP;
        },
      });
    return steps;
  }

  /** From here on everything goes well: what is asked for is done at once. */
  calm = false;

  /** Tells states apart: what has the same key goes on in the same ways. */
  key(): string {
    const histories = [...this.#histories].map(([process, history]) => `${process}:${history.join(",")}`);
    const pending = this.#pending.map(({ process, name, ready }) => `${process} ${name} ${ready?.() ?? true}`);
    return [this.end(), histories.sort().join(";"), pending.sort().join(";"), [...this.dead], this.#jumps].join("|");
  }

  /** The state of everything that outlives processes. */
  end(): string {
    return [this.server.key(), this.db.key(), [...this.files.keys()].sort(), this.faults].join("|");
  }

  #wait<T>(
    process: string,
    name: string,
    faults: readonly Fault[],
    run: (fault: Fault | undefined) => T,
    survives = false,
    ready?: () => boolean,
  ): Promise<T> {
    if (this.dead.has(process)) return new Promise(() => {});
    if (this.calm) return new Promise((resolve) => resolve(run(undefined)));
    return new Promise((resolve, reject) => {
      const effect = (fault: Fault | undefined) => {
        let result: T;
        try {
          result = run(fault);
        } catch (error) {
          this.note(process, `${name}!`);
          if (!this.dead.has(process)) reject(error);
          return;
        }
        this.note(process, `${name}=${JSON.stringify(result)}`);
        // A process that is gone hears nothing any more.
        if (!this.dead.has(process)) resolve(result);
      };
      this.#pending.push({ process, name, faults, effect, survives, ...(ready ? { ready } : {}) });
    });
  }

  #do(pending: Pending, fault: Fault | undefined): void {
    if (fault !== undefined) this.faults++;
    if (fault !== "crash") {
      this.#remove(pending);
      pending.effect(fault);
      return;
    }
    this.dead.add(pending.process);
    this.note(pending.process, "crash");
    for (const each of [...this.#pending]) if (each.process === pending.process && !each.survives) this.#remove(each);
  }

  #remove(pending: Pending): void {
    this.#pending.splice(this.#pending.indexOf(pending), 1);
  }
}
