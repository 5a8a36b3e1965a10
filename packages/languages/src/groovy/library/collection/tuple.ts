import type { GClass } from "../../runtime/class.ts";
import { JList, unsupported } from "../../runtime/list.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { declare, LIST, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";

const TUPLE = declare("groovy.lang.Tuple", OBJECT, LIST);
const PLACES = ["First", "Second", "Third", "Fourth", "Fifth"];

/** `groovy.lang.Tuple`: a list of values that stays as it is. */
class Tuple extends JList {
  override change(): Obj[] {
    throw unsupported();
  }

  override grow(): Obj[] {
    throw unsupported();
  }
}

const made = (run: Run, cls: GClass, items: readonly Obj[]) => {
  run.take(items.length * 8 + 32);
  return new Tuple([...items], cls);
};

define<JList>(TUPLE, [
  ["new(Object... items)", "new Tuple(1, 'a').size()", (run, _self, items: Obj[]) => made(run, TUPLE, items)],
]);

for (let count = 2; count <= PLACES.length; count++) {
  const cls = declare(`groovy.lang.Tuple${count}`, TUPLE);
  const params = Array.from({ length: count }, (_none, i) => `Object v${i + 1}`).join(", ");
  const example = `new Tuple${count}(${Array.from({ length: count }, (_none, i) => i + 1).join(", ")})`;
  const getters = PLACES.slice(0, count).flatMap((place, i) => [
    [
      `Object get${place}()`,
      `${example}.${place.toLowerCase()}`,
      (_run: Run, self: JList) => self.items[i] ?? null,
    ] as const,
    [`Object getV${i + 1}()`, `${example}.v${i + 1}`, (_run: Run, self: JList) => self.items[i] ?? null] as const,
  ]);
  define<JList>(cls, [
    [`new(${params})`, `${example}.toString()`, (run, _self, ...items: Obj[]) => made(run, cls, items)],
    ...getters,
  ]);
}
