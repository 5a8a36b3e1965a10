import type { World } from "./world.ts";

/** What the others keep: the tokens, and perhaps a lease. */
export class NaiveDb {
  changes = 0;
  refresh = "r1";
  expired = true;
  lease: { readonly owner: string; readonly until: number } | undefined;
  failed = false;

  key(): string {
    return [this.refresh, this.expired, this.lease?.owner, this.failed].join(",");
  }
}

/** A lease in Redis and its like. */
const LEASE = 10_000;

/** How comparable systems refresh: read, send, write what came. With a lease only one is at it, as long as the lease lasts. */
export async function refreshNaively(world: World<NaiveDb>, process: string, withLease: boolean): Promise<void> {
  const { db } = world;
  while (withLease) {
    const taken = await world.store(process, "lease", () => {
      if (db.lease && world.now < db.lease.until) return false;
      db.lease = { owner: process, until: world.now + LEASE };
      db.changes++;
      return true;
    });
    if (taken) break;
    await world.pause(process, LEASE);
  }
  const seen = await world.store(process, "read", () => ({ token: db.refresh, expired: db.expired }));
  if (!seen.expired) return;
  const answered = await world.send(process, seen.token, () => true);
  await world.store(process, "write", () => {
    if (typeof answered === "object" && answered.token !== undefined) {
      db.refresh = answered.token;
      db.expired = false;
      world.kept.add(answered.token);
    } else if (typeof answered === "object") db.failed = true;
    if (withLease) db.lease = undefined;
    db.changes++;
  });
}
