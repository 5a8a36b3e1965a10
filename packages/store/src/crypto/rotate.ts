import { writeFileSync } from "node:fs";
import { type Log, mortiseError } from "@mortise/contract";
import type pg from "pg";
import { failPoint } from "../fail-point.ts";
import { isCurrent, migrationOf } from "../migrations/migrate.ts";
import { APP_ROLE } from "../migrations/roles.ts";
import { keyFileOf, type StoreOptions } from "../open.ts";
import { storeFailure } from "../postgres/failure.ts";
import { ownIdentity } from "../postgres/process.ts";
import { CHANNEL } from "../postgres/session.ts";
import { connectWhenUp, enterAsEngine, findTarget } from "../target.ts";
import { hasKey, replaceKey, verifyKey } from "./check.ts";
import { type KekRing, keyLines, newKeyLine, openKekRing, replaceKeyLines } from "./kek.ts";
import { unwrapBytes, type WrappedKey, wrapKey } from "./vault.ts";

/** Which database, and where its keys are. */
export type RotateOptions = Pick<StoreOptions, "url" | "migrateUrl" | "data" | "keyFile"> & {
  readonly log?: Log | undefined;
  /** Told how many data keys of how many are under the new key. */
  readonly progress?: ((done: number, of: number) => void) | undefined;
};

/** What a step of a rotation came to. */
export interface Rotation {
  readonly file: string;
  /** Ids of the keys: the one that seals now, and those that only open. */
  readonly current: string;
  readonly former: readonly string[];
  /** Data keys that were wrapped anew. */
  readonly rewrapped: number;
}

/** Data keys of one transaction. */
const PART = 200;
/** Two who rotate at once would each make a key. */
const ROTATING = 7_305_005;

/** Puts a new key in front of the old one in the key file, to be copied to other machines before anything is under it. */
export function prepareRotation(options: RotateOptions): Promise<Rotation> {
  return withDatabase(options, async (_client, file) => {
    addKey(file);
    return outcome(file, 0);
  });
}

/**
 * Wraps every tenant's data keys anew, under the first key of the file; one that holds a single key gets a new one
 * first. Servers may run meanwhile. Interrupted, it goes on where it was when it is called again.
 */
export function rotateKeys(options: RotateOptions): Promise<Rotation> {
  return withDatabase(options, async (client, file) => {
    if (keyLines(file).length === 1) {
      await refuseElsewhere(client);
      addKey(file);
      failPoint("key.file.after");
    }
    const ring = openKekRing(file);
    // Who serves reads the file again, so that no tenant comes into being under the old key.
    await tellServers(client);
    const rewrapped = await rewrap(client, ring, options.progress);
    await replaceKey(client, ring.current);
    await tellServers(client);
    return outcome(file, rewrapped);
  });
}

/** Takes the former keys out of the file, once nothing is under them any more; they are kept beside it, since backups need them. */
export function finishRotation(options: RotateOptions): Promise<Rotation> {
  return withDatabase(options, async (client, file) => {
    const ring = openKekRing(file);
    const { rows } = await client.query(
      "SELECT count(*)::int AS left FROM (SELECT wrapped_under FROM mortise.tenant_key UNION ALL SELECT key_id FROM mortise.key_check) k (under) WHERE under <> $1",
      [idOf(ring)],
    );
    if (rows[0].left > 0)
      throw mortiseError("STORE_SETUP", {
        what: `${rows[0].left} data keys are still under a former key; run \`mortise keys rotate\` first`,
      });
    const [current = "", ...former] = keyLines(file);
    const done = outcome(file, 0);
    for (const [at, id] of done.former.entries())
      writeFileSync(`${file}.${id}.old`, `${former[at]}\n`, { mode: 0o600 });
    if (former.length > 0) replaceKeyLines(file, [current]);
    return done;
  });
}

