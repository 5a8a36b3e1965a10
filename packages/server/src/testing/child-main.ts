// A process of Mortise without its API, for tests and benches that kill it: takes durable runs and fires schedules until
// it dies. Its clock is off by `skew` milliseconds, whoever asks it.
import type { RuntimeOptions } from "../runtime.ts";

const { skew = 0, ...options } = JSON.parse(process.argv[2] ?? "{}") as RuntimeOptions & { readonly skew?: number };

if (skew !== 0) {
  const RealDate = Date;
  class SkewedDate extends RealDate {
    static override now(): number {
      return RealDate.now() + skew;
    }

    constructor(...args: []) {
      if (args.length === 0) super(SkewedDate.now());
      else super(...args);
    }
  }
  globalThis.Date = SkewedDate as DateConstructor;
}

// After the clock is set: what is loaded may look at it.
const { createRuntime } = await import("../runtime.ts");
await createRuntime(options);
process.stdout.write("working\n");
