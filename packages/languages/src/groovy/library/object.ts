import { asType } from "../runtime/cast.ts";
import type { GClass } from "../runtime/class.ts";
import { type Closure, DELEGATE_FIRST } from "../runtime/closure.ts";
import { construct } from "../runtime/dispatch.ts";
import { ENUM, type EnumValue, enumArray, enumOf } from "../runtime/enum.ts";
import { same } from "../runtime/equality.ts";
import { hashOf } from "../runtime/hash.ts";
import { allOf, iterate } from "../runtime/iterate.ts";
import { Cursor } from "../runtime/iterator.ts";
import { JList } from "../runtime/list.ts";
import { JMap } from "../runtime/map.ts";
import type { Obj } from "../runtime/object.ts";
import { contains, isSame } from "../runtime/operators.ts";
import type { Run } from "../runtime/run.ts";
import { ScriptClass } from "../runtime/script-class.ts";
import { toStringOf } from "../runtime/text.ts";
import { throwNew } from "../runtime/throwable.ts";
import { truth } from "../runtime/truth.ts";
import { CLASS, classOf, isInstance, NULL, OBJECT } from "../runtime/types.ts";
import { like } from "./collection/like.ts";
import { define } from "./define.ts";
import { inspected } from "./inspect.ts";

/** Runs a closure with an object as its delegate. */
export function within(closure: Closure, delegate: Obj, arg: Obj = delegate): Obj {
  const copy = closure.copy();
  copy.delegate = delegate;
  copy.strategy = DELEGATE_FIRST;
  return copy.call1(arg);
}

/** Calls a closure for each item until it answers; undefined goes on. */
function search<T>(self: Obj, use: (item: Obj, index: number) => T | undefined): T | undefined {
  const next = iterate(self);
  let index = 0;
  for (let item = next(); item !== undefined; item = next()) {
    const found = use(item, index++);
    if (found !== undefined) return found;
  }
  return undefined;
}

const holdsFor = (condition: Closure | undefined, item: Obj) => truth(condition ? condition.call1(item) : item);

