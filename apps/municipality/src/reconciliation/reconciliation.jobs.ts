import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Towns } from '../towns/towns.service.js';
import { Reconciliation } from './reconciliation.service.js';

const tenMinutes = 600_000;

/** Every ten minutes, in one process: both ends are compared with each peer. */
@Injectable()
export class ReconciliationJobs {
  private readonly log = new Logger('reconciliation');
  private running = false;

  constructor(
    private readonly towns: Towns,
    private readonly reconciliation: Reconciliation,
  ) {}

  @Interval(tenMinutes)
  async reconcile(): Promise<void> {
    if (this.running) return; // Slow peers must not pile up runs.
    this.running = true;
    try {
      const job = { name: 'reconcile', milliseconds: tenMinutes - 60_000, keep: true };
      await this.towns.inTurn(job, this.log, (town) => this.reconciliation.reconcile(town));
    } finally {
      this.running = false;
    }
  }
}
