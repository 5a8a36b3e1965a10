import type { Role } from "@mortise/contract";
import { openApiDocument } from "@mortise/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi, type TestApi } from "../../packages/server/src/testing/api.ts";
import { revealed } from "./bench.ts";

interface Schema {
  readonly type?: string;
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly pattern?: string;
}

interface Operation {
  readonly "x-role": Role | "public";
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: { readonly "application/json": { readonly schema: Schema } } };
}

interface OneRoute extends Operation {
  readonly method: string;
  readonly path: string;
}

const ROLES: readonly Role[] = ["viewer", "editor", "operator", "admin"];
const IDS: { readonly [name: string]: string } = {
  flow: "held",
  run: "00000000-0000-7000-8000-000000000000",
  name: "held",
  key: "nobody",
  number: "1",
};

const { paths } = (await openApiDocument()) as { paths: { [path: string]: { [method: string]: Operation } } };
const routes: OneRoute[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
);
const guarded = routes.filter((route) => route["x-role"] !== "public");
const named = (list: readonly OneRoute[]) => list.map((route) => [`${route.method} ${route.path}`, route] as const);

let server: TestApi;
const keys = new Map<string, string>();

beforeAll(async () => {
  server = await startApi();
  await server.api.post("/tenants", { id: "other" });
  for (const tenant of ["demo", "other"]) {
    for (const role of ROLES) {
      const made = await server.api.post(`/tenants/${tenant}/keys`, { name: role, role });
      keys.set(`${tenant}:${role}`, made.body.key);
    }
    await server.api.post(`/tenants/${tenant}/flows`, { flow: 1, name: "held", nodes: [], links: [] });
    await server.api.put(`/tenants/${tenant}/variables/held`, { test: { value: `canary-of-${tenant}` } });
  }
});
afterAll(() => server?.end());

async function ask(route: OneRoute, key: string | undefined, ids: object = {}, body?: unknown, query = "") {
  const given: { readonly [name: string]: string } = { tenant: "demo", ...IDS, ...ids };
  const url = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given[name] ?? "x"));
  const answer = await server.app.inject({
    method: route.method as "GET",
    url: url + query,
    headers: { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
    ...(body === undefined ? {} : { payload: body as object }),
  });
  expect(answer.statusCode, `${route.method} ${url}: ${answer.body}`).not.toBe(500);
  expect(revealed(answer.body)).toEqual([]);
  return answer;
}

const bodyOf = (route: OneRoute): Schema | undefined => route.requestBody?.content["application/json"].schema;

/** What a schema takes, as small as it can be. */
function sample(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sample(schema.anyOf[0] as Schema);
  if (schema.type === "object")
    return Object.fromEntries(
      (schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] as Schema)]),
    );
  if (schema.type === "array") return [];
  if (schema.type === "integer") return 1;
  if (schema.type === "boolean") return false;
  return "x";
}

describe("a route of the API", () => {
  test.each(named(guarded))("%s wants a key, and a right one", async (_, route) => {
    expect((await ask(route, undefined)).statusCode).toBe(401);
    const wrong = await ask(route, "mortise_wrong");
    expect([wrong.statusCode, wrong.json().code]).toEqual([401, "API_UNAUTHORIZED"]);
    expect(wrong.headers["www-authenticate"]).toContain("Bearer");
  });

  test.each(named(guarded))("%s refuses every role below its own", async (_, route) => {
    const role = route["x-role"] as Role;
    for (const lower of ROLES.slice(0, ROLES.indexOf(role))) {
      const answer = await ask(route, keys.get(`demo:${lower}`));
      expect([lower, answer.statusCode, answer.json().code]).toEqual([lower, 403, "API_FORBIDDEN"]);
    }
  });

  test.each(named(guarded.filter(({ path }) => path.includes("{tenant}"))))(
    "%s refuses every key of another tenant, whatever its role and whether the tenant exists",
    async (_, route) => {
      for (const role of ROLES) {
        for (const tenant of ["demo", "nobody", "../demo", "DEMO"]) {
          const answer = await ask(route, keys.get(`other:${role}`), { tenant });
          expect([role, tenant, answer.statusCode]).toEqual([role, tenant, 403]);
          expect(answer.body).not.toContain("canary");
        }
      }
    },
  );

  test.each(named(guarded.filter((route) => bodyOf(route)?.type === "object")))(
    "%s refuses fields that it does not know, those of the server's own too",
    async (_, route) => {
      const body = sample(bodyOf(route) as Schema) as object;
      for (const extra of ["tenant", "role", "id", "createdBy", "version", "updatedAt", "__proto", "isAdmin"]) {
        if (bodyOf(route)?.properties?.[extra]) continue;
        const answer = await ask(route, "admin-key-of-the-tests", {}, { ...body, [extra]: "admin" });
        expect([extra, answer.statusCode, answer.json().code]).toEqual([extra, 400, "API_INVALID"]);
        expect(answer.json().detail).toContain(extra);
      }
    },
  );

  test.each(named(guarded.filter((route) => bodyOf(route)?.type === "object")))(
    "%s refuses a field of another type, and a body that is no object",
    async (_, route) => {
      const schema = bodyOf(route) as Schema;
      const body = sample(schema) as object;
      for (const [name, field] of Object.entries(schema.properties ?? {})) {
        if (!field.type && !field.enum && !field.anyOf) continue;
        for (const wrong of [{ a: [] }, [{}], null, 1.5]) {
          const answer = await ask(route, "admin-key-of-the-tests", {}, { ...body, [name]: wrong });
          expect([name, wrong, answer.statusCode < 500]).toEqual([name, wrong, true]);
        }
      }
      const list = await ask(route, "admin-key-of-the-tests", {}, []);
      expect([list.statusCode, list.json().code]).toEqual([400, "API_INVALID"]);
    },
  );

  test.each(named(guarded))("%s survives odd ids and odd queries", async (_, route) => {
    for (const odd of [
      "..",
      "../../etc/passwd",
      "\0",
      "é\u202e💥",
      "<script>",
      "__proto__",
      "x".repeat(900),
      "%",
      "'; --",
    ]) {
      for (const { name } of route.parameters.filter((parameter) => parameter.in === "path"))
        await ask(route, "admin-key-of-the-tests", { [name]: odd });
    }
    if (route.method !== "GET" || (route.path.endsWith("/events") && route.path.includes("{run}"))) return;
    for (const query of ["?x=1", "?limit=-1", "?limit=1&limit=2", "?cursor=%00", "?__proto__[a]=1", "?from=1e99"]) {
      const answer = await ask(route, "admin-key-of-the-tests", {}, undefined, query);
      expect(answer.statusCode).toBeLessThan(500);
    }
  });
});

