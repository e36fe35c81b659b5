import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { PerformanceMessage } from '#domain/performance/machine';
import { Post } from '../post/post.service.js';
import { Trading } from '../trading/trading.service.js';
import { Performances } from './performance.service.js';

const types = [
  'work.started',
  'work.delivered',
  'delivery.accepted',
  'delivery.rejected',
  'delivery.returned',
] as const satisfies PerformanceMessage['type'][];

/** What peers may tell this slice, and what follows for it when an award is amended. */
@Injectable()
export class PerformanceInbox implements OnModuleInit {
  constructor(
    private readonly post: Post,
    private readonly performances: Performances,
    private readonly trading: Trading,
  ) {}

  onModuleInit(): void {
    this.trading.whenAmended(async (town, claimId) => {
      await this.performances.happens(town, claimId, { type: 'amended' });
    });
    for (const type of types)
      this.post.on(type, async (town, { from, payload }) => {
        const message = { type, from, payload } as PerformanceMessage;
        // A word about a claim that this town does not know has no effect, as one that does not fit has none.
        await this.performances.happens(town, message.payload.claimId, message);
      });
  }
}
