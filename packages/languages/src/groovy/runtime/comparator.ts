import { NativeClosure } from "./closure.ts";
import type { Obj } from "./object.ts";
import { COMPARATOR } from "./types.ts";

/** A comparator of the library, called as any closure of two parameters. */
export class Comparator extends NativeClosure {
  constructor(order: (left: Obj, right: Obj) => number) {
    super(2, ([left = null, right = null]) => order(left, right));
  }
  override get cls() {
    return COMPARATOR;
  }
}
