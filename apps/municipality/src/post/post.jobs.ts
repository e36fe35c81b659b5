import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { withLease } from '#mongo/lease';
import { Clock } from '#service/clock';
import { processId } from '#service/process-id';
import { Towns } from '../towns/towns.service.js';
import { Post } from './post.service.js';

/** Every second, in one process: messages that have not arrived yet are sent again. */
@Injectable()
export class PostJobs {
  private readonly log = new Logger('post');
  private running = false;

  constructor(
    private readonly towns: Towns,
    private readonly post: Post,
    private readonly clock: Clock,
  ) {}

  @Interval(1_000)
  async sendDue(): Promise<void> {
    if (this.running) return; // A slow peer must not pile up runs.
    this.running = true;
    try {
      await Promise.all(
        this.towns.hosted().map(async (town) => {
          if (!(await this.post.isDue(town))) return; // The lease is two durable writes; most seconds have nothing to send.
          const lease = { name: 'send-post', holder: processId, milliseconds: 30_000, now: this.clock.now() };
          await withLease(town.database, lease, () => this.post.sendDue(town));
        }),
      );
    } catch (fault) {
      this.log.error(fault); // The next second tries again.
    } finally {
      this.running = false;
    }
  }
}
