import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import { townOfId } from '#domain/municipality/ids';
import type { TradeMessages, TradeMessageType } from '#domain/trade/messages';
import { Post } from '../post/post.service.js';
import type { Town } from '../towns/towns.service.js';
import { IncomingTrade } from './incoming.service.js';

const fromClaimant = [
  'claim.withdrawn',
  'counter.accepted',
  'award.confirmed',
  'amendment.in-force',
  'amendment.lapsed',
] as const;
const fromPublisher = [
  'claim.declined',
  'claim.awarded',
  'award.in-force',
  'award.lapsed',
  'award.terminated',
  'amendment.accepted',
] as const;

const fromEither = ['claim.countered', 'amendment.proposed', 'amendment.declined', 'amendment.withdrawn'] as const;

/** What peers may tell this slice. */
@Injectable()
export class TradingInbox implements OnModuleInit {
  constructor(
    private readonly post: Post,
    private readonly incoming: IncomingTrade,
  ) {}

  onModuleInit(): void {
    this.on('surplus-order.stated', (...message) => this.incoming.surplusOrderStated(...message));
    this.on('claim.submitted', (...message) => this.incoming.claimSubmitted(...message));
    // Either side counters or amends; who speaks about whose claim, the claim's id says.
    for (const type of fromEither)
      this.on(type, (town, from, payload) =>
        townOfId(payload.claimId) === from
          ? this.incoming.fromClaimant(town, type, from, payload)
          : this.incoming.fromPublisher(town, type, from, payload),
      );
    for (const type of fromClaimant)
      this.on(type, (town, from, payload) => this.incoming.fromClaimant(town, type, from, payload));
    for (const type of fromPublisher)
      this.on(type, (town, from, payload) => this.incoming.fromPublisher(town, type, from, payload));
  }

  private on<T extends TradeMessageType>(
    type: T,
    act: (town: Town, from: MunicipalityCode, payload: TradeMessages[T]) => Promise<void>,
  ): void {
    this.post.on(type, (town, message) => act(town, message.from, message.payload as TradeMessages[T]));
  }
}
