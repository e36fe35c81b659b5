import type { Instant } from '#domain/calendar/date';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { outgoingMessageShape, type OutgoingMessageRecord } from './outgoing-message.model.js';
import { newestByProcess } from './newest-by-process.js';

export type { OutgoingMessageRecord };

export class OutgoingMessageStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, outgoingMessageShape);
  }

  async insert(records: readonly OutgoingMessageRecord[]): Promise<void> {
    await this.model.insertMany([...records]);
  }

  /** The newest message of a process to a peer. */
  last(processId: string, to: string): Promise<OutgoingMessageRecord | null> {
    return this.model.findOne({ processId, to }).sort({ seq: -1 }).lean<OutgoingMessageRecord>().exec();
  }

  /** The number of the newest message to a peer, by process. */
  async lastNumbers(to: string): Promise<Map<string, number>> {
    const found = await this.model.aggregate<{ _id: string; last: number }>(newestByProcess('to', to)).exec();
    return new Map(found.map(({ _id, last }) => [_id, last]));
  }

  /** Messages after a number that a peer had acknowledged before a moment, in their order. */
  acknowledged(
    { processId, after }: { readonly processId: string; readonly after: number },
    to: string,
    before: Instant,
  ): Promise<OutgoingMessageRecord[]> {
    return this.model
      .find({ processId, to, seq: { $gt: after }, state: 'DELIVERED', deliveredAt: { $lt: new Date(before) } })
      .sort({ seq: 1 })
      .lean<OutgoingMessageRecord[]>()
      .exec();
  }

  /** Messages that are to be sent now, oldest first. */
  due(now: Instant, limit: number): Promise<OutgoingMessageRecord[]> {
    return this.model
      .find({ state: 'PENDING', nextAttemptAt: { $lte: new Date(now) } })
      .sort({ nextAttemptAt: 1, writtenAt: 1, seq: 1 })
      .limit(limit)
      .lean<OutgoingMessageRecord[]>()
      .exec();
  }

  /** Whether anything is to be sent. */
  isDue(now: Instant): Promise<boolean> {
    return this.waits({ nextAttemptAt: { $lte: new Date(now) } });
  }

  /** Whether anything has expired. */
  hasExpired(now: Instant): Promise<boolean> {
    return this.waits({ expiresAt: { $lte: new Date(now) } });
  }

  /** Whether anything waits for a person. */
  async hasParked(): Promise<boolean> {
    return (await this.model.findOne({ state: 'PARKED' }, { _id: 1 }).lean().exec()) !== null;
  }

  /** What a person has to look at, oldest first. */
  parked(limit: number): Promise<OutgoingMessageRecord[]> {
    return this.model
      .find({ state: 'PARKED' })
      .sort({ nextAttemptAt: 1 })
      .limit(limit)
      .lean<OutgoingMessageRecord[]>()
      .exec();
  }

  /** Those of the messages after which the same has been said anew, in the same process to the same peer; by their ids. */
  async replaced(messages: readonly OutgoingMessageRecord[]): Promise<Set<string>> {
    const processes = [...new Set(messages.map(({ processId }) => processId))];
    const said = await this.model
      .find({ processId: { $in: processes } }, { processId: 1, to: 1, type: 1, seq: 1 })
      .lean<Pick<OutgoingMessageRecord, 'processId' | 'to' | 'type' | 'seq'>[]>()
      .exec();
    const newest = new Map<string, number>();
    for (const each of said) newest.set(wordOf(each), Math.max(each.seq, newest.get(wordOf(each)) ?? 0));
    return new Set(messages.flatMap((each) => ((newest.get(wordOf(each)) ?? 0) > each.seq ? [each._id] : [])));
  }

  find(id: string, state: OutgoingMessageRecord['state']): Promise<OutgoingMessageRecord | null> {
    return this.model.findOne({ _id: id, state }).lean<OutgoingMessageRecord>().exec();
  }

  /** How many messages to a peer wait, by their state. */
  async counts(to: string): Promise<{ pending: number; parked: number }> {
    const [pending, parked] = await Promise.all([
      this.model.countDocuments({ state: 'PENDING', to }),
      this.model.countDocuments({ state: 'PARKED', to }),
    ]);
    return { pending, parked };
  }

  /** The process of each message to a peer that is on its way. */
  async pendingProcesses(to: string): Promise<string[]> {
    const found = await this.model
      .find({ state: 'PENDING', to }, { processId: 1 })
      .lean<{ processId: string }[]>()
      .exec();
    return found.map(({ processId }) => processId);
  }

  /** @returns whether it was still waiting. */
  async markDelivered(id: string, receipt: string, now: Instant): Promise<boolean> {
    const { filter, update } = deliveredBy(id, receipt, now);
    return (await this.model.updateOne(filter, update)).matchedCount === 1;
  }

  /**
   * Notes receipts by one command. @returns whether all of the messages were still waiting: where one was not, the others may have been
   * marked all the same, and the transaction has to be left.
   */
  async markAllDelivered(
    given: readonly { readonly id: string; readonly receipt: string }[],
    now: Instant,
  ): Promise<boolean> {
    const marked = await this.model.bulkWrite(
      given.map(({ id, receipt }) => ({ updateOne: deliveredBy(id, receipt, now) })),
    );
    return marked.matchedCount === given.length;
  }

  /** A message waits, and with it those of its process that come after it. */
  async postpone({ _id, processId, to, seq }: OutgoingMessageRecord, until: Instant, fault: string): Promise<void> {
    const nextAttemptAt = new Date(until);
    await this.model.updateOne(
      { _id, state: 'PENDING' },
      { $set: { nextAttemptAt, lastFault: fault }, $inc: { attempts: 1 } },
    );
    await this.model.updateMany({ state: 'PENDING', processId, to, seq: { $gt: seq } }, { $set: { nextAttemptAt } });
  }

  async park(id: string, fault: string, now: Instant): Promise<void> {
    await this.model.updateOne(
      { _id: id, state: 'PENDING' },
      { $set: { state: 'PARKED', parkedAt: new Date(now), lastFault: fault } },
    );
  }

  /** Parks what has not arrived before its end. */
  async parkExpired(fault: string, now: Instant): Promise<void> {
    await this.model.updateMany(
      { state: 'PENDING', expiresAt: { $lte: new Date(now) } },
      { $set: { state: 'PARKED', parkedAt: new Date(now), lastFault: fault } },
    );
  }

  /** A peer answers: what waits for it long is sent now. */
  async wake(to: string, longerThan: Instant, now: Instant): Promise<void> {
    await this.model.updateMany(
      { state: 'PENDING', to, nextAttemptAt: { $gt: new Date(longerThan) } },
      { $set: { nextAttemptAt: new Date(now) } },
    );
  }

  /** Sealed anew, to be sent at once. */
  async reseal(
    id: string,
    {
      hash,
      ...seal
    }: Pick<OutgoingMessageRecord, 'sealed' | 'type' | 'protocol' | 'expiresAt' | 'dismissedAt'> & {
      readonly hash: string;
    },
    now: Instant,
  ): Promise<void> {
    await this.model.updateOne(
      { _id: id },
      {
        $set: { ...seal, state: 'PENDING', attempts: 0, nextAttemptAt: new Date(now), parkedAt: null },
        $push: { hashes: hash },
      },
    );
  }

  /** Given up for good: not even the word that it is given up arrives. */
  async giveUp(id: string): Promise<void> {
    await this.model.updateOne({ _id: id, state: 'PARKED' }, { $set: { state: 'DISMISSED', parkedAt: null } });
  }

  private async waits(filter: {
    readonly [field in 'nextAttemptAt' | 'expiresAt']?: { readonly $lte: Date };
  }): Promise<boolean> {
    const one = await this.model
      .findOne({ state: 'PENDING', ...filter }, { _id: 1 })
      .lean()
      .exec();
    return one !== null;
  }
}

function wordOf({ processId, to, type }: Pick<OutgoingMessageRecord, 'processId' | 'to' | 'type'>): string {
  return `${processId} ${to} ${type}`;
}

function deliveredBy(
  _id: string,
  receipt: string,
  now: Instant,
): { readonly filter: { _id: string; state: 'PENDING' }; readonly update: { $set: Partial<OutgoingMessageRecord> } } {
  return {
    filter: { _id, state: 'PENDING' },
    update: { $set: { state: 'DELIVERED', deliveredAt: new Date(now), receipt, lastFault: null } },
  };
}
