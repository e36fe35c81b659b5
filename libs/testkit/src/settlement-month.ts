import { endOfDayInTokyo, type Instant, type IsoDate } from '#domain/calendar/date';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import { settle, type Settlement, type SettlementEvent } from '#domain/settlement/machine';
import { settlementOf, statementOf, type SettlementLine, type Statement } from '#domain/settlement/statement';
import type { None } from '#domain/trade/machine';
import { History } from './history.js';
import { none } from './trade-walk.js';

/** `here` is the town that states, `there` the other. */
export type SettlementEnd = 'here' | 'there';

export const [stater, other] = ['202151', '203246'] as unknown as [MunicipalityCode, MunicipalityCode];
export const key = settlementOf(stater, other, '2027-08' as IsoMonth);
export const line: SettlementLine = {
  ...{ id: 'c/1/work', kind: 'WORK', claimId: 'c', seller: stater, buyer: other, on: '2027-08-10' as IsoDate },
  ...{ fiscalYear: 2027, minutes: 60, priceYen: 2_000, taxPercent: 10, adjusts: null, reason: null },
};
const monthEnds = endOfDayInTokyo('2027-08-31' as IsoDate);

/** So many hours after the month has ended. */
export function hour(count: number): Instant {
  return (monthEnds + count * 3_600_000) as Instant;
}

export function hashOf(statement: Statement): string {
  return `hash ${JSON.stringify(statement)}`;
}

/** A statement with its hash and the stating town's signature. */
export function signed(statement: Statement) {
  return { statement, statementHash: hashOf(statement), signature: 'ours' };
}

export type SettlementStep =
  'cut-off' | 'cut-off there' | 'state' | 'confirm' | 'dispute' | 'adjust' | 'pay' | 'hear' | 'hear there';

/** One month of two towns by the real table at both ends, step by step; words arrive in their order when they are heard. */
export class SettlementMonth {
  readonly history = new History();
  readonly ends: Record<SettlementEnd, Settlement | None> = { here: none, there: none };
  private readonly underWay: Record<SettlementEnd, number[]> = { here: [], there: [] };
  private now = hour(1);

  do(step: SettlementStep): void {
    this.now = (this.now + 7_000) as Instant;
    const { here, there } = this.ends;
    switch (step) {
      case 'cut-off':
        return this.act('here', { type: 'cut-off' });
      case 'cut-off there':
        return this.act('there', { type: 'cut-off' });
      case 'state':
      case 'adjust': {
        const version = 'statement' in here ? here.statement.version + 1 : 1;
        return this.act('here', { type: step, ...signed(statementOf(key, version, [line])) });
      }
      case 'confirm': {
        const ownHash = 'statementHash' in there ? there.statementHash : undefined;
        return this.act('there', { type: 'confirm', ownHash, signature: 'theirs' });
      }
      case 'dispute':
        return this.act('there', { type: 'dispute', reason: '検収していない' });
      case 'pay':
        return this.act('here', { type: 'record-payment', paidOn: '2027-08-31' as IsoDate, yen: 2_200 });
      case 'hear':
        return this.hear('here');
      case 'hear there':
        return this.hear('there');
    }
  }

  /** How many words an end has said, and how many it has taken in. */
  counts(end: SettlementEnd): { readonly said: number; readonly heard: number } {
    const town = end === 'here' ? stater : other;
    const { entries } = this.history;
    return {
      said: entries.filter(({ said }) => said.from === town).length,
      heard: entries.filter(({ said, takenAs }) => said.to === town && takenAs !== undefined).length,
    };
  }

  private hear(end: SettlementEnd): void {
    const index = this.underWay[end].shift();
    const said = index === undefined ? undefined : this.history.entries[index]?.said;
    if (index === undefined || said === undefined) return;
    this.history.take(index, this.now);
    const { type, from, payload } = said;
    this.act(end, { type, from, payload, genuine: true } as unknown as SettlementEvent);
  }

  private act(end: SettlementEnd, event: SettlementEvent): void {
    const [town, peer] = end === 'here' ? ([stater, 'there'] as const) : ([other, 'here'] as const);
    const context = { key, earlierOpen: undefined, laterStated: undefined };
    const decision = settle(this.ends[end], event, context, town, this.now);
    if (!decision.ok) return;
    this.ends[end] = decision.value.state;
    for (const one of decision.value.outgoing) {
      if (one.do !== 'tell') continue;
      const payload = one.payload as unknown as Record<string, unknown>;
      const said = { from: town, to: one.to, type: one.type, payload, issuedAt: this.now };
      this.underWay[peer].push(this.history.say(said));
    }
  }
}
