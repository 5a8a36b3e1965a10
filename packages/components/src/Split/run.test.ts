import { Exchange, LargeBody, Message as Mail, type Message, type Scope } from "@mortise/contract";
import { expect, test } from "vitest";
import { run } from "./run.ts";

const scope = { timeZone: "UTC" } as Scope;
const SETTINGS = { aggregation: "none", streaming: false, parallel: false } as const;

function split(message: Message, settings: object) {
  const outcome = run(new Exchange("e", scope, message), { ...SETTINGS, ...settings } as never, {} as never) as {
    split: Iterable<Message> & { size?: number };
  };
  return outcome.split;
}

/** A large body of lines, and how much of it was read. */
function large(lines: number) {
  const bytes = Buffer.from("x".repeat(9).concat("\n").repeat(lines));
  const seen = { bytes: 0 };
  const source = {
    bytes: bytes.length,
    read: (from: number, into: Uint8Array) => {
      const found = bytes.subarray(from, from + into.length);
      into.set(found);
      seen.bytes += found.length;
      return found.length;
    },
    close: () => {},
  };
  const message = new Mail();
  message.largeBody = new LargeBody(source, "utf-8");
  return { message, seen };
}

test("reads of a large body what the parts need that are asked for, and no more", () => {
  const { message, seen } = large(100_000);
  const parts = split(message, { token: "\n", streaming: true });
  expect(parts.size).toBeUndefined();
  const iterator = parts[Symbol.iterator]();
  expect(iterator.next().value?.body).toBe("xxxxxxxxx");
  expect(seen.bytes).toBe(65_536);
});

test("counts the parts before, without holding them, when it does not stream", () => {
  const { message, seen } = large(10_000);
  const parts = split(message, { token: "\n" });
  expect(parts.size).toBe(10_000);
  expect([...parts]).toHaveLength(10_000);
  expect(seen.bytes).toBe(200_000);
});

test("goes through ten million empty parts without a message for each at once", () => {
  const parts = split(new Mail(",".repeat(10_000_000)), { token: "," });
  expect(parts.size).toBe(9_999_999);
});

test("refuses a streamed part that is larger than memory shall hold", () => {
  const message = new Mail("x".repeat(11_000_000));
  expect(() => [...split(message, { token: "\n", streaming: true })]).toThrow("over the limit");
  expect([...split(message, { token: "\n" })]).toHaveLength(1);
});
