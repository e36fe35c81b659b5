import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Towns } from '../towns/towns.service.js';
import { IncomingTrade } from './incoming.service.js';

/** Once a minute, in one process: claims and awards whose time has passed. */
@Injectable()
export class TradingJobs {
  private readonly log = new Logger('trading');

  constructor(
    private readonly towns: Towns,
    private readonly incoming: IncomingTrade,
  ) {}

  @Interval(60_000)
  async passDeadlines(): Promise<void> {
    const job = { name: 'pass-deadlines', milliseconds: 50_000, keep: true };
    await this.towns.inTurn(job, this.log, (town) => this.incoming.passDeadlines(town));
  }
}
