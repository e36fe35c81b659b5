import { Injectable } from '@nestjs/common';
import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { isWaitedFor } from '#domain/post/waited-for';
import { accept, refuse, type Decision } from '#domain/refusals/decision';
import { Clock } from '#service/clock';
import { Idempotency } from '../idempotency/idempotency.service.js';
import type { Town } from '../towns/towns.service.js';
import { FailedMessageStore } from './failed-message.store.js';
import { OutgoingMessageStore } from './outgoing-message.store.js';
import { Post } from './post.service.js';
import { Receiving } from './receiving.service.js';
import { Sending } from './sending.service.js';

/** A message that goes no further until a person has looked at it. */
export interface ParkedMessage {
  readonly messageId: string;
  /** OUTGOING: its addressee will not have it, or it expired. INCOMING: we failed to take it in. */
  readonly direction: 'OUTGOING' | 'INCOMING';
  readonly peer: MunicipalityCode;
  readonly processId: string;
  readonly type: string;
  readonly fault: string;
  readonly attempts: number;
  readonly parkedAt: Instant;
  /** The other end waits for it: it should be tried again, not given up. */
  readonly isWaitedFor: boolean;
}

interface ParkedRequest {
  readonly messageId: string;
  readonly idempotencyKey: string;
}

/** `acceptDifference`: it is given up although the other end waits for it. */
export interface DismissRequest extends ParkedRequest {
  readonly acceptDifference: boolean;
}

/** More than these nobody reads at once; the next ones follow when some are done. */
const shownMax = 500;

/** 保留中の伝言: what a person does with messages that cannot go on by themselves. */
@Injectable()
export class Parked {
  constructor(
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly post: Post,
    private readonly sending: Sending,
    private readonly receiving: Receiving,
  ) {}

  /** What waits for a person, longest first. */
  async messages(town: Town): Promise<ParkedMessage[]> {
    const [outgoing, incoming] = await Promise.all([
      new OutgoingMessageStore(town.database).parked(shownMax),
      new FailedMessageStore(town.database).parked(shownMax),
    ]);
    const now = new Date(this.clock.now());
    const replaced = await new OutgoingMessageStore(town.database).replaced(outgoing);
    const all = [
      ...outgoing.map(({ _id, to, processId, type, lastFault, attempts, parkedAt }) => ({
        ...{ messageId: _id, direction: 'OUTGOING' as const, peer: to, processId, type, attempts },
        ...{ fault: lastFault ?? '', parkedAt: parkedAt ?? now, isWaitedFor: isWaitedFor(type, replaced.has(_id)) },
      })),
      ...incoming.map(({ _id, from, processId, type, lastFault, failures, parkedAt }) => ({
        ...{ messageId: _id, direction: 'INCOMING' as const, peer: from, processId, type, attempts: failures },
        ...{ fault: lastFault, parkedAt: parkedAt ?? now, isWaitedFor: isWaitedFor(type, false) },
      })),
    ];
    return all
      .sort((a, b) => a.parkedAt.getTime() - b.parkedAt.getTime())
      .slice(0, shownMax)
      .map(({ parkedAt, peer, ...rest }) => ({
        ...rest,
        peer: peer as MunicipalityCode,
        parkedAt: parkedAt.getTime() as Instant,
      }));
  }

  /** Sends a message again, signed anew; or tries again to take one in. */
  async retry(town: Town, request: ParkedRequest): Promise<Decision<{ messageId: string }>> {
    const decision = await this.once(town, 'retryParkedMessage', request, {
      outgoing: async (record) => accept(await this.sending.again(town, record)),
      incoming: async ({ _id }) => accept(await new FailedMessageStore(town.database).release(_id)),
    });
    if (!decision.ok) return decision;
    const failed = await new FailedMessageStore(town.database).find(request.messageId);
    if (failed !== null) await this.receiving.again(town, failed);
    else await this.post.hurry(town);
    return decision;
  }

  /** Gives a message up: it has no effect, and its process can go on. Not what the other end waits for, unless that is accepted. */
  async dismiss(town: Town, request: DismissRequest): Promise<Decision<{ messageId: string }>> {
    const unlessWaitedFor = async (
      type: string,
      isReplaced: boolean,
      act: () => Promise<void>,
    ): Promise<Decision<void>> => {
      if (isWaitedFor(type, isReplaced) && !request.acceptDifference)
        return refuse('MESSAGE_WAITED_FOR', { field: 'acceptDifference', given: type });
      return accept(await act());
    };
    const decision = await this.once(town, 'dismissParkedMessage', request, {
      outgoing: async (record) => {
        const replaced = await new OutgoingMessageStore(town.database).replaced([record]);
        return unlessWaitedFor(record.type, replaced.has(record._id), () => this.sending.dismiss(town, record));
      },
      incoming: (record) => unlessWaitedFor(record.type, false, () => this.receiving.dismiss(town, record)),
    });
    if (decision.ok) await this.post.hurry(town);
    return decision;
  }

  private once(
    town: Town,
    operation: string,
    request: ParkedRequest,
    act: {
      readonly outgoing: (
        record: NonNullable<Awaited<ReturnType<OutgoingMessageStore['find']>>>,
      ) => Promise<Decision<void>>;
      readonly incoming: (
        record: NonNullable<Awaited<ReturnType<FailedMessageStore['find']>>>,
      ) => Promise<Decision<void>>;
    },
  ): Promise<Decision<{ messageId: string }>> {
    const { messageId } = request;
    return this.idempotency.once(town, { operation, input: request }, async () => {
      const outgoing = await new OutgoingMessageStore(town.database).find(messageId, 'PARKED');
      const incoming = outgoing === null ? await new FailedMessageStore(town.database).findParked(messageId) : null;
      const done = outgoing === null ? incoming && (await act.incoming(incoming)) : await act.outgoing(outgoing);
      if (done === null) return refuse('PARKED_MESSAGE_UNKNOWN', { field: 'messageId' });
      return done.ok ? accept({ messageId }) : done;
    });
  }
}
