import { emptyElement } from "../../runtime/cast.ts";
import type { Closure } from "../../runtime/closure.ts";
import { Comparator } from "../../runtime/comparator.ts";
import { invoke } from "../../runtime/dispatch.ts";
import { equal, same } from "../../runtime/equality.ts";
import { hashList, hashOf } from "../../runtime/hash.ts";
import { itemsOf } from "../../runtime/items.ts";
import { allOf } from "../../runtime/iterate.ts";
import {
  ARRAYS_LIST,
  Bytes,
  EMPTY_LIST,
  JArray,
  JList,
  SINGLETON_LIST,
  UNMODIFIABLE_LIST,
} from "../../runtime/list.ts";
import { EMPTY_MAP, JMap, JSet, UNMODIFIABLE_MAP, UNMODIFIABLE_SET } from "../../runtime/map.ts";
import { toInt } from "../../runtime/number.ts";
import type { Obj } from "../../runtime/object.ts";
import { compare } from "../../runtime/order.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { COMPARATOR, declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { extreme, natural, orderOf, sorted } from "./sorting.ts";
import { streamOf } from "./stream.ts";

const COLLECTIONS = declare("java.util.Collections", OBJECT);
const ARRAYS = declare("java.util.Arrays", OBJECT);
const OBJECTS = declare("java.util.Objects", OBJECT);

function replaceItems(self: JList, items: readonly Obj[]): null {
  const own = self.change();
  items.forEach((item, i) => {
    own[i] = item;
  });
  return null;
}

const emptyOnes = { list: new JList([], EMPTY_LIST), map: new JMap().freeze(EMPTY_MAP) };

