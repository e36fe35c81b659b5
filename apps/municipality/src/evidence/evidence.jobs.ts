import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Towns } from '../towns/towns.service.js';
import { Checkpoints } from './checkpoints.service.js';

/** Every minute, in one process: a checkpoint where the last one is an hour old. So a restart costs a minute and not an hour. */
@Injectable()
export class EvidenceJobs {
  private readonly log = new Logger('evidence');

  constructor(
    private readonly towns: Towns,
    private readonly checkpoints: Checkpoints,
  ) {}

  @Interval(60_000)
  async checkpointDue(): Promise<void> {
    const job = { name: 'checkpoint', milliseconds: 55_000 };
    await this.towns.inTurn(job, this.log, (town) => this.checkpoints.checkpointIfDue(town));
  }
}
