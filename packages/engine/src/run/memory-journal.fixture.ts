import {
  type Intent,
  type Journal,
  type JournalEntry,
  mortiseError,
  type RetryLater,
  type StepResult,
  type VariableWrite,
} from "@mortise/contract";

/** A journal in memory that loses its database after a number of commits. */
export class MemoryJournal implements Journal {
  readonly entries = new Map<string, JournalEntry>();
  readonly log: string[] = [];
  readonly writes: VariableWrite[] = [];
  dieAfter = Number.POSITIVE_INFINITY;

  read(path: string, nodeId: string, result: StepResult): void {
    this.entries.set(path, { path, nodeId, result });
  }

  async intent(path: string, nodeId: string, intent: Intent): Promise<void> {
    this.#commit(`intent ${nodeId}`);
    this.entries.set(path, { path, nodeId, intent });
  }

  async retry(path: string, nodeId: string, { attempts, at }: RetryLater): Promise<void> {
    this.#commit(`retry ${nodeId}`);
    const { intent } = this.entries.get(path) as JournalEntry;
    this.entries.set(path, { path, nodeId, intent, again: "retry", attempts, retryAt: at });
  }

  async result(path: string, nodeId: string, result: StepResult, writes: readonly VariableWrite[] = []): Promise<void> {
    this.#commit(`result ${nodeId}`);
    this.entries.set(path, { path, nodeId, result });
    this.writes.push(...writes);
  }

  async store(path: string, nodeId: string, result: StepResult): Promise<void> {
    this.#commit(`store ${nodeId}`);
    this.entries.set(path, { path, nodeId, result });
  }

  #commit(what: string): void {
    if (this.log.length >= this.dieAfter) throw mortiseError("STORE_UNAVAILABLE", { what: "gone" });
    this.log.push(what);
  }
}
