import { Injectable, Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Instant } from '#domain/calendar/date';
import { memberOf, type Member } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { clockDifferenceMs, lifeFrom, nextAttempt, protocolVersion, sendable } from '#domain/post/message-life';
import type { Waiting } from '#domain/post/message-life';
import { wordsOf } from '#domain/text/words-of';
import { ownEnvelope, seal, type Envelope } from '#messages/envelope';
import { readReceipt } from '#messages/receipt';
import { hashOfText, keyIdOf } from '#messages/signing';
import { isDuplicate } from '#mongo/faults';
import { abandon, afterCommit, AtItsEnd, inTurn, inTurnTogether, runAgain } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { Evidence } from '../evidence/evidence.service.js';
import { Towns, type Town } from '../towns/towns.service.js';
import { deliverTo, type DeliveryOutcome } from './delivery.js';
import { NewestNumbers, type Thread } from './newest-numbers.js';
import { NoneOfATown } from './none-of-a-town.js';
import { OutgoingMessageStore, type OutgoingMessageRecord } from './outgoing-message.store.js';

/** A word to a peer, before it is signed. */
export interface OutgoingWord {
  readonly processId: string;
  readonly to: MunicipalityCode;
  readonly type: string;
  readonly payload: object;
  /** Until when it is worth sending; 30 days unless told. */
  readonly expiresAt?: Instant;
}

/** What a peer lacks: the messages of a process after a number. */
export interface LostWords {
  readonly processId: string;
  readonly after: number;
}

/** What takes the place of a message that a person has given up: it has no effect, and lets the next one of its process come. */
export const dismissedType = 'message.dismissed';

/** A message with the receipt that its receiver gave. */
interface Arrived {
  readonly message: OutgoingMessageRecord;
  readonly receipt: string;
}

/** What a message has to know of the one that it follows. */
type Newest = Pick<OutgoingMessageRecord, 'seq' | 'state' | 'nextAttemptAt'>;

/** A message to be inserted, and what it belongs to. */
interface Written {
  readonly record: OutgoingMessageRecord;
  readonly thread: Thread;
}

type Attempted =
  { readonly delivered: true; readonly receipt: string } | Extract<DeliveryOutcome, { readonly delivered: false }>;

/** Messages of one run, and how many of them knock at peers' doors at once: a peer takes them in one by one, and must not be too slow. */
const [batch, atOnce] = [200, 16];
/** What is sent within this is not woken, and a peer's messages are not looked for more often. */
const wakePauseMs = 5_000;
/** How often what has expired is looked for. */
const expiryPauseMs = 60_000;
const expiredWords = '期限までに届きませんでした。 / It did not arrive before it expired.';

/** The outbox: what it holds is sent until its addressee has signed that it has it. */
@Injectable()
export class Sending {
  private readonly running = new Map<string, Promise<void>>();
  /** By town, the run that has not begun yet. */
  private readonly next = new Map<string, Promise<void>>();
  private readonly woken = new Pauses(wakePauseMs);
  private readonly expired = new Pauses(expiryPauseMs);
  private readonly expiryAsked = new Pauses(expiryPauseMs);
  private readonly log = new Logger('post');
  /** Of what another process has parked, its receiver says itself that the ones after it are early. */
  private readonly noneParked = new NoneOfATown();
  private readonly said = new NewestNumbers<Newest>();
  private readonly written = new AtItsEnd<Written>((database, written) => this.insert(database, written));

  constructor(
    private readonly towns: Towns,
    private readonly clock: Clock,
    private readonly evidence: Evidence,
  ) {}

