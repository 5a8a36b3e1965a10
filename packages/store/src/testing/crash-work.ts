import type { Claim, RunEnd, RunPause } from "@mortise/contract";
import type { OpenStore } from "../open.ts";
import { sendAndSave } from "./suite/sending.ts";
import { parkAndResend, tryTwice } from "./suite/trying.ts";

/** What a run does whose process is killed. */
export type CrashWork = "send and save" | "try twice" | "park and resend";

/** The work of runs of that kind. */
export function crashWork(
  kind: CrashWork,
  witness: string,
  store: OpenStore,
): (claim: Claim) => Promise<RunEnd | RunPause> {
  switch (kind) {
    case "try twice":
      return (claim) => tryTwice(claim, witness);
    case "park and resend":
      return (claim) => parkAndResend(claim, witness, store);
    case "send and save":
      return (claim) => sendAndSave(claim, witness);
  }
}
