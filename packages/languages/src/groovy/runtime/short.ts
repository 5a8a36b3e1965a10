import { Closure } from "./closure.ts";
import { identityOf } from "./key.ts";
import { JList } from "./list.ts";
import { JMap, JSet } from "./map.ts";
import type { Obj } from "./object.ts";
import { textOf } from "./text.ts";
import { className } from "./types.ts";

/** Where Groovy stops to list what a call was given. */
const ENOUGH = 80;
/** Packages that need no import: messages leave them out. */
const PACKAGE = /^(?:java\.(?:lang|util|io|net)|groovy\.(?:lang|util)|java\.math(?=\.Big))\.(?=\w+$)/;

/** The class of a value as messages name it. */
export function shortClassName(value: Obj): string {
  if (value instanceof Closure) return "Script1$_run_closure1";
  return className(value).replace(PACKAGE, "");
}

/** The classes of arguments, as many as a message has room for. */
export function shortTypes(args: readonly Obj[]): string {
  let text = "";
  for (const [i, arg] of args.entries()) {
    if (text.length >= ENOUGH) return `${text}...`;
    text += (i > 0 ? ", " : "") + shortClassName(arg);
  }
  return text;
}

/** Arguments in brackets, as many as a message has room for. */
export function shortList(items: readonly Obj[]): string {
  return `[${shortItems(items, shortText)}]`;
}

function shortItems<T>(items: readonly T[], write: (item: T) => string): string {
  let text = "";
  for (const [i, item] of items.entries()) {
    if (i > 0) text += ", ";
    if (text.length + 1 >= ENOUGH) return `${text}...`;
    text += write(item);
  }
  return text;
}

function shortText(value: Obj): string {
  if (value instanceof JList || value instanceof JSet) return shortList(value.items);
  if (value instanceof JMap && value.size > 0) {
    return `[${shortItems(value.entries(), (entry) => `${textOf(entry.key)}:${shortText(entry.value)}`)}]`;
  }
  return value instanceof Closure ? `${shortClassName(value)}@${identityOf(value).toString(16)}` : textOf(value);
}
