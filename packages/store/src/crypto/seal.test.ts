import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Place } from "./place.ts";
import { seal, sealingKey, unseal } from "./seal.ts";

const ID = randomBytes(8);
const BYTES = randomBytes(32);
const KEY = sealingKey(ID, BYTES);
const PLACE: Place = { tenant: "acme", environment: "test", kind: "variable", name: "token" };

describe("a sealed value", () => {
  test("opens in its place", () => {
    for (const text of ["", "s3cret", "é\0∂🙂", "x".repeat(300_000)])
      expect(unseal(KEY, PLACE, seal(KEY, PLACE, text))?.toString()).toBe(text);
  });

  test("never looks the same twice", () => {
    const seals = Array.from({ length: 1_000 }, () => seal(KEY, PLACE, "s3cret").toString("hex"));
    expect(new Set(seals).size).toBe(seals.length);
    expect(seals.some((sealed) => sealed.includes(Buffer.from("s3cret").toString("hex")))).toBe(false);
  });

  test("does not open with any of its bits changed, cut or added to", () => {
    const sealed = seal(KEY, PLACE, "s3cret");
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(unseal(KEY, PLACE, changed)).toBeUndefined();
    }
    for (let length = 0; length < sealed.length; length++)
      expect(unseal(KEY, PLACE, sealed.subarray(0, length))).toBeUndefined();
    expect(unseal(KEY, PLACE, Buffer.concat([sealed, Buffer.of(0)]))).toBeUndefined();
  });

  test.each<[string, Partial<Place>]>([
    ["tenant", { tenant: "other" }],
    ["environment", { environment: "production" }],
    ["kind", { kind: "secret" }],
    ["name", { name: "other" }],
  ])("does not open under another %s", (_, moved) => {
    expect(unseal(KEY, { ...PLACE, ...moved }, seal(KEY, PLACE, "s3cret"))).toBeUndefined();
  });

  test("does not open where only the borders between the names were moved", () => {
    const sealed = seal(KEY, { ...PLACE, tenant: "a", environment: "b" }, "s3cret");
    expect(unseal(KEY, { ...PLACE, tenant: "a|b", environment: "" }, sealed)).toBeUndefined();
    expect(unseal(KEY, { ...PLACE, tenant: "ab", environment: "" }, sealed)).toBeUndefined();
  });

  test("does not open with another key, nor with the right id on another key", () => {
    const sealed = seal(KEY, PLACE, "s3cret");
    expect(unseal(sealingKey(randomBytes(8), BYTES), PLACE, sealed)).toBeUndefined();
    expect(unseal(sealingKey(ID, randomBytes(32)), PLACE, sealed)).toBeUndefined();
  });
});
