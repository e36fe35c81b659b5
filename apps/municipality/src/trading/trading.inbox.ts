import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import { Post } from '../post/post.service.js';
import type { Town } from '../towns/towns.service.js';
import { IncomingTrade } from './incoming.service.js';
import type { TradeMessages } from './messages.js';

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
    this.on('claim.declined', (...message) => this.incoming.claimDeclined(...message));
    this.on('claim.awarded', (...message) => this.incoming.claimAwarded(...message));
    this.on('award.confirmed', (...message) => this.incoming.awardConfirmed(...message));
    this.on('award.in-force', (...message) => this.incoming.awardInForce(...message));
    this.on('award.lapsed', (...message) => this.incoming.awardLapsed(...message));
  }

  private on<T extends keyof TradeMessages>(
    type: T,
    act: (town: Town, from: MunicipalityCode, payload: TradeMessages[T]) => Promise<void>,
  ): void {
    this.post.on(type, (town, message) => act(town, message.from, message.payload as TradeMessages[T]));
  }
}