async function withDatabase(
  options: RotateOptions,
  work: (client: pg.Client, file: string) => Promise<Rotation>,
): Promise<Rotation> {
  const target = await findTarget(options, options.log);
  const file = keyFileOf(target, options);
  const client = await connectWhenUp(target, options.log);
  try {
    await enterAsEngine(client);
    const present = await migrationOf(client);
    if (present === 0 || !isCurrent(present) || !(await hasKey(client)))
      throw mortiseError("STORE_SETUP", {
        what: "it was not served by this version of Mortise yet; start a server on it first",
      });
    await verifyKey(client, openKekRing(file));
    const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS ours", [ROTATING]);
    if (!rows[0].ours)
      throw mortiseError("STORE_SETUP", { what: "somebody else is replacing its key at this moment; wait for them" });
    return await work(client, file);
  } catch (error) {
    throw storeFailure(error);
  } finally {
    await client.end().catch(() => {});
    await target.embedded?.stop();
  }
}

async function rewrap(client: pg.Client, ring: KekRing, progress: RotateOptions["progress"]): Promise<number> {
  const under = idOf(ring);
  const count =
    "SELECT count(*)::int AS of, count(*) FILTER (WHERE wrapped_under = $1)::int AS done FROM mortise.tenant_key";
  let rewrapped = 0;
  for (;;) {
    const [{ of, done }] = (await client.query(count, [under])).rows as [{ of: number; done: number }];
    progress?.(done, of);
    // A tenant may have come into being under the old key until the servers had read the file: asked until there is none.
    if (done === of) return rewrapped;
    const { rows } = await client.query<WrappedKey & { tenant_id: string; wrapped_under: string }>(
      "SELECT tenant_id, key_id, wrapped, wrapped_under FROM mortise.tenant_key WHERE wrapped_under <> $1 LIMIT $2",
      [under, PART],
    );
    const wrapped = rows.map((row) => ({
      ...row,
      anew: wrapKey(ring.current, row.tenant_id, row.key_id, unwrapBytes(ring, row.tenant_id, row)),
    }));
    failPoint("key.rewrap.before");
    // Only the tenants' own role may write their keys.
    await client.query(`BEGIN; SET LOCAL ROLE ${APP_ROLE}`);
    await client.query("SELECT set_config('app.tenants', $1::text[]::text, true)", [rows.map((row) => row.tenant_id)]);
    await client.query(
      `UPDATE mortise.tenant_key k SET wrapped = g.wrapped, wrapped_under = $5
       FROM unnest($1::text[], $2::bytea[], $3::bytea[], $4::text[]) AS g (tenant_id, key_id, wrapped, was)
       WHERE k.tenant_id = g.tenant_id AND k.key_id = g.key_id AND k.wrapped_under = g.was`,
      [
        wrapped.map((row) => row.tenant_id),
        wrapped.map((row) => row.key_id),
        wrapped.map((row) => row.anew.wrapped),
        wrapped.map((row) => row.wrapped_under),
        under,
      ],
    );
    await client.query("COMMIT");
    failPoint("key.rewrap.after");
    rewrapped += rows.length;
  }
}

function addKey(file: string): void {
  const lines = keyLines(file);
  if (lines.length > 1) return;
  try {
    replaceKeyLines(file, [newKeyLine(), ...lines]);
  } catch (error) {
    throw mortiseError(
      "STORE_SETUP",
      {
        what: `${file} cannot be written (${(error as Error).message}); put a new key in front of the old one yourself, each on a line of its own, on every server, and repeat this`,
      },
      { cause: error },
    );
  }
}

/** A server on another machine cannot read our file: what is under a key that it does not have would be lost to it. */
async function refuseElsewhere(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    "SELECT DISTINCT place FROM mortise.process WHERE stopped_at IS NULL AND missed_at IS NULL AND place <> $1",
    [ownIdentity().place],
  );
  if (rows.length === 0) return;
  const names = rows.map(({ place }) => String(place).split("/")[0]).join(", ");
  throw mortiseError("STORE_SETUP", {
    what: `servers elsewhere use it too (${names}) and would not know the new key; run \`mortise keys rotate --prepare\`, copy the key file to each of them, and then run \`mortise keys rotate\``,
  });
}

async function tellServers(client: pg.Client): Promise<void> {
  await client.query("SELECT pg_notify($1, 'key')", [CHANNEL]);
}

function outcome(file: string, rewrapped: number): Rotation {
  const [current, ...former] = openKekRing(file).all.map(({ id }) => id.toString("hex"));
  return { file, current: current ?? "", former, rewrapped };
}

function idOf({ current }: KekRing): string {
  return current.id.toString("hex");
}