  /** Writes a message into the outbox, at the end of the caller's transaction. */
  async write(town: Town, { expiresAt, ...word }: OutgoingWord): Promise<void> {
    const now = this.clock.now();
    const last = await this.lastTo(town, word);
    const envelope: Envelope = {
      messageId: randomUUID(),
      ...word,
      seq: (last?.seq ?? 0) + 1,
      from: town.code,
      ...lifeFrom(now, expiresAt),
    };
    const sealed = await seal(envelope, town.key);
    await this.evidence.append(town, { kind: 'SENT', processId: word.processId, text: sealed });
    const record: OutgoingMessageRecord = {
      ...{ _id: envelope.messageId, processId: word.processId, to: word.to, seq: envelope.seq, type: word.type },
      ...{ sealed, hashes: [hashOfText(sealed)], protocol: protocolVersion, expiresAt: new Date(envelope.expiresAt) },
      ...{ state: 'PENDING', attempts: 0, writtenAt: new Date(now), deliveredAt: null, receipt: null },
      ...{ parkedAt: null, dismissedAt: null, lastFault: null },
      // Not before the one that it follows.
      nextAttemptAt: last?.state === 'PENDING' ? last.nextAttemptAt : new Date(now),
    };
    await this.written.add(town.database, { record, thread: threadOf(town, record) });
  }

  /**
   * Sends every message that is due. One run at a time for each town; all who call during a run wait for the next one, which finds what
   * they are about.
   */
  async sendDue(town: Town): Promise<void> {
    const waiting = this.next.get(town.code);
    if (waiting !== undefined) return waiting;
    const before = this.running.get(town.code) ?? Promise.resolve();
    const run = before
      .then(() => {
        this.next.delete(town.code);
        return this.sendOnce(town);
      })
      .catch((fault: unknown) => this.log.error(fault));
    this.running.set(town.code, run);
    this.next.set(town.code, run);
    await run;
  }

  /** A peer shows that it is there: what waits for it is sent now. */
  async wake(town: Town, peer: string): Promise<void> {
    const now = this.clock.now();
    if (!this.woken.isOver(`${town.code} ${peer}`, now)) return; // Nothing has been waiting since.
    await new OutgoingMessageStore(town.database).wake(peer, (now + wakePauseMs) as Instant, now);
  }

  /** Whether a run would find anything to do. */
  async isDue(town: Town): Promise<boolean> {
    if (this.next.has(town.code)) return false; // It is about to be looked for.
    const outbox = new OutgoingMessageStore(town.database);
    const now = this.clock.now();
    if (await outbox.isDue(now)) return true;
    if (!this.expiryAsked.isOver(town.code, now) || !(await outbox.hasExpired(now))) return false;
    this.expired.forget(town.code);
    return true;
  }

  /** Signs a message anew, with the town's key of today, to be sent at once. Joins the caller's transaction. */
  async again(town: Town, record: OutgoingMessageRecord): Promise<void> {
    await this.reseal(town, record, ownEnvelope(record.sealed), record.dismissedAt);
  }

  /**
   * Seals anew what a peer had acknowledged before a moment and has lost since, to be sent at once; how many messages. What is still
   * waiting goes out by itself, and what was acknowledged later may only have crossed the question.
   */
  sayAgain(town: Town, peer: string, lost: LostWords, before: Instant): Promise<number> {
    return inTurn(town.database, async () => {
      const records = await new OutgoingMessageStore(town.database).acknowledged(lost, peer, before);
      for (const record of records) await this.again(town, record);
      return records.length;
    });
  }

  /**
   * Puts a word without effect in the place of a parked message; if not even that arrived, gives it up. Joins the caller's transaction.
   */
  async dismiss(town: Town, record: OutgoingMessageRecord): Promise<void> {
    if (record.dismissedAt !== null) return new OutgoingMessageStore(town.database).giveUp(record._id);
    const said = ownEnvelope(record.sealed);
    const nothing = { ...said, type: dismissedType, payload: { type: said.type } };
    await this.reseal(town, record, nothing, new Date(this.clock.now()));
  }

  /** The newest message of a process to a peer: of this transaction, or else of those before, which need not be read where we wrote it. */
  private async lastTo(town: Town, word: OutgoingWord): Promise<Newest | null> {
    const { processId, to } = word;
    const ofNow = this.written
      .gathered(town.database)
      .filter(({ record }) => record.processId === processId && record.to === to);
    return (
      ofNow.at(-1)?.record ??
      this.said.of(threadOf(town, word)) ??
      (await new OutgoingMessageStore(town.database).last(processId, to))
    );
  }

