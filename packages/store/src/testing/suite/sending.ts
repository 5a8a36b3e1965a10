import { appendFileSync } from "node:fs";
import type { Claim, RunEnd } from "@mortise/contract";
import { COMPLETED } from "./work.ts";

/** How long the peer of these runs may take to answer. */
const PATIENCE = 30_000;

/**
 * A run as the engine makes it: a call outside, whose answer is written down before it is handed on, then a variable
 * with what came of it. `witness` is the peer's own log: a line per request that reached it.
 */
export async function sendAndSave({ run, epoch, journal }: Claim, witness: string): Promise<RunEnd> {
  const entry = journal.entries.get("call");
  if (!entry?.result) {
    if (entry?.intent && entry.intent.deadline > Date.now() + PATIENCE) throw new Error("an intent from the future");
    // A POST: sent without an answer it is not sent again.
    if (entry?.intent) {
      const error = { code: "REMOTE_IN_DOUBT", message: "sent, and no answer was recorded" };
      await journal.result("call", "call", { error });
      return { status: "failed", error };
    }
    await journal.intent("call", "call", {
      input: run.input,
      idempotencyKey: `${run.id}/call`,
      repeatable: false,
      deadline: Date.now() + PATIENCE,
    });
    appendFileSync(witness, `sent ${run.id} ${epoch}\n`);
    await journal.result("call", "call", { after: { message: { headers: {}, body: `answer of ${epoch}` } } });
  }
  if (!journal.entries.get("save")?.result) {
    const write = { kind: "set", name: `saved ${run.id}`, value: "answer", encrypt: true, onlyIf: null } as const;
    await journal.store("save", "save", {}, [write]);
  }
  return COMPLETED;
}
