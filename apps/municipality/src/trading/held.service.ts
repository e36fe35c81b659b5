import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import { claimMayDiffer, heldOfAmendments, heldOfClaim } from '#domain/trade/held';
import { Reconciliation } from '../reconciliation/reconciliation.service.js';
import type { Town } from '../towns/towns.service.js';
import { claimAtClaimant, claimAtPublisher } from './claim-record.js';
import { ClaimStore } from './claim.store.js';
import { statementOf, SurplusOrderStore } from './surplus-order.store.js';

/** What this slice keeps together with peers, for the comparison of both ends. */
@Injectable()
export class HeldTrades implements OnModuleInit {
  constructor(private readonly reconciliation: Reconciliation) {}

  onModuleInit(): void {
    this.reconciliation.register({
      kind: 'surplus-order',
      heldWith: async (town, peer) => {
        const found = await new SurplusOrderStore(town.database).between(town.code, peer);
        return found.map((record) => ({ id: record._id, state: record.status, content: statementOf(record) }));
      },
    });
    this.reconciliation.register({ kind: 'claim', heldWith: claimsWith, mayDiffer: claimMayDiffer });
    this.reconciliation.register({ kind: 'amendment', heldWith: amendmentsWith });
  }
}

async function claimsWith(town: Town, peer: MunicipalityCode) {
  return (await claimsBetween(town, peer)).map((claim) => ({ id: claim.id, ...heldOfClaim(claim) }));
}

async function amendmentsWith(town: Town, peer: MunicipalityCode) {
  return (await claimsBetween(town, peer)).flatMap((claim) => {
    const held = heldOfAmendments(claim);
    return held === undefined ? [] : [{ id: claim.id, ...held }];
  });
}

async function claimsBetween(town: Town, peer: MunicipalityCode) {
  const found = await new ClaimStore(town.database).between(town.code, peer);
  return found.map((record) => (record.claimant === town.code ? claimAtClaimant(record) : claimAtPublisher(record)));
}
