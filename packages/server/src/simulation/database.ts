import {
  type Fire,
  type InstallationRecord,
  type JournalEntry,
  mortiseError,
  type NewRun,
  type RunStatus,
  type ScheduleCursor,
} from "@mortise/contract";
import type { Life, World } from "./world.ts";

/** A row of the journal, with the claim that opened its intent. */
export interface JournalRow {
  readonly entry: JournalEntry;
  readonly epoch: number;
  readonly opener: Life;
  /** Until when its opener is waited for, on the database's clock. */
  readonly deadline: number;
}

/** A run with its fence and its place, as run and open_run hold it. */
export interface RunRow {
  readonly run: NewRun;
  readonly createdAt: number;
  readonly journal: Map<string, JournalRow>;
  status: RunStatus;
  epoch: number;
  owner: Life | undefined;
  /** When the owner last said that it lives; of a run that nobody has, when it may be taken. */
  touchedAt: number;
}

/** After this long without a word a run is anybody's, as the queue's heartbeat has it. */
const HEARTBEAT = 10_000;

/** A process that is proven gone is taken over from after this long. */
const TAKEOVER = 1_000;

const key = (installation: string, node: string) => `${installation}/${node}`;

/**
 * What the database of the simulation has committed. A request is applied as a whole at one instant, or not at all when
 * the database is away; its answer may get lost on the way back, and with it whether it was applied.
 */
export class SimulatedDatabase {
  readonly runs = new Map<string, RunRow>();
  readonly open = new Set<RunRow>();
  readonly cursors = new Map<string, ScheduleCursor>();
  readonly installations = new Map<string, InstallationRecord>();
  readonly dropped: Fire[] = [];
  /** Every committed write of a variable, as `run/path`. */
  readonly writes: string[] = [];
  readonly #world: World;
  readonly #nominal = new Set<string>();
  readonly #listeners = new Set<{ readonly life: Life; readonly call: () => void }>();
  readonly #installListeners = new Set<{ readonly life: Life; readonly call: () => void }>();
  #awayUntil = 0;
  #lostAnswers = 0;

  constructor(world: World) {
    this.#world = world;
  }

  get now(): number {
    return this.#world.now;
  }

  /** Out of reach until then. */
  goAway(until: number): void {
    this.#awayUntil = until;
  }

  /** How likely it is that an answer does not come back. */
  loseAnswers(probability: number): void {
    this.#lostAnswers = probability;
  }

