import type { KeyRecord, KeyStore, SessionStore } from "@mortise/contract";
import { expect, test } from "vitest";
import { bearerKey, KeyRing } from "./keys.ts";
import { authorize } from "./role.ts";

const record: KeyRecord = {
  id: "1",
  tenant: "demo",
  name: "jan@example.com",
  role: "operator",
  scopes: [],
  createdAt: 0,
  lastUsedAt: null,
};

const noSessions = { find: async () => undefined } as unknown as SessionStore;

function ring() {
  const asked: string[] = [];
  const store = {
    find: async (key: string) => {
      asked.push(key);
      return key === "good" ? record : undefined;
    },
  } as unknown as KeyStore;
  return { keys: new KeyRing(store, noSessions), asked };
}

test("a key is looked up once for a while, then known at once", async () => {
  const { keys, asked } = ring();
  expect(await keys.identify("good", "a")).toBe(record);
  expect(keys.identify("good", "a")).toBe(record);
  expect(asked).toEqual(["good"]);
  keys.forget();
  await keys.identify("good", "a");
  expect(asked).toHaveLength(2);
});

test("guessing from one address is stopped, while keys that are known go on", async () => {
  const { keys, asked } = ring();
  await keys.identify("good", "a");
  for (let index = 0; index < 300; index++)
    await expect(keys.identify(`bad${index}`, "a")).rejects.toMatchObject({ code: "API_UNAUTHORIZED" });
  const before = asked.length;
  await expect(keys.identify("bad", "a")).rejects.toMatchObject({ code: "API_RATE" });
  expect(asked).toHaveLength(before);
  expect(keys.identify("good", "a")).toBe(record);
  await expect(keys.identify("bad", "b")).rejects.toMatchObject({ code: "API_UNAUTHORIZED" });
});

test.each([undefined, "", "good", "Basic Z29vZA==", "Bearer ", "Bearer a b"])("%j holds no key", (header) => {
  expect(() => bearerKey(header)).toThrow(expect.objectContaining({ code: "API_UNAUTHORIZED" }));
});

test("the scheme's case does not matter", () => {
  expect(bearerKey("bearer good")).toBe("good");
});

test.each([
  ["viewer", "demo", true],
  ["operator", "demo", true],
  ["admin", "demo", false],
  ["viewer", "other", false],
  ["viewer", null, false],
] as const)("an operator of demo asked for %s in %s", (role, tenant, allowed) => {
  const attempt = () => authorize(record, role, tenant);
  if (allowed) expect(attempt).not.toThrow();
  else expect(attempt).toThrow(expect.objectContaining({ code: "API_FORBIDDEN" }));
});
