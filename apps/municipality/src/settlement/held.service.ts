import { Injectable, type OnModuleInit } from '@nestjs/common';
import { heldOfSettlement, settlementMayDiffer } from '#domain/settlement/held';
import type { MunicipalityCode } from '#domain/municipality/code';
import { Reconciliation } from '../reconciliation/reconciliation.service.js';
import type { Town } from '../towns/towns.service.js';
import { SettlementStore } from './settlement.store.js';

/** What this slice keeps together with peers, for the comparison of both ends. */
@Injectable()
export class HeldSettlements implements OnModuleInit {
  constructor(private readonly reconciliation: Reconciliation) {}

  onModuleInit(): void {
    this.reconciliation.register({ kind: 'settlement', heldWith: settlementsWith, mayDiffer: settlementMayDiffer });
  }
}

async function settlementsWith(town: Town, peer: MunicipalityCode) {
  const [stater, other] = town.code < peer ? [town.code, peer] : [peer, town.code];
  const found = await new SettlementStore(town.database).between({ stater, other });
  return found.map((settlement) => ({ id: settlement.id, ...heldOfSettlement(settlement) }));
}
