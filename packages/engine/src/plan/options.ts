import { type FlowDocument, parseDuration } from "@mortise/contract";

/** Which steps of a run are kept: `errors` keeps them in memory and writes them when the run fails. */
export interface TraceOption {
  readonly mode: "errors" | "off" | "all";
  /** For `all`: only so long after the install, in milliseconds. */
  readonly for?: number;
}

/** A flow's options with their defaults. */
export interface PlanOptions {
  readonly group: string;
  readonly timeZone: string;
  readonly now: "nominal" | "real";
  readonly delivery: "durable" | "direct";
  readonly serial: boolean;
  /** Of a component, in milliseconds. */
  readonly timeout: number;
  readonly trace: TraceOption;
  readonly searchKeys: readonly string[];
  readonly alarm: string;
}

/** Dovetail's "Components Timeout". */
const COMPONENT_TIMEOUT = 20_000;

/** The options as they hold for a flow. `durable`: what its source makes the default delivery. */
export function resolveOptions(flow: FlowDocument, durable: boolean): PlanOptions {
  const options = flow.options ?? {};
  const delivery = options.delivery ?? (durable ? "durable" : "direct");
  return {
    group: options.group ?? "",
    timeZone: options.timeZone ?? "Europe/Amsterdam",
    now: options.now ?? "nominal",
    delivery,
    serial: (options.runs ?? (delivery === "durable" ? "one at a time" : "parallel")) === "one at a time",
    timeout: parseDuration(options.timeout) ?? COMPONENT_TIMEOUT,
    trace: traceOption(options.trace),
    searchKeys: options.searchKeys ?? [],
    alarm: options.alarm ?? "tenant",
  };
}

function traceOption(text = "errors"): TraceOption {
  if (text === "errors" || text === "off" || text === "all") return { mode: text };
  const duration = parseDuration(text);
  return duration === undefined ? { mode: "errors" } : { mode: "all", for: duration };
}