define(OBJECT, [
  ["new()", "new Object() != null", (_run, _self) => new JMap()],
  ["boolean equals(Object other)", "1.equals(1)", (_run, self, other: Obj) => same(self, other)],
  ["boolean is(Object other)", "def a = [1]\na.is(a)", (_run, self, other: Obj) => isSame(self, other)],
  ["int hashCode()", "'abc'.hashCode()", (_run, self) => hashOf(self)],
  [
    "String toString()",
    "[1, 2].toString()",
    (run, self) => {
      const text = toStringOf(self);
      run.take(text.length);
      return text;
    },
  ],
  ["String inspect()", "['a', 1].inspect()", (_run, self) => inspected(self)],
  ["Class getClass()", "'a'.getClass().simpleName", (_run, self) => classOf(self)],
  ["boolean asBoolean()", "''.asBoolean()", (_run, self) => truth(self)],
  [
    "Object asType(Class type)",
    "'5'.asType(Integer)",
    (run, self, type: GClass) => asType(run, self, { cls: type, name: type.name, coerce: undefined }),
  ],
  ["Object identity(Closure use)", "5.identity { it + 1 }", (_run, self, use: Closure) => within(use, self)],
  ["Object with(Closure use)", "[a: 1].with { a + 1 }", (_run, self, use: Closure) => within(use, self)],
  [
    "Object with(boolean returning, Closure use)",
    "[1].with(true) { add(2) }",
    (_run, self, returning: boolean, use: Closure) => {
      const result = within(use, self);
      return returning ? self : result;
    },
  ],
  [
    "Object tap(Closure use)",
    "[1, 2].tap { add(3) }",
    (_run, self, use: Closure) => {
      within(use, self);
      return self;
    },
  ],
  ["boolean isCase(Object value)", "[1, 2].isCase(1)", (run, self, value: Obj) => contains(run, self, value)],
  ["boolean isNotCase(Object value)", "[1, 2].isNotCase(1)", (run, self, value: Obj) => !contains(run, self, value)],
  [
    "Object each(Closure action)",
    "def n = 0\n[1, 2].each { n += it }\nn",
    (_run, self, action: Closure) => {
      search(self, (item) => {
        action.call1(item);
        return undefined;
      });
      return self;
    },
  ],
  [
    "Object eachWithIndex(Closure action)",
    "def l = []\n['a', 'b'].eachWithIndex { v, i -> l << v + i }\nl",
    (_run, self, action: Closure) => {
      search(self, (item, i) => {
        action.call2(item, i);
        return undefined;
      });
      return self;
    },
  ],
  ["List collect()", "[1, 2].collect()", (run, self) => new JList(copied(run, self))],
  [
    "List collect(Closure transform)",
    "[1, 2].collect { it * 2 }",
    (run, self, transform: Closure) => {
      const items: Obj[] = [];
      search(self, (item) => {
        run.take(8);
        items.push(transform.call1(item));
        return undefined;
      });
      return new JList(items);
    },
  ],
  [
    "Collection collect(Collection into, Closure transform)",
    "[1, 2].collect([0]) { it * 2 }",
    (run, self, into: Obj, transform: Closure) => {
      search(self, (item) => {
        addTo(run, into, transform.call1(item));
        return undefined;
      });
      return into;
    },
  ],
  ["Object find()", "[0, 2].find()", (_run, self) => search(self, (item) => (truth(item) ? item : undefined)) ?? null],
  [
    "Object find(Closure condition)",
    "[1, 2, 3].find { it > 1 }",
    (_run, self, condition: Closure) => search(self, (item) => (holdsFor(condition, item) ? item : undefined)) ?? null,
  ],
  ["Collection findAll()", "[0, 2, null].findAll()", (run, self) => like(run, self, allOf(self).filter(truth))],
  [
    "Collection findAll(Closure condition)",
    "[1, 2, 3].findAll { it > 1 }",
    (run, self, condition: Closure) => {
      const items: Obj[] = [];
      search(self, (item) => {
        if (holdsFor(condition, item)) items.push(item);
        return undefined;
      });
      return like(run, self, items);
    },
  ],
  [
    "Object findResult(Closure transform)",
    "[1, 2].findResult { it > 1 ? 'big' : null }",
    (_run, self, transform: Closure) => search(self, (item) => transform.call1(item) ?? undefined) ?? null,
  ],
  [
    "Object findResult(Object otherwise, Closure transform)",
    "[1].findResult('none') { null }",
    (_run, self, otherwise: Obj, transform: Closure) =>
      search(self, (item) => transform.call1(item) ?? undefined) ?? otherwise,
  ],
  [
    "int findIndexOf(Closure condition)",
    "[1, 2, 3].findIndexOf { it > 1 }",
    (_run, self, condition: Closure) => search(self, (item, i) => (holdsFor(condition, item) ? i : undefined)) ?? -1,
  ],
  [
    "int findIndexOf(int from, Closure condition)",
    "[1, 2, 3].findIndexOf(2) { it > 1 }",
    (_run, self, from: number, condition: Closure) =>
      search(self, (item, i) => (i >= from && holdsFor(condition, item) ? i : undefined)) ?? -1,
  ],
  [
    "int findLastIndexOf(Closure condition)",
    "[1, 2, 1].findLastIndexOf { it == 1 }",
    (_run, self, condition: Closure) => {
      let last = -1;
      search(self, (item, i) => {
        if (holdsFor(condition, item)) last = i;
        return undefined;
      });
      return last;
    },
  ],
  [
    "List findIndexValues(Closure condition)",
    "[1, 2, 3].findIndexValues { it != 2 }",
    (_run, self, condition: Closure) => {
      const found: Obj[] = [];
      search(self, (item, i) => {
        if (holdsFor(condition, item)) found.push(BigInt(i));
        return undefined;
      });
      return new JList(found);
    },
  ],
  ["boolean any()", "[0, 1].any()", (_run, self) => search(self, (item) => (truth(item) ? true : undefined)) ?? false],
  [
    "boolean any(Closure condition)",
    "[1, 2].any { it > 1 }",
    (_run, self, condition: Closure) => search(self, (item) => (holdsFor(condition, item) ? true : undefined)) ?? false,
  ],
  [
    "boolean every()",
    "[0, 1].every()",
    (_run, self) => search(self, (item) => (truth(item) ? undefined : false)) ?? true,
  ],
  [
    "boolean every(Closure condition)",
    "[1, 2].every { it > 1 }",
    (_run, self, condition: Closure) => search(self, (item) => (holdsFor(condition, item) ? undefined : false)) ?? true,
  ],
  ["Collection grep()", "[0, 'a', null].grep()", (run, self) => like(run, self, allOf(self).filter(truth))],
  [
    "Collection grep(Object filter)",
    "['a', 1, 'b2'].grep(String)",
    (run, self, filter: Obj) =>
      like(
        run,
        self,
        allOf(self).filter((item) => contains(run, filter, item)),
      ),
  ],
  [
    "Object inject(Closure combine)",
    "[1, 2, 3].inject { a, b -> a + b }",
    (_run, self, combine: Closure) => {
      const next = iterate(self);
      const first = next();
      if (first === undefined)
        throw throwNew(
          "java.util.NoSuchElementException",
          "Cannot call inject() on an empty iterable without passing an initial value.",
        );
      let result = first;
      for (let item = next(); item !== undefined; item = next()) result = combine.call2(result, item);
      return result;
    },
  ],
  [
    "Object inject(Object initial, Closure combine)",
    "[1, 2, 3].inject(10) { a, b -> a + b }",
    (_run, self, initial: Obj, combine: Closure) => {
      let result = initial;
      search(self, (item) => {
        result = combine.call2(result, item);
        return undefined;
      });
      return result;
    },
  ],
  [
    "List split(Closure condition)",
    "[1, 2, 3].split { it > 1 }",
    (run, self, condition: Closure) => {
      const yes: Obj[] = [];
      const no: Obj[] = [];
      search(self, (item) => {
        (holdsFor(condition, item) ? yes : no).push(item);
        return undefined;
      });
      return new JList([like(run, self, yes), like(run, self, no)]);
    },
  ],
  ["Iterator iterator()", "[1, 2].iterator().next()", (_run, self) => new Cursor(iterate(self))],
]);

