import type { Instant } from '#domain/calendar/date';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { afterCommit, InMind } from '#mongo/transaction';
import { capacityVersionShape } from './capacity-version.model.js';
import { commitmentShape, type CommitmentRecord } from './commitment.model.js';

export type { CommitmentRecord };

/** All of a town's commitments at a version of its capacity, in the order of their ids. */
interface Known {
  readonly version: number;
  readonly records: readonly CommitmentRecord[];
}

/** What this process has committed or read last in each database; a guess that {@link CommitmentStore.guard} checks. */
const lastKnown = new WeakMap<Database, Known>();

/** The same inside a transaction that holds the guard, with what it has changed; undefined where it would have to read. */
const knownNow = new InMind<{ known: Known | undefined }>();

export class CommitmentStore {
  private readonly model;
  private readonly versions;

  constructor(private readonly database: Database) {
    this.model = modelIn(database, commitmentShape);
    this.versions = modelIn(database, capacityVersionShape);
  }

  /**
   * Takes the town's write lock on capacity until the transaction ends. Whoever writes commitments has to take it, in the same transaction:
   * a version that is as we left it then says that the commitments are, too, and need not be read.
   */
  async guard(): Promise<void> {
    const inMind = knownNow.of(this.database);
    const guess = inMind === undefined ? lastKnown.get(this.database) : inMind.known;
    if (guess !== undefined) {
      const { version, records } = guess;
      const raised = await this.versions.updateOne({ _id: 'capacity', version }, { $inc: { version: 1 } });
      if (raised.matchedCount === 1) return this.keepInMind({ version: version + 1, records });
    }
    await this.versions.updateOne({ _id: 'capacity' }, { $inc: { version: 1 } }, { upsert: true });
    await this.keepInMind(undefined);
  }

  /** Changes whenever something takes capacity, gives it back, or bounds it anew. */
  async version(): Promise<number> {
    return (await this.versions.findById('capacity').lean().exec())?.version ?? 0;
  }

  async insert(record: CommitmentRecord): Promise<void> {
    await this.model.create([record]);
    this.nowIs((records) => inOrder([...records, record]));
  }

  find(id: string): Promise<CommitmentRecord | null> {
    return this.model.findById(id).lean<CommitmentRecord>().exec();
  }

  /** All of them. Read from the database only where a transaction does not know them from its guard. */
  async all(): Promise<readonly CommitmentRecord[]> {
    const inMind = knownNow.of(this.database);
    if (inMind?.known !== undefined) return inMind.known.records;
    // The driver's first batch holds 101 records, and every other one would be a round trip more.
    const records = await this.model.find().sort({ _id: 1 }).batchSize(1_000).lean<CommitmentRecord[]>().exec();
    if (inMind !== undefined) inMind.known = { version: await this.version(), records };
    return records;
  }

  ofPurpose(purposeId: string): Promise<CommitmentRecord[]> {
    return this.model.find({ purposeId }).sort({ _id: 1 }).lean<CommitmentRecord[]>().exec();
  }

  /** Makes smaller what holds for a lot or claim take, and lets them lapse at another moment; what takes less than that stays as small. */
  async narrowOfPurpose(purposeId: string, minutes: number, expires: Instant): Promise<void> {
    const expiresAt = new Date(expires);
    await this.model.updateMany({ purposeId }, [{ $set: { minutes: { $min: ['$minutes', minutes] }, expiresAt } }], {
      updatePipeline: true,
    });
    this.nowIs((records) =>
      records.map((each) =>
        each.purposeId === purposeId ? { ...each, minutes: Math.min(each.minutes, minutes), expiresAt } : each,
      ),
    );
  }

  /** Changes all that was taken for a lot or claim; how many commitments. */
  async changeOfPurpose(purposeId: string, change: Partial<Omit<CommitmentRecord, '_id'>>): Promise<number> {
    const { matchedCount } = await this.model.updateMany({ purposeId }, { $set: change });
    this.nowIs((records) => records.map((each) => (each.purposeId === purposeId ? { ...each, ...change } : each)));
    return matchedCount;
  }

  async removeOfPurpose(purposeId: string): Promise<void> {
    await this.model.deleteMany({ purposeId });
    this.nowIs((records) => records.filter((each) => each.purposeId !== purposeId));
  }

  /** Whether the time of any hold has passed. */
  async hasExpiredHolds(now: Instant): Promise<boolean> {
    const one = await this.model
      .findOne({ kind: 'HOLD', expiresAt: { $lte: new Date(now) } }, { _id: 1 })
      .lean()
      .exec();
    return one !== null;
  }

  /** Removes holds whose time has passed and says how many there were. */
  async removeExpiredHolds(now: Instant): Promise<number> {
    const { deletedCount } = await this.model.deleteMany({ kind: 'HOLD', expiresAt: { $lte: new Date(now) } });
    this.nowIs((records) =>
      records.filter(({ kind, expiresAt }) => kind !== 'HOLD' || expiresAt === null || expiresAt.getTime() > now),
    );
    return deletedCount;
  }

  /** Keeps in mind what the guard found; what the transaction makes of it is for those after it. */
  private async keepInMind(known: Known | undefined): Promise<void> {
    const inMind = knownNow.of(this.database);
    if (inMind !== undefined) {
      inMind.known = known;
      return;
    }
    const fresh = { known };
    knownNow.keep(this.database, fresh);
    await afterCommit(this.database, () => {
      if (fresh.known === undefined) lastKnown.delete(this.database);
      else lastKnown.set(this.database, fresh.known);
      return Promise.resolve();
    });
  }

  /** Commitments change in this transaction. */
  private nowIs(change: (records: readonly CommitmentRecord[]) => readonly CommitmentRecord[]): void {
    const inMind = knownNow.of(this.database);
    if (inMind === undefined) throw new Error('commitments are changed without the guard');
    if (inMind.known !== undefined) inMind.known = { ...inMind.known, records: change(inMind.known.records) };
  }
}

function inOrder(records: readonly CommitmentRecord[]): CommitmentRecord[] {
  return [...records].sort((one, other) => (one._id < other._id ? -1 : 1));
}
