import { type MortiseError, mortiseError, type ScriptLimitsAsked } from "@mortise/contract";

/** What scripts may use up. */
export interface ScriptLimits {
  /** Milliseconds on the wall. */
  readonly ms: number;
  /** Milliseconds after `ms` in which a script may still end by itself before its thread is killed. */
  readonly grace: number;
  /** Bytes: what a Groovy script makes in all, and what QuickJS may take. */
  readonly memory: number;
  /** Calls and loop turns of a Groovy script. */
  readonly steps: number;
  /** Calls within calls of a Groovy script. */
  readonly depth: number;
  /** Characters printed. */
  readonly output: number;
}

/** The limits that a script's author can ask for. */
export type Budget = Exclude<keyof ScriptLimits, "grace">;

/** The most that the operator lets a script ask for. */
export type ScriptCeilings = { readonly [budget in Budget]: number };

const MB = 1_000_000;

/** What a script may use up whose author asks for nothing. A billion steps take longer than the time. */
export const DEFAULT_LIMITS: ScriptLimits = Object.freeze({
  ms: 5_000,
  grace: 100,
  memory: 64 * MB,
  steps: 1_000_000_000,
  depth: 500,
  output: 100_000,
});

/** What may be asked for where the operator says nothing. Deeper calls than 2,000 would not fit on a thread's stack. */
export const DEFAULT_CEILINGS: ScriptCeilings = Object.freeze({
  ms: 20_000,
  memory: 256 * MB,
  steps: 10_000_000_000,
  depth: 2_000,
  output: 1_000_000,
});

/** How each budget is asked for, who caps it and how it is said. */
const SPOKEN: {
  readonly [budget in Budget]: { readonly setting: string; readonly variable: string; say(limit: number): string };
} = {
  ms: { setting: "limits.time", variable: "MORTISE_SCRIPT_TIME", say: (limit) => `${limit} ms` },
  memory: {
    setting: "limits.memory",
    variable: "MORTISE_SCRIPT_MEMORY",
    say: (limit) => `${Math.round(limit / MB)} MB of memory`,
  },
  steps: { setting: "limits.steps", variable: "MORTISE_SCRIPT_STEPS", say: (limit) => `${limit} steps` },
  depth: { setting: "limits.depth", variable: "MORTISE_SCRIPT_DEPTH", say: (limit) => `${limit} calls within calls` },
  output: {
    setting: "limits.output",
    variable: "MORTISE_SCRIPT_OUTPUT",
    say: (limit) => `${limit} characters printed`,
  },
};

/** The limits that hold for a script: what its author asks for, else the usual, and never more than the ceilings. */
export function limitsFor(
  asked: ScriptLimitsAsked | undefined,
  usual: ScriptLimits,
  ceilings: ScriptCeilings,
): ScriptLimits {
  const { time, memory, steps, depth, output } = asked ?? {};
  return {
    grace: usual.grace,
    ms: Math.min(time ?? usual.ms, ceilings.ms),
    memory: Math.min(memory === undefined ? usual.memory : memory * MB, ceilings.memory),
    steps: Math.min(steps ?? usual.steps, ceilings.steps),
    depth: Math.min(depth ?? usual.depth, ceilings.depth),
    output: Math.min(output ?? usual.output, ceilings.output),
  };
}

/** `SCRIPT_LIMIT` with which limit it was and who can raise it. */
export function explainLimit(error: MortiseError, limits: ScriptLimits, ceilings: ScriptCeilings): MortiseError {
  const budget = error.detail.budget as Budget;
  if (error.code !== "SCRIPT_LIMIT" || !Object.hasOwn(SPOKEN, budget)) return error;
  const { setting, variable, say } = SPOKEN[budget];
  const [most, now] = [ceilings[budget], limits[budget]];
  const remedy =
    now < most
      ? `the node's ${setting} raises it, on this server up to ${say(most)}`
      : `the most that this server allows; its operator sets ${variable}`;
  const { position, source, cause } = error;
  return mortiseError(
    "SCRIPT_LIMIT",
    { ...error.detail, limit: `${say(now)} (${remedy})`, budget, setting, variable, allowed: most },
    { position, source, cause },
  );
}
