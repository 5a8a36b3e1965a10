import { paint } from "./style.ts";
import { duration, shorten, table } from "./table.ts";

/** A step as the API and a run on the command line give it. */
export interface ShownStep {
  readonly nodeId: string;
  readonly type: string;
  readonly output: string;
  readonly ms: number;
  readonly before?: ShownState | undefined;
  readonly after?: ShownState | undefined;
  readonly error?: { readonly code: string; readonly message: string } | undefined;
  readonly log?: readonly string[] | undefined;
}

interface ShownState {
  readonly message: { readonly headers: { readonly [name: string]: unknown }; readonly body: unknown };
}

/** The steps of a run as a table: what each node changed. */
export function printSteps(steps: readonly ShownStep[]): string {
  const rows = steps.map((step, index) => [
    String(index + 1),
    mark(step),
    step.nodeId,
    paint("dim", step.type),
    duration(step.ms),
    shorten(whatHappened(step), 90),
  ]);
  return table(["", "", "node", "component", "time", "what it did"], rows);
}

function mark(step: ShownStep): string {
  if (step.error) return paint("red", "✗");
  return step.output === "stop" ? paint("yellow", "■") : paint("green", "✓");
}

function whatHappened(step: ShownStep): string {
  if (step.error) return step.error.message;
  const parts: string[] = [];
  if (step.output === "stop") parts.push("the message stops here");
  const before = step.before?.message;
  const after = step.after?.message;
  if (before && after) {
    for (const [name, value] of Object.entries(after.headers)) {
      if (JSON.stringify(before.headers[name]) !== JSON.stringify(value)) parts.push(`${name} = ${text(value)}`);
    }
    const removed = Object.keys(before.headers).filter((name) => !(name in after.headers));
    if (removed.length > 0) parts.push(`without ${removed.join(", ")}`);
    if (JSON.stringify(before.body) !== JSON.stringify(after.body)) parts.push(`body ${text(after.body)}`);
  }
  if (step.log?.length) parts.push(step.log.join("; "));
  return parts.join(" · ");
}

function text(value: unknown): string {
  return typeof value === "string" ? shorten(value, 60) : shorten(JSON.stringify(value) ?? "", 60);
}
