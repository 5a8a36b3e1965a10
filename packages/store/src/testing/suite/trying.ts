import { appendFileSync } from "node:fs";
import type { Claim, RunEnd, RunPause, Store } from "@mortise/contract";
import { SPOOLED_FROM } from "../../runs/bodies.ts";
import { COMPLETED } from "./work.ts";

const PARKED: RunEnd = {
  status: "parked",
  error: { code: "REMOTE_IN_DOUBT", message: "sent, and no answer was recorded" },
};
const PATIENCE = 30_000;
/** Between the two tries. Long enough for a process to be released, short enough for a test. */
const PAUSE = 100;
/** Too large for its row. */
const BODY = "x".repeat(SPOOLED_FROM + 1);

/**
 * A run with a call that fails, is tried again later, and succeeds; where nobody knows how it ended, the run is parked.
 * `witness` is the peer's own log.
 */
export async function tryTwice({ run, journal }: Claim, witness: string): Promise<RunEnd | RunPause> {
  const entry = journal.entries.get("call");
  if (entry?.result) return COMPLETED;
  if (entry?.intent && entry.again === undefined) return PARKED;
  if (entry?.retryAt !== undefined && entry.retryAt > Date.now()) return { status: "paused", retryAt: entry.retryAt };
  await send(run.id, journal, witness);
  if (entry?.again === "retry") {
    await journal.result("call", "call", { after: { message: { headers: {}, body: BODY } } });
    return COMPLETED;
  }
  const at = Date.now() + PAUSE;
  await journal.retry("call", "call", { attempts: 1, at });
  return { status: "paused", retryAt: at };
}

/** A run with a call without an answer, and a person who says at once that it is to be sent once more. */
export async function parkAndResend({ run, journal }: Claim, witness: string, store: Store): Promise<RunEnd> {
  const entry = journal.entries.get("call");
  if (entry?.result) return COMPLETED;
  if (entry?.intent && entry.again === undefined) return PARKED;
  await send(run.id, journal, witness);
  if (entry?.again === "resend") {
    await journal.result("call", "call", {});
    return COMPLETED;
  }
  const decide = async () => {
    while (!(await store.dispatcher.resume(run.tenant, run.id, { kind: "resend", path: "call" })));
  };
  void decide();
  return PARKED;
}

async function send(run: string, journal: Claim["journal"], witness: string): Promise<void> {
  await journal.intent("call", "call", {
    input: { message: { headers: {}, body: BODY } },
    idempotencyKey: "key",
    repeatable: false,
    deadline: Date.now() + PATIENCE,
  });
  appendFileSync(witness, `sent ${run}\n`);
}
