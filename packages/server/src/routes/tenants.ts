import { mortiseError, type TenantRecord, Type } from "@mortise/contract";
import { setVersion } from "../api/etag.ts";
import { route } from "../api/route.ts";
import { Instant, iso, listOf, Nullable, object, page, TenantId, TenantParams } from "../api/schemas.ts";

const Name = Type.String({ minLength: 1, maxLength: 200 });

/** Of a mailbox, as far as a pattern can tell. */
const AlarmAddress = Nullable(
  Type.String({
    pattern: '^[^\\s@<>,;"]+@[^\\s@<>,;"]+$',
    maxLength: 254,
    description: "Who is mailed about the tenant's alarms; null: the operator, if he gave an address.",
  }),
);

const Tenant = object(
  { id: TenantId, name: Name, alarmAddress: AlarmAddress, createdAt: Instant, version: Type.Integer() },
  "Tenant",
);

const show = ({ id, name, alarmAddress, createdAt, version }: TenantRecord) => ({
  id,
  name,
  alarmAddress,
  createdAt: iso(createdAt),
  version,
});

export const tenantRoutes = [
  route({
    method: "GET",
    path: "/tenants",
    id: "listTenants",
    tag: "tenants",
    summary: "Lists the tenants that the key may see",
    role: "viewer",
    query: object(page),
    answers: { 200: { description: "The tenants", schema: listOf(Tenant) } },
    async handle({ runtime, who, query }) {
      if (who.tenant !== null) {
        const own = await runtime.store.tenants.get(who.tenant);
        return { items: own ? [show(own)] : [] };
      }
      const { items, cursor } = await runtime.store.tenants.list(query);
      return { items: items.map(show), cursor };
    },
  }),
  route({
    method: "POST",
    path: "/tenants",
    id: "createTenant",
    tag: "tenants",
    summary: "Adds a tenant",
    role: "admin",
    allTenants: true,
    body: object({ id: TenantId, name: Type.Optional(Name) }),
    answers: { 201: { description: "The tenant", schema: Tenant } },
    async handle({ runtime, who, body, reply }) {
      const { id, name = id } = body;
      const tenant = await runtime.store.tenants.create({ id, name });
      await runtime.store.history.audit({ tenant: id, who: who.name, action: "tenant.create", target: id });
      setVersion(reply, tenant.version);
      return show(tenant);
    },
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}",
    id: "getTenant",
    tag: "tenants",
    summary: "Shows a tenant",
    role: "viewer",
    params: TenantParams,
    answers: { 200: { description: "The tenant", schema: Tenant } },
    async handle({ runtime, params, reply }) {
      const tenant = await runtime.store.tenants.get(params.tenant);
      if (!tenant) throw mortiseError("API_NOT_FOUND", { what: `tenant "${params.tenant}"` });
      setVersion(reply, tenant.version);
      return show(tenant);
    },
  }),
  route({
    method: "PATCH",
    path: "/tenants/{tenant}",
    id: "changeTenant",
    tag: "tenants",
    summary: "Renames a tenant, or sets who is mailed about its alarms; what is left out stays",
    role: "admin",
    params: TenantParams,
    body: object({ name: Type.Optional(Name), alarmAddress: Type.Optional(AlarmAddress) }),
    answers: { 200: { description: "The tenant", schema: Tenant } },
    async handle({ runtime, who, params, body, ifVersion, reply }) {
      const tenant = await runtime.store.tenants.change(params.tenant, body, ifVersion);
      await runtime.store.history.audit({
        tenant: params.tenant,
        who: who.name,
        action: "tenant.change",
        target: params.tenant,
        detail: body,
      });
      setVersion(reply, tenant.version);
      return show(tenant);
    },
  }),
  route({
    method: "DELETE",
    path: "/tenants/{tenant}",
    id: "removeTenant",
    tag: "tenants",
    summary: "Removes a tenant with everything it holds; refused while a flow is installed",
    role: "admin",
    allTenants: true,
    params: TenantParams,
    answers: { 204: { description: "Removed" } },
    async handle({ runtime, who, params }) {
      await runtime.store.tenants.remove(params.tenant);
      runtime.keys.forget();
      await runtime.store.history.audit({
        tenant: null,
        who: who.name,
        action: "tenant.remove",
        target: params.tenant,
      });
    },
  }),
];
