import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { withLease } from '#mongo/lease';
import { Clock } from '#service/clock';
import { processId } from '#service/process-id';
import { Towns } from '../towns/towns.service.js';
import { Publication } from './publication.service.js';

/** Every few seconds, in one process: bulletins that are due go out. */
@Injectable()
export class BulletinsJobs {
  private readonly log = new Logger('bulletins');
  private running = false;

  constructor(
    private readonly towns: Towns,
    private readonly publication: Publication,
    private readonly clock: Clock,
  ) {}

  @Interval(2_000)
  async broadcastDue(): Promise<void> {
    if (this.running) return; // A slow coordination must not pile up runs.
    this.running = true;
    try {
      for (const town of this.towns.hosted()) {
        const lease = { name: 'broadcast-bulletin', holder: processId, milliseconds: 60_000, now: this.clock.now() };
        await withLease(town.database, lease, () => this.publication.broadcastDue(town)).catch((fault: unknown) => {
          this.log.warn(`${town.code}: the bulletin has not gone out: ${String(fault)}`); // The next run tries again.
        });
      }
    } finally {
      this.running = false;
    }
  }
}
