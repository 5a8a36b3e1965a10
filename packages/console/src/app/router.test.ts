import { expect, test } from "vitest";
import { addressOfPlace, readPlace } from "./router.ts";

const read = (path: string) => {
  const { query, ...place } = readPlace(new URL(path, "http://localhost"));
  return { ...place, ...Object.fromEntries(query) };
};

test.each([
  ["/", { page: "flows" }],
  ["/t/demo", { tenant: "demo", page: "flows" }],
  ["/t/demo/runs/018f?step=3", { tenant: "demo", page: "runs", item: "018f", step: "3" }],
  ["/t/demo/flows/A%20%2F%20B/settings", { tenant: "demo", page: "flows", item: "A / B", part: "settings" }],
  ["/t/demo/nothing", { tenant: "demo", page: "flows" }],
  ["/t/demo/flows/100%", { tenant: "demo", page: "flows", item: "100%" }],
])("%s is a place", (path, place) => {
  expect(read(path)).toEqual(place);
});

test("an address leads back to the place it was made of", () => {
  const address = addressOfPlace({
    tenant: "demo",
    page: "flows",
    item: "A / B?",
    part: "versions",
    query: { a: "1" },
  });
  expect(read(address)).toEqual({ tenant: "demo", page: "flows", item: "A / B?", part: "versions", a: "1" });
});