define(COLLECTIONS, [
  [
    "static void sort(List list)",
    "def l = [2, 1]\nCollections.sort(l)\nl",
    (run, _self, list: JList) => replaceItems(list, sorted(run, list.items)),
  ],
  [
    "static void sort(List list, Comparator order)",
    "def l = [1, 2]\nCollections.sort(l, Collections.reverseOrder())\nl",
    (run, _self, list: JList, order: Closure | null) => replaceItems(list, sorted(run, list.items, order)),
  ],
  [
    "static void reverse(List list)",
    "def l = [1, 2]\nCollections.reverse(l)\nl",
    (_run, _self, list: JList) => replaceItems(list, [...list.items].reverse()),
  ],
  [
    "static void shuffle(List list)",
    "def l = [1]\nCollections.shuffle(l)\nl",
    (run, _self, list: JList) => invoke(run, list, "shuffle", []),
  ],
  [
    "static void swap(List list, int a, int b)",
    "def l = [1, 2]\nCollections.swap(l, 0, 1)\nl",
    (run, _self, list: JList, a: number, b: number) => {
      invoke(run, list, "swap", [a, b]);
      return null;
    },
  ],
  [
    "static Object max(Collection items)",
    "Collections.max([1, 5, 2])",
    (run, _self, items: Obj) => extremeOf(run, items, 1),
  ],
  [
    "static Object max(Collection items, Comparator order)",
    "Collections.max(['a', 'bb'], Comparator.comparing { it.size() })",
    (run, _self, items: Obj, order: Closure) => extremeOf(run, items, 1, order),
  ],
  [
    "static Object min(Collection items)",
    "Collections.min([1, 5, 2])",
    (run, _self, items: Obj) => extremeOf(run, items, -1),
  ],
  [
    "static Object min(Collection items, Comparator order)",
    "Collections.min(['a', 'bb'], Comparator.comparing { it.size() })",
    (run, _self, items: Obj, order: Closure) => extremeOf(run, items, -1, order),
  ],
  [
    "static int frequency(Collection items, Object item)",
    "Collections.frequency([1, 2, 1], 1)",
    (_run, _self, items: Obj, item: Obj) => allOf(items).filter((one) => same(one, item)).length,
  ],
  [
    "static boolean disjoint(Collection a, Collection b)",
    "Collections.disjoint([1], [2])",
    (_run, _self, a: Obj, b: Obj) => !allOf(a).some((item) => allOf(b).some((one) => same(one, item))),
  ],
  [
    "static boolean addAll(Collection into, Object... items)",
    "def l = []\nCollections.addAll(l, 1, 2)\nl",
    (run, _self, into: Obj, items: Obj[]) => invoke(run, into, "addAll", [new JList(items)]),
  ],
  [
    "static void fill(List list, Object item)",
    "def l = [1, 2]\nCollections.fill(l, 0)\nl",
    (_run, _self, list: JList, item: Obj) =>
      replaceItems(
        list,
        list.items.map(() => item),
      ),
  ],
  [
    "static int binarySearch(List list, Object item)",
    "Collections.binarySearch([1, 3, 5], 3)",
    (_run, _self, list: JList, item: Obj) => binarySearch(list.items, item),
  ],
  [
    "static List nCopies(int count, Object item)",
    "Collections.nCopies(2, 'a')",
    (run, _self, count: number, item: Obj) => {
      if (count < 0) throw throwNew("java.lang.IllegalArgumentException", `List length = ${count}`);
      run.take(count * 8);
      return new JList(
        Array.from({ length: count }, () => item),
        UNMODIFIABLE_LIST,
      );
    },
  ],
  [
    "static Comparator reverseOrder()",
    "[1, 2].toSorted(Collections.reverseOrder())",
    () => new Comparator((a, b) => compare(b, a)),
  ],
  [
    "static Comparator reverseOrder(Comparator order)",
    "[1, 2].toSorted(Collections.reverseOrder(Comparator.naturalOrder()))",
    (_run, _self, order: Closure) => new Comparator((a, b) => toInt(order.call2(b, a))),
  ],
  ["static List emptyList()", "Collections.emptyList()", () => emptyOnes.list],
  ["static Map emptyMap()", "Collections.emptyMap()", () => emptyOnes.map],
  ["static Set emptySet()", "Collections.emptySet()", () => new JSet().freeze(UNMODIFIABLE_SET)],
  [
    "static List singletonList(Object item)",
    "Collections.singletonList(1)",
    (_run, _self, item: Obj) => new JList([item], SINGLETON_LIST),
  ],
  [
    "static Set singleton(Object item)",
    "Collections.singleton(1)",
    (_run, _self, item: Obj) => new JSet([item]).freeze(UNMODIFIABLE_SET),
  ],
  [
    "static Map singletonMap(Object key, Object value)",
    "Collections.singletonMap('a', 1)",
    (_run, _self, key: Obj, value: Obj) => JMap.of([[key, value]]).freeze(UNMODIFIABLE_MAP),
  ],
  [
    "static List unmodifiableList(List list)",
    "Collections.unmodifiableList([1])",
    (_run, _self, list: Obj) => new JList([...allOf(list)], UNMODIFIABLE_LIST),
  ],
  [
    "static Set unmodifiableSet(Set set)",
    "Collections.unmodifiableSet([1] as Set)",
    (_run, _self, set: JSet) => new JSet(set.items).freeze(UNMODIFIABLE_SET),
  ],
  [
    "static Collection unmodifiableCollection(Collection items)",
    "Collections.unmodifiableCollection([1])",
    (_run, _self, items: Obj) => new JList([...allOf(items)], UNMODIFIABLE_LIST),
  ],
  [
    "static Map unmodifiableMap(Map map)",
    "Collections.unmodifiableMap([a: 1])",
    (_run, _self, map: JMap) =>
      JMap.of(map.entries().map(({ key, value }) => [key, value] as const)).freeze(UNMODIFIABLE_MAP),
  ],
  ["static List synchronizedList(List list)", "Collections.synchronizedList([1])", (_run, _self, list: Obj) => list],
  ["static Map synchronizedMap(Map map)", "Collections.synchronizedMap([a: 1])", (_run, _self, map: Obj) => map],
]);
COLLECTIONS.fields.set("EMPTY_LIST", () => emptyOnes.list);
COLLECTIONS.fields.set("EMPTY_MAP", () => emptyOnes.map);

function extremeOf(run: Run, items: Obj, sign: 1 | -1, order?: Closure): Obj {
  if (allOf(items).length === 0) throw throwNew("java.util.NoSuchElementException");
  return extreme(run, allOf(items), sign, order);
}

function binarySearch(items: readonly Obj[], item: Obj): number {
  let low = 0;
  let high = items.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compare(items[middle] as Obj, item);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -(low + 1);
}

const byKey = (key: Closure, order?: Closure) =>
  new Comparator((a, b) => (order ? orderOf(order)(key.call1(a), key.call1(b)) : compare(key.call1(a), key.call1(b))));

