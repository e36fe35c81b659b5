import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Towns, type Town } from '../towns/towns.service.js';
import { Performances } from './performance.service.js';

/** Once a minute, in one process: work on awards that were amended before anything followed from that. */
@Injectable()
export class PerformanceJobs {
  private readonly log = new Logger('performance');

  constructor(
    private readonly towns: Towns,
    private readonly performances: Performances,
  ) {}

  @Interval(60_000)
  async followAmendments(): Promise<void> {
    const isDue = (town: Town) => this.performances.hasUnseenAmendments(town);
    const job = { name: 'follow-amendments', milliseconds: 50_000, keep: true, isDue };
    await this.towns.inTurn(job, this.log, (town) => this.performances.followAmendments(town));
  }
}
