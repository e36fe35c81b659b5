import { AsyncLocalStorage } from 'node:async_hooks';
import { mongo, type Connection } from 'mongoose';
import { OneAtATime } from './one-at-a-time.js';

/** Thrown inside a transaction to leave it without writing; carries the answer out. */
class Abandon<T> extends Error {
  constructor(readonly answer: T) {
    super('transaction abandoned on purpose');
  }
}

/** A transaction that is open, what it writes at its end, and what is to be done once it has been committed. */
interface OpenTransaction {
  readonly database: Connection;
  /** By who gathers it; in the order in which the first of each came. */
  readonly gathered: Map<object, { readonly items: unknown[]; readonly write: () => Promise<void> }>;
  readonly after: (() => Promise<void>)[];
}

const open = new AsyncLocalStorage<OpenTransaction>();

/**
 * Runs `body` in one transaction of `database`: all of its writes or none. The outermost call opens it, calls inside join it.
 * `body` may run more than once (write conflicts are retried), so it must not do anything that cannot be done twice.
 */
export async function inTransaction<T>(database: Connection, body: () => Promise<T>): Promise<T> {
  if (open.getStore()?.database === database) return body();
  let answer: T | undefined;
  let after: OpenTransaction['after'] = [];
  try {
    await database.transaction(
      async () => {
        after = []; // What an attempt that was rolled back had in mind is no longer true.
        const transaction: OpenTransaction = { database, gathered: new Map(), after };
        answer = await open.run(transaction, async () => {
          const answered = await body();
          for (const { write } of transaction.gathered.values()) await write();
          return answered;
        });
      },
      { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority', journal: true } },
    );
  } catch (fault) {
    if (fault instanceof Abandon) return fault.answer as T;
    throw fault;
  }
  for (const task of after) await task();
  return answer as T;
}

const lines = new OneAtATime();

/**
 * A transaction that waits its turn among the others of this process on the same database. For those that all write one document: they
 * would undo each other's work and do it again, many times over. A call inside an open transaction joins it and waits for nobody.
 */
export function inTurn<T>(database: Connection, body: () => Promise<T>): Promise<T> {
  if (open.getStore()?.database === database) return body();
  return lines.run(database.name, () => inTransaction(database, body));
}

/** A task that waits for its turn, and how it ended. */
interface Waiting {
  readonly body: () => Promise<unknown>;
  readonly settle: (outcome: Promise<unknown>) => void;
}

const waiting = new Map<string, Waiting[]>();

/** So many at most: an answer comes when all of them are done, and who knocks from outside does not wait for long. */
const togetherAtMost = 8;

/**
 * As {@link inTurn}, for tasks that do not mind company: those that wait for their turn at the same time are done by one transaction, one
 * after the other, and answered once it is committed. Where one of them fails or is abandoned, none has happened, and each is done by a
 * transaction of its own, so that none suffers for another. A task can run more than once, as in any transaction.
 */
export function inTurnTogether<T>(database: Connection, body: () => Promise<T>): Promise<T> {
  if (open.getStore()?.database === database) return body();
  const queue = waiting.get(database.name) ?? [];
  waiting.set(database.name, queue);
  return new Promise<T>((resolve) => {
    queue.push({ body, settle: (outcome) => resolve(outcome as Promise<T>) });
    // As many turns as tasks; one whose task was done in the turn of another finds nothing left, or those that came later.
    void lines.run(database.name, () => doTogether(database, queue.splice(0, togetherAtMost)));
  });
}

async function doTogether(database: Connection, tasks: readonly Waiting[]): Promise<void> {
  const done = tasks.length > 1 ? await answersOf(database, tasks) : undefined;
  for (const [index, { body, settle }] of tasks.entries()) {
    const answer = done === undefined ? inTransaction(database, body) : Promise.resolve(done.answers[index]);
    settle(answer);
    await answer.catch(() => undefined); // Told to its caller; here only the next one waits for it.
  }
}

/** The answers of tasks done by one transaction; undefined where they were not. */
async function answersOf(
  database: Connection,
  tasks: readonly Waiting[],
): Promise<{ readonly answers: readonly unknown[] } | undefined> {
  let all: { readonly answers: readonly unknown[] } | undefined;
  try {
    const committed = await inTransaction(database, async () => {
      const answers: unknown[] = [];
      for (const { body } of tasks) answers.push(await body());
      all = { answers };
      return all;
    });
    return committed === all ? all : undefined; // Else it is what one of them was abandoned with.
  } catch {
    return undefined; // Whoever failed says so when it is done alone.
  }
}

/**
 * Does something once the open transaction of `database` has been committed, and never if it is not; at once where none is open. The
 * transaction's caller waits for it, so a task must be short, and must not fail: what it tells of has happened already.
 */
export async function afterCommit(database: Connection, task: () => Promise<void>): Promise<void> {
  const transaction = open.getStore();
  if (transaction?.database === database) transaction.after.push(task);
  else await task();
}

/**
 * Things of one kind that a transaction writes together at its end, since one command for all costs little more than one for each. What
 * was gathered by a transaction that is abandoned, or done again, is forgotten.
 */
export class AtItsEnd<T> {
  /** @param write writes all of them, in the order in which they came, inside the transaction. */
  constructor(private readonly write: (database: Connection, items: readonly T[]) => Promise<void>) {}

  /** Where no transaction of `database` is open, they are written at once. */
  async add(database: Connection, ...items: readonly T[]): Promise<void> {
    const transaction = open.getStore();
    if (transaction?.database !== database) return this.write(database, items);
    const gathered = this.of(transaction) ?? [];
    if (gathered.length === 0)
      transaction.gathered.set(this, { items: gathered, write: () => this.write(database, gathered) });
    gathered.push(...items);
  }

  /** What the open transaction of `database` has gathered so far: a look into the database does not show it yet. */
  gathered(database: Connection): readonly T[] {
    const transaction = open.getStore();
    return transaction?.database === database ? (this.of(transaction) ?? []) : [];
  }

  private of({ gathered }: OpenTransaction): T[] | undefined {
    return gathered.get(this)?.items as T[] | undefined;
  }
}

/**
 * Something that an open transaction keeps in mind, for instance what it knows of records that only it can change until it ends. An attempt
 * that is done again begins without it.
 */
export class InMind<T> {
  private readonly kept = new WeakMap<OpenTransaction, T>();

  /** Undefined also where no transaction of `database` is open. */
  of(database: Connection): T | undefined {
    const transaction = open.getStore();
    return transaction?.database === database ? this.kept.get(transaction) : undefined;
  }

  keep(database: Connection, thing: T): void {
    const transaction = open.getStore();
    if (transaction?.database !== database) throw new Error('no transaction is open that could keep it in mind');
    this.kept.set(transaction, thing);
  }
}

/**
 * Marks what the database said so that, thrown inside a transaction, it undoes it and runs its body again, as a write conflict does: for a
 * guess that was found wrong and will not be made again. Other faults stay what they are.
 */
export function runAgain(fault: unknown): void {
  if (fault instanceof mongo.MongoError) fault.addErrorLabel(mongo.MongoErrorLabel.TransientTransactionError);
}

/** Leaves the open transaction without writing anything, with `answer` as its outcome. */
export function abandon<T>(answer: T): never {
  throw new Abandon(answer);
}
