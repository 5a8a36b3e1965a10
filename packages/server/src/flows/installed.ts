import { asMortiseError, type InstallationRecord, type MortiseError } from "@mortise/contract";
import type { Plan } from "@mortise/engine";

/** Rows a second of one flow for runs that went well and left no trace. */
const ROWS_A_SECOND = 50;

type Compile = (text: string, secrets: { readonly [property: string]: string }) => Plan;

/** What this process counts of an installation. */
interface Counts {
  /** Runs without a row: completed while nothing was traced, or too many in one second. */
  completed: number;
  /** Inbound runs at work. */
  active: number;
  /** The second that is being counted, and the rows of it. */
  second: number;
  recorded: number;
}

/** A version of a flow in one environment, with its plan and what this process counted of it. */
export class Installed {
  readonly record: InstallationRecord;
  readonly counts: Counts;
  readonly #compile: Compile;
  #plan: Plan | undefined;
  #failure: MortiseError | undefined;

  constructor(record: InstallationRecord, compile: Compile, known?: { plan: Plan | undefined; counts: Counts }) {
    this.record = record;
    this.#compile = compile;
    this.#plan = known?.plan;
    this.counts = known?.counts ?? { completed: 0, active: 0, second: 0, recorded: 0 };
  }

  /** Compiled at the first use. Throws `FLOW_INVALID`: a component may be gone since the version was installed. */
  get plan(): Plan {
    if (this.#failure) throw this.#failure;
    if (this.#plan) return this.#plan;
    try {
      this.#plan = this.#compile(this.record.text, this.record.secrets);
      return this.#plan;
    } catch (error) {
      this.#failure = asMortiseError(error);
      throw this.#failure;
    }
  }

  /** As `plan`, or undefined when it does not compile. */
  get soundPlan(): Plan | undefined {
    try {
      return this.plan;
    } catch {
      return undefined;
    }
  }

  /**
   * Whether a run that went well and was not traced gets a row of its own. A flow that is called all the time would
   * spend more on rows than on runs: beyond so many a second they are counted only.
   */
  mayRecord(now: number): boolean {
    const { counts } = this;
    const second = Math.floor(now / 1_000);
    if (second !== counts.second) {
      counts.second = second;
      counts.recorded = 0;
    }
    return counts.recorded++ < ROWS_A_SECOND;
  }

  /** The same installation as the store has it now; keeps the plan when only the state changed. */
  follow(record: InstallationRecord): Installed {
    if (record.revision === this.record.revision) return this;
    const samePlan = record.version === this.record.version && sameSecrets(record.secrets, this.record.secrets);
    return new Installed(record, this.#compile, { plan: samePlan ? this.#plan : undefined, counts: this.counts });
  }
}

function sameSecrets(left: InstallationRecord["secrets"], right: InstallationRecord["secrets"]): boolean {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name]);
}
