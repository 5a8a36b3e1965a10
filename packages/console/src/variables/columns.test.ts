import { expect, test } from "vitest";
import type { Variable } from "../api/schema.generated.ts";
import { arranged } from "./columns.ts";

const slot = (value: string | null, updatedAt: string | null = null) => ({
  value,
  hasValue: value !== null,
  encrypted: false,
  updatedAt,
  updatedBy: "ann",
});
const variable = (name: string, test: ReturnType<typeof slot>, production = slot(null)) =>
  ({
    name,
    test,
    production,
    tags: name === "b" ? ["loket"] : [],
    createdAt: "2026",
    createdBy: "jan",
  }) as unknown as Variable;
const all = [
  variable("a", slot("10", "2026-01")),
  variable("b", slot("9", "2026-03")),
  variable("c", slot(null, null), slot("x")),
];
const names = (found: readonly Variable[]) => found.map(({ name }) => name).join("");

test("what was changed last in this environment comes first", () => {
  expect(names(arranged(all, "test", {}, { column: "updated", descending: true }))).toBe("bac");
});

test("numbers sort as numbers", () => {
  expect(names(arranged(all, "test", {}, { column: "value", descending: false }))).toBe("cba");
});

test("every filter must hold, whatever the case", () => {
  expect(names(arranged(all, "test", { tags: "LOK", value: "9" }, { column: "name", descending: false }))).toBe("b");
  expect(names(arranged(all, "production", { value: "X" }, { column: "name", descending: false }))).toBe("c");
});