function copied(run: Run, self: Obj): Obj[] {
  const items = [...allOf(self)];
  run.take(items.length * 8);
  return items;
}

/** Adds an item to a list or set. */
export function addTo(run: Run, into: Obj, item: Obj): boolean {
  run.take(into instanceof JList ? 8 : 64);
  if (into instanceof JList) {
    into.grow().push(item);
    return true;
  }
  return (into as unknown as { add(item: Obj): boolean }).add(item);
}

define(NULL, [
  ["String toString()", "null.toString()", () => "null"],
  ["boolean equals(Object other)", "null.equals(null)", (_run, _self, other: Obj) => other === null],
  ["boolean is(Object other)", "null.is(null)", (_run, _self, other: Obj) => other === null],
  ["boolean asBoolean()", "null.asBoolean()", () => false],
  ["Iterator iterator()", "null.iterator().hasNext()", () => Cursor.over([])],
  ["Object with(Closure use)", "null.with { 5 }", (_run, _self, use: Closure) => within(use, null)],
]);
NULL.methods.set("each", OBJECT.methods.get("each") ?? []);

/** What a class extends; of a script's own class that may be another of the script's. */
function superclassOf(cls: GClass): GClass | null {
  return (cls instanceof ScriptClass ? cls.base : null) ?? cls.parent;
}

