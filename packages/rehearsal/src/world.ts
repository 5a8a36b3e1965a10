import type { Client, User } from "./client.ts";
import type { RehearsalClock } from "./clock.ts";
import type { ErrorBudget } from "./error-budget.ts";
import type { Faults } from "./fault.ts";
import type { Ledger } from "./ledger.ts";
import type { LogEntry } from "./log.ts";
import type { Profile } from "./profile.ts";

/** What every endpoint of one rehearsal server shares. */
export interface World {
  readonly profile: Profile;
  readonly clock: RehearsalClock;
  readonly clients: ReadonlyMap<string, Client>;
  readonly users: ReadonlyMap<string, User>;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly budget: ErrorBudget;
  /** The issuer: known once the server listens. */
  url: string;
}

/** An answer before it is sent, so that a fault can spoil it. */
export interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** Writes a line of the log: the oracle. */
export function note(world: World, entry: Omit<LogEntry, "seq" | "at">): void {
  const { ledger, clock } = world;
  const seq = (ledger.log.at(-1)?.seq ?? 0) + 1;
  ledger.record({ type: "log", entry: { seq, at: new Date(clock.now()).toISOString(), ...entry } });
}

/** A JSON answer that nobody may keep (RFC 6749 §5.1). */
export function jsonAnswer(status: number, body: unknown, headers: { readonly [name: string]: string } = {}): Answer {
  return {
    status,
    headers: {
      "content-type": "application/json;charset=UTF-8",
      "cache-control": "no-store",
      pragma: "no-cache",
      ...headers,
    },
    body: JSON.stringify(body),
  };
}
