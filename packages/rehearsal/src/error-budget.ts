import type { Profile } from "./profile.ts";

/** Counts the errors of a caller at an endpoint, and blocks it when they are too many. */
export interface ErrorBudget {
  /** How many seconds the caller is still blocked for; 0 when it is not. */
  blockedFor(key: string, now: number): number;
  /** Counts an answer; only 400, 401, 403, 404 are errors, or what is said to be one. */
  count(key: string, now: number, status: number, isError?: boolean): void;
}

const ERRORS = new Set([400, 401, 403, 404]);

export function createErrorBudget({ errorBudget }: Profile): ErrorBudget {
  const callers = new Map<string, { errors: number[]; blockedUntil: number; blocks: number }>();
  return {
    blockedFor(key, now) {
      return Math.max(0, Math.ceil(((callers.get(key)?.blockedUntil ?? 0) - now) / 1000));
    },
    count(key, now, status, isError = ERRORS.has(status)) {
      if (!errorBudget || !isError) return;
      const caller = callers.get(key) ?? { errors: [], blockedUntil: 0, blocks: 0 };
      callers.set(key, caller);
      caller.errors = [...caller.errors.filter((at) => now - at < errorBudget.windowSec * 1000), now];
      if (caller.errors.length < errorBudget.errors) return;
      // Each further block is longer than the one before.
      caller.blocks++;
      caller.blockedUntil = now + errorBudget.blockSec * 1000 * caller.blocks;
      caller.errors = [];
    },
  };
}
