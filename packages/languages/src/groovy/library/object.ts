import type { GClass } from "../runtime/class.ts";
import { same } from "../runtime/equality.ts";
import type { JList } from "../runtime/list.ts";
import type { JMap } from "../runtime/map.ts";
import type { Obj } from "../runtime/object.ts";
import type { Run } from "../runtime/run.ts";
import { toStringOf } from "../runtime/text.ts";
import { CLASS, COLLECTION, classOf, MAP, OBJECT, STRING } from "../runtime/types.ts";
import { define } from "./define.ts";

define(OBJECT, [
  ["boolean equals(Object other)", "1.equals(1)", (_run: Run, self: Obj, other: Obj) => same(self, other)],
  ["String toString()", "[1, 2].toString()", (_run: Run, self: Obj) => toStringOf(self)],
  ["Class getClass()", "'a'.getClass().simpleName", (_run: Run, self: Obj) => classOf(self)],
]);

define(CLASS, [
  ["String getName()", "String.name", (_run: Run, self: GClass) => self.name],
  ["String getSimpleName()", "'a'.class.simpleName", (_run: Run, self: GClass) => self.simpleName],
]);

define(MAP, [["int size()", "[a: 1].size()", (_run: Run, self: JMap) => self.size]]);
define(COLLECTION, [["int size()", "[1, 2].size()", (_run: Run, self: JList) => self.items.length]]);
define(STRING, [["int length()", "'abc'.length()", (_run: Run, self: string) => self.length]]);
