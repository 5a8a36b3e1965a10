import { formatText } from "../library/text/format.ts";
import { GClass } from "../runtime/class.ts";
import { Closure } from "../runtime/closure.ts";
import { missingMethod } from "../runtime/dispatch.ts";
import { itemsOf } from "../runtime/items.ts";
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
    case "use":
      return count < 2 ? undefined : use;
    case "sleep":
      return () => null;
    default:
      return undefined;
  }
}

/** `use(Category) { … }`: what the closure does, any object has the category's methods for. */
function use(f: Frame, args: readonly Obj[]): Obj {
  const { run } = f;
  const classes = args.slice(0, -1).flatMap((arg) => itemsOf(arg) ?? [arg]);
  const body = args.at(-1);
  if (!(body instanceof Closure)) throw missingMethod("Script1", "use", args);
  const before = run.categories.length;
  run.categories.push(...classes.filter((cls): cls is GClass => cls instanceof GClass));
  try {
    return body.call([]);
  } finally {
    run.categories.length = before;
  }
}
