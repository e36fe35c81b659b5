import { Injectable, Logger } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import { isPoison } from '#domain/post/message-life';
import { wordsOf } from '#domain/text/words-of';
import { ownEnvelope, unseal, type Envelope } from '#messages/envelope';
import { signReceipt } from '#messages/receipt';
import { hashOfText } from '#messages/signing';
import { isDuplicate, isDuplicateKey } from '#mongo/faults';
import { afterCommit, inTurn, inTurnTogether } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { Evidence } from '../evidence/evidence.service.js';
import { Towns, type Town } from '../towns/towns.service.js';
import { FailedMessageStore, type FailedMessageRecord } from './failed-message.store.js';
import { IncomingMessageStore, type IncomingMessageRecord } from './incoming-message.store.js';
import { NewestNumbers, type Thread } from './newest-numbers.js';
import { NoneOfATown } from './none-of-a-town.js';
import { dismissedType } from './sending.service.js';

/** What a slice does with a message, inside the transaction that takes it in. Throwing refuses the message until it is sent again. */
export type Handler = (town: Town, message: Envelope) => Promise<void>;

/**
 * How the peer door answers. EARLY: something before it is still missing, send it again later. PARKED: we have failed to take it in too
 * often, and a person here looks at it.
 */
export type Reception =
  | { readonly reception: 'RECEIVED' | 'REPEATED'; readonly receipt: string }
  | { readonly reception: 'EARLY' | 'UNKNOWN_TYPE' | 'PARKED' };

/** The inbox: takes each message in once and in order, with its effect, and signs that it has. */
@Injectable()
export class Receiving {
  private readonly handlers = new Map<string, Handler>([[dismissedType, () => Promise.resolve()]]);
  private readonly heard = new NewestNumbers();
  /** Failures of another process are counted there, and only whether we try once more hangs on it. */
  private readonly noFailures = new NoneOfATown();
  private readonly log = new Logger('post');

  constructor(
    private readonly towns: Towns,
    private readonly clock: Clock,
    private readonly evidence: Evidence,
  ) {}

  on(type: string, handler: Handler): void {
    if (this.handlers.has(type)) throw new Error(`two handlers for ${type}`);
    this.handlers.set(type, handler);
  }

  /**
   * Takes in a sealed message: checks who signed it, keeps it, and lets the slice concerned act, all in one transaction.
   * @throws SignatureInvalid when it is not by the member it says it is from; MessageObstacle when it cannot be taken in at this moment.
   */
  async receive(town: Town, sealed: string): Promise<Reception> {
    const message = await unseal(sealed, this.towns.federation, this.clock.now());
    if (message.to !== town.code) return { reception: 'UNKNOWN_TYPE' };
    const handler = this.handlers.get(message.type);
    if (handler === undefined) return { reception: 'UNKNOWN_TYPE' };
    const failed = await this.failedBefore(town, message.messageId);
    if (failed !== null && failed.parkedAt !== null) return { reception: 'PARKED' };
    try {
      const reception = await this.takeInOnce(town, message, sealed, handler);
      if (failed !== null) await new FailedMessageStore(town.database).forget(message.messageId);
      return reception;
    } catch (fault) {
      if (await this.noteFailure(town, message, sealed, fault)) return { reception: 'PARKED' };
      throw fault;
    }
  }

  private async failedBefore(town: Town, messageId: string): Promise<FailedMessageRecord | null> {
    const store = new FailedMessageStore(town.database);
    const hasNone = await this.noFailures.is(town.code, this.clock.now(), () => store.isEmpty());
    return hasNone ? null : store.find(messageId);
  }

  /** Tries a parked message again. Its failures count anew. */
  async again(town: Town, { sealed }: FailedMessageRecord): Promise<void> {
    try {
      await this.receive(town, sealed);
    } catch (fault) {
      this.log.error(fault); // It has been counted; its sender will knock again.
    }
  }

  /** Takes a parked message in without any effect, so that its process can go on. Joins the caller's transaction. */
  async dismiss(town: Town, { sealed }: FailedMessageRecord): Promise<void> {
    // Its signature was checked when it came, and its key may have ended since.
    const message = ownEnvelope(sealed);
    await this.takeIn(town, message, sealed, () => Promise.resolve());
    await new FailedMessageStore(town.database).forget(message.messageId);
  }

