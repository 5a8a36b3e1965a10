import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi, type TestApi } from "../testing/api.ts";
import type { TestClient } from "../testing/client.ts";

let server: TestApi;
let api: TestClient;
beforeAll(async () => {
  server = await startApi();
  api = server.api;
});
afterAll(() => server.end());

/** A client with a new key of a tenant. */
async function keyOf(tenant: string, role: string, scopes: string[] = []): Promise<TestClient> {
  const { body, status } = await api.post(`/tenants/${tenant}/keys`, { name: `${role}@example.com`, role, scopes });
  expect(status).toBe(201);
  return api.as(body.key);
}

describe("tenants", () => {
  test("are made, shown, renamed under their version, and removed", async () => {
    const made = await api.post("/tenants", { id: "klant-a", name: "Klant A" });
    expect(made).toMatchObject({
      status: 201,
      body: { id: "klant-a", name: "Klant A", version: 1 },
      headers: { etag: '"1"' },
    });
    expect((await api.post("/tenants", { id: "klant-a" })).status).toBe(409);
    expect((await api.patch("/tenants/klant-a", { name: "A" }, { "if-match": '"1"' })).body).toMatchObject({
      name: "A",
      version: 2,
    });
    expect((await api.patch("/tenants/klant-a", { name: "B" }, { "if-match": '"1"' })).status).toBe(409);
    expect((await api.patch("/tenants/klant-a", { name: "B" }, { "if-match": "one" })).status).toBe(400);
    expect((await api.get("/tenants")).body.items.map(({ id }: { id: string }) => id)).toContain("klant-a");
    expect((await api.delete("/tenants/klant-a")).status).toBe(204);
    expect((await api.get("/tenants/klant-a")).status).toBe(404);
  });

  test("page by a cursor", async () => {
    for (const id of ["page-1", "page-2", "page-3"]) await api.post("/tenants", { id });
    const first = (await api.get("/tenants?limit=2")).body;
    expect(first.items).toHaveLength(2);
    const second = (await api.get(`/tenants?limit=2&cursor=${encodeURIComponent(first.cursor)}`)).body;
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });

  test("do not see one another, whether they exist or not", async () => {
    await api.post("/tenants", { id: "wall" });
    const viewer = await keyOf("wall", "admin");
    for (const path of [
      "/tenants/demo",
      "/tenants/demo/variables",
      "/tenants/nobody",
      "/tenants/demo/keys",
      "/tenants/demo/runs",
    ]) {
      const { status, body } = await viewer.get(path);
      expect([path, status, body.code]).toEqual([path, 403, "API_FORBIDDEN"]);
    }
    expect((await viewer.get("/tenants")).body.items).toEqual([expect.objectContaining({ id: "wall" })]);
    expect((await viewer.post("/tenants", { id: "more" })).status).toBe(403);
    expect((await viewer.delete("/tenants/wall")).status).toBe(403);
  });
});

describe("keys", () => {
  test("allow what their role and those below it allow", async () => {
    const [viewer, editor, operator, admin] = await Promise.all(
      ["viewer", "editor", "operator", "admin"].map((role) => keyOf("demo", role)),
    );
    const asked = async (client: TestClient | undefined) => [
      (await client?.get("/tenants/demo/variables"))?.status,
      (await client?.put("/tenants/demo/variables/x", { test: { value: "1" } }))?.status,
      (await client?.post("/tenants/demo/flows/none/start", { environment: "test" }))?.status,
      (await client?.get("/tenants/demo/audit"))?.status,
    ];
    expect(await asked(viewer)).toEqual([200, 403, 403, 403]);
    expect(await asked(editor)).toEqual([200, 200, 403, 403]);
    expect(await asked(operator)).toEqual([200, 200, 409, 403]);
    expect(await asked(admin)).toEqual([200, 200, 409, 200]);
  });

  test("are shown once, listed without themselves, and gone when removed", async () => {
    const made = (await api.post("/tenants/demo/keys", { name: "jan@example.com", role: "viewer" })).body;
    const client = api.as(made.key);
    expect((await client.get("/tenants/demo")).status).toBe(200);
    expect((await api.get("/tenants/demo/keys")).text).not.toContain(made.key);
    expect((await api.delete(`/tenants/demo/keys/${made.id}`)).status).toBe(204);
    expect((await client.get("/tenants/demo")).status).toBe(401);
    expect((await api.delete(`/tenants/demo/keys/${made.id}`)).status).toBe(404);
  });

  test("leave who did what in the audit", async () => {
    const editor = await keyOf("demo", "editor");
    await editor.put("/tenants/demo/variables/audited", { test: { value: "hunter2-value" } });
    const { body, text } = await api.get("/tenants/demo/audit?limit=1");
    expect(body.items[0]).toMatchObject({ who: "editor@example.com", action: "variable.put", target: "audited" });
    expect(text).not.toContain("hunter2-value");
  });
});

