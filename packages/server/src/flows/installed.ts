import { asMortiseError, type InstallationRecord, type MortiseError } from "@mortise/contract";
import type { Plan } from "@mortise/engine";

type Compile = (text: string, secrets: { readonly [property: string]: string }) => Plan;

/** What this process counts of an installation. */
interface Counts {
  /** Runs without a row: those that completed while nothing was traced. */
  completed: number;
  /** Inbound runs at work. */
  active: number;
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
    this.counts = known?.counts ?? { completed: 0, active: 0 };
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
