import { numberAs } from "../../runtime/cast.ts";
import type { GClass } from "../../runtime/class.ts";
import type { Closure } from "../../runtime/closure.ts";
import { equal } from "../../runtime/equality.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import { binary } from "../../runtime/operators.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { BOOLEAN, declare, INTEGER, LONG, NUMBER, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";

/** A value that closures share: `java.util.concurrent.atomic`. */
class Atomic extends GObject {
  readonly #cls: GClass;
  value: Obj;

  constructor(cls: GClass, value: Obj) {
    super();
    this.#cls = cls;
    this.value = value;
  }

  override get cls(): GClass {
    return this.#cls;
  }

  override text(): string {
    return textOf(this.value);
  }

  /** Sets a new value; answers the one before. */
  swap(value: Obj): Obj {
    const before = this.value;
    this.value = value;
    return before;
  }
}

for (const [name, type, kind] of [
  ["AtomicInteger", "int", INTEGER],
  ["AtomicLong", "long", LONG],
  ["AtomicBoolean", "boolean", BOOLEAN],
  ["AtomicReference", "Object", OBJECT],
] as const) {
  const cls = declare(`java.util.concurrent.atomic.${name}`, type === "int" || type === "long" ? NUMBER : OBJECT);
  const zero: Obj = type === "int" ? 0 : type === "long" ? 0n : type === "boolean" ? false : null;
  const one = type === "boolean" ? "true" : "5";
  const made = `new java.util.concurrent.atomic.${name}(${one})`;
  define<Atomic>(cls, [
    ["new()", `new java.util.concurrent.atomic.${name}().get()`, () => new Atomic(cls, zero)],
    [`new(${type} value)`, `${made}.get()`, (_run, _self, value: Obj) => new Atomic(cls, value)],
    [`${type} get()`, `${made}.get()`, (_run, self) => self.value],
    [
      `void set(${type} value)`,
      `${made}.set(${one})`,
      (_run, self, value: Obj) => {
        self.value = value;
        return null;
      },
    ],
    [`${type} getAndSet(${type} value)`, `${made}.getAndSet(${one})`, (_run, self, value: Obj) => self.swap(value)],
    [
      `boolean compareAndSet(${type} expected, ${type} value)`,
      `${made}.compareAndSet(${one}, ${one})`,
      (_run, self, expected: Obj, value: Obj) => {
        if (!equal(self.value, expected)) return false;
        self.value = value;
        return true;
      },
    ],
    [
      `${type} updateAndGet(Function update)`,
      `${made}.updateAndGet { it }`,
      (_run, self, update: Closure) => {
        self.value = update.call1(self.value);
        return self.value;
      },
    ],
    [
      `${type} getAndUpdate(Function update)`,
      `${made}.getAndUpdate { it }`,
      (_run, self, update: Closure) => self.swap(update.call1(self.value)),
    ],
  ]);
  if (type !== "int" && type !== "long") continue;
  const plus = (run: Run, self: Atomic, count: Obj) => numberAs(binary(run, "+", self.value, count), kind);
  const after = (run: Run, self: Atomic, count: Obj) => {
    self.value = plus(run, self, count);
    return self.value;
  };
  define<Atomic>(cls, [
    [`${type} incrementAndGet()`, `${made}.incrementAndGet()`, (run, self) => after(run, self, 1)],
    [`${type} decrementAndGet()`, `${made}.decrementAndGet()`, (run, self) => after(run, self, -1)],
    [`${type} addAndGet(${type} count)`, `${made}.addAndGet(2)`, (run, self, count: Obj) => after(run, self, count)],
    [`${type} getAndIncrement()`, `${made}.getAndIncrement()`, (run, self) => self.swap(plus(run, self, 1))],
    [`${type} getAndDecrement()`, `${made}.getAndDecrement()`, (run, self) => self.swap(plus(run, self, -1))],
    [
      `${type} getAndAdd(${type} count)`,
      `${made}.getAndAdd(2)`,
      (run, self, count: Obj) => self.swap(plus(run, self, count)),
    ],
    ["int intValue()", `${made}.intValue()`, (_run, self) => numberAs(self.value, INTEGER)],
    ["long longValue()", `${made}.longValue()`, (_run, self) => numberAs(self.value, LONG)],
  ]);
}