describe("variables", () => {
  test("are secret from the first value on, where that was said before there was one", async () => {
    const path = "/tenants/demo/variables/Said_Before";
    expect((await api.put(path, { encrypted: true })).body).toMatchObject({
      encrypted: true,
      test: { hasValue: false },
    });
    await api.put(path, { test: { value: "canary" } });
    expect((await api.get(path)).body).toMatchObject({ encrypted: true, test: { hasValue: true, encrypted: true } });
  });

  test("are not called as what their address means already", async () => {
    const refused = await api.put("/tenants/demo/variables/export", { test: { value: "1" } });
    expect(refused).toMatchObject({
      status: 400,
      body: { code: "API_INVALID", detail: expect.stringContaining("export") },
    });
    const side = { value: null };
    const variables = [{ name: "import", test: side, production: side, encrypted: false }];
    expect((await api.post("/tenants/demo/variables/import", { variables })).body.pointer).toBe("/variables/0/name");
  });

  test("keep a value for each environment, with who and when, under a version", async () => {
    const path = "/tenants/demo/variables/Loket_Url_KLANT";
    const made = await api.put(path, { test: { value: "https://test" }, tags: ["loket"] });
    expect(made.body).toMatchObject({
      name: "Loket_Url_KLANT",
      test: { value: "https://test", hasValue: true, encrypted: false, updatedBy: "admin" },
      production: { value: null, hasValue: false },
      encrypted: false,
      tags: ["loket"],
      createdBy: "admin",
    });
    expect(
      (await api.put(path, { production: { value: "https://live" } }, { "if-match": made.headers.etag as string }))
        .body,
    ).toMatchObject({
      test: { value: "https://test" },
      production: { value: "https://live" },
      tags: ["loket"],
    });
    const stale = await api.put(path, { test: { value: "x" } }, { "if-match": made.headers.etag as string });
    expect(stale).toMatchObject({ status: 409, body: { code: "VARIABLE_CONFLICT" } });
    expect((await api.put(path, {}, { "if-none-match": "*" })).status).toBe(409);
    expect((await api.delete(path)).status).toBe(204);
    expect((await api.get(path)).status).toBe(404);
  });

  test("that are encrypted show to nobody without the scope secrets", async () => {
    const path = "/tenants/demo/variables/Token_KLANT";
    await api.put(path, { test: { value: "s3cret-token" }, encrypted: true });
    const plain = await keyOf("demo", "admin");
    for (const where of [path, "/tenants/demo/variables", "/tenants/demo/variables/export"])
      expect((await plain.get(where)).text).not.toContain("s3cret-token");
    expect((await plain.get(path)).body).toMatchObject({
      encrypted: true,
      test: { value: null, hasValue: true, encrypted: true },
    });
    expect((await plain.put(path, { test: { value: "s3cret-two" } })).body.test.value).toBeNull();
    const trusted = await keyOf("demo", "viewer", ["secrets"]);
    expect((await trusted.get(path)).body.test.value).toBe("s3cret-two");
  });

  test.each(["a b", "a/b", "é", "x".repeat(201), "@{x}"])("cannot be called %s", async (name) => {
    expect((await api.put(`/tenants/demo/variables/${encodeURIComponent(name)}`, {})).status).toBe(400);
  });

  test("travel in an export, and come in without emptying what is there", async () => {
    await api.post("/tenants", { id: "from" });
    await api.post("/tenants", { id: "to" });
    await api.put("/tenants/from/variables/plain", { test: { value: "1" }, production: { value: "2" } });
    await api.put("/tenants/from/variables/hidden", { test: { value: "secret-value" }, encrypted: true });
    await api.put("/tenants/to/variables/hidden", { test: { value: "own-secret" }, encrypted: true });
    const exported = (await (await keyOf("from", "viewer")).get("/tenants/from/variables/export")).body;
    expect((await api.post("/tenants/to/variables/import", { ...exported, dryRun: true })).body.created).toEqual([
      "plain",
    ]);
    expect((await api.get("/tenants/to/variables")).body.items).toHaveLength(1);
    const done = await api.post("/tenants/to/variables/import", { ...exported, existing: "replace" });
    expect(done.body).toEqual({ created: ["plain"], replaced: ["hidden"], kept: [], withoutValue: ["hidden"] });
    const trusted = await keyOf("to", "viewer", ["secrets"]);
    expect((await trusted.get("/tenants/to/variables/hidden")).body.test.value).toBe("own-secret");
  });
});
