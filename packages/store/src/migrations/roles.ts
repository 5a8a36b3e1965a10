import { mortiseError } from "@mortise/contract";
import type pg from "pg";
import { hasState } from "../postgres/failure.ts";

/** The role that every request runs as: neither owner of anything nor able to look past the tenant policies. */
export const APP_ROLE = "mortise_app";
/** The role of calendar, key look-up, retention and fleet view: sees every tenant, may write very little. */
export const ENGINE_ROLE = "mortise_engine";

const ROLES = [APP_ROLE, ENGINE_ROLE];

/**
 * Makes the two roles, which belong to the server and not to one database, and lets `login` switch to them. Throws
 * `STORE_SETUP` where that is not allowed and has not been done by somebody else before.
 */
export async function ensureRoles(client: pg.ClientBase, login: string): Promise<void> {
  for (const role of ROLES) {
    if (await maySwitch(client, login, role)) continue;
    try {
      await createRole(client, role);
      await retryConcurrent(() => client.query(`GRANT ${role} TO ${client.escapeIdentifier(login)}`));
    } catch (error) {
      if (!hasState(error, "42501")) throw error;
      throw mortiseError(
        "STORE_SETUP",
        {
          what: `this user may not create the role ${role} or grant it to ${login}; set DATABASE_MIGRATE_URL to a user who may, or let an administrator run: CREATE ROLE ${ROLES.join("; CREATE ROLE ")}; GRANT ${ROLES.join(", ")} TO ${client.escapeIdentifier(login)}`,
        },
        { cause: error },
      );
    }
  }
}

/** Whether `login` can serve: both roles are there, and it may enter them. */
export async function mayServe(client: pg.ClientBase, login: string): Promise<boolean> {
  for (const role of ROLES) if (!(await maySwitch(client, login, role))) return false;
  return true;
}

async function maySwitch(client: pg.ClientBase, login: string, role: string): Promise<boolean> {
  // From 16 on membership and the right to switch are two things. A superuser may always; a grant would only leave a trace.
  const { rows } = await client.query(
    `SELECT r.rolsuper OR CASE WHEN current_setting('server_version_num')::int >= 160000
         THEN pg_has_role(r.oid, m.oid, 'SET') ELSE pg_has_role(r.oid, m.oid, 'MEMBER') END AS may
       FROM pg_roles r, pg_roles m WHERE r.rolname = $1 AND m.rolname = $2`,
    [login, role],
  );
  return rows[0]?.may === true;
}

async function createRole(client: pg.ClientBase, role: string): Promise<void> {
  const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [role]);
  if (rowCount) return;
  try {
    await retryConcurrent(() => client.query(`CREATE ROLE ${role} NOLOGIN NOSUPERUSER NOBYPASSRLS`));
  } catch (error) {
    // Another database of the same server made it at the same moment.
    if (!hasState(error, "42710", "23505")) throw error;
  }
}

/** Roles are shared by all databases of a server, whose advisory locks are not: two migrations may meet here. */
async function retryConcurrent(step: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await step();
      return;
    } catch (error) {
      // XX000: "tuple concurrently updated", which is all Postgres says of two grants at once.
      if (attempt === 10 || !hasState(error, "XX000")) throw error;
    }
  }
}
