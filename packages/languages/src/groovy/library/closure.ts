import {
  CLOSURE,
  type Closure,
  DELEGATE_FIRST,
  DELEGATE_ONLY,
  NativeClosure,
  OWNER_FIRST,
  OWNER_ONLY,
  TO_SELF,
} from "../runtime/closure.ts";
import { keyText } from "../runtime/key.ts";
import { JList } from "../runtime/list.ts";
import type { Obj } from "../runtime/object.ts";
import { truth } from "../runtime/truth.ts";
import { declareInterface } from "../runtime/types.ts";
import { define, defineFields } from "./define.ts";

defineFields(CLOSURE, { OWNER_FIRST, DELEGATE_FIRST, OWNER_ONLY, DELEGATE_ONLY, TO_SELF });
CLOSURE.fields.set("IDENTITY", () => new NativeClosure(1, ([value = null]) => value));

/** Results that are waiting to be called: a trampoline turns recursion into a loop. */
class Bounce extends NativeClosure {}

function bounce(closure: Closure, given: readonly Obj[]): Bounce {
  return new Bounce(closure.arity, (args) => {
    let result = closure.call(args.length ? args : given);
    while (result instanceof Bounce) result = result.call([]);
    return result;
  });
}

/** A step of a trampoline, which its loop calls; only the loop itself runs on. */
function step(closure: Closure, given: readonly Obj[]): Bounce {
  return new Bounce(0, () => original(closure).call(given));
}

const originals = new WeakMap<Closure, Closure>();

function original(closure: Closure): Closure {
  return originals.get(closure) ?? closure;
}

function memoized(closure: Closure, max: number): NativeClosure {
  const results = new Map<string, Obj>();
  return new NativeClosure(closure.arity, (args) => {
    const key = args.map(keyText).join(",");
    let result = results.get(key);
    if (result === undefined) {
      result = closure.call(args);
      results.set(key, result);
      if (results.size > max) results.delete(results.keys().next().value as string);
    }
    return result;
  });
}

const left = (arity: number) => Math.max(0, arity);

