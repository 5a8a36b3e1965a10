import type { GClass } from "../../runtime/class.ts";
import type { Closure } from "../../runtime/closure.ts";
import { allOf } from "../../runtime/iterate.ts";
import { JArray, JList } from "../../runtime/list.ts";
import { HASH_MAP, HASH_SET, JMap, JSet } from "../../runtime/map.ts";
import { Double, toBigInt, toDouble, toInt } from "../../runtime/number.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import { binary } from "../../runtime/operators.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { truth } from "../../runtime/truth.ts";
import { alias, declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { unique } from "./gather.ts";
import { Optional } from "./optional.ts";
import { extreme, sorted } from "./sorting.ts";

export const STREAM = declare("java.util.stream.Stream", OBJECT);
export const INT_STREAM = declare("java.util.stream.IntStream", OBJECT);
alias("java.util.stream.LongStream", INT_STREAM);
export const COLLECTORS = declare("java.util.stream.Collectors", OBJECT);
export const COLLECTOR = declare("java.util.stream.Collector", OBJECT);

/** `java.util.stream.Stream`: items that are asked for one by one. */
export class Stream extends GObject {
  readonly run: Run;
  /** The next item; undefined at the end. */
  next: () => Obj | undefined;

  constructor(run: Run, next: () => Obj | undefined) {
    super();
    this.run = run;
    this.next = next;
  }

  override get cls(): GClass {
    return STREAM;
  }

  override children(): readonly Obj[] {
    const items: Obj[] = [];
    for (let item = this.next(); item !== undefined; item = this.next()) {
      this.run.step();
      this.run.take(8);
      items.push(item);
    }
    return items;
  }

  /** A stream of what becomes of each item; undefined leaves it out. */
  through(use: (item: Obj) => Obj | undefined): Stream {
    return new Stream(this.run, () => {
      for (let item = this.next(); item !== undefined; item = this.next()) {
        this.run.step();
        const made = use(item);
        if (made !== undefined) return made;
      }
      return undefined;
    });
  }
}

/** A stream of items that are there. */
export function streamOf(run: Run, items: readonly Obj[]): Stream {
  let at = 0;
  return new Stream(run, () => (at < items.length ? items[at++] : undefined));
}

/** How a stream's items are put together at its end. */
class Collector extends GObject {
  readonly finish: (run: Run, items: readonly Obj[]) => Obj;

  constructor(finish: (run: Run, items: readonly Obj[]) => Obj) {
    super();
    this.finish = finish;
  }

  override get cls(): GClass {
    return COLLECTOR;
  }
}

function flat(self: Stream, transform: Closure): Stream {
  let inner: readonly Obj[] = [];
  let at = 0;
  return new Stream(self.run, () => {
    while (at >= inner.length) {
      const item = self.next();
      if (item === undefined) return undefined;
      self.run.step();
      inner = allOf(transform.call1(item));
      at = 0;
    }
    return inner[at++];
  });
}

const sumOf = (run: Run, items: readonly Obj[]) => items.reduce<Obj>((sum, item) => binary(run, "+", sum, item), 0);

define<Stream>(STREAM, [
  [
    "static Stream of(Object... items)",
    "java.util.stream.Stream.of(1, 2).count()",
    (run, _self, items: Obj[]) => streamOf(run, items),
  ],
  ["static Stream empty()", "java.util.stream.Stream.empty().count()", (run) => streamOf(run, [])],
  [
    "static Stream iterate(Object first, UnaryOperator next)",
    "java.util.stream.Stream.iterate(1, { it * 2 }).limit(4).toList()",
    (run, _self, first: Obj, next: Closure) => {
      let item: Obj | undefined;
      return new Stream(run, () => {
        item = item === undefined ? first : next.call1(item);
        return item;
      });
    },
  ],
  [
    "static Stream generate(Supplier make)",
    "java.util.stream.Stream.generate({ 7 }).limit(2).toList()",
    (run, _self, make: Closure) => new Stream(run, () => make.call([])),
  ],
  [
    "Stream map(Function transform)",
    "[1, 2].stream().map { it * 2 }.toList()",
    (_run, self, transform: Closure) => self.through((item) => transform.call1(item)),
  ],
  [
    "Stream mapToInt(Function transform)",
    "['a', 'bb'].stream().mapToInt { it.size() }.sum()",
    (_run, self, transform: Closure) => self.through((item) => transform.call1(item)),
  ],
  [
    "Stream mapToLong(Function transform)",
    "[1, 2].stream().mapToLong { it as long }.sum()",
    (_run, self, transform: Closure) => self.through((item) => transform.call1(item)),
  ],
  [
    "Stream mapToDouble(Function transform)",
    "[1, 2].stream().mapToDouble { it as double }.sum()",
    (_run, self, transform: Closure) => self.through((item) => new Double(toDouble(transform.call1(item)))),
  ],
  [
    "Stream mapToObj(Function transform)",
    "java.util.stream.IntStream.range(0, 2).mapToObj { 'n' + it }.toList()",
    (_run, self, transform: Closure) => self.through((item) => transform.call1(item)),
  ],
  ["Stream boxed()", "java.util.stream.IntStream.range(0, 2).boxed().toList()", (_run, self) => self],
  [
    "Stream filter(Predicate condition)",
    "[1, 2, 3].stream().filter { it > 1 }.toList()",
    (_run, self, condition: Closure) => self.through((item) => (truth(condition.call1(item)) ? item : undefined)),
  ],
  [
    "Stream flatMap(Function transform)",
    "[[1], [2, 3]].stream().flatMap { it.stream() }.toList()",
    (_run, self, transform: Closure) => flat(self, transform),
  ],
  [
    "Stream distinct()",
    "[1, 1, 2].stream().distinct().toList()",
    (run, self) => streamOf(run, unique(run, self.children())),
  ],
  ["Stream sorted()", "[2, 1].stream().sorted().toList()", (run, self) => streamOf(run, sorted(run, self.children()))],
  [
    "Stream sorted(Comparator order)",
    "['bb', 'a'].stream().sorted(Comparator.comparing { it.size() }).toList()",
    (run, self, order: Closure) => streamOf(run, sorted(run, self.children(), order)),
  ],
  [
    "Stream peek(Consumer action)",
    "def l = []\n[1].stream().peek { l << it }.toList()\nl",
    (_run, self, action: Closure) =>
      self.through((item) => {
        action.call1(item);
        return item;
      }),
  ],
  [
    "Stream limit(long count)",
    "[1, 2, 3].stream().limit(2).toList()",
    (run, self, count: bigint) => {
      let left = Number(count);
      return new Stream(run, () => (left-- > 0 ? self.next() : undefined));
    },
  ],
  [
    "Stream skip(long count)",
    "[1, 2, 3].stream().skip(1).toList()",
    (run, self, count: bigint) => {
      let left = Number(count);
      return new Stream(run, () => {
        for (; left > 0; left--) {
          run.step();
          self.next();
        }
        return self.next();
      });
    },
  ],
  [
    "void forEach(Consumer action)",
    "def n = 0\n[1, 2].stream().forEach { n += it }\nn",
    (_run, self, action: Closure) => {
      for (const item of self.children()) action.call1(item);
      return null;
    },
  ],
  [
    "Object collect(Collector collector)",
    "import java.util.stream.Collectors\n['a', 'b'].stream().collect(Collectors.joining('-'))",
    (run, self, collector: Collector) => collector.finish(run, self.children()),
  ],
  ["List toList()", "[1, 2].stream().toList()", (_run, self) => new JList([...self.children()])],
  ["Set toSet()", "[1, 1].stream().toSet()", (_run, self) => new JSet(self.children())],
  ["Object[] toArray()", "[1, 2].stream().toArray().length", (_run, self) => new JArray([...self.children()])],
  ["long count()", "[1, 2].stream().count()", (_run, self) => BigInt(self.children().length)],
  ["Object sum()", "java.util.stream.IntStream.rangeClosed(1, 3).sum()", (run, self) => sumOf(run, self.children())],
  [
    "OptionalDouble average()",
    "java.util.stream.IntStream.of(1, 2).average().getAsDouble()",
    (run, self) => {
      const items = self.children();
      return new Optional(items.length ? new Double(toDouble(sumOf(run, items)) / items.length) : null);
    },
  ],
  [
    "Object reduce(Object initial, BinaryOperator combine)",
    "[1, 2].stream().reduce(0) { a, b -> a + b }",
    (_run, self, initial: Obj, combine: Closure) =>
      self.children().reduce((left, right) => combine.call2(left, right), initial),
  ],
  [
    "Optional reduce(BinaryOperator combine)",
    "[1, 2].stream().reduce { a, b -> a + b }.get()",
    (_run, self, combine: Closure) => {
      const items = self.children();
      return new Optional(items.length ? items.reduce((left, right) => combine.call2(left, right)) : null);
    },
  ],
  [
    "boolean anyMatch(Predicate condition)",
    "[1, 2].stream().anyMatch { it > 1 }",
    (_run, self, condition: Closure) => self.children().some((item) => truth(condition.call1(item))),
  ],
  [
    "boolean allMatch(Predicate condition)",
    "[1, 2].stream().allMatch { it > 1 }",
    (_run, self, condition: Closure) => self.children().every((item) => truth(condition.call1(item))),
  ],
  [
    "boolean noneMatch(Predicate condition)",
    "[1, 2].stream().noneMatch { it > 2 }",
    (_run, self, condition: Closure) => !self.children().some((item) => truth(condition.call1(item))),
  ],
  ["Optional findFirst()", "[1, 2].stream().findFirst().get()", (_run, self) => new Optional(self.next() ?? null)],
  ["Optional findAny()", "[1, 2].stream().findAny().get()", (_run, self) => new Optional(self.next() ?? null)],
  [
    "Optional max()",
    "java.util.stream.IntStream.of(1, 5).max().getAsInt()",
    (run, self) => new Optional(extreme(run, self.children(), 1)),
  ],
  [
    "Optional max(Comparator order)",
    "[1, 5].stream().max(Comparator.naturalOrder()).get()",
    (run, self, order: Closure) => new Optional(extreme(run, self.children(), 1, order)),
  ],
  [
    "Optional min()",
    "java.util.stream.IntStream.of(1, 5).min().getAsInt()",
    (run, self) => new Optional(extreme(run, self.children(), -1)),
  ],
  [
    "Optional min(Comparator order)",
    "[1, 5].stream().min(Comparator.naturalOrder()).get()",
    (run, self, order: Closure) => new Optional(extreme(run, self.children(), -1, order)),
  ],
]);

function ints(run: Run, from: number, to: number): Stream {
  let at = from;
  return new Stream(run, () => (at < to ? at++ : undefined));
}

define(INT_STREAM, [
  [
    "static IntStream range(int from, int to)",
    "java.util.stream.IntStream.range(0, 3).sum()",
    (run, _self, from: number, to: number) => ints(run, from, to),
  ],
  [
    "static IntStream rangeClosed(int from, int to)",
    "java.util.stream.IntStream.rangeClosed(1, 3).sum()",
    (run, _self, from: number, to: number) => ints(run, from, to + 1),
  ],
  [
    "static IntStream of(int... items)",
    "java.util.stream.IntStream.of(1, 2).sum()",
    (run, _self, items: number[]) => streamOf(run, items),
  ],
]);

function grouped(run: Run, items: readonly Obj[], key: Closure, down: Collector, map = new JMap(HASH_MAP)): JMap {
  const groups = new JMap(map.cls, map.comparison);
  for (const item of items) {
    run.take(64);
    const name = key.call1(item);
    const group = groups.get(name);
    if (group instanceof JList) group.items.push(item);
    else groups.set(name, new JList([item]));
  }
  for (const entry of groups.entries()) entry.value = down.finish(run, (entry.value as JList).items);
  return groups;
}

const toList = new Collector((_run, items) => new JList([...items]));

define(COLLECTORS, [
  [
    "static Collector toList()",
    "import java.util.stream.Collectors\n[1].stream().collect(Collectors.toList())",
    () => toList,
  ],
  [
    "static Collector toUnmodifiableList()",
    "import java.util.stream.Collectors\n[1].stream().collect(Collectors.toUnmodifiableList())",
    () => toList,
  ],
  [
    "static Collector toSet()",
    "import java.util.stream.Collectors\n[1, 1].stream().collect(Collectors.toSet())",
    () => new Collector((_run, items) => new JSet(items, HASH_SET)),
  ],
  [
    "static Collector joining()",
    "import java.util.stream.Collectors\n['a', 'b'].stream().collect(Collectors.joining())",
    () => new Collector((_run, items) => items.map((item) => textOf(item)).join("")),
  ],
  [
    "static Collector joining(CharSequence between)",
    "import java.util.stream.Collectors\n['a', 'b'].stream().collect(Collectors.joining(', '))",
    (_run, _self, between: string) => new Collector((_r, items) => items.map((item) => textOf(item)).join(between)),
  ],
  [
    "static Collector joining(CharSequence between, CharSequence prefix, CharSequence suffix)",
    "import java.util.stream.Collectors\n['a', 'b'].stream().collect(Collectors.joining(', ', '[', ']'))",
    (_run, _self, between: string, prefix: string, suffix: string) =>
      new Collector((_r, items) => prefix + items.map((item) => textOf(item)).join(between) + suffix),
  ],
  [
    "static Collector counting()",
    "import java.util.stream.Collectors\n[1, 2].stream().collect(Collectors.counting())",
    () => new Collector((_run, items) => BigInt(items.length)),
  ],
  [
    "static Collector summingInt(Function of)",
    "import java.util.stream.Collectors\n[1, 2].stream().collect(Collectors.summingInt { it })",
    (_run, _self, of: Closure) =>
      new Collector((_r, items) => items.reduce((sum: number, item) => (sum + toInt(of.call1(item))) | 0, 0)),
  ],
  [
    "static Collector summingLong(Function of)",
    "import java.util.stream.Collectors\n[1, 2].stream().collect(Collectors.summingLong { it })",
    (_run, _self, of: Closure) =>
      new Collector((_r, items) => items.reduce((sum: bigint, item) => sum + toBigInt(of.call1(item)), 0n)),
  ],
  [
    "static Collector summingDouble(Function of)",
    "import java.util.stream.Collectors\n[1, 2].stream().collect(Collectors.summingDouble { it })",
    (_run, _self, of: Closure) =>
      new Collector((_r, items) => new Double(items.reduce((sum: number, item) => sum + toDouble(of.call1(item)), 0))),
  ],
  [
    "static Collector averagingInt(Function of)",
    "import java.util.stream.Collectors\n[1, 2].stream().collect(Collectors.averagingInt { it })",
    (_run, _self, of: Closure) =>
      new Collector(
        (_r, items) =>
          new Double(
            items.length ? items.reduce((sum: number, item) => sum + toDouble(of.call1(item)), 0) / items.length : 0,
          ),
      ),
  ],
  [
    "static Collector averagingDouble(Function of)",
    "import java.util.stream.Collectors\n[1, 2].stream().collect(Collectors.averagingDouble { it })",
    (_run, _self, of: Closure) =>
      new Collector(
        (_r, items) =>
          new Double(
            items.length ? items.reduce((sum: number, item) => sum + toDouble(of.call1(item)), 0) / items.length : 0,
          ),
      ),
  ],
  [
    "static Collector mapping(Function transform, Collector down)",
    "import java.util.stream.Collectors\n[1, 2].stream().collect(Collectors.mapping({ it * 2 }, Collectors.toList()))",
    (_run, _self, transform: Closure, down: Collector) =>
      new Collector((run, items) =>
        down.finish(
          run,
          items.map((item) => transform.call1(item)),
        ),
      ),
  ],
  [
    "static Collector filtering(Predicate condition, Collector down)",
    "import java.util.stream.Collectors\n[1, 2].stream().collect(Collectors.filtering({ it > 1 }, Collectors.toList()))",
    (_run, _self, condition: Closure, down: Collector) =>
      new Collector((run, items) =>
        down.finish(
          run,
          items.filter((item) => truth(condition.call1(item))),
        ),
      ),
  ],
  [
    "static Collector groupingBy(Function key)",
    "import java.util.stream.Collectors\n[1, 2, 3].stream().collect(Collectors.groupingBy { it % 2 })",
    (_run, _self, key: Closure) => new Collector((run, items) => grouped(run, items, key, toList)),
  ],
  [
    "static Collector groupingBy(Function key, Collector down)",
    "import java.util.stream.Collectors\n[1, 2, 3].stream().collect(Collectors.groupingBy({ it % 2 }, Collectors.counting()))",
    (_run, _self, key: Closure, down: Collector) => new Collector((run, items) => grouped(run, items, key, down)),
  ],
  [
    "static Collector groupingBy(Function key, Supplier map, Collector down)",
    "import java.util.stream.Collectors\n[3, 2].stream().collect(Collectors.groupingBy({ it }, { new TreeMap() }, Collectors.counting()))",
    (_run, _self, key: Closure, map: Closure, down: Collector) =>
      new Collector((run, items) => grouped(run, items, key, down, map.call([]) as JMap)),
  ],
  [
    "static Collector partitioningBy(Predicate condition)",
    "import java.util.stream.Collectors\n[1, 2].stream().collect(Collectors.partitioningBy { it > 1 })",
    (_run, _self, condition: Closure) =>
      new Collector((_r, items) =>
        JMap.of([
          [false, new JList(items.filter((item) => !truth(condition.call1(item))))],
          [true, new JList(items.filter((item) => truth(condition.call1(item))))],
        ]),
      ),
  ],
  [
    "static Collector toMap(Function key, Function value)",
    "import java.util.stream.Collectors\n['a'].stream().collect(Collectors.toMap({ it }, { it.size() }))",
    (_run, _self, key: Closure, value: Closure) =>
      new Collector((run, items) => {
        const map = new JMap(HASH_MAP);
        for (const item of items) {
          run.take(64);
          const name = key.call1(item);
          if (map.has(name))
            throw throwNew(
              "java.lang.IllegalStateException",
              `Duplicate key ${textOf(name)} (attempted merging values ${textOf(map.get(name))} and ${textOf(value.call1(item))})`,
            );
          map.set(name, value.call1(item));
        }
        return map;
      }),
  ],
  [
    "static Collector toMap(Function key, Function value, BinaryOperator merge)",
    "import java.util.stream.Collectors\n['a', 'a'].stream().collect(Collectors.toMap({ it }, { 1 }, { x, y -> x + y }))",
    (_run, _self, key: Closure, value: Closure, merge: Closure) =>
      new Collector((run, items) => {
        const map = new JMap(HASH_MAP);
        for (const item of items) {
          run.take(64);
          const name = key.call1(item);
          map.set(name, map.has(name) ? merge.call2(map.get(name), value.call1(item)) : value.call1(item));
        }
        return map;
      }),
  ],
]);
