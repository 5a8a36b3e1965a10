import { formatText } from "../library/text/format.ts";
import type { Obj } from "../runtime/object.ts";
import { textOf } from "../runtime/text.ts";
import type { Frame } from "./frame.ts";

/** What a script may call without an object. */
export function builtin(name: string, count: number): ((f: Frame, args: readonly Obj[]) => Obj) | undefined {
  switch (name) {
    case "println":
      if (count > 1) return undefined;
      return (f, args) => {
        f.run.print(`${args.length ? textOf(args[0] as Obj) : ""}\n`);
        return null;
      };
    case "print":
      if (count !== 1) return undefined;
      return (f, args) => {
        f.run.print(textOf(args[0] as Obj));
        return null;
      };
    case "printf":
    case "sprintf":
      if (count < 1) return undefined;
      return (f, args) => {
        const text = formatText(f.run, textOf(args[0] as Obj), args.slice(1));
        if (name === "sprintf") return text;
        f.run.print(text);
        return null;
      };
    default:
      return undefined;
  }
}
