import type { IsoMonth } from '#domain/calendar/month';
import type { Settlement } from '#domain/settlement/machine';
import type { SettlementKey } from '#domain/settlement/statement';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { settlementShape, type SettlementRecord } from './settlement.model.js';

/** A settlement as it stands, and which change of it that is. */
export interface KeptSettlement {
  readonly settlement: Settlement;
  readonly version: number;
}

export class SettlementStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, settlementShape);
  }

  async find(id: string): Promise<KeptSettlement | undefined> {
    const record = await this.model.findById(id).lean<SettlementRecord>().exec();
    return record === null ? undefined : { settlement: settlementIn(record), version: record.version };
  }

  async insert({ id, ...rest }: Settlement): Promise<void> {
    await this.model.create([{ _id: id, ...rest, version: 1 }]);
  }

  /** Keeps a change; false when somebody else has changed it since that version. */
  async change({ id, ...rest }: Settlement, version: number): Promise<boolean> {
    const changed = await this.model.updateOne({ _id: id, version }, { $set: { ...rest, version: version + 1 } });
    return changed.matchedCount === 1;
  }

  /** All settlements of a pair, in the order of their months. */
  async between({ stater, other }: Pick<SettlementKey, 'stater' | 'other'>): Promise<Settlement[]> {
    const found = this.model.find({ stater, other }).sort({ period: 1 });
    return (await found.lean<SettlementRecord[]>().exec()).map(settlementIn);
  }

  async ofMonth(period: IsoMonth): Promise<Settlement[]> {
    return (await this.model.find({ period }).sort({ _id: 1 }).lean<SettlementRecord[]>().exec()).map(settlementIn);
  }
}

function settlementIn(record: SettlementRecord): Settlement {
  const { _id: id, version: _, status, stater, other, period, reason, paidOn, otherSignature } = record;
  const key = { id, stater, other, period };
  if (status === 'CUT_OFF') return { ...key, status };
  const stated = {
    ...key,
    statement: there(record, 'statement', record.statement),
    statementHash: there(record, 'statementHash', record.statementHash),
    staterSignature: there(record, 'staterSignature', record.staterSignature),
  };
  switch (status) {
    case 'STATED':
      return { ...stated, status };
    case 'DISPUTED':
    case 'ADJUSTED':
      return { ...stated, status, reason: reason ?? '' };
    case 'CONFIRMED':
      return { ...stated, status, otherSignature: there(record, 'otherSignature', otherSignature) };
    case 'PAID': {
      const signature = there(record, 'otherSignature', otherSignature);
      return { ...stated, status, otherSignature: signature, paidOn: there(record, 'paidOn', paidOn) };
    }
  }
}

function there<T>({ _id, status }: SettlementRecord, field: string, value: T | null): T {
  if (value === null) throw new Error(`settlement ${_id} is ${status} without ${field}`);
  return value;
}