define<Closure>(COMPARATOR, [
  ["static Comparator naturalOrder()", "[2, 1].toSorted(Comparator.naturalOrder())", () => new Comparator(compare)],
  [
    "static Comparator reverseOrder()",
    "[1, 2].toSorted(Comparator.reverseOrder())",
    () => new Comparator((a, b) => compare(b, a)),
  ],
  [
    "static Comparator comparing(Function key)",
    "['bb', 'a'].toSorted(Comparator.comparing { it.size() })",
    (_run, _self, key: Closure) => byKey(key),
  ],
  [
    "static Comparator comparing(Function key, Comparator order)",
    "['a', 'bb'].toSorted(Comparator.comparing({ it.size() }, Comparator.reverseOrder()))",
    (_run, _self, key: Closure, order: Closure) => byKey(key, order),
  ],
  [
    "static Comparator comparingInt(Function key)",
    "['bb', 'a'].toSorted(Comparator.comparingInt { it.size() })",
    (_run, _self, key: Closure) => byKey(key),
  ],
  [
    "static Comparator comparingLong(Function key)",
    "['bb', 'a'].toSorted(Comparator.comparingLong { it.size() as long })",
    (_run, _self, key: Closure) => byKey(key),
  ],
  [
    "static Comparator comparingDouble(Function key)",
    "['bb', 'a'].toSorted(Comparator.comparingDouble { it.size() as double })",
    (_run, _self, key: Closure) => byKey(key),
  ],
  [
    "static Comparator nullsFirst(Comparator order)",
    "[2, null].toSorted(Comparator.nullsFirst(Comparator.naturalOrder()))",
    (_run, _self, order: Closure) =>
      new Comparator((a, b) =>
        a === null || b === null ? Number(b === null) - Number(a === null) : toInt(order.call2(a, b)),
      ),
  ],
  [
    "static Comparator nullsLast(Comparator order)",
    "[null, 2].toSorted(Comparator.nullsLast(Comparator.naturalOrder()))",
    (_run, _self, order: Closure) =>
      new Comparator((a, b) =>
        a === null || b === null ? Number(a === null) - Number(b === null) : toInt(order.call2(a, b)),
      ),
  ],
  [
    "int compare(Object a, Object b)",
    "Comparator.naturalOrder().compare(1, 2)",
    (_run, self, a: Obj, b: Obj) => self.call2(a, b),
  ],
  [
    "Comparator reversed()",
    "[1, 2].toSorted(Comparator.naturalOrder().reversed())",
    (_run, self) => new Comparator((a, b) => toInt(self.call2(b, a))),
  ],
  [
    "Comparator thenComparing(Function key)",
    "['bb', 'a', 'b'].toSorted(Comparator.comparing { it.size() }.thenComparing { it })",
    (_run, self, key: Closure) => {
      const next = key.arity === 2 ? orderOf(key) : (a: Obj, b: Obj) => natural(key.call1(a), key.call1(b));
      return new Comparator((a, b) => toInt(self.call2(a, b)) || next(a, b));
    },
  ],
]);

const elements = (array: Obj): Obj[] => (array instanceof JArray ? array.items : [...(itemsOf(array) ?? [])]);

