export { errorRecord, reviveError } from "./errors.ts";
export { PausedError } from "./halt.ts";
export type { LinkedCall, RunLinks, RunOutcome, RunPorts, RunStart, RunVariables } from "./ports.ts";
export { type RecordedInput, recordedInputs } from "./recorded-input.ts";
export { runPlan } from "./run-plan.ts";
export { applySnapshot, snapshotOf, takeSnapshot } from "./snapshot.ts";
