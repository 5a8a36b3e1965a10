import {
  type Decision,
  type Intent,
  type JournalEntry,
  type Json,
  mortiseError,
  type RunRecord,
} from "@mortise/contract";
import { messageOf } from "@mortise/engine";
import type { Runtime } from "../runtime.ts";
import { answerOf, type RunAnswer, waitMs } from "./manual.ts";
import { refuseStale } from "./stale.ts";
import { waitForRun } from "./wait.ts";

/** A call whose outcome nobody knows. */
export type CallInDoubt = JournalEntry & { readonly intent: Intent };

/** What a person asks for. */
export interface Asked {
  readonly kind: "resend" | "skip";
  /** Which call, where more than one is in doubt. */
  readonly path?: string | undefined;
  /** Send although the recorded message holds an older value of an encrypted variable. */
  readonly force?: boolean | undefined;
  /** In place of the answer that is not known. Defaults to the message that was sent. */
  readonly message?: { readonly headers?: { readonly [name: string]: Json }; readonly body?: Json } | undefined;
  readonly wait: boolean | number;
}

/** The calls of a parked run that somebody has to decide of. */
export async function callsInDoubt(
  runtime: Runtime,
  { tenant, id, status }: RunRecord,
): Promise<readonly CallInDoubt[]> {
  if (status !== "parked") return [];
  const entries = await runtime.store.runs.journal(tenant, id);
  return entries.flatMap((entry) => {
    const { intent, result, again } = entry;
    return intent && !result && again === undefined ? [{ ...entry, intent }] : [];
  });
}

/** Takes a parked run up again as a person decided. Throws `RUN_NOT_PARKED`, `RUN_STALE_SECRET`. */
export async function decide(runtime: Runtime, run: RunRecord, asked: Asked): Promise<RunAnswer> {
  const { tenant, id } = run;
  if (run.status !== "parked") throw mortiseError("RUN_NOT_PARKED", { status: run.status });
  const call = choose(await callsInDoubt(runtime, run), asked.path);
  // Its answer came in the meantime, and nothing is left to decide.
  if (call && asked.kind === "resend" && !asked.force) await refuseStale(runtime, run, call.intent.input);
  if (!(await runtime.store.dispatcher.resume(tenant, id, call && decisionOf(call, asked)))) {
    const now = await runtime.store.runs.get(tenant, id);
    throw mortiseError("RUN_NOT_PARKED", { status: now?.status ?? "gone" });
  }
  const ms = waitMs(asked.wait);
  const ended = ms === 0 ? undefined : await waitForRun(runtime, tenant, id, ms);
  return ended ? answerOf(ended) : { id, status: "queued" };
}

function choose(calls: readonly CallInDoubt[], path: string | undefined): CallInDoubt | undefined {
  const chosen = path === undefined ? calls : calls.filter((call) => call.path === path);
  const [first, second] = chosen;
  const paths = calls.map((call) => `"${call.path}"`).join(", ");
  if (path !== undefined && !first)
    throw mortiseError(
      "API_INVALID",
      { what: `no call at "${path}" is in doubt, only ${paths}` },
      { pointer: "/path" },
    );
  if (second)
    throw mortiseError("API_CONFLICT", { what: `More than one call is in doubt; name one by its path: ${paths}` });
  return first;
}

function decisionOf({ path, epoch, intent }: CallInDoubt, { kind, message }: Asked): Decision {
  if (kind === "resend") return { kind, path, epoch };
  const after = message ? { ...intent.input, message: messageOf(message).encode() } : intent.input;
  return { kind, path, epoch, result: { after } };
}
