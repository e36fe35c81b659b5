import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { withLease } from '#mongo/lease';
import { Clock } from '#service/clock';
import { processId } from '#service/process-id';
import { Towns } from '../towns/towns.service.js';
import { IncomingTrade } from './incoming.service.js';

/** Once a minute, in one process: claims and awards whose time has passed. */
@Injectable()
export class TradingJobs {
  private readonly log = new Logger('trading');

  constructor(
    private readonly towns: Towns,
    private readonly incoming: IncomingTrade,
    private readonly clock: Clock,
  ) {}

  @Interval(60_000)
  async passDeadlines(): Promise<void> {
    for (const town of this.towns.hosted()) {
      try {
        const lease = {
          name: 'pass-deadlines',
          holder: processId,
          milliseconds: 50_000,
          now: this.clock.now(),
          keep: true,
        };
        await withLease(town.database, lease, () => this.incoming.passDeadlines(town));
      } catch (fault) {
        this.log.error(fault); // The next minute tries again.
      }
    }
  }
}
