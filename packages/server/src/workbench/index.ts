export type { TestReport } from "@mortise/engine";
export { readInstant } from "@mortise/engine";
export type { EvaluateRequest, Evaluated, Evaluation, EvaluationFailed } from "../evaluate/evaluate.ts";
export { type BenchRun, type CheckedFlow, openWorkbench, Workbench, type WorkbenchOptions } from "./workbench.ts";
