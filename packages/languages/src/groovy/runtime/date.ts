import type { GClass } from "./class.ts";
import { GObject, type Obj } from "./object.ts";
import { COMPARABLE, declare, OBJECT } from "./types.ts";

export const DATE = declare("java.util.Date", OBJECT, COMPARABLE);

/** How a date is written, set by the library, and the zone of the run: it is in no other, as runs are synchronous. */
export const dateTexts = { zone: "UTC" } as {
  zone: string;
  write(ms: number, zone: string): string;
  /** The same time of day, so many days on. */
  plusDays(ms: number, zone: string, days: number): number;
};

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

  /** In the zone of the flow whose script runs. */
  override text(): string {
    return dateTexts.write(this.ms, dateTexts.zone);
  }

  override successor(step: number): JDate {
    return new JDate(dateTexts.plusDays(this.ms, dateTexts.zone, step));
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
