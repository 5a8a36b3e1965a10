/** What scripts may use up. */
export interface ScriptLimits {
  /** Milliseconds on the wall. Defaults to 5,000. */
  readonly ms: number;
  /** Milliseconds after `ms` in which a script may still end by itself before its thread is killed. Defaults to 100. */
  readonly grace: number;
  /** Bytes: what a Groovy script makes in all, and what QuickJS may take. Defaults to 64 MB. */
  readonly memory: number;
  /** Calls and loop turns of a Groovy script. Defaults to a billion: the time is over first. */
  readonly steps: number;
  /** Calls within calls of a Groovy script. Defaults to 500. */
  readonly depth: number;
  /** Characters printed. Defaults to 100,000. */
  readonly output: number;
}

export const DEFAULT_LIMITS: ScriptLimits = Object.freeze({
  ms: 5_000,
  grace: 100,
  memory: 64_000_000,
  steps: 1_000_000_000,
  depth: 500,
  output: 100_000,
});
