import type { GClass } from "./class.ts";
import type { JMap } from "./map.ts";
import type { Run } from "./run.ts";

/**
 * A value inside a script. An Integer is a number, a Long a bigint, a String a string; every other type of Groovy is
 * a class of ours, so that no JavaScript object with a prototype of its own is ever in a script's hands.
 */
export type Obj = null | boolean | number | bigint | string | GObject;

/** What has an identity or a type that JavaScript's primitives cannot show. */
export abstract class GObject {
  abstract get cls(): GClass;
  /** A text that it shares with whatever is equal to it. Absent: equal only to itself. */
  keyText?(): string;
  /** A String key that a map finds by it, though that String is not equal to it. */
  otherKey?(): string;
  /** Java's `equals()`, where that is neither identity nor the text of the key. */
  equals?(other: Obj): boolean;
  /** Its place in an order; undefined beside what it cannot be compared with. */
  compareTo?(other: Obj): number | undefined;
  /** Whether what is asked of it and unknown is asked of its text. */
  actsAsText?(): boolean;
  /** What `++` or `--` makes of it. */
  successor?(step: number): Obj | undefined;
  /** Whether a value belongs to it: `in` and `case`. */
  isCase?(run: Run, value: Obj): boolean | undefined;
  /** Groovy's truth of it, where it is not simply there. */
  truth?(): boolean;
  /** Its items, where it is some collection of the library's own. */
  children?(): readonly Obj[] | undefined;
  /** Its `toString()`, where that is not the class and an identity. */
  text?(): string;
  /** Java's `hashCode()`, where it differs from what the text of the key gives. */
  hash?(): number;
  /** What JSON shows of it: its properties. */
  jsonProperties?(run: Run): JMap | undefined;
  /** A property that is no getter of the allow-list; undefined where there is none. */
  getProperty?(run: Run, name: string): Obj | undefined;
  /** Sets such a property; false where there is none. */
  setProperty?(run: Run, name: string, value: Obj): boolean;
  /** A call of a method that is not on the allow-list, such as a builder's; undefined where there is none. */
  invokeMethod?(run: Run, name: string, args: readonly Obj[]): Obj | undefined;
}