  private async takeInOnce(town: Town, message: Envelope, sealed: string, handler: Handler): Promise<Reception> {
    try {
      return await this.takeInNext(town, message, sealed, handler);
    } catch (fault) {
      // Known by its id, be it that another process of this town was faster, or that its sender has given it another number.
      if (!isDuplicateKey(fault, message.messageId)) throw fault;
      const known = await new IncomingMessageStore(town.database).find(message.messageId);
      if (known === null) throw fault;
      return inTurn(town.database, () => this.repeated(town, known));
    }
  }

  /** Takes in a message; where it seems to be the next one of its process without looking, the unique index of the numbers looks. */
  private async takeInNext(town: Town, message: Envelope, sealed: string, handler: Handler): Promise<Reception> {
    const thread = threadOf(town, message);
    if ((this.heard.of(thread)?.seq ?? 0) !== message.seq - 1) return this.takeIn(town, message, sealed, handler);
    try {
      return await inTurnTogether(town.database, () => this.keep(town, message, sealed, handler));
    } catch (fault) {
      if (!isDuplicate(fault)) throw fault;
      this.heard.forget(thread); // Another process of this town has heard more, or the first one is repeated.
      return this.takeIn(town, message, sealed, handler);
    }
  }

  private takeIn(town: Town, message: Envelope, sealed: string, handler: Handler): Promise<Reception> {
    return inTurnTogether<Reception>(town.database, async () => {
      const { processId, from, seq } = message;
      const known = await new IncomingMessageStore(town.database).numbered(processId, from, seq - 1, 2);
      const same = known.find((each) => each.seq === seq);
      if (same !== undefined) return this.repeated(town, same);
      // The next one is that whose predecessor is the last; the first has none.
      if ((known.at(-1)?.seq ?? 0) !== seq - 1) return { reception: 'EARLY' };
      return this.keep(town, message, sealed, handler);
    });
  }

  /** Keeps a message, which is the next one of its process, with its effect. Joins the caller's transaction. */
  private async keep(town: Town, message: Envelope, sealed: string, handler: Handler): Promise<Reception> {
    const { messageId, processId, from, seq, type } = message;
    const receivedAt = new Date(this.clock.now());
    const record = { _id: messageId, processId, from, seq, type, sealed, receivedAt, receipt: null };
    const receipt = await this.receiptOf(town, record);
    await this.evidence.append(
      town,
      { kind: 'RECEIVED', processId, text: sealed },
      { kind: 'RECEIPT', processId, text: receipt },
    );
    await new IncomingMessageStore(town.database).insert({ ...record, receipt });
    await handler(town, message);
    await afterCommit(town.database, () => {
      this.heard.remember(threadOf(town, message), { seq });
      return Promise.resolve();
    });
    return { reception: 'RECEIVED', receipt };
  }

  private async repeated(town: Town, known: IncomingMessageRecord): Promise<Reception> {
    const receipt = known.receipt ?? (await this.receiptOf(town, known));
    if (known.receipt === null) {
      await this.evidence.append(town, { kind: 'RECEIPT', processId: known.processId, text: receipt });
      await new IncomingMessageStore(town.database).setReceipt(known._id, receipt);
    }
    return { reception: 'REPEATED', receipt };
  }

  /** Signed with the key of now, so it is dated now, though the message may have come before receipts were given. */
  private receiptOf(town: Town, { _id, processId, from, sealed }: IncomingMessageRecord): Promise<string> {
    const hash = hashOfText(sealed);
    const [by, receivedAt] = [town.code, this.clock.now()];
    return signReceipt({ messageId: _id, processId, hash, by, from: from as MunicipalityCode, receivedAt }, town.key);
  }

  /** Whether it has now failed so often that a person has to look. */
  private async noteFailure(town: Town, message: Envelope, sealed: string, fault: unknown): Promise<boolean> {
    const { messageId, processId, from, type } = message;
    const failed = new FailedMessageStore(town.database);
    this.noFailures.forget(town.code);
    const failures = await failed.note({
      ...{ _id: messageId, processId, from, type, sealed, firstAt: new Date(this.clock.now()) },
      lastFault: wordsOf(fault).slice(0, 300),
    });
    this.log.error(fault);
    if (!isPoison(failures)) return false;
    await failed.park(messageId, this.clock.now());
    return true;
  }
}

function threadOf({ code }: Town, { from, processId }: Envelope): Thread {
  return { town: code, peer: from, processId };
}
