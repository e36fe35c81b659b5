import { Injectable, Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Instant } from '#domain/calendar/date';
import { memberOf } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { seal, unseal, type Envelope } from '#messages/envelope';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { Towns, type Town } from '../towns/towns.service.js';
import { IncomingMessageStore } from './incoming-message.store.js';
import { deliverTo } from './delivery.js';
import { OutgoingMessageStore, type OutgoingMessageRecord } from './outgoing-message.store.js';

/** What a slice does with a message, inside the transaction that takes it in. Throwing refuses the message until it is sent again. */
export type Handler = (town: Town, message: Envelope) => Promise<void>;

/** How the peer door answers. EARLY: something before it is still missing, send it again later. */
export type Reception = 'RECEIVED' | 'REPEATED' | 'EARLY' | 'UNKNOWN_TYPE';

/** How long a mutation waits for its messages to arrive before it answers; they are on their way in any case. */
const patienceMs = 1_500;
const batch = 200;

/** 伝言: signed messages between towns, written with the state they tell of and sent until they arrive. */
@Injectable()
export class Post {
  private readonly handlers = new Map<string, Handler>();
  private readonly sending = new Map<string, Promise<void>>();
  private readonly log = new Logger('post');

  constructor(
    private readonly towns: Towns,
    private readonly clock: Clock,
  ) {}

  /** Says who takes in messages of a type. */
  on(type: string, handler: Handler): void {
    if (this.handlers.has(type)) throw new Error(`two handlers for ${type}`);
    this.handlers.set(type, handler);
  }

  /** Writes a message into the outbox. Must be called in the transaction of the state it tells of. */
  async write(
    town: Town,
    message: { processId: string; to: MunicipalityCode; type: string; payload: object },
  ): Promise<void> {
    const outbox = new OutgoingMessageStore(town.database);
    const now = this.clock.now();
    const seq = (await outbox.lastSeq(message.processId, message.to)) + 1;
    const envelope: Envelope = { messageId: randomUUID(), ...message, seq, from: town.code, issuedAt: now };
    await outbox.insert({
      _id: envelope.messageId,
      processId: message.processId,
      to: message.to,
      seq,
      type: message.type,
      sealed: await seal(envelope, town.key),
      state: 'PENDING',
      attempts: 0,
      nextAttemptAt: new Date(now),
      writtenAt: new Date(now),
      deliveredAt: null,
      lastFault: null,
    });
  }

  /**
   * Sends what is due and waits a moment for it to arrive, so that whoever asks the other town next already finds it there. Never
   * fails: what could not be delivered stays in the outbox.
   */
  async hurry(town: Town): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([this.sendDue(town), patience]);
    clearTimeout(timer);
  }

  /** Sends every message that is due. One run at a time for each town; a call during a run waits for a run of its own. */
  async sendDue(town: Town): Promise<void> {
    const before = this.sending.get(town.code) ?? Promise.resolve();
    const run = before.then(() => this.sendOnce(town)).catch((fault: unknown) => this.log.error(fault));
    this.sending.set(town.code, run);
    await run;
  }

  /**
   * Takes in a sealed message: checks who signed it, keeps it, and lets the slice concerned act, all in one transaction.
   * @throws SignatureInvalid when it is not by the member it says it is from.
   */
  async receive(town: Town, sealed: string): Promise<Reception> {
    const message = await unseal(sealed, this.towns.federation);
    if (message.to !== town.code) return 'UNKNOWN_TYPE';
    const handler = this.handlers.get(message.type);
    if (handler === undefined) return 'UNKNOWN_TYPE';
    return inTransaction<Reception>(town.database, async () => {
      const inbox = new IncomingMessageStore(town.database);
      if (await inbox.has(message.messageId)) return 'REPEATED';
      const last = await inbox.lastSeq(message.processId, message.from);
      if (message.seq !== last + 1) return message.seq <= last ? 'REPEATED' : 'EARLY';
      await inbox.insert({
        _id: message.messageId,
        processId: message.processId,
        from: message.from,
        seq: message.seq,
        type: message.type,
        sealed,
        receivedAt: new Date(this.clock.now()),
      });
      await handler(town, message);
      return 'RECEIVED';
    });
  }

  private async sendOnce(town: Town): Promise<void> {
    const pending = await new OutgoingMessageStore(town.database).pending(batch);
    const queues = new Map<string, OutgoingMessageRecord[]>();
    for (const message of pending) {
      const queue = `${message.to} ${message.processId}`;
      queues.set(queue, [...(queues.get(queue) ?? []), message]);
    }
    // A process's messages to one peer keep their order; processes and peers do not wait for each other.
    await Promise.all([...queues.values()].map((queue) => this.sendQueue(town, queue)));
  }

  private async sendQueue(town: Town, queue: readonly OutgoingMessageRecord[]): Promise<void> {
    const outbox = new OutgoingMessageStore(town.database);
    for (const message of queue) {
      if (message.nextAttemptAt.getTime() > this.clock.now()) return;
      const peer = memberOf(this.towns.federation, message.to as MunicipalityCode);
      const outcome =
        peer === undefined
          ? { delivered: false, final: false, fault: 'no member of the federation' }
          : await deliverTo(peer, message.sealed);
      if (outcome.delivered) {
        await outbox.markDelivered(message._id, this.clock.now());
        continue;
      }
      this.log.warn(`${town.code} → ${message.to} ${message.type} not delivered: ${outcome.fault}`);
      if (outcome.final) await outbox.park(message._id, outcome.fault);
      else await outbox.postpone(message._id, nextAttempt(this.clock.now(), message.attempts), outcome.fault);
      return;
    }
  }
}

/** 2 s, doubling to 60 s, with up to a quarter of jitter so that towns do not knock in step after an outage. */
function nextAttempt(now: Instant, attempts: number): Instant {
  const pause = Math.min(60_000, 2_000 * 2 ** Math.min(attempts, 5));
  return (now + pause * (0.875 + Math.random() / 4)) as Instant;
}
