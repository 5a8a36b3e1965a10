export type { TestReport } from "@mortise/engine";
export { readInstant } from "@mortise/engine";
export type { Evaluated, EvaluateRequest, Evaluation, EvaluationFailed } from "../evaluate/evaluate.ts";
export { type BenchRun, type CheckedFlow, openWorkbench, Workbench, type WorkbenchOptions } from "./workbench.ts";
