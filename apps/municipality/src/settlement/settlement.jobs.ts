import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { withLease } from '#mongo/lease';
import { Clock } from '#service/clock';
import { processId } from '#service/process-id';
import { Towns } from '../towns/towns.service.js';
import { Settlements } from './settlement.service.js';

const hourMs = 3_600_000;

/** Once an hour, in one process: months that are over and that nobody has stated yet. Hourly, so that the first of a month is not missed. */
@Injectable()
export class SettlementJobs {
  private readonly log = new Logger('settlement');

  constructor(
    private readonly towns: Towns,
    private readonly settlements: Settlements,
    private readonly clock: Clock,
  ) {}

  @Interval(hourMs)
  async cutOff(): Promise<void> {
    for (const town of this.towns.hosted()) {
      const lease = { name: 'cut-off', holder: processId, milliseconds: hourMs - 60_000, now: this.clock.now() };
      try {
        await withLease(town.database, lease, () => this.settlements.cutOff(town));
      } catch (fault) {
        this.log.error(fault); // The next hour tries again.
      }
    }
  }
}
