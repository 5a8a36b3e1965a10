import type { GClass } from "./class.ts";
import { GObject, type Obj } from "./object.ts";
import { COMPARABLE, declare, OBJECT } from "./types.ts";

export const DATE = declare("java.util.Date", OBJECT, COMPARABLE);

/** `java.util.Date`: milliseconds since 1970, which `setTime` can change. */
export class JDate extends GObject {
  ms: number;

  constructor(ms: number) {
    super();
    this.ms = ms;
  }

  override get cls(): GClass {
    return DATE;
  }

  override keyText(): string {
    return `T${this.ms}`;
  }

  override compareTo(other: Obj): number | undefined {
    if (!(other instanceof JDate)) return undefined;
    return this.ms < other.ms ? -1 : this.ms > other.ms ? 1 : 0;
  }

  override hash(): number {
    const ms = BigInt(this.ms);
    return Number(BigInt.asIntN(32, ms ^ (ms >> 32n)));
  }
}