define<GClass>(CLASS, [
  ["String getName()", "String.name", (_run, self) => self.name],
  ["String getSimpleName()", "'a'.class.simpleName", (_run, self) => self.simpleName],
  ["String getCanonicalName()", "String.canonicalName", (_run, self) => self.name.replaceAll("$", ".")],
  ["String getTypeName()", "String.typeName", (_run, self) => self.name],
  [
    "String getPackageName()",
    "String.packageName",
    (_run, self) => self.name.slice(0, Math.max(0, self.name.lastIndexOf("."))),
  ],
  ["boolean isInstance(Object value)", "String.isInstance('a')", (_run, self, value: Obj) => isInstance(value, self)],
  [
    "boolean isAssignableFrom(Class other)",
    "Number.isAssignableFrom(Integer)",
    (_run, self, other: GClass) => other.is(self),
  ],
  ["boolean isInterface()", "List.isInterface()", (_run, self) => self.isInterface],
  ["boolean isArray()", "String.isArray()", (_run, self) => self.name.startsWith("[")],
  ["boolean isEnum()", "java.math.RoundingMode.isEnum()", (_run, self) => self.parent === ENUM],
  ["Class getSuperclass()", "Integer.superclass", (_run, self) => superclassOf(self)],
  [
    "Object cast(Object value)",
    "String.cast('a')",
    (run, self, value: Obj) => asType(run, value, { cls: self, name: self.name, coerce: undefined }),
  ],
  ["Object newInstance()", "StringBuilder.newInstance().length()", (run, self) => construct(run, self, [])],
  [
    "Object newInstance(Object... args)",
    "StringBuilder.newInstance('ab').length()",
    (run, self, args: Obj[]) => construct(run, self, args),
  ],
  ["boolean isCase(Object value)", "String.isCase('a')", (_run, self, value: Obj) => isInstance(value, self)],
  ["String toString()", "String.toString()", (_run, self) => toStringOf(self)],
  [
    "Object[] getEnumConstants()",
    "java.math.RoundingMode.enumConstants.length",
    (_run, self) => {
      const found = enumOf(self);
      return found ? enumArray(found) : null;
    },
  ],
  [
    "Object[] values()",
    "java.math.RoundingMode.values().length",
    (_run, self) => {
      const found = enumOf(self);
      if (found) return enumArray(found);
      throw throwNew(
        "groovy.lang.MissingMethodException",
        `No signature of method: static ${self.name}.values() is applicable for argument types: () values: []`,
      );
    },
  ],
  [
    "Object valueOf(String name)",
    "java.math.RoundingMode.valueOf('UP').toString()",
    (_run, self, name: string) => {
      const found = enumOf(self);
      if (found) return found.of(name);
      throw throwNew(
        "groovy.lang.MissingMethodException",
        `No signature of method: static ${self.name}.valueOf() is applicable for argument types: (String) values: [${name}]`,
      );
    },
  ],
]);

define<EnumValue>(ENUM, [
  ["String name()", "java.math.RoundingMode.UP.name()", (_run, self) => self.name],
  ["int ordinal()", "java.math.RoundingMode.DOWN.ordinal()", (_run, self) => self.ordinal],
  [
    "int compareTo(Object other)",
    "java.math.RoundingMode.UP.compareTo(java.math.RoundingMode.DOWN)",
    (_run, self, other: Obj) => self.compareTo(other) ?? 0,
  ],
  ["Class getDeclaringClass()", "java.math.RoundingMode.UP.declaringClass.simpleName", (_run, self) => self.cls],
  ["Object next()", "java.math.RoundingMode.UP.next().name()", (_run, self) => self.successor(1)],
  ["Object previous()", "java.math.RoundingMode.DOWN.previous().name()", (_run, self) => self.successor(-1)],
]);
