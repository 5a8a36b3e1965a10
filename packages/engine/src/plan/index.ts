export type { PlanOptions, TraceOption } from "./options.ts";
export { compilePlan, type Plan, type PlanContext, type PlanNode, tryPlan } from "./plan.ts";
export { type CompiledSettings, compileSettings, type SettingsContext } from "./settings.ts";
