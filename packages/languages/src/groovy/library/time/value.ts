import type { GClass } from "../../runtime/class.ts";
import { GObject, type Obj } from "../../runtime/object.ts";

/** What every value of js-joda can do. */
export interface JodaValue {
  toString(): string;
  equals?(other: unknown): boolean;
  hashCode?(): number;
  compareTo?(other: never): number;
}

/** A value of java.time. Immutable. */
export class TimeValue<V extends JodaValue = JodaValue> extends GObject {
  readonly v: V;
  readonly #cls: GClass;

  constructor(cls: GClass, v: V) {
    super();
    this.#cls = cls;
    this.v = v;
  }

  override get cls(): GClass {
    return this.#cls;
  }

  override keyText(): string {
    return `J${this.#cls.name}:${this.v}`;
  }

  override equals(other: Obj): boolean {
    return other instanceof TimeValue && other.cls === this.#cls && (this.v.equals?.(other.v) ?? this.v === other.v);
  }

  override compareTo(other: Obj): number | undefined {
    return other instanceof TimeValue && other.cls === this.#cls ? this.v.compareTo?.(other.v as never) : undefined;
  }

  override hash(): number {
    return (this.v.hashCode?.() ?? 0) | 0;
  }

  override text(): string {
    return this.v.toString();
  }

  override successor(step: number): Obj | undefined {
    return nextValue(this, step);
  }
}

let nextValue: (value: TimeValue, step: number) => Obj | undefined = () => undefined;
/** Says what comes after a value: the next day, the next month. */
export function setSuccessor(how: typeof nextValue): void {
  nextValue = how;
}
