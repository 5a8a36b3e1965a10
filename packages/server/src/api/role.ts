import { type KeyRecord, mortiseError, type Role } from "@mortise/contract";

/** Who may use a route: a role or any above it; `public` needs no key. */
export type Access = Role | "public";

/** Each may do all that those before it may. */
export const ROLES: readonly Role[] = ["viewer", "editor", "operator", "admin"];

/** Whether a key's role is the one asked for, or above it. */
export function hasRole(key: KeyRecord, role: Role): boolean {
  return ROLES.indexOf(key.role) >= ROLES.indexOf(role);
}

/**
 * Throws `API_FORBIDDEN` when a key may not do something in a tenant (`null`: over all tenants). The answer is the same
 * whether that tenant exists or not.
 */
export function authorize(key: KeyRecord, role: Role, tenant?: string | null): void {
  if (tenant !== undefined && key.tenant !== null && key.tenant !== tenant) {
    throw mortiseError("API_FORBIDDEN", {
      what: tenant === null ? "it needs a key of all tenants" : "it belongs to another tenant",
    });
  }
  if (!hasRole(key, role))
    throw mortiseError("API_FORBIDDEN", { what: `it needs the role ${role}, this key has ${key.role}` });
}
