import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { PerformanceMessage } from '#domain/performance/machine';
import { Post } from '../post/post.service.js';
import { Performances } from './performance.service.js';

const types = [
  'work.started',
  'work.delivered',
  'delivery.accepted',
  'delivery.rejected',
  'delivery.returned',
] as const satisfies PerformanceMessage['type'][];

/** What peers may tell this slice. */
@Injectable()
export class PerformanceInbox implements OnModuleInit {
  constructor(
    private readonly post: Post,
    private readonly performances: Performances,
  ) {}

  onModuleInit(): void {
    for (const type of types)
      this.post.on(type, async (town, { from, payload }) => {
        const message = { type, from, payload } as PerformanceMessage;
        // A word about a claim that this town does not know has no effect, as one that does not fit has none.
        await this.performances.happens(town, message.payload.claimId, message);
      });
  }
}
