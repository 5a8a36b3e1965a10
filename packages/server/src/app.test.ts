import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES } from "./api/role.ts";
import { openApiDocument } from "./app.ts";
import { apiRoutes, outsideRoutes } from "./routes/index.ts";
import { startApi, type TestApi } from "./testing/api.ts";

let server: TestApi;
beforeAll(async () => {
  server = await startApi();
});
afterAll(() => server.end());

describe("every route", () => {
  const routes = [...apiRoutes, ...outsideRoutes];

  test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "%s says who may use it",
    (_, route) => {
      expect(["public", ...ROLES]).toContain(route.role);
    },
  );

  test("has a name of its own", () => {
    expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
  });

  test("is refused by the app when it does not say who may use it", async () => {
    const { createApp } = await import("./app.ts");
    const app = await createApp(server.runtime);
    expect(() => app.get("/open", () => "hello")).toThrow("does not say who may use it");
    await app.close();
  });

  const closed = apiRoutes.filter(({ role }) => role !== "public");
  test.each(closed.map((route) => [route.method, route.path] as const))(
    "%s %s is closed without a key",
    async (method, path) => {
      const url = path.replaceAll(/\{\w+\}/g, "x");
      const none = await server.api.as(undefined).send(method, url, method === "GET" ? undefined : {});
      expect(none.status).toBe(401);
      expect(none.headers["www-authenticate"]).toBe('Bearer realm="Mortise"');
      expect((await server.api.as("wrong-key").send(method, url)).body.code).toBe("API_UNAUTHORIZED");
    },
  );

  test.each(
    apiRoutes.filter(({ body }) => body && "properties" in body).map((route) => [route.method, route.path] as const),
  )("%s %s takes no field that it does not know", async (method, path) => {
    const url = path
      .replaceAll("{tenant}", "demo")
      .replaceAll("{run}", "018f0000-0000-7000-8000-000000000000")
      .replaceAll(/\{\w+\}/g, "x");
    const { status, body } = await server.api.send(method, url, { createdBy: "me", tenant_id: "other" });
    expect([400, 404, 422]).toContain(status);
    if (status === 400) expect(body.code).toBe("API_INVALID");
  });
});

describe("openapi.json", () => {
  test("is 3.1, says which role each route needs, and is served as it is", async () => {
    const document = (await openApiDocument()) as {
      openapi: string;
      paths: Record<string, Record<string, { "x-role": string }>>;
    };
    expect(document.openapi).toBe("3.1.0");
    expect(document.paths["/api/v1/tenants/{tenant}/flows/{flow}/install"]?.post?.["x-role"]).toBe("operator");
    expect((await server.api.as(undefined).get("/openapi.json")).body).toEqual(document);
  });

  test("has a page to read, all of it from this machine", async () => {
    const nobody = server.api.as(undefined);
    const page = await nobody.get("/docs");
    expect(page).toMatchObject({
      status: 200,
      headers: { "content-security-policy": expect.stringContaining("default-src 'self'") },
    });
    const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => String(path));
    expect(parts).toHaveLength(5);
    for (const path of parts) expect([path, (await nobody.get(path)).status]).toEqual([path, 200]);
    expect((await nobody.get("/docs/static/package.json")).status).toBe(404);
  });
});

describe("a request that is wrong", () => {
  test.each([
    ["not JSON", '{"a":', { "content-type": "application/json" }, 400, "API_INVALID"],
    ["too deep", `${"[".repeat(300)}${"]".repeat(300)}`, { "content-type": "application/json" }, 400, "API_INVALID"],
    ["meant for a prototype", '{"__proto__": {"id": "x"}}', { "content-type": "application/json" }, 400, "API_INVALID"],
    ["not said to be JSON", "id=x", { "content-type": "application/x-www-form-urlencoded" }, 415, "API_MEDIA_TYPE"],
    ["too large", `{"id": "${"x".repeat(1_000_001)}"}`, { "content-type": "application/json" }, 413, "API_TOO_LARGE"],
    ["empty", "", { "content-type": "application/json" }, 400, "API_INVALID"],
    ["without a field", "{}", { "content-type": "application/json" }, 400, "API_INVALID"],
    ["of the wrong type", '{"id": 5}', { "content-type": "application/json" }, 400, "API_INVALID"],
  ])("because it is %s has its own answer", async (_, body, headers, status, code) => {
    const answer = await server.api.send("POST", "/tenants", body, headers);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answer.body).toMatchObject({ status, code, type: `urn:mortise:error:${code}` });
    expect(answer.status).toBe(status);
  });

  test("points at what is wrong", async () => {
    expect((await server.api.post("/tenants", { id: "x", nam: "y" })).body.pointer).toBe("/nam");
    expect((await server.api.post("/tenants", {})).body.pointer).toBe("/id");
    expect((await server.api.get("/tenants?limit=many")).body.pointer).toBe("/query/limit");
  });

  test.each(["/nothing", "/tenants/demo/nothing", "/tenants/%zz"])("leads nowhere with %s", async (path) => {
    const answer = await server.api.get(path);
    expect([400, 404]).toContain(answer.status);
    expect(answer.body.code).toMatch(/^API_/);
  });

  test.each(["UPPER", "a b", "..", "-x", "x".repeat(64), "é", "a%2Fb", "%00"])(
    "names a tenant that cannot be: %s",
    async (id) => {
      const { status } = await server.api.get(`/tenants/${encodeURI(id)}`);
      expect([400, 404]).toContain(status);
    },
  );
});

describe("outside the API", () => {
  test("the probes are open and say what they know", async () => {
    const nobody = server.api.as(undefined);
    expect((await nobody.get("/healthz")).body).toEqual({ status: "ok" });
    expect((await nobody.get("/readyz")).body).toEqual({ status: "ready", database: "ok", queue: "ok", keys: "ok" });
  });

  test("the figures are for those who have a key", async () => {
    expect((await server.api.as(undefined).get("/metrics")).status).toBe(401);
    const { text, headers } = await server.api.get("/metrics");
    expect(headers["content-type"]).toContain("text/plain");
    expect(text).toContain('mortise_runs_total{trigger="http",status="completed"} 0');
    expect(text).toContain("process_resident_memory_bytes");
  });
});
