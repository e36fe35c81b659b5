import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
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
  ) {}

  @Interval(hourMs)
  async cutOff(): Promise<void> {
    const job = { name: 'cut-off', milliseconds: hourMs - 60_000 };
    await this.towns.inTurn(job, this.log, (town) => this.settlements.cutOff(town));
  }
}
