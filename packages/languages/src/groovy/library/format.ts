import type { Obj } from "../runtime/object.ts";
import type { Run } from "../runtime/run.ts";
import { textOf } from "../runtime/text.ts";

/** `String.format`. */
export function formatText(_run: Run, format: string, args: readonly Obj[]): string {
  let next = 0;
  return format.replace(/%(s|d|n|%)/g, (_whole, kind: string) => {
    if (kind === "n") return "\n";
    return kind === "%" ? "%" : textOf(args[next++] ?? null);
  });
}