define<Closure>(CLOSURE, [
  ["Object call(Object... args)", "({ a, b -> a + b }).call(1, 2)", (_run, self, args: Obj[]) => self.call(args)],
  [
    "Closure curry(Object... args)",
    "({ a, b -> a - b }).curry(5)(2)",
    (_run, self, args: Obj[]) =>
      new NativeClosure(left(self.arity - args.length), (more) => self.call([...args, ...more])),
  ],
  [
    "Closure rcurry(Object... args)",
    "({ a, b -> a - b }).rcurry(5)(2)",
    (_run, self, args: Obj[]) =>
      new NativeClosure(left(self.arity - args.length), (more) => self.call([...more, ...args])),
  ],
  [
    "Closure ncurry(int index, Object... args)",
    "({ a, b, c -> a + b + c }).ncurry(1, 'x')('a', 'b')",
    (_run, self, index: number, args: Obj[]) =>
      new NativeClosure(left(self.arity - args.length), (more) =>
        self.call([...more.slice(0, index), ...args, ...more.slice(index)]),
      ),
  ],
  [
    "Closure rightShift(Closure next)",
    "({ it + 1 } >> { it * 2 })(3)",
    (_run, self, next: Closure) => new NativeClosure(self.arity, (args) => next.call1(self.call(args))),
  ],
  [
    "Closure leftShift(Closure first)",
    "({ it + 1 } << { it * 2 })(3)",
    (_run, self, first: Closure) => new NativeClosure(first.arity, (args) => self.call1(first.call(args))),
  ],
  ["Object leftShift(Object arg)", "({ it + 1 }) << 2", (_run, self, arg: Obj) => self.call1(arg)],
  [
    "Closure andThen(Closure next)",
    "({ it + 1 }).andThen { it * 2 }.call(3)",
    (_run, self, next: Closure) => new NativeClosure(self.arity, (args) => next.call1(self.call(args))),
  ],
  [
    "Closure compose(Closure first)",
    "({ it + 1 }).compose { it * 2 }.call(3)",
    (_run, self, first: Closure) => new NativeClosure(first.arity, (args) => self.call1(first.call(args))),
  ],
  [
    "Closure memoize()",
    "def n = 0\ndef c = { n++; it * 2 }.memoize()\nc(1); c(1)\nn",
    (_run, self) => memoized(self, Number.POSITIVE_INFINITY),
  ],
  [
    "Closure memoizeAtMost(int max)",
    "({ it * 2 }).memoizeAtMost(10)(3)",
    (_run, self, max: number) => memoized(self, max),
  ],
  [
    "Closure memoizeAtLeast(int min)",
    "({ it * 2 }).memoizeAtLeast(10)(3)",
    (_run, self, _min: number) => memoized(self, Number.POSITIVE_INFINITY),
  ],
  [
    "Closure memoizeBetween(int min, int max)",
    "({ it * 2 }).memoizeBetween(1, 10)(3)",
    (_run, self, _min: number, max: number) => memoized(self, max),
  ],
  [
    "Closure trampoline()",
    "def f\nf = { n, t = 0 -> n == 0 ? t : f.trampoline(n - 1, t + n) }.trampoline()\nf(100)",
    (_run, self) => {
      const made = bounce(self, []);
      originals.set(made, self);
      return made;
    },
  ],
  [
    "Closure trampoline(Object... args)",
    "def f\nf = { n -> n == 0 ? 'done' : f.trampoline(n - 1) }.trampoline()\nf(10)",
    (_run, self, args: Obj[]) => step(self, args),
  ],
  ["Object getOwner()", "({ -> }).owner != null", (_run, self) => self.owner],
  ["Object getDelegate()", "({ -> }).delegate != null", (_run, self) => self.delegate],
  [
    "void setDelegate(Object delegate)",
    "def c = { size() }\nc.delegate = [1, 2]\nc.resolveStrategy = Closure.DELEGATE_FIRST\nc()",
    (_run, self, delegate: Obj) => {
      self.delegate = delegate;
      return null;
    },
  ],
  ["int getResolveStrategy()", "({ -> }).resolveStrategy", (_run, self) => self.strategy],
  [
    "void setResolveStrategy(int strategy)",
    "def c = { 1 }\nc.setResolveStrategy(Closure.DELEGATE_ONLY)\nc()",
    (_run, self, strategy: number) => {
      self.strategy = strategy;
      return null;
    },
  ],
  ["int getMaximumNumberOfParameters()", "({ a, b -> }).maximumNumberOfParameters", (_run, self) => self.arity],
  [
    "Class[] getParameterTypes()",
    "({ String a -> }).parameterTypes.size()",
    (_run, self) => new JList([...(self.parameterTypes ?? [])]),
  ],
  [
    "Closure rehydrate(Object delegate, Object owner, Object thisObject)",
    "({ it }).rehydrate(null, null, null)(5)",
    (_run, self, delegate: Obj, owner: Obj, _this: Obj) => {
      const copy = self.copy();
      copy.delegate = delegate;
      copy.owner = owner;
      return copy;
    },
  ],
  ["Closure dehydrate()", "({ 5 }).dehydrate()()", (_run, self) => self.copy()],
  ["Object clone()", "({ it }).clone()(5)", (_run, self) => self.copy()],
  ["boolean isCase(Object value)", "({ it > 1 }).isCase(2)", (_run, self, value: Obj) => truth(self.call1(value))],
  ["Closure asWritable()", "({ 5 }).asWritable()()", (_run, self) => self],
  [
    "Object run()",
    "({ -> 5 }).run()",
    (_run, self) => {
      self.call([]);
      return null;
    },
  ],
  [
    "Object apply(Object... args)",
    "({ it + 1 } as java.util.function.Function).apply(1)",
    (_run, self, args: Obj[]) => self.call(args),
  ],
  [
    "boolean test(Object... args)",
    "({ it > 1 } as java.util.function.Predicate).test(2)",
    (_run, self, args: Obj[]) => truth(self.call(args)),
  ],
  ["Object get()", "({ 5 } as java.util.function.Supplier).get()", (_run, self) => self.call([])],
  [
    "void accept(Object... args)",
    "({ it } as java.util.function.Consumer).accept(1)",
    (_run, self, args: Obj[]) => {
      self.call(args);
      return null;
    },
  ],
  [
    "int compare(Object a, Object b)",
    "({ a, b -> a <=> b } as Comparator).compare(1, 2)",
    (_run, self, a: Obj, b: Obj) => self.call2(a, b),
  ],
]);

for (const name of [
  "Function",
  "BiFunction",
  "Predicate",
  "BiPredicate",
  "Supplier",
  "Consumer",
  "BiConsumer",
  "UnaryOperator",
  "BinaryOperator",
  "ToIntFunction",
  "IntFunction",
  "IntPredicate",
]) {
  declareInterface(`java.util.function.${name}`);
}
