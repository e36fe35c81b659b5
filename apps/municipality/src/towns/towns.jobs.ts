import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Towns } from './towns.service.js';

/** Every second, in every process: a newer federation document is taken over. */
@Injectable()
export class TownsJobs {
  constructor(private readonly towns: Towns) {}

  @Interval(1_000)
  async lookAtFederation(): Promise<void> {
    await this.towns.lookAtFederation();
  }
}