test("a key of one tenant lists that tenant alone", async () => {
  const { body } = await server.api.as(keys.get("other:admin")).get("/tenants");
  expect(body.items.map(({ id }: { id: string }) => id)).toEqual(["other"]);
});

describe("a tenant's id", () => {
  test.each([
    "A",
    "a_b",
    "../x",
    "a".repeat(64),
    "a".repeat(200),
    "é",
    "-a",
    "__proto__",
    "",
    "a b",
    "<script>",
    "a\0b",
  ])("%j is refused, with what is expected", async (id) => {
    const { status, body } = await server.api.post("/tenants", { id });
    expect([status, body.code, body.pointer]).toEqual([400, "API_INVALID", "/id"]);
    expect(body.detail).toContain("a-z0-9");
  });

  test.each(["constructor", "a-", "0", "a".repeat(63)])("%s is one", async (id) => {
    expect((await server.api.post("/tenants", { id, name: "<script>alert(1)</script> é💥" })).status).toBe(201);
    expect((await server.api.get(`/tenants/${id}`)).body.name).toBe("<script>alert(1)</script> é💥");
    expect((await server.api.delete(`/tenants/${id}`)).status).toBe(204);
  });
});

describe("a variable's name", () => {
  test.each(["a b", "a/b", "é", "a".repeat(201), "a\n", "\0", "<x>"])("%j is refused", async (name) => {
    const answer = await server.api.put(`/tenants/demo/variables/${encodeURIComponent(name)}`, {
      test: { value: "1" },
    });
    expect([answer.status, answer.body.code]).toEqual([400, "API_INVALID"]);
  });

  test.each([".", ".."])("%s, which no address can name, does not come in by an import either", async (name) => {
    const side = { value: null };
    const variables = [{ name, test: side, production: side, encrypted: false }];
    expect((await server.api.post("/tenants/demo/variables/import", { variables })).status).toBe(400);
  });

  test.each(["__proto__", "constructor", "toString", "a".repeat(200), "A.b-c_d"])("%s is one", async (name) => {
    expect((await server.api.put(`/tenants/demo/variables/${name}`, { test: { value: "1" } })).status).toBe(200);
    expect((await server.api.get(`/tenants/demo/variables/${name}`)).body).toMatchObject({
      name,
      test: { value: "1" },
    });
    expect((await server.api.delete(`/tenants/demo/variables/${name}`)).status).toBe(204);
  });
});

describe("a flow's name", () => {
  const document = (name: string) => ({
    flow: 1,
    name,
    nodes: [{ id: "a", type: "SetBody", settings: { body: "done" } }],
    links: [],
  });

  test.each(["", " a", "a ", "a\nb", ".", "..", "x".repeat(201)])("%j is refused", async (name) => {
    const { status, body } = await server.api.post("/tenants/demo/flows", document(name));
    expect([status, body.code]).toEqual([422, "FLOW_INVALID"]);
    expect(body.detail).toContain("/name");
  });

  test.each([
    "a/b",
    "../../x",
    "100%",
    "a%2fb",
    "é💥",
    "\u202eabc",
    "<script>alert(1)</script>",
    "a?b#c",
    "__proto__",
    "x".repeat(200),
    "'; DROP TABLE run; --",
  ])("%s is kept as it is: saved, installed, run and removed", async (name) => {
    const created = await server.api.post("/tenants/demo/flows", document(name));
    expect(created.status).toBe(201);
    const path = `/tenants/demo/flows/${encodeURIComponent(name)}`;
    expect(String(created.headers.location)).toBe(`/api/v1${path}`);
    expect((await server.api.get(path)).body.name).toBe(name);
    expect((await server.api.post(`${path}/install`, { environment: "test" })).status).toBe(200);
    const ran = await server.api.post(`${path}/runs`, { environment: "test" });
    expect(ran.body).toMatchObject({ status: "completed", message: { body: "done" } });
    expect((await server.api.post(`${path}/uninstall`, { environment: "test" })).status).toBe(204);
    expect((await server.api.delete(path)).status).toBe(204);
  });
});
