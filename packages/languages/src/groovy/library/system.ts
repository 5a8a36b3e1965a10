import { hashOf } from "../runtime/hash.ts";
import { identityOf } from "../runtime/key.ts";
import { Bytes, JArray } from "../runtime/list.ts";
import { GObject, type Obj } from "../runtime/object.ts";
import { throwNew } from "../runtime/throwable.ts";
import { declare, OBJECT } from "../runtime/types.ts";
import { define } from "./define.ts";
import { PrintStream } from "./io/print-stream.ts";

const SYSTEM = declare("java.lang.System", OBJECT);

define(SYSTEM, [
  [
    "static long currentTimeMillis()",
    "System.currentTimeMillis() > 0",
    (run) => BigInt(Math.floor(run.exchange.scope.now())),
  ],
  [
    "static long nanoTime()",
    "System.nanoTime() > 0",
    (run) => BigInt(Math.floor(run.exchange.scope.now())) * 1_000_000n,
  ],
  ["static String lineSeparator()", "System.lineSeparator()", () => "\n"],
  [
    "static int identityHashCode(Object value)",
    "System.identityHashCode(null)",
    (_run, _self, value: Obj) => (value === null ? 0 : value instanceof GObject ? identityOf(value) : hashOf(value)),
  ],
  [
    "static String getProperty(String name)",
    "System.getProperty('line.separator')",
    (_run, _self, name: string) => properties.get(name) ?? null,
  ],
  [
    "static String getProperty(String name, String otherwise)",
    "System.getProperty('none', 'x')",
    (_run, _self, name: string, otherwise: string) => properties.get(name) ?? otherwise,
  ],
  [
    "static void arraycopy(Object from, int at, Object to, int start, int count)",
    "def a = new int[3]\nSystem.arraycopy([1, 2] as int[], 0, a, 1, 2)\na",
    (run, _self, from: Obj, at: number, to: Obj, start: number, count: number) => {
      run.steps(count >> 3);
      if (from instanceof Bytes && to instanceof Bytes) {
        check(at, start, count, from.data.length, to.data.length);
        to.data.set(from.data.subarray(at, at + count), start);
      } else if (from instanceof JArray && to instanceof JArray) {
        check(at, start, count, from.items.length, to.items.length);
        const part = from.items.slice(at, at + count);
        part.forEach((item, i) => {
          to.items[start + i] = item;
        });
      } else throw throwNew("java.lang.ArrayStoreException", "arraycopy: type mismatch");
      return null;
    },
  ],
]);
SYSTEM.fields.set("out", (run) => new PrintStream(run));
SYSTEM.fields.set("err", (run) => new PrintStream(run));

function check(at: number, start: number, count: number, from: number, to: number): void {
  if (at < 0 || start < 0 || count < 0 || at + count > from || start + count > to) {
    throw throwNew(
      "java.lang.ArrayIndexOutOfBoundsException",
      `arraycopy: last source index ${at + count} out of bounds for length ${from}`,
    );
  }
}

/** What a script may know of the machine: nothing that tells one from another. */
const properties = new Map([
  ["line.separator", "\n"],
  ["file.separator", "/"],
  ["path.separator", ":"],
  ["file.encoding", "UTF-8"],
  ["java.version", "17"],
]);
