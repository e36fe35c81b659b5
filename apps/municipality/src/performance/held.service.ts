import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import { heldOfWork } from '#domain/performance/held';
import { Reconciliation } from '../reconciliation/reconciliation.service.js';
import type { Town } from '../towns/towns.service.js';
import { Trading } from '../trading/trading.service.js';
import { Performances } from './performance.service.js';

/** What this slice keeps together with peers, for the comparison of both ends. */
@Injectable()
export class HeldWork implements OnModuleInit {
  constructor(
    private readonly reconciliation: Reconciliation,
    private readonly performances: Performances,
    private readonly trading: Trading,
  ) {}

  onModuleInit(): void {
    this.reconciliation.register({ kind: 'work', heldWith: (town, peer) => this.workWith(town, peer) });
  }

  /** A claimant that has begun before it heard of the cancellation has worked for nobody: the publisher knows of no such work. */
  private async workWith(town: Town, peer: MunicipalityCode) {
    const terminated = new Set(await this.trading.terminatedWith(town, peer));
    return (await this.performances.between(town, peer))
      .filter(({ claimId }) => !terminated.has(claimId))
      .map((work) => ({ id: work.claimId, ...heldOfWork(work) }));
  }
}
