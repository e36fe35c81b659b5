import { Injectable, type OnModuleInit } from '@nestjs/common';
import { extensionMayDiffer, heldAtBorrower, heldAtLender, heldOfExtension, loanMayDiffer } from '#domain/loans/held';
import type { LoanAtBorrower, LoanAtLender } from '#domain/loans/loan-state';
import type { MunicipalityCode } from '#domain/municipality/code';
import { nothing } from '#domain/reconciliation/compare';
import { Reconciliation } from '../reconciliation/reconciliation.service.js';
import type { Town } from '../towns/towns.service.js';
import { LoanStore } from './loan.store.js';

/** What this slice keeps together with peers, for the comparison of both ends. */
@Injectable()
export class HeldLoans implements OnModuleInit {
  constructor(private readonly reconciliation: Reconciliation) {}

  onModuleInit(): void {
    this.reconciliation.register({ kind: 'loan', heldWith: loansWith, mayDiffer: loanMayDiffer });
    this.reconciliation.register({ kind: 'extension', heldWith: extensionsWith, mayDiffer: extensionMayDiffer });
  }
}

async function loansWith(town: Town, peer: MunicipalityCode) {
  const found = await new LoanStore(town.database).withPeer(peer);
  return found
    .map(({ _id, side, state }) => ({
      id: _id,
      ...(side === 'BORROWER' ? heldAtBorrower(state as LoanAtBorrower, peer) : heldAtLender(state as LoanAtLender)),
    }))
    .filter(({ state }) => state !== nothing);
}

async function extensionsWith(town: Town, peer: MunicipalityCode) {
  const found = await new LoanStore(town.database).withPeer(peer);
  return found.flatMap(({ _id, state }) => {
    const held = heldOfExtension(state);
    return held === undefined ? [] : [{ id: _id, ...held }];
  });
}
