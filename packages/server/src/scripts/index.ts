export { DEFAULT_CEILINGS, DEFAULT_LIMITS, type ScriptCeilings, type ScriptLimits } from "./limits.ts";
export { createScriptPool, type ScriptPool, type ScriptPoolOptions } from "./pool.ts";
