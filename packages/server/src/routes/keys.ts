import { type KeyRecord, mortiseError, Type } from "@mortise/contract";
import { pageOf } from "../api/pages.ts";
import { route } from "../api/route.ts";
import { Instant, iso, isoOrNull, listOf, Nullable, object, page, TenantId, TenantParams } from "../api/schemas.ts";

const key = {
  id: Type.String(),
  name: Type.String({ description: "A person's name or mail; what createdBy and the audit show." }),
  role: Type.Enum(["viewer", "editor", "operator", "admin"]),
  scopes: Type.Array(Type.String()),
  createdAt: Instant,
  lastUsedAt: Nullable(Instant),
};

const Key = object(key, "Key");

const NewKey = object({ ...key, key: Type.String({ description: "Shown this once." }) }, "NewKey");

const show = ({ id, name, role, scopes, createdAt, lastUsedAt }: KeyRecord) => ({
  id,
  name,
  role,
  scopes,
  createdAt: iso(createdAt),
  lastUsedAt: isoOrNull(lastUsedAt),
});

export const keyRoutes = [
  route({
    method: "GET",
    path: "/tenants/{tenant}/keys",
    id: "listKeys",
    tag: "keys",
    summary: "Lists the tenant's keys, not what they are",
    role: "admin",
    params: TenantParams,
    query: object(page),
    answers: { 200: { description: "The keys", schema: listOf(Key) } },
    async handle({ runtime, params, query }) {
      const { items, cursor } = pageOf(await runtime.store.keys.list(params.tenant), query, ({ id }) => id);
      return { items: items.map(show), cursor };
    },
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/keys",
    id: "createKey",
    tag: "keys",
    summary: "Makes a key; it is shown once and kept as a hash",
    role: "admin",
    params: TenantParams,
    body: object({
      name: Type.String({ minLength: 1, maxLength: 200 }),
      role: key.role,
      scopes: Type.Optional(Type.Array(Type.Enum(["secrets"]), { uniqueItems: true })),
    }),
    answers: { 201: { description: "The key", schema: NewKey } },
    async handle({ runtime, who, params, body }) {
      const made = await runtime.store.keys.create(params.tenant, body);
      await runtime.store.history.audit({
        tenant: params.tenant,
        who: who.name,
        action: "key.create",
        target: made.id,
        detail: { name: body.name, role: body.role, scopes: body.scopes ?? [] },
      });
      return { ...show(made), key: made.key };
    },
  }),
  route({
    method: "DELETE",
    path: "/tenants/{tenant}/keys/{key}",
    id: "removeKey",
    tag: "keys",
    summary: "Removes a key; other servers take it for at most five seconds more",
    role: "admin",
    params: object({ tenant: TenantId, key: Type.String({ minLength: 1, maxLength: 100 }) }),
    answers: { 204: { description: "Removed" } },
    async handle({ runtime, who, params }) {
      const { tenant, key: id } = params;
      const known = await runtime.store.keys.list(tenant);
      if (!known.some((item) => item.id === id))
        throw mortiseError("API_NOT_FOUND", { what: `key "${id}" in this tenant` });
      await runtime.store.keys.remove(tenant, id);
      runtime.keys.forget();
      await runtime.store.history.audit({ tenant, who: who.name, action: "key.remove", target: id });
    },
  }),
];
