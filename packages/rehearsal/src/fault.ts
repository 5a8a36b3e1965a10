import { mistake } from "./mistake.ts";

/** What can go wrong with an answer. `commit` ones change the server's state first: the answer is what gets lost. */
export const FAULTS = {
  hang: { commit: true, what: "the answer never comes" },
  reset: { commit: true, what: "the connection is reset" },
  cut: { commit: true, what: "the answer is cut after `bytes` bytes of its body" },
  delay: { commit: true, what: "the answer comes after `seconds`" },
  "500": { commit: true, what: "500 instead of the answer" },
  "429-with-token": { commit: true, what: "429, with the new tokens in its body" },
  "401-text": { commit: false, what: "401 in plain text" },
  "no-refresh-token": { commit: true, what: "no refresh_token: the present one stays" },
  "no-expires-in": { commit: true, what: "no expires_in" },
  "expires-in-string": { commit: true, what: "expires_in as a string" },
  duplicate: { commit: true, what: "the answer is written twice" },
  redirect: { commit: false, what: "307 to `to`, another host" },
  html: { commit: false, what: "502 with an HTML page" },
  large: { commit: true, what: "the answer is padded to `bytes`, 10 MB" },
} as const;

export type FaultKind = keyof typeof FAULTS;

/** A fault that waits for its call. */
export interface Fault {
  readonly kind: FaultKind;
  /** Defaults to `token`. */
  readonly on?: "token" | "api";
  /** How many calls it spoils. Defaults to 1. */
  readonly times?: number;
  /** How many calls pass first. Defaults to 0. */
  readonly skip?: number;
  /** Only calls of this client. */
  readonly client?: string;
  /** Only this grant type. */
  readonly grantType?: string;
  /** Whether the server does its work first. Each kind has its own default. */
  readonly commit?: boolean;
  readonly bytes?: number;
  readonly seconds?: number;
  readonly to?: string;
}

export interface Faults {
  /** Throws a `TypeError` that says what is wrong with it. */
  add(fault: Fault): void;
  list(): readonly Fault[];
  clear(): void;
  /** The fault that spoils this call, used up by it. */
  take(call: {
    readonly on: "token" | "api";
    readonly client?: string | undefined;
    readonly grantType?: string | undefined;
  }): Fault | undefined;
}

export function createFaults(): Faults {
  let waiting: { fault: Fault; skip: number; times: number }[] = [];
  return {
    add(fault) {
      const what = mistakeOf(fault);
      if (what) throw mistake(what);
      waiting.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
    },
    list: () => waiting.map(({ fault, skip, times }) => ({ ...fault, skip, times })),
    clear() {
      waiting = [];
    },
    take({ on, client, grantType }) {
      const found = waiting.find(
        ({ fault }) =>
          (fault.on ?? "token") === on &&
          (fault.client === undefined || fault.client === client) &&
          (fault.grantType === undefined || fault.grantType === grantType),
      );
      if (!found) return undefined;
      if (found.skip > 0) {
        found.skip--;
        return undefined;
      }
      if (--found.times <= 0) waiting = waiting.filter((each) => each !== found);
      return found.fault;
    },
  };
}

/** Whether the server does its work before it spoils the answer. */
export function commits(fault: Fault | undefined): boolean {
  return fault?.commit ?? (fault ? FAULTS[fault.kind].commit : true);
}

const COUNTS = ["times", "skip", "bytes", "seconds"] as const;

function mistakeOf(fault: Fault): string | undefined {
  if (typeof fault !== "object" || fault === null || !Object.hasOwn(FAULTS, String(fault.kind)))
    return `A fault's kind is one of ${Object.keys(FAULTS).join(", ")}; found ${JSON.stringify(fault?.kind)}.`;
  if (fault.on !== undefined && fault.on !== "token" && fault.on !== "api") return "A fault is on token or api.";
  for (const name of COUNTS) {
    const value = fault[name];
    if (value !== undefined && !(typeof value === "number" && Number.isFinite(value) && value >= 0))
      return `A fault's ${name} is a number from 0 on; found ${JSON.stringify(value)}.`;
  }
  if (fault.to !== undefined && !URL.canParse(fault.to)) return "A fault's to is a URL.";
  return undefined;
}
