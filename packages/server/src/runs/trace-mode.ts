import type { TraceOption } from "@mortise/engine";

/** Which steps to keep of a run that begins now. After its duration, `1 week` is `errors`, as nothing at all would hide why a run failed. */
export function traceMode(option: TraceOption, installedAt: number, now: number): "off" | "errors" | "all" {
  if (option.mode !== "all") return option.mode;
  return option.for === undefined || now < installedAt + option.for ? "all" : "errors";
}
