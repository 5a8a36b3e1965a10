import { randomUUID } from "node:crypto";
import {
  type Environment,
  type FlowStore,
  type InstallationRecord,
  type InstallationState,
  mortiseError,
} from "@mortise/contract";
import type { Context } from "../context.ts";
import type { Transaction } from "../postgres/database.ts";
import { sql, statement } from "../postgres/statement.ts";
import { noFlow } from "./drafts.ts";
import { changedSchedules } from "./schedule-change.ts";

const SELECT = `
  SELECT i.tenant_id, i.installation_id, f.name AS flow, i.environment, i.number, v.text, i.state, i.installed_at,
    i.state_since, i.revision,
    ARRAY(SELECT s.property FROM installation_secret s
      WHERE s.tenant_id = i.tenant_id AND s.installation_id = i.installation_id ORDER BY s.property) AS properties,
    ARRAY(SELECT s.sealed FROM installation_secret s
      WHERE s.tenant_id = i.tenant_id AND s.installation_id = i.installation_id ORDER BY s.property) AS sealed
  FROM installation i
  JOIN flow f ON f.tenant_id = i.tenant_id AND f.flow_id = i.flow_id
  JOIN flow_version v ON v.tenant_id = i.tenant_id AND v.flow_id = i.flow_id AND v.number = i.number`;
const ALL = statement(SELECT);
const GET = statement(`${SELECT} WHERE i.tenant_id = $1 AND f.name = $2 AND i.environment = $3`);

const VERSION = sql`
  SELECT v.flow_id, v.text FROM flow f JOIN flow_version v USING (tenant_id, flow_id)
  WHERE f.tenant_id = $1 AND f.name = $2 AND v.number = $3 FOR UPDATE OF f`;
const PRESENT = sql`
  SELECT i.installation_id, i.number, v.text,
    ARRAY(SELECT s.node FROM schedule s
      WHERE s.tenant_id = i.tenant_id AND s.installation_id = i.installation_id) AS scheduled
  FROM installation i JOIN flow_version v USING (tenant_id, flow_id, number)
  WHERE i.tenant_id = $1 AND i.flow_id = $2 AND i.environment = $3 FOR UPDATE OF i`;
const INSTALL = sql`
  INSERT INTO installation AS i
    (tenant_id, installation_id, flow_id, environment, number, state, installed_at, installed_by, state_since)
  SELECT $1, $2, $3, $4, $5, 'started', at, $7, at FROM stamp($6) AS at
  ON CONFLICT (tenant_id, flow_id, environment) DO UPDATE SET number = excluded.number, state = 'started',
    installed_at = excluded.installed_at, installed_by = excluded.installed_by, revision = i.revision + 1,
    -- A new version of a flow that is running does not interrupt it: no fire counts as missed while disabled.
    state_since = CASE WHEN i.state = 'started' THEN i.state_since ELSE excluded.state_since END`;
/** What the old schedule has due until now is owed still; whoever deals with it begins the new one. */
const SUPERSEDE = sql`
  UPDATE schedule s SET superseded = coalesce(s.superseded, '[]') ||
    jsonb_build_object('version', $4::int, 'at', floor(extract(epoch FROM i.installed_at) * 1000)) FROM installation i
  WHERE s.tenant_id = $1 AND s.installation_id = $2 AND s.node = ANY ($3::text[])
    AND i.tenant_id = s.tenant_id AND i.installation_id = s.installation_id`;
const SET_SECRET = sql`
  INSERT INTO installation_secret (tenant_id, installation_id, property, sealed) VALUES ($1, $2, $3, $4)
  ON CONFLICT (tenant_id, installation_id, property) DO UPDATE SET sealed = excluded.sealed`;
const SET_STATE = sql`
  UPDATE installation i SET state = $4, revision = i.revision + 1,
    state_since = CASE WHEN i.state = $4 THEN i.state_since ELSE stamp($5) END
  FROM flow f WHERE f.tenant_id = $1 AND f.name = $2 AND i.tenant_id = f.tenant_id AND i.flow_id = f.flow_id
    AND i.environment = $3 RETURNING i.installation_id`;
const UNINSTALL = sql`
  DELETE FROM installation i USING flow f
  WHERE f.tenant_id = $1 AND f.name = $2 AND i.tenant_id = f.tenant_id AND i.flow_id = f.flow_id AND i.environment = $3
  RETURNING i.installation_id`;
