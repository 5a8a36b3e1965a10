/** Where a test may kill the process: around every commit of the journal and of a run. */
export type FailPointName =
  | `journal.${"intent" | "resend" | "retry" | "body" | "result" | "store"}.${"before" | "after"}`
  | `run.${"start" | "pause" | "requeue" | "resume" | "end"}.${"before" | "after"}`
  | "run.claim.after"
  | `schedule.fire.${"before" | "after"}`
  | "key.file.after"
  | `key.rewrap.${"before" | "after"}`
  | `grant.${string}`;

interface FailPoint {
  readonly name: string;
  readonly node: string | undefined;
  readonly signal: "SIGKILL" | "SIGSTOP";
  left: number;
}

/** `name[:node][@n][!stop]`: at the n-th time that this point is passed (at this node). */
function parse(text: string | undefined): FailPoint | undefined {
  const match = /^([\w.]+)(?::([^@!]+))?(?:@(\d+))?(!stop)?$/.exec(text ?? "");
  return match
    ? {
        name: match[1] as string,
        node: match[2],
        left: Number(match[3] ?? 1),
        signal: match[4] ? "SIGSTOP" : "SIGKILL",
      }
    : undefined;
}

const armed = parse(process.env.MORTISE_FAIL_POINT);

/** Ends the process as `kill -9` does, or stops it until SIGCONT, when `MORTISE_FAIL_POINT` names this point; otherwise costs a comparison. */
export function failPoint(name: FailPointName, node?: string): void {
  if (armed === undefined || armed.name !== name) return;
  if (armed.node !== undefined && armed.node !== node) return;
  if (--armed.left > 0) return;
  process.kill(process.pid, armed.signal);
  if (armed.signal === "SIGSTOP") return;
  // The signal may be delivered a moment later; nothing more happens until then.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
