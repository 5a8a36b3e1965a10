import { foldName, sameValue, type Value } from "@mortise/contract";
import { fromObj, toObj } from "../runtime/boundary.ts";
import { type Entry, JMap, TREE_MAP } from "../runtime/map.ts";
import { GObject, type Obj } from "../runtime/object.ts";
import { textOf } from "../runtime/text.ts";
import { declare } from "../runtime/types.ts";

const HEADER_MAP = declare("org.apache.camel.util.CaseInsensitiveMap", TREE_MAP);

/** The headers as scripts see them: live, found without case, in alphabetical order. */
export class HeaderMap extends JMap {
  constructor(headers: Iterable<readonly [string, Value]>) {
    super(HEADER_MAP);
    for (const [name, value] of headers) this.set(name, toObj(value));
  }

  protected override hashKey(key: Obj): unknown {
    return foldName(textOf(key));
  }

  override entries(): Entry[] {
    return super
      .entries()
      .map((entry) => ({ entry, folded: foldName(textOf(entry.key)) }))
      .sort((left, right) => (left.folded < right.folded ? -1 : left.folded > right.folded ? 1 : 0))
      .map(({ entry }) => entry);
  }
}

/** What was changed in a map since it was made from the message's values. */
export function changesOf(
  map: JMap,
  before: ReadonlyMap<string, { readonly value: Value; readonly obj: Obj }>,
  nameOf: (key: Obj) => string,
): { set: [string, Value][]; removed: string[] } {
  const set: [string, Value][] = [];
  const left = new Map(before);
  for (const { key, value } of map.entries()) {
    const name = textOf(key);
    const old = left.get(nameOf(key));
    left.delete(nameOf(key));
    // The same object may have been changed inside; a scalar cannot.
    if (old && old.obj === value && !(value instanceof GObject)) continue;
    const now = fromObj(value);
    if (!old || !sameValue(old.value, now)) set.push([name, now]);
  }
  return { set, removed: [...left.keys()] };
}
