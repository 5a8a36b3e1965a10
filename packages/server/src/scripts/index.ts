export { DEFAULT_LIMITS, type ScriptLimits } from "./limits.ts";
export { createScriptPool, type ScriptPool, type ScriptPoolOptions } from "./pool.ts";
