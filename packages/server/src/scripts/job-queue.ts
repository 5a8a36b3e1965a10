import type { Job } from "./job.ts";

/** Jobs that wait, a line for each tenant; the lines take turns, so that a long one holds nobody up. */
export class JobQueue {
  readonly #lines = new Map<string, Job[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(job: Job): void {
    const line = this.#lines.get(job.tenant);
    if (line) line.push(job);
    else this.#lines.set(job.tenant, [job]);
    this.#size += 1;
  }

  /** Back to the head of its line: a job that was under way already. */
  addFirst(job: Job): void {
    const line = this.#lines.get(job.tenant);
    if (line) line.unshift(job);
    else this.#lines.set(job.tenant, [job]);
    this.#size += 1;
  }

  /** Up to `count` jobs, one line after the other; tenants for which `mayRun` is false keep waiting. */
  take(count: number, mayRun: (tenant: string) => boolean): Job[] {
    const taken: Job[] = [];
    const held = new Set<string>();
    while (taken.length < count && this.#lines.size > held.size) {
      for (const [tenant, line] of this.#lines) {
        if (held.has(tenant)) continue;
        if (!mayRun(tenant)) {
          held.add(tenant);
          continue;
        }
        const job = line.shift();
        this.#size -= job ? 1 : 0;
        // To the end of the round, or out of it.
        this.#lines.delete(tenant);
        if (line.length > 0) this.#lines.set(tenant, line);
        if (job && !job.isSettled) taken.push(job);
        break;
      }
    }
    return taken;
  }

  /** Whether somebody waits who may run. */
  hasFor(mayRun: (tenant: string) => boolean): boolean {
    for (const tenant of this.#lines.keys()) if (mayRun(tenant)) return true;
    return false;
  }

  *[Symbol.iterator](): Generator<Job> {
    for (const line of this.#lines.values()) yield* line;
  }

  /** All that wait, out of the queue. */
  drain(): Job[] {
    const jobs = [...this.#lines.values()].flat();
    this.#lines.clear();
    this.#size = 0;
    return jobs;
  }
}
