import type { FlowStore, VersionRecord } from "@mortise/contract";
import type { Context } from "../context.ts";
import { sql } from "../postgres/statement.ts";
import { noFlow } from "./drafts.ts";

const LIST = sql`
  SELECT v.number, v.text, v.remark, v.author, v.created_at
  FROM flow f JOIN flow_version v USING (tenant_id, flow_id)
  WHERE f.tenant_id = $1 AND f.name = $2 AND ($3::int IS NULL OR v.number = $3) ORDER BY v.number DESC`;
const LOCK = sql`SELECT flow_id FROM flow WHERE tenant_id = $1 AND name = $2 FOR UPDATE`;
const NEWEST = sql`
  SELECT number, text, remark, author, created_at FROM flow_version
  WHERE tenant_id = $1 AND flow_id = $2 ORDER BY number DESC LIMIT 1`;
const ADD = sql`
  INSERT INTO flow_version (tenant_id, flow_id, number, text, remark, author, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, stamp($7)) RETURNING number, text, remark, author, created_at`;

interface Row {
  readonly number: number;
  readonly text: string;
  readonly remark: string;
  readonly author: string;
  readonly created_at: Date;
}

/** The flows' versions, which never change. */
export function createVersionStore({
  database,
  stamp,
}: Context): Pick<FlowStore, "versions" | "version" | "addVersion"> {
  return {
    async versions(tenant, name) {
      return (await database.query<Row>(tenant, LIST, [tenant, name, null])).map(toRecord);
    },
    async version(tenant, name, number) {
      const [row] = await database.query<Row>(tenant, LIST, [tenant, name, number]);
      return row && toRecord(row);
    },
    async addVersion(tenant, name, { text, remark, author }) {
      return await database.transaction(tenant, async (transaction) => {
        const [flow] = await transaction.query<{ flow_id: string }>(LOCK, [tenant, name]);
        if (!flow) throw noFlow(name);
        const [newest] = await transaction.query<Row>(NEWEST, [tenant, flow.flow_id]);
        if (newest?.text === text) return toRecord(newest);
        const number = (newest?.number ?? 0) + 1;
        const [row] = await transaction.query<Row>(ADD, [tenant, flow.flow_id, number, text, remark, author, stamp()]);
        return toRecord(row as Row);
      });
    },
  };
}

function toRecord({ number, text, remark, author, created_at }: Row): VersionRecord {
  return { number, text, remark, author, createdAt: created_at.getTime() };
}
