import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { withLease } from '#mongo/lease';
import { Clock } from '#service/clock';
import { processId } from '#service/process-id';
import { Towns } from '../towns/towns.service.js';
import { Checkpoints } from './checkpoints.service.js';

/** Every minute, in one process: a checkpoint where the last one is an hour old. So a restart costs a minute and not an hour. */
@Injectable()
export class EvidenceJobs {
  private readonly log = new Logger('evidence');

  constructor(
    private readonly towns: Towns,
    private readonly checkpoints: Checkpoints,
    private readonly clock: Clock,
  ) {}

  @Interval(60_000)
  async checkpointDue(): Promise<void> {
    for (const town of this.towns.hosted()) {
      const lease = { name: 'checkpoint', holder: processId, milliseconds: 55_000, now: this.clock.now() };
      try {
        await withLease(town.database, lease, () => this.checkpoints.checkpointIfDue(town));
      } catch (fault) {
        this.log.error(fault); // The next minute tries again.
      }
    }
  }
}
