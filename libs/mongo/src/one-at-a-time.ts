/**
 * Lets tasks of the same key run one after the other, in the order in which they came. Transactions that write the same document abort
 * and retry each other; within a process, waiting in line is many times faster. Other processes are still held off by the database.
 */
export class OneAtATime {
  private readonly last = new Map<string, Promise<unknown>>();

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.last.get(key) ?? Promise.resolve();
    const mine = before.then(task, task); // A failure of the one before is its own caller's business.
    this.last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.last.get(key) === mine) this.last.delete(key);
    }
  }
}
