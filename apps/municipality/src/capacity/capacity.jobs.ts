import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { withLease } from '#mongo/lease';
import { Clock } from '#service/clock';
import { processId } from '#service/process-id';
import { Towns } from '../towns/towns.service.js';
import { Capacity } from './capacity.service.js';

/** Once a minute, in one process: holds whose time has passed lapse. */
@Injectable()
export class CapacityJobs {
  private readonly log = new Logger('capacity');

  constructor(
    private readonly towns: Towns,
    private readonly capacity: Capacity,
    private readonly clock: Clock,
  ) {}

  @Interval(60_000)
  async lapseHolds(): Promise<void> {
    for (const town of this.towns.hosted()) {
      try {
        const lease = {
          name: 'lapse-holds',
          holder: processId,
          milliseconds: 50_000,
          now: this.clock.now(),
          keep: true,
        };
        await withLease(town.database, lease, async () => {
          const lapsed = await this.capacity.lapseHolds(town);
          if (lapsed > 0) this.log.log(`${town.code}: ${lapsed} holds lapsed`);
        });
      } catch (fault) {
        this.log.error(fault); // The next minute tries again.
      }
    }
  }
}
