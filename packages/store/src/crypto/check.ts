import { mortiseError } from "@mortise/contract";
import type pg from "pg";
import type { KekRing } from "./kek.ts";
import type { Place } from "./place.ts";
import { type SealingKey, seal, unseal } from "./seal.ts";

const KNOWN = "Mortise reads this text when it is started with the right key.";
const PLACE: Place = { tenant: "", environment: "", kind: "check", name: "key-encryption key" };

/** Whether the database was written under some key already. Asked as a user who may read `key_check`. */
export async function hasKey(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query("SELECT FROM mortise.key_check");
  return rows.length > 0;
}

/** Throws `STORE_KEY_WRONG` unless the database was written under one of these keys; a database without one takes the first, so the first start decides. */
export async function checkKey(client: pg.ClientBase, ring: KekRing): Promise<void> {
  await client.query("INSERT INTO mortise.key_check (key_id, sealed) VALUES ($1, $2) ON CONFLICT DO NOTHING", [
    ring.current.id.toString("hex"),
    seal(ring.current, PLACE, KNOWN),
  ]);
  await verifyKey(client, ring);
}

/** As `checkKey`, but never writes. */
export async function verifyKey(client: pg.ClientBase, { all }: Pick<KekRing, "all">): Promise<void> {
  const { rows } = await client.query("SELECT sealed FROM mortise.key_check");
  if (!all.some((kek) => unseal(kek, PLACE, rows[0].sealed)?.toString() === KNOWN))
    throw mortiseError("STORE_KEY_WRONG");
}

/** From now on the database is one that was written under this key. */
export async function replaceKey(client: pg.ClientBase, kek: SealingKey): Promise<void> {
  await client.query("UPDATE mortise.key_check SET key_id = $1, sealed = $2", [
    kek.id.toString("hex"),
    seal(kek, PLACE, KNOWN),
  ]);
}