  private async insert(database: Town['database'], written: readonly Written[]): Promise<void> {
    try {
      await new OutgoingMessageStore(database).insert(written.map(({ record }) => record));
    } catch (fault) {
      // Another process of this town has said more in one of these; now that we know, it will be looked for.
      const guessed = written.filter(({ thread }) => this.said.of(thread) !== undefined);
      for (const { thread } of guessed) this.said.forget(thread);
      if (isDuplicate(fault) && guessed.length > 0) runAgain(fault);
      throw fault;
    }
    await afterCommit(database, () => {
      for (const { record, thread } of written) {
        const { seq, state, nextAttemptAt } = record;
        this.said.remember(thread, { seq, state, nextAttemptAt });
      }
      return Promise.resolve();
    });
  }

  private async reseal(
    town: Town,
    { _id }: OutgoingMessageRecord,
    said: Envelope,
    dismissedAt: Date | null,
  ): Promise<string> {
    const now = this.clock.now();
    const life = lifeFrom(now);
    const sealed = await seal({ ...said, ...life }, town.key);
    await this.evidence.append(town, { kind: 'SENT', processId: said.processId, text: sealed });
    const { protocol, expiresAt } = life;
    const fresh = { sealed, type: said.type, protocol, expiresAt: new Date(expiresAt), dismissedAt };
    await new OutgoingMessageStore(town.database).reseal(_id, { ...fresh, hash: hashOfText(sealed) }, now);
    return sealed;
  }

  private async sendOnce(town: Town): Promise<void> {
    const outbox = new OutgoingMessageStore(town.database);
    const now = this.clock.now();
    if (this.expired.isOver(town.code, now)) {
      await outbox.parkExpired(expiredWords, now);
      this.noneParked.forget(town.code);
    }
    const due = await outbox.due(now, batch);
    if (due.length === 0) return;
    const hasNone = await this.noneParked.is(town.code, now, async () => !(await outbox.hasParked()));
    const queues = new Map<string, InQueue[]>();
    for (const message of [...due, ...(hasNone ? [] : await outbox.parked(1_000))]) {
      const queue = queueOf(message);
      queues.set(queue, [...(queues.get(queue) ?? []), inQueue(message)]);
    }
    // A process's messages to one peer keep their order; processes and peers do not wait for each other.
    const waiting = [...queues.values()].map((queue) => sendable(queue, now).map(({ message }) => message));
    const arrived: Arrived[] = [];
    const knock = async (): Promise<void> => {
      for (let queue = waiting.shift(); queue !== undefined; queue = waiting.shift())
        arrived.push(...(await this.sendQueue(town, queue)));
    };
    await Promise.all(Array.from({ length: atOnce }, knock));
    await this.keepReceipts(town, arrived);
  }

  /** Sends messages of one process, in this order, until one does not arrive; answers what arrived, with the receipts. */
  private async sendQueue(town: Town, queue: readonly OutgoingMessageRecord[]): Promise<Arrived[]> {
    const outbox = new OutgoingMessageStore(town.database);
    const arrived: Arrived[] = [];
    for (const message of queue) {
      const peer = memberOf(this.towns.federation, message.to as MunicipalityCode);
      const outcome = await this.attempt(town, peer, message);
      if (outcome.delivered) {
        arrived.push({ message, receipt: outcome.receipt });
        continue;
      }
      this.log.warn(`${town.code} → ${message.to} ${message.type} not delivered: ${outcome.fault}`);
      this.said.forget(threadOf(town, message)); // It stands otherwise than it was written, and those after it wait for it.
      if (outcome.final) {
        await outbox.park(message._id, outcome.fault, this.clock.now());
        this.noneParked.forget(town.code);
      } else {
        const next = nextAttempt(this.clock.now(), message.attempts, Math.random());
        await outbox.postpone(message, next, outcome.fault);
        if (!outcome.reached) this.woken.forget(`${town.code} ${message.to}`);
      }
      break;
    }
    return arrived;
  }

