/** What one run of a script may use up; the budgets of Groovy scripts fit too. */
export interface JavaScriptBudgets {
  /** Milliseconds on the wall. A loop inside a built-in function cannot be stopped here, only with its thread. */
  readonly ms: number;
  /** Characters printed. */
  readonly output: number;
}

/** What a runner is loaded with. */
export interface JavaScriptOptions {
  /** Bytes of memory that scripts share, at least 16 MB. Defaults to 64 MB. */
  readonly memory?: number;
}
