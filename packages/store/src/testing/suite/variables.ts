import { describe, expect, test } from "vitest";
import { givenTenant } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";

export function variableTests({ store }: Suite): void {
  describe("tenant variables", () => {
    test("the two environments are apart, and say who wrote them", async () => {
      const tenant = await givenTenant(store());
      await store().variables.put(tenant, "url", { test: "t", tags: ["loket"] }, "ann");
      await store().variables.put(tenant, "url", { production: "p" }, "bob");
      expect(await store().variables.get(tenant, "url")).toMatchObject({
        test: { value: "t", hasValue: true, encrypted: false, updatedBy: "ann" },
        production: { value: "p", hasValue: true, encrypted: false, updatedBy: "bob" },
        tags: ["loket"],
        createdBy: "ann",
        updatedBy: "bob",
        version: 2,
      });
    });

    test("an encrypted value is shown only to who may see secrets", async () => {
      const tenant = await givenTenant(store());
      await store().variables.put(tenant, "token", { test: "s3cret", encrypted: true }, "ann");
      const hidden = await store().variables.get(tenant, "token");
      expect(hidden?.test).toMatchObject({ value: null, hasValue: true, encrypted: true });
      const [shown] = await store().variables.list(tenant, { secrets: true });
      expect(shown?.test.value).toBe("s3cret");
      expect(await store().variables.read(tenant, "test", "token")).toEqual({ value: "s3cret", encrypted: true });
    });

    test("what was encrypted on one side stays so on both", async () => {
      const tenant = await givenTenant(store());
      await store().variables.put(tenant, "token", { test: "a", encrypted: true }, "ann");
      await store().variables.put(tenant, "token", { test: "b", production: "c", encrypted: false }, "ann");
      const write = { kind: "set", name: "token", value: "d", encrypt: false } as const;
      await store().variables.apply(tenant, "production", [write], "flow");
      expect(await store().variables.get(tenant, "token")).toMatchObject({
        test: { value: null, encrypted: true },
        production: { value: null, encrypted: true },
      });
      expect((await store().variables.read(tenant, "production", "token")).value).toBe("d");
    });

    test("a person who turns encryption on has what is there encrypted too; a flow touches its own side only", async () => {
      const tenant = await givenTenant(store());
      await store().variables.put(tenant, "a", { test: "1", production: "2" }, "ann");
      await store().variables.put(tenant, "a", { encrypted: true }, "ann");
      expect(await store().variables.get(tenant, "a")).toMatchObject({
        test: { encrypted: true },
        production: { encrypted: true },
      });
      await store().variables.put(tenant, "b", { test: "1", production: "2" }, "ann");
      const write = { kind: "set", name: "b", value: "3", encrypt: true } as const;
      await store().variables.apply(tenant, "test", [write], "flow");
      expect(await store().variables.get(tenant, "b")).toMatchObject({
        test: { encrypted: true },
        production: { value: "2", encrypted: false },
      });
    });

    test("a missing variable and a missing value are told apart", async () => {
      const tenant = await givenTenant(store());
      await store().variables.put(tenant, "url", { test: "t", production: null }, "ann");
      await expect(store().variables.read(tenant, "test", "nope")).rejects.toMatchObject({
        code: "VARIABLE_NOT_FOUND",
      });
      await expect(store().variables.read(tenant, "production", "url")).rejects.toMatchObject({
        code: "VARIABLE_NO_VALUE",
      });
      expect(await store().variables.get(tenant, "nope")).toBeUndefined();
    });

    test("an empty text is a value", async () => {
      const tenant = await givenTenant(store());
      await store().variables.put(tenant, "plain", { test: "" }, "ann");
      await store().variables.put(tenant, "sealed", { test: "", encrypted: true }, "ann");
      expect((await store().variables.read(tenant, "test", "plain")).value).toBe("");
      expect((await store().variables.read(tenant, "test", "sealed")).value).toBe("");
    });

    test("a write on an old version is refused, as is making what exists", async () => {
      const tenant = await givenTenant(store());
      await store().variables.put(tenant, "x", { test: "1" }, "ann", 0);
      const conflict = { code: "VARIABLE_CONFLICT" };
      await expect(store().variables.put(tenant, "x", { test: "2" }, "ann", 0)).rejects.toMatchObject(conflict);
      await store().variables.put(tenant, "x", { test: "2" }, "ann", 1);
      await expect(store().variables.remove(tenant, "x", 1)).rejects.toMatchObject(conflict);
      await store().variables.remove(tenant, "x", 2);
      await expect(store().variables.remove(tenant, "x")).rejects.toMatchObject({ code: "VARIABLE_NOT_FOUND" });
    });

    test("a flow's writes are all made, or none", async () => {
      const tenant = await givenTenant(store());
      await store().variables.put(tenant, "there", { test: "now" }, "ann");
      const set = (name: string, value: string, onlyIf?: string | null) =>
        ({ kind: "set", name, value, encrypt: false, onlyIf }) as const;
      const late = [set("new", "1"), set("there", "2", "before")];
      await expect(store().variables.apply(tenant, "test", late, "flow")).rejects.toMatchObject({
        code: "VARIABLE_CONFLICT",
      });
      expect(await store().variables.get(tenant, "new")).toBeUndefined();
      await store().variables.apply(tenant, "test", [set("new", "1", null), set("there", "2", "now")], "flow");
      await expect(store().variables.apply(tenant, "test", [set("new", "3", null)], "flow")).rejects.toMatchObject({
        code: "VARIABLE_CONFLICT",
      });
      expect((await store().variables.read(tenant, "test", "there")).value).toBe("2");
      await store().variables.apply(tenant, "test", [{ kind: "remove", name: "new" }], "flow");
      await expect(
        store().variables.apply(tenant, "test", [{ kind: "remove", name: "new" }], "flow"),
      ).rejects.toMatchObject({ code: "VARIABLE_NOT_FOUND" });
    });

    test("of many conditional writers one wins at a time", async () => {
      const tenant = await givenTenant(store());
      await store().variables.put(tenant, "counter", { test: "0" }, "ann");
      const increment = async (): Promise<void> => {
        for (;;) {
          const { value } = await store().variables.read(tenant, "test", "counter");
          const write = { kind: "set", name: "counter", value: `${Number(value) + 1}`, encrypt: true } as const;
          try {
            return await store().variables.apply(tenant, "test", [{ ...write, onlyIf: value }], "flow");
          } catch (error) {
            if ((error as { code?: string }).code !== "VARIABLE_CONFLICT") throw error;
          }
        }
      };
      await Promise.all(Array.from({ length: 20 }, increment));
      expect((await store().variables.read(tenant, "test", "counter")).value).toBe("20");
    });

    test("writers of the same variables in another order both get through", async () => {
      const tenant = await givenTenant(store());
      const write = (name: string) => ({ kind: "set", name, value: "v", encrypt: false }) as const;
      await Promise.all(
        Array.from({ length: 12 }, (_, at) =>
          store().variables.apply(tenant, "test", [write(at % 2 ? "a" : "b"), write(at % 2 ? "b" : "a")], "flow"),
        ),
      );
      expect(await store().variables.list(tenant)).toMatchObject([{ name: "a", version: 12 }, { name: "b" }]);
    });

    test("a NUL in a plain text is refused, in an encrypted one it is kept", async () => {
      const tenant = await givenTenant(store());
      await expect(store().variables.put(tenant, "x", { test: "a\0b" }, "ann")).rejects.toMatchObject({
        code: "VALUE_INVALID",
      });
      await store().variables.put(tenant, "y", { test: "a\0b", encrypted: true }, "ann");
      expect((await store().variables.read(tenant, "test", "y")).value).toBe("a\0b");
    });

    test("a variable that is said to be secret before it has a value keeps its first one encrypted", async () => {
      const tenant = await givenTenant(store());
      const { test: side, production } = await store().variables.put(tenant, "x", { encrypted: true }, "ann");
      expect([side, production]).toMatchObject([
        { hasValue: false, encrypted: true },
        { hasValue: false, encrypted: true },
      ]);
      await store().variables.put(tenant, "x", { production: "canary" }, "ann");
      expect(await store().variables.get(tenant, "x")).toMatchObject({ production: { encrypted: true, value: null } });
      await expect(store().variables.read(tenant, "test", "x")).rejects.toMatchObject({ code: "VARIABLE_NO_VALUE" });
    });

    test("what a secret was before is known until it is pruned, and is not what it is", async () => {
      const tenant = await givenTenant(store());
      for (const value of ["one", "two", "one", "three"])
        await store().variables.put(tenant, "x", { test: value, encrypted: true }, "ann");
      await store().variables.put(tenant, "plain", { test: "a" }, "ann");
      await store().variables.put(tenant, "plain", { test: "b" }, "ann");
      const values = async () =>
        (await store().variables.past(tenant, "test")).map(({ name, value }) => `${name} ${value}`);
      expect((await values()).sort()).toEqual(["x one", "x one", "x two"]);
      await store().variables.apply(tenant, "test", [{ kind: "set", name: "x", value: "two", encrypt: true }], "flow");
      expect((await values()).sort()).toEqual(["x one", "x one", "x three"]);
      expect(await store().variables.past(tenant, "production")).toEqual([]);
      await store().prune(Date.now() + 60_000);
      expect(await values()).toEqual([]);
    });

    test("there are no variables without their tenant", async () => {
      const put = store().variables.put("nobody", "x", { test: "1" }, "ann");
      await expect(put).rejects.toMatchObject({ code: "API_NOT_FOUND" });
    });
  });
}