  /** Sends a request in the name of a process. */
  request<T>(life: Life, apply: () => T): Promise<T> {
    const world = this.#world;
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => world.later(world.between(0, 5), life, () => reject(error));
      // Not the process's own event: what is on the wire arrives, whoever sent it.
      world.later(world.between(0, 4), undefined, () => {
        if (world.now < this.#awayUntil || (!life.alive && world.chance(0.5))) return fail(away());
        let value: T;
        try {
          value = apply();
        } catch (error) {
          return fail(error);
        }
        if (world.chance(this.#lostAnswers)) return fail(away());
        world.later(world.between(0, 5), life, () => resolve(value));
      });
    });
  }

  onRun(life: Life, call: () => void): void {
    this.#listeners.add({ life, call });
  }

  onInstall(life: Life, call: () => void): () => void {
    const listener = { life, call };
    this.#installListeners.add(listener);
    return () => this.#installListeners.delete(listener);
  }

  install(record: InstallationRecord): void {
    this.installations.set(record.id, record);
    for (const { life, call } of this.#installListeners) this.#world.later(this.#world.between(1, 400), life, call);
  }

  begin(cursor: ScheduleCursor, revision: number | undefined, reset: boolean): ScheduleCursor {
    const installation = this.installations.get(cursor.installation);
    if (revision !== undefined && installation?.revision !== revision)
      throw mortiseError("API_CONFLICT", { what: "installed anew" });
    const id = key(cursor.installation, cursor.node);
    const known = this.cursors.get(id);
    const { installation: of, node, cursor: at, anchor, fired } = cursor;
    const stands =
      known && !(reset && known.anchor < anchor) ? known : { installation: of, node, cursor: at, anchor, fired };
    this.cursors.set(id, stands);
    return stands;
  }

  fire(fire: Fire): boolean {
    const id = key(fire.installation, fire.node);
    const cursor = this.cursors.get(id);
    const installation = this.installations.get(fire.installation);
    if (!cursor || cursor.cursor >= fire.instant) return false;
    if (fire.revision !== undefined && fire.revision !== installation?.revision) return false;
    if (fire.run && installation?.state !== "started") return false;
    this.cursors.set(id, { ...cursor, cursor: fire.instant, fired: cursor.fired + (fire.run ? 1 : 0) });
    const busy = [...this.open].some(({ run }) => run.flow === fire.run?.flow);
    if (!fire.run || (fire.overlap === "skip" && busy)) {
      this.dropped.push(fire);
      return true;
    }
    const nominal = `${id}@${fire.instant}`;
    if (this.#nominal.has(nominal)) return true;
    this.#nominal.add(nominal);
    const row: RunRow = {
      run: fire.run,
      createdAt: this.#world.now,
      journal: new Map(),
      status: "queued",
      epoch: 0,
      owner: undefined,
      touchedAt: 0,
    };
    this.runs.set(fire.run.id, row);
    this.open.add(row);
    this.#tell();
    return true;
  }

  /** Takes up to `limit` runs that nobody has, or whose owner is gone. */
  claim(life: Life, limit: number): { row: RunRow; epoch: number }[] {
    const lines = new Set<string>();
    const claimed: { row: RunRow; epoch: number }[] = [];
    for (const row of this.open) {
      if (claimed.length >= limit) break;
      if (row.run.serial && lines.has(row.run.flow)) continue;
      lines.add(row.run.flow);
      if (row.status === "parked" || !this.#isFree(row)) continue;
      row.epoch++;
      row.owner = life;
      row.status = "running";
      row.touchedAt = this.#world.now;
      claimed.push({ row, epoch: row.epoch });
    }
    return claimed;
  }

  /** The claim that still holds the run, or `ENGINE_JOURNAL_CONFLICT`. */
  fenced(row: RunRow, epoch: number): RunRow {
    if (row.epoch !== epoch || !this.open.has(row) || row.status === "parked") throw conflict();
    return row;
  }

  end(row: RunRow, epoch: number, status: RunStatus): void {
    if (row.epoch !== epoch || !this.open.has(row)) return;
    row.status = status;
    row.owner = undefined;
    if (status !== "parked") this.open.delete(row);
    this.#tell();
  }

  /** Lets go of a run: anybody may take it after `ms`. */
  release(row: RunRow, epoch: number, ms: number): void {
    if (row.epoch !== epoch || !this.open.has(row)) return;
    row.owner = undefined;
    row.touchedAt = this.#world.now + ms;
  }

  /** Takes up a parked run whose answer came after all. */
  resume(row: RunRow): void {
    const isOpen = ({ entry }: JournalRow) => entry.intent !== undefined && entry.result === undefined;
    if (row.status !== "parked" || [...row.journal.values()].some(isOpen)) return;
    row.status = "queued";
    row.touchedAt = this.#world.now;
    this.#tell();
  }

  #isFree({ owner, touchedAt }: RunRow): boolean {
    const { now } = this.#world;
    if (!owner) return now >= touchedAt;
    return now - touchedAt >= (owner.alive ? HEARTBEAT : TAKEOVER);
  }

  #tell(): void {
    for (const { life, call } of this.#listeners) this.#world.later(this.#world.between(1, 10), life, call);
  }
}

/** The claim is somebody else's. */
export function conflict() {
  return mortiseError("ENGINE_JOURNAL_CONFLICT");
}

function away() {
  return mortiseError("STORE_UNAVAILABLE");
}
