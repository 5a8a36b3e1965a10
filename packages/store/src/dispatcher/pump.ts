/** Keeps slots filled: takes as many as are free, when somebody says that there is something, and now and then anyway. */
export interface Pump {
  /** There may be something to take. */
  wake(): void;
  /** How many slots are free. */
  readonly free: number;
  /** A slot is free again. */
  release(): void;
  stop(): Promise<void>;
}

/** Notifications can be lost with a connection, and a job given back by the queue's own supervision sends none. */
const POLL = 1_000;

/** `take` claims at most that many and says how many it claimed; they hold their slots until released. */
export function createPump(slots: number, take: (limit: number) => Promise<number>): Pump {
  let free = slots;
  let again = false;
  let working: Promise<void> | undefined;
  let stopped = false;
  const timer = setInterval(() => pump.wake(), POLL);
  timer.unref();

  async function work(): Promise<void> {
    do {
      again = false;
      const limit = free;
      free = 0;
      let taken = 0;
      try {
        taken = await take(limit);
      } catch {
        // The database is away; the next poll tries again.
      }
      free += limit - taken;
      // A full hand may mean that there is more.
      if (taken === limit) again = true;
    } while (again && free > 0 && !stopped);
    working = undefined;
  }

  const pump: Pump = {
    get free() {
      return free;
    },
    wake() {
      // Also while all slots are taken or being filled: what came after the last look is looked for again.
      again = true;
      if (!stopped && free > 0) working ??= work();
    },
    release() {
      free++;
      pump.wake();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await working;
    },
  };
  return pump;
}