define(ARRAYS, [
  [
    "static List asList(Object... items)",
    "Arrays.asList(1, 2)",
    (_run, _self, items: Obj[]) => new JList(items, ARRAYS_LIST),
  ],
  [
    "static String toString(Object array)",
    "Arrays.toString([1, 2] as int[])",
    (_run, _self, array: Obj) =>
      array === null
        ? "null"
        : `[${elements(array)
            .map((item) => textOf(item))
            .join(", ")}]`,
  ],
  [
    "static String deepToString(Object array)",
    "Arrays.deepToString([[1], [2]] as int[][])",
    (_run, _self, array: Obj) => textOf(array),
  ],
  [
    "static void sort(Object array)",
    "def a = [2, 1] as int[]\nArrays.sort(a)\na",
    (run, _self, array: Obj) => {
      if (array instanceof JArray) array.items.splice(0, array.items.length, ...sorted(run, array.items));
      else if (array instanceof Bytes)
        array.data.set([...array.data].map((byte) => (byte << 24) >> 24).sort((a, b) => a - b));
      return null;
    },
  ],
  [
    "static void sort(Object[] array, Comparator order)",
    "def a = ['bb', 'a'] as String[]\nArrays.sort(a, Comparator.naturalOrder())\na",
    (run, _self, array: JArray, order: Closure) => {
      array.items.splice(0, array.items.length, ...sorted(run, array.items, order));
      return null;
    },
  ],
  [
    "static void fill(Object[] array, Object item)",
    "def a = new int[2]\nArrays.fill(a, 7)\na",
    (_run, _self, array: JArray, item: Obj) => {
      array.items.fill(item);
      return null;
    },
  ],
  [
    "static boolean equals(Object a, Object b)",
    "Arrays.equals([1] as int[], [1] as int[])",
    (_run, _self, a: Obj, b: Obj) => (a === null || b === null ? a === b : equal(a, b)),
  ],
  [
    "static boolean deepEquals(Object a, Object b)",
    "Arrays.deepEquals([1] as Integer[], [1] as Integer[])",
    (_run, _self, a: Obj, b: Obj) => equal(a, b),
  ],
  [
    "static int hashCode(Object array)",
    "Arrays.hashCode([1, 2] as int[])",
    (_run, _self, array: Obj) => hashList(elements(array)),
  ],
  [
    "static Object[] copyOf(Object array, int size)",
    "Arrays.copyOf([1, 2, 3] as int[], 2)",
    (run, _self, array: Obj, size: number) => copyRange(run, array, 0, size),
  ],
  [
    "static Object[] copyOfRange(Object array, int from, int to)",
    "Arrays.copyOfRange([1, 2, 3] as int[], 1, 3)",
    (run, _self, array: Obj, from: number, to: number) => copyRange(run, array, from, to),
  ],
  [
    "static int binarySearch(Object array, Object item)",
    "Arrays.binarySearch([1, 3] as int[], 3)",
    (_run, _self, array: Obj, item: Obj) => binarySearch(elements(array), item),
  ],
  [
    "static Stream stream(Object array)",
    "Arrays.stream([1, 2] as int[]).sum()",
    (run, _self, array: Obj) => streamOf(run, elements(array)),
  ],
]);

function copyRange(run: Run, array: Obj, from: number, to: number): Obj {
  if (to < from) throw throwNew("java.lang.IllegalArgumentException", `${from} > ${to}`);
  run.take((to - from) * 8);
  if (array instanceof Bytes) {
    const data = new Uint8Array(to - from);
    data.set(array.data.subarray(from, Math.min(to, array.data.length)));
    return new Bytes(data);
  }
  const source = array as JArray;
  return new JArray(
    Array.from({ length: to - from }, (_none, i) => source.items[from + i] ?? emptyElement(source.element)),
    source.element,
  );
}

define(OBJECTS, [
  [
    "static boolean equals(Object a, Object b)",
    "Objects.equals(null, null)",
    (_run, _self, a: Obj, b: Obj) => same(a, b),
  ],
  [
    "static boolean deepEquals(Object a, Object b)",
    "Objects.deepEquals(1, 1)",
    (_run, _self, a: Obj, b: Obj) => equal(a, b),
  ],
  ["static int hash(Object... items)", "Objects.hash(1, 'a')", (_run, _self, items: Obj[]) => hashList(items)],
  ["static int hashCode(Object value)", "Objects.hashCode('a')", (_run, _self, value: Obj) => hashOf(value)],
  ["static String toString(Object value)", "Objects.toString(null)", (_run, _self, value: Obj) => textOf(value)],
  [
    "static String toString(Object value, String otherwise)",
    "Objects.toString(null, 'none')",
    (_run, _self, value: Obj, otherwise: string) => (value === null ? otherwise : textOf(value)),
  ],
  ["static boolean isNull(Object value)", "Objects.isNull(null)", (_run, _self, value: Obj) => value === null],
  ["static boolean nonNull(Object value)", "Objects.nonNull(null)", (_run, _self, value: Obj) => value !== null],
  [
    "static Object requireNonNull(Object value)",
    "Objects.requireNonNull(5)",
    (_run, _self, value: Obj) => {
      if (value === null) throw throwNew("java.lang.NullPointerException", null);
      return value;
    },
  ],
  [
    "static Object requireNonNull(Object value, String message)",
    "Objects.requireNonNull(5, 'missing')",
    (_run, _self, value: Obj, message: string) => {
      if (value === null) throw throwNew("java.lang.NullPointerException", message);
      return value;
    },
  ],
  [
    "static Object requireNonNullElse(Object value, Object otherwise)",
    "Objects.requireNonNullElse(null, 'd')",
    (_run, _self, value: Obj, otherwise: Obj) => value ?? otherwise,
  ],
  [
    "static int compare(Object a, Object b, Comparator order)",
    "Objects.compare(1, 2, Comparator.naturalOrder())",
    (_run, _self, a: Obj, b: Obj, order: Closure) => order.call2(a, b),
  ],
]);
