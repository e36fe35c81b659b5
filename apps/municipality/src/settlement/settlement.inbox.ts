import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { SettlementMessage } from '#domain/settlement/machine';
import { Performances } from '../performance/performance.service.js';
import { Post } from '../post/post.service.js';
import { Settlements } from './settlement.service.js';

const types = [
  'settlement.stated',
  'settlement.confirmed',
  'settlement.disputed',
  'settlement.adjusted',
  'settlement.paid',
] as const satisfies SettlementMessage['type'][];

/** What peers may tell this slice, and what follows for it when an award is inspected. */
@Injectable()
export class SettlementInbox implements OnModuleInit {
  constructor(
    private readonly post: Post,
    private readonly settlements: Settlements,
    private readonly performances: Performances,
  ) {}

  onModuleInit(): void {
    this.performances.whenInspected((town, work) => this.settlements.noteSettled(town, work));
    for (const type of types)
      this.post.on(type, (town, { from, payload }) =>
        this.settlements.hears(town, { type, from, payload } as Omit<SettlementMessage, 'genuine'>),
      );
  }
}
