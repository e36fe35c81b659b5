import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connection } from 'mongoose';

/** Thrown inside a transaction to leave it without writing; carries the answer out. */
class Abandon<T> extends Error {
  constructor(readonly answer: T) {
    super('transaction abandoned on purpose');
  }
}

const open = new AsyncLocalStorage<Connection>();

/**
 * Runs `body` in one transaction of `database`: all of its writes or none. The outermost call opens it, calls inside join it.
 * `body` may run more than once (write conflicts are retried), so it must not do anything that cannot be done twice.
 */
export async function inTransaction<T>(database: Connection, body: () => Promise<T>): Promise<T> {
  if (open.getStore() === database) return body();
  let answer: T | undefined;
  try {
    await database.transaction(
      async () => {
        answer = await open.run(database, body);
      },
      { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority', journal: true } },
    );
  } catch (fault) {
    if (fault instanceof Abandon) return fault.answer as T;
    throw fault;
  }
  return answer as T;
}

/** Leaves the open transaction without writing anything, with `answer` as its outcome. */
export function abandon<T>(answer: T): never {
  throw new Abandon(answer);
}
