import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { withLease } from '#mongo/lease';
import { Clock } from '#service/clock';
import { processId } from '#service/process-id';
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
    private readonly clock: Clock,
  ) {}

  @Interval(tenMinutes)
  async reconcile(): Promise<void> {
    if (this.running) return; // Slow peers must not pile up runs.
    this.running = true;
    try {
      for (const town of this.towns.hosted()) {
        const milliseconds = tenMinutes - 60_000;
        const lease = { name: 'reconcile', holder: processId, milliseconds, now: this.clock.now(), keep: true };
        await withLease(town.database, lease, () => this.reconciliation.reconcile(town));
      }
    } catch (fault) {
      this.log.error(fault); // The next run tries again.
    } finally {
      this.running = false;
    }
  }
}
