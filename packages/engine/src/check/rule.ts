import type { Mistake } from "@mortise/contract";
import type { CheckedFlow } from "./checked-flow.ts";

/** What a rule has found; its code is the rule's name unless it says otherwise. */
export type Finding = Pick<Mistake, "message" | "help"> & Partial<Omit<Mistake, "severity">>;

/** Looks for one thing that is allowed in a flow and most likely not meant. */
export interface Rule {
  /** Kebab-case; the code of its warnings. */
  readonly name: string;
  /** One sentence, for the reference. */
  readonly description: string;
  run(flow: CheckedFlow): Iterable<Finding>;
}
