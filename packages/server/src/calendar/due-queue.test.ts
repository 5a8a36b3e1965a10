import fc from "fast-check";
import { expect, test } from "vitest";
import { DueQueue } from "./due-queue.ts";

test("gives back what is due, the earliest first, and keeps the rest", () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined })),
      fc.integer({ min: 0, max: 50 }),
      (instants, now) => {
        const queue = new DueQueue<{ next: number | undefined }>();
        for (const next of instants) queue.push({ next });
        const known = instants.filter((next) => next !== undefined).sort((left, right) => left - right);
        expect(queue.next).toBe(known[0]);
        expect(queue.take(now).map(({ next }) => next)).toEqual(known.filter((next) => next <= now));
        expect(queue.take(100).map(({ next }) => next)).toEqual(known.filter((next) => next > now));
      },
    ),
  );
});
