import { expect, test } from "vitest";
import { pageOf } from "./pages.ts";

const items = ["a", "b", "c", "d", "e"];
const self = (item: string) => item;

test("a list without a limit is whole", () => {
  expect(pageOf(items, {}, self)).toEqual({ items });
});

test("pages follow one another to the end", () => {
  const first = pageOf(items, { limit: 2 }, self);
  expect(first).toEqual({ items: ["a", "b"], cursor: "b" });
  const second = pageOf(items, { limit: 2, cursor: "b" }, self);
  expect(second).toEqual({ items: ["c", "d"], cursor: "d" });
  expect(pageOf(items, { limit: 2, cursor: "d" }, self)).toEqual({ items: ["e"] });
  expect(pageOf(items, { limit: 5 }, self)).toEqual({ items });
});

test("a cursor that is gone is said to be", () => {
  expect(() => pageOf(items, { cursor: "x" }, self)).toThrow(expect.objectContaining({ code: "API_INVALID" }));
});
