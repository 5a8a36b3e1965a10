import { describe, expect, it } from "vitest";
import { LargeBody } from "./large-body.ts";
import { Message } from "./message.ts";

/** A body of bytes in memory that counts how they are read. */
function bodyOf(bytes: Uint8Array, charset?: string) {
  const reads: number[] = [];
  const source = {
    bytes: bytes.length,
    read: (from: number, into: Uint8Array) => {
      const found = bytes.subarray(from, from + into.length);
      into.set(found);
      reads.push(found.length);
      return found.length;
    },
    close: () => {},
  };
  return { body: new LargeBody(source, charset), reads };
}

const text = `${"é".repeat(40_000)}end`;

describe("a large body", () => {
  it("is read piece by piece, and a character that two pieces share stays whole", () => {
    const { body, reads } = bodyOf(Buffer.from(`x${text}`), "utf-8");
    expect([...body.texts()].join("")).toBe(`x${text}`);
    expect(reads).toEqual([65_536, 14_468]);
  });

  it("is whole for who asks the message for its body, as text or as bytes", () => {
    const message = new Message();
    message.largeBody = bodyOf(Buffer.from(text), "utf-8").body;
    expect(message.body).toBe(text);
    message.largeBody = bodyOf(Buffer.from(text, "latin1"), "iso-8859-1").body;
    expect(message.body).toBe(text);
    message.largeBody = bodyOf(new Uint8Array([0, 255])).body;
    expect(message.body).toEqual(new Uint8Array([0, 255]));
    expect(message.encode()).toEqual({ headers: {}, body: { $base64: "AP8=" } });
  });

  it("goes along with a fork, and is gone from a message that gets another", () => {
    const message = new Message();
    const { body, reads } = bodyOf(Buffer.from(text));
    message.largeBody = body;
    const fork = message.fork();
    expect(fork.largeBody).toBe(body);
    fork.body = "short";
    expect(fork.largeBody).toBeUndefined();
    expect(message.largeBody).toBe(body);
    expect(reads).toEqual([]);
  });
});