  /** All at once, because each time the chain of evidence is written others wait. Lost before, they are given again. */
  private async keepReceipts(town: Town, arrived: readonly Arrived[]): Promise<void> {
    if (arrived.length === 0) return;
    const outbox = new OutgoingMessageStore(town.database);
    const now = this.clock.now();
    const given = arrived.map(({ message, receipt }) => ({ id: message._id, receipt }));
    const allWaited = await inTurnTogether(town.database, async () => {
      if (!(await outbox.markAllDelivered(given, now))) return abandon(false);
      await this.noteReceipts(town, arrived);
      return true;
    });
    if (!allWaited)
      await inTurn(town.database, async () => {
        // Another process of this town has sent some of them too: what has been noted is not noted twice.
        for (const each of arrived)
          if (await outbox.markDelivered(each.message._id, each.receipt, now)) await this.noteReceipts(town, [each]);
      });
    // Those were away, and are back.
    const back = new Set(arrived.filter(({ message }) => message.attempts > 0).map(({ message }) => message.to));
    for (const peer of back) await this.wake(town, peer);
  }

  private noteReceipts(town: Town, arrived: readonly Arrived[]): Promise<void> {
    return this.evidence.append(
      town,
      ...arrived.map(({ message: { processId }, receipt }) => ({ kind: 'RECEIPT' as const, processId, text: receipt })),
    );
  }

  private async attempt(town: Town, peer: Member | undefined, message: OutgoingMessageRecord): Promise<Attempted> {
    if (peer === undefined)
      return { delivered: false, reached: false, final: false, fault: 'no member of the federation' };
    // Written before an update or a change of keys: what it says goes out as the peers now read it.
    const isOld = message.protocol !== protocolVersion || keyIdOf(message.sealed) !== town.key.kid;
    const sealed = isOld
      ? await inTurn(town.database, () => this.reseal(town, message, ownEnvelope(message.sealed), message.dismissedAt))
      : message.sealed;
    const hashes = isOld ? [...message.hashes, hashOfText(sealed)] : message.hashes;
    const outcome = await deliverTo(peer, sealed);
    if (!outcome.delivered) return outcome;
    return this.readReceiptOf(town, peer, { ...message, hashes }, outcome.receipt);
  }

  /** Without the receiver's signed word a message has not arrived: it could not be proved. */
  private async readReceiptOf(
    town: Town,
    peer: Member,
    message: OutgoingMessageRecord,
    receipt: unknown,
  ): Promise<Attempted> {
    const again = (fault: string): Attempted => ({ delivered: false, reached: true, final: false, fault });
    if (typeof receipt !== 'string') return again('the peer gave no receipt');
    try {
      const said = await readReceipt(receipt, peer);
      if (said.from !== town.code || said.messageId !== message._id || !message.hashes.includes(said.hash)) {
        const fault = `the peer has another message under number ${message.seq} of this process`;
        return { delivered: false, reached: true, final: true, fault };
      }
      return said.receivedAt > this.clock.now() + clockDifferenceMs
        ? again('the receipt is dated ahead')
        : { delivered: true, receipt };
    } catch (fault) {
      return again(`receipt: ${wordsOf(fault)}`);
    }
  }
}

/** A message as the rule of what may be sent sees it. */
interface InQueue extends Waiting {
  readonly message: OutgoingMessageRecord;
}

function inQueue(message: OutgoingMessageRecord): InQueue {
  const { seq, expiresAt, state } = message;
  return { message, seq, expiresAt: expiresAt.getTime() as Instant, isParked: state === 'PARKED' };
}

function queueOf({ to, processId }: OutgoingMessageRecord): string {
  return `${to} ${processId}`;
}

function threadOf({ code }: Town, { to, processId }: Pick<OutgoingMessageRecord, 'to' | 'processId'>): Thread {
  return { town: code, peer: to, processId };
}

/** Says of each thing whether a pause since the last time is over; the first time it is. */
class Pauses {
  private readonly last = new Map<string, Instant>();

  constructor(private readonly pauseMs: number) {}

  isOver(thing: string, now: Instant): boolean {
    const last = this.last.get(thing);
    if (last !== undefined && Math.abs(now - last) < this.pauseMs) return false; // A clock may also be turned back.
    this.last.set(thing, now);
    return true;
  }

  forget(thing: string): void {
    this.last.delete(thing);
  }
}
