import type { GClass } from "../../runtime/class.ts";
import type { Closure } from "../../runtime/closure.ts";
import { keyText } from "../../runtime/key.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import { textOf } from "../../runtime/text.ts";
import { type Throwable, Thrown, throwNew } from "../../runtime/throwable.ts";
import { truth } from "../../runtime/truth.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";

export const OPTIONAL = declare("java.util.Optional", OBJECT);

/** `java.util.Optional`. */
export class Optional extends GObject {
  readonly value: Obj;

  constructor(value: Obj) {
    super();
    this.value = value;
  }

  override get cls(): GClass {
    return OPTIONAL;
  }

  override keyText(): string {
    return `O${keyText(this.value)}`;
  }

  override text(): string {
    return this.value === null ? "Optional.empty" : `Optional[${textOf(this.value)}]`;
  }

  override truth(): boolean {
    return this.value !== null;
  }
}

function present(self: Optional): Obj {
  if (self.value === null) throw throwNew("java.util.NoSuchElementException", "No value present");
  return self.value;
}

define<Optional>(OPTIONAL, [
  [
    "static Optional of(Object value)",
    "Optional.of('x').get()",
    (_run, _self, value: Obj) => {
      if (value === null) throw throwNew("java.lang.NullPointerException", null);
      return new Optional(value);
    },
  ],
  [
    "static Optional ofNullable(Object value)",
    "Optional.ofNullable(null).isPresent()",
    (_run, _self, value: Obj) => new Optional(value),
  ],
  ["static Optional empty()", "Optional.empty().isPresent()", () => new Optional(null)],
  ["Object get()", "Optional.of(5).get()", (_run, self) => present(self)],
  ["int getAsInt()", "java.util.stream.IntStream.of(5).max().getAsInt()", (_run, self) => present(self)],
  ["long getAsLong()", "java.util.stream.IntStream.of(5).max().getAsInt()", (_run, self) => present(self)],
  ["double getAsDouble()", "java.util.stream.IntStream.of(5).average().getAsDouble()", (_run, self) => present(self)],
  ["boolean isPresent()", "Optional.of(5).isPresent()", (_run, self) => self.value !== null],
  ["boolean isEmpty()", "Optional.of(5).isEmpty()", (_run, self) => self.value === null],
  ["Object orElse(Object other)", "Optional.empty().orElse('d')", (_run, self, other: Obj) => self.value ?? other],
  [
    "Object orElseGet(Supplier make)",
    "Optional.empty().orElseGet { 'd' }",
    (_run, self, make: Closure) => self.value ?? make.call([]),
  ],
  ["Object orElseThrow()", "Optional.of(5).orElseThrow()", (_run, self) => present(self)],
  [
    "Object orElseThrow(Supplier make)",
    "Optional.of(5).orElseThrow { new RuntimeException('none') }",
    (_run, self, make: Closure) => {
      if (self.value === null) throw new Thrown(make.call([]) as Throwable);
      return self.value;
    },
  ],
  [
    "Optional map(Function transform)",
    "Optional.of('x').map { it + 'y' }.get()",
    (_run, self, transform: Closure) => new Optional(self.value === null ? null : transform.call1(self.value)),
  ],
  [
    "Optional flatMap(Function transform)",
    "Optional.of(5).flatMap { Optional.of(it + 1) }.get()",
    (_run, self, transform: Closure) => (self.value === null ? self : transform.call1(self.value)),
  ],
  [
    "Optional filter(Predicate condition)",
    "Optional.of(5).filter { it > 9 }.isPresent()",
    (_run, self, condition: Closure) =>
      self.value !== null && truth(condition.call1(self.value)) ? self : new Optional(null),
  ],
  [
    "Optional or(Supplier make)",
    "Optional.empty().or { Optional.of(1) }.get()",
    (_run, self, make: Closure) => (self.value === null ? make.call([]) : self),
  ],
  [
    "void ifPresent(Consumer action)",
    "def n = 0\nOptional.of(5).ifPresent { n = it }\nn",
    (_run, self, action: Closure) => {
      if (self.value !== null) action.call1(self.value);
      return null;
    },
  ],
  [
    "void ifPresentOrElse(Consumer action, Runnable otherwise)",
    "def n = 0\nOptional.empty().ifPresentOrElse({ n = it }, { n = -1 })\nn",
    (_run, self, action: Closure, otherwise: Closure) => {
      if (self.value !== null) action.call1(self.value);
      else otherwise.call([]);
      return null;
    },
  ],
]);
