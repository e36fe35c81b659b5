import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { wordsOf } from '#domain/text/words-of';
import { Towns, type TownJob } from '../towns/towns.service.js';
import { Publication } from './publication.service.js';
import { SurplusLists } from './surplus-list.service.js';

/** Every few seconds, in one process: bulletins and lists of surplus orders that are due go out. */
@Injectable()
export class BulletinsJobs {
  private readonly log = new Logger('bulletins');
  private running = false;

  constructor(
    private readonly towns: Towns,
    private readonly publication: Publication,
    private readonly surplusLists: SurplusLists,
  ) {}

  @Interval(2_000)
  async broadcastDue(): Promise<void> {
    if (this.running) return; // A slow coordination must not pile up runs.
    this.running = true;
    try {
      const job: TownJob = {
        ...{ name: 'broadcast-bulletin', milliseconds: 60_000 },
        isDue: async (town) => this.surplusLists.isLookDue(town) || (await this.publication.isBroadcastDue(town)),
      };
      await this.towns.inTurn(job, this.log, async (town) => {
        // The next run tries again.
        await this.publication.broadcastDue(town).catch((fault: unknown) => {
          this.log.warn(`${town.code}: the bulletin has not gone out: ${wordsOf(fault)}`);
        });
        await this.surplusLists.handInDue(town).catch((fault: unknown) => {
          this.log.warn(`${town.code}: the list of surplus orders has not gone out: ${wordsOf(fault)}`);
        });
      });
    } finally {
      this.running = false;
    }
  }
}
