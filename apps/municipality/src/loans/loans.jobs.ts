import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { inTransaction } from '#mongo/transaction';
import { Post } from '../post/post.service.js';
import { Towns, type Town } from '../towns/towns.service.js';
import { LoanDesk } from './loan-desk.service.js';
import { LoanStore } from './loan.store.js';

/** Once a minute, in one process: loans that begin or end by their days, requests and offers whose time has passed. */
@Injectable()
export class LoansJobs {
  private readonly log = new Logger('loans');

  constructor(
    private readonly towns: Towns,
    private readonly desk: LoanDesk,
    private readonly post: Post,
  ) {}

  @Interval(60_000)
  async passDays(): Promise<void> {
    const job = { name: 'pass-loan-days', milliseconds: 50_000, keep: true };
    await this.towns.inTurn(job, this.log, (town) => this.passDaysOf(town));
  }

  /** Lets each loan of a town begin or end whose day has come. */
  async passDaysOf(town: Town): Promise<void> {
    const due = (await new LoanStore(town.database).moving()).filter((loan) => this.desk.isDue(town, loan));
    for (const { _id, side } of due)
      await inTransaction(town.database, () =>
        side === 'BORROWER'
          ? this.desk.borrowerDoes(town, _id, { type: 'time' })
          : this.desk.lenderDoes(town, _id, { type: 'time' }),
      );
    if (due.length > 0) await this.post.hurry(town);
  }
}
