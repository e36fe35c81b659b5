import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Towns } from '../towns/towns.service.js';
import { Capacity } from './capacity.service.js';

/** Once a minute, in one process: holds whose time has passed lapse. */
@Injectable()
export class CapacityJobs {
  private readonly log = new Logger('capacity');

  constructor(
    private readonly towns: Towns,
    private readonly capacity: Capacity,
  ) {}

  @Interval(60_000)
  async lapseHolds(): Promise<void> {
    await this.towns.inTurn({ name: 'lapse-holds', milliseconds: 50_000, keep: true }, this.log, async (town) => {
      const lapsed = await this.capacity.lapseHolds(town);
      if (lapsed > 0) this.log.log(`${town.code}: ${lapsed} holds lapsed`);
    });
  }
}