const TELL = sql`SELECT pg_notify('mortise', 'installation')`;

interface Row {
  readonly tenant_id: string;
  readonly installation_id: string;
  readonly flow: string;
  readonly environment: Environment;
  readonly number: number;
  readonly text: string;
  readonly state: InstallationState;
  readonly installed_at: Date;
  readonly state_since: Date;
  readonly revision: number;
  readonly properties: string[];
  readonly sealed: Buffer[];
}

interface Present {
  readonly installation_id: string;
  readonly number: number;
  readonly text: string;
  readonly scheduled: string[];
}

type InstallationStore = Pick<
  FlowStore,
  "install" | "uninstall" | "setState" | "installation" | "installations" | "onChange"
>;

/** Versions of flows in their environments, and the secrets given to them there. */
export function createInstallationStore({ database, vault, session, stamp, log }: Context): InstallationStore {
  async function toRecord(row: Row): Promise<InstallationRecord> {
    const keys = await vault.of(row.tenant_id);
    const secrets: { [property: string]: string } = {};
    row.properties.forEach((property, at) => {
      const value = keys.unseal(secretPlace(row, property), row.sealed[at] as Buffer);
      // One spoilt secret does not stop the other flows: this one will say that the property has no value.
      if (value) secrets[property] = value.toString("utf8");
      else log?.write("error", `The secret "${property}" of ${row.tenant_id}/${row.flow} cannot be decrypted.`);
    });
    return {
      id: row.installation_id,
      tenant: row.tenant_id,
      flow: row.flow,
      environment: row.environment,
      version: row.number,
      text: row.text,
      secrets,
      state: row.state,
      installedAt: row.installed_at.getTime(),
      stateSince: row.state_since.getTime(),
      revision: row.revision,
    };
  }

  async function get(tenant: string, name: string, environment: Environment) {
    const [row] = await database.query<Row>(tenant, GET, [tenant, name, environment]);
    return row && (await toRecord(row));
  }

  async function change<T>(tenant: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return await database.transaction(tenant, async (transaction) => {
      const result = await work(transaction);
      await transaction.query(TELL);
      return result;
    });
  }

  return {
    installation: get,
    async installations() {
      return await Promise.all((await database.engine<Row>(ALL)).map(toRecord));
    },
    async install(tenant, name, environment, version, secrets, by) {
      const keys = await vault.of(tenant);
      await change(tenant, async (transaction) => {
        const [next] = await transaction.query<{ flow_id: string; text: string }>(VERSION, [tenant, name, version]);
        if (!next) throw mortiseError("API_NOT_FOUND", { what: `version ${version} of flow "${name}"` });
        const [present] = await transaction.query<Present>(PRESENT, [tenant, next.flow_id, environment]);
        const id = present?.installation_id ?? randomUUID();
        await transaction.query(INSTALL, [tenant, id, next.flow_id, environment, version, stamp(), by]);
        const changed = present ? changedSchedules(present.text, next.text, present.scheduled) : [];
        if (changed.length > 0) await transaction.query(SUPERSEDE, [tenant, id, changed, present?.number]);
        for (const [property, value] of Object.entries(secrets)) {
          const sealed = keys.seal(secretPlace({ environment, installation_id: id }, property), value);
          await transaction.query(SET_SECRET, [tenant, id, property, sealed]);
        }
      });
      return (await get(tenant, name, environment)) as InstallationRecord;
    },
    async uninstall(tenant, name, environment) {
      await change(tenant, async (transaction) => {
        const gone = await transaction.query(UNINSTALL, [tenant, name, environment]);
        if (gone.length === 0) throw notInstalled(name, environment);
      });
    },
    async setState(tenant, name, environment, state) {
      await change(tenant, async (transaction) => {
        const set = await transaction.query(SET_STATE, [tenant, name, environment, state, stamp()]);
        if (set.length === 0) throw notInstalled(name, environment);
      });
      return (await get(tenant, name, environment)) ?? raise(noFlow(name));
    },
    onChange(listener) {
      return session.on("installation", () => listener());
    },
  };
}

function secretPlace({ environment, installation_id }: Pick<Row, "environment" | "installation_id">, property: string) {
  return { environment, kind: "secret", name: `${installation_id}/${property}` } as const;
}

function notInstalled(name: string, environment: Environment) {
  return mortiseError("API_NOT_FOUND", { what: `installation of flow "${name}" in ${environment}` });
}

function raise(error: Error): never {
  throw error;
}
