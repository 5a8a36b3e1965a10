/** How many runs of each tenant this process executes, and which tenants may have more. */
export interface Slots {
  take(tenant: string): void;
  release(tenant: string): void;
  /** Fills up to `limit` slots: `claim` takes at most so many runs of other tenants than those named, and says how many it took. */
  fill(limit: number, claim: (most: number, without: readonly string[]) => Promise<number>): Promise<number>;
}

/** Tenants that have nothing at work come first this often: two busy ones must not share all slots between them. */
const NEWCOMERS = 100;

/**
 * Keeps the tenants apart. A tenant has at most `most` slots, so that one with a thousand runs leaves room for the
 * others; and where several are busy, one that has none is asked first, since the queue goes by age alone.
 */
export function createSlots(most: number, now: () => number = () => performance.now()): Slots {
  const working = new Map<string, number>();
  let lookedAt = Number.NEGATIVE_INFINITY;

  /** Tenants that may have fewer than so many more. */
  const short = (room: number) => [...working].flatMap(([tenant, count]) => (most - count < room ? [tenant] : []));

  return {
    take: (tenant) => void working.set(tenant, (working.get(tenant) ?? 0) + 1),
    release(tenant) {
      const count = (working.get(tenant) ?? 0) - 1;
      if (count > 0) working.set(tenant, count);
      else working.delete(tenant);
    },
    async fill(limit, claim) {
      let left = limit;
      /** Whether it took all that it might: then there may be more. */
      const ask = async (room: number, without: readonly string[]) => {
        const asked = Math.min(left, room);
        const taken = await claim(asked, without);
        left -= taken;
        return taken === asked && left > 0;
      };
      if (working.size > 1 && now() - lookedAt >= NEWCOMERS) {
        lookedAt = now();
        await ask(most, [...working.keys()]);
      }
      // Whoever may take all that is asked for needs no counting.
      while (left > 0 && (await ask(most, short(Math.min(left, most)))));
      // Those with less room: no more at once than the least that any of them has.
      for (;;) {
        const room = [...working.values()].map((count) => most - count).filter((each) => each > 0);
        const least = Math.min(...room);
        if (left === 0 || least >= left || !(await ask(least, short(1)))) break;
      }
      return limit - left;
    },
  };
}
