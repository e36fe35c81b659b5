import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { none } from '#testkit/trade-walk';
import { endOfDayInTokyo, type IsoDate } from '../calendar/date.js';
import type { IsoMonth } from '../calendar/month.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { compare, type HeldProcess } from '../reconciliation/compare.js';
import type { None } from '../trade/machine.js';
import { heldOfSettlement, settlementMayDiffer } from './held.js';
import { settle, type Settlement, type SettlementEvent } from './machine.js';
import { settlementOf, statementOf, type SettlementLine } from './statement.js';

// Goal: of two honest towns no comparison ever finds a difference in a settlement but for a word under way, and it always finds a statement or
// a signature that one of them has lost. Method: the table at both ends; after each step both ends are compared.

const [stater, other] = ['202151', '203246'] as unknown as [MunicipalityCode, MunicipalityCode];
const key = settlementOf(stater, other, '2027-08' as IsoMonth);
const line: SettlementLine = {
  ...{ id: 'c/1/work', kind: 'WORK', claimId: 'c', seller: stater, buyer: other, on: '2027-08-10' as IsoDate },
  ...{ fiscalYear: 2027, minutes: 60, priceYen: 2_000, taxPercent: 10, adjusts: null, reason: null },
};
const now = endOfDayInTokyo('2027-08-31' as IsoDate);

const steps = [
  ...['cut-off', 'cut-off there', 'state', 'confirm', 'dispute', 'adjust', 'pay', 'hear', 'hear there'],
] as const;
type Step = (typeof steps)[number];

class Month {
  /** At the stating town's, and at the other. */
  here: Settlement | None = none;
  there: Settlement | None = none;
  private readonly said: Record<'here' | 'there', SettlementEvent[]> = { here: [], there: [] };
  private readonly heard = { here: 0, there: 0 };

  do(step: Step): void {
    const version = 'statement' in this.here ? this.here.statement.version + 1 : 1;
    const signed = {
      statement: statementOf(key, version, [line]),
      statementHash: `hash ${version}`,
      signature: 'ours',
    };
    switch (step) {
      case 'cut-off':
      case 'cut-off there':
        return this.act(step === 'cut-off' ? 'here' : 'there', { type: 'cut-off' });
      case 'state':
      case 'adjust':
        return this.act('here', { type: step, ...signed });
      case 'confirm': {
        const ownHash = 'statementHash' in this.there ? this.there.statementHash : undefined;
        return this.act('there', { type: 'confirm', ownHash, signature: 'theirs' });
      }
      case 'dispute':
        return this.act('there', { type: 'dispute', reason: '検収していない' });
      case 'pay':
        return this.act('here', { type: 'record-payment', paidOn: '2027-08-31' as IsoDate, yen: 2_200 });
      default: {
        const end = step === 'hear' ? 'here' : 'there';
        const word = this.said[end === 'here' ? 'there' : 'here'][this.heard[end]];
        if (word === undefined) return;
        this.heard[end]++;
        this.act(end, word);
      }
    }
  }

  /** Both ends as the stating town compares them. */
  ends(): readonly [HeldProcess, HeldProcess] {
    const held = (settlement: Settlement | None, said: number, heard: number): HeldProcess => {
      const nothing = { id: key.id, kind: '', state: 'NONE', hash: '', said, heard };
      if (settlement.status === 'NONE') return nothing;
      const { state, content } = heldOfSettlement(settlement);
      return { ...nothing, kind: 'settlement', state, hash: JSON.stringify(Object.entries(content).sort()) };
    };
    return [
      held(this.here, this.said.here.length, this.heard.here),
      held(this.there, this.said.there.length, this.heard.there),
    ];
  }

  private act(end: 'here' | 'there', event: SettlementEvent): void {
    const town = end === 'here' ? stater : other;
    const decision = settle(this[end], event, { key, earlierOpen: undefined, laterStated: undefined }, town, now);
    if (!decision.ok) return;
    this[end] = decision.value.state;
    for (const one of decision.value.outgoing)
      if (one.do === 'tell')
        this.said[end].push({ type: one.type, from: town, payload: one.payload, genuine: true } as SettlementEvent);
  }
}

const mayDiffer = (_kind: string, one: string, two: string): boolean => settlementMayDiffer(one, two);

describe('what both ends of a settlement hold', () => {
  it('never differs between honest towns, but for a word under way', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 40, size: 'max' }), (walk) => {
        const month = new Month();
        for (const step of walk) {
          month.do(step);
          const [here, there] = month.ends();
          const comparison = compare(here, there, mayDiffer);
          expect({ here, there, comparison }).not.toMatchObject({ comparison: { outcome: 'DRIFT' } });
          seen.add(`${comparison.outcome} ${here.state} ${there.state}`);
        }
      }),
      { numRuns: 1_500, seed: 7 },
    );
    for (const state of ['CUT_OFF', 'STATED', 'DISPUTED', 'ADJUSTED', 'CONFIRMED', 'PAID'])
      expect(seen).toContain(`ALIKE ${state} ${state}`);
    expect(seen).toContain('ALIKE CUT_OFF NONE');
    expect(seen).toContain('UNDER_WAY STATED CUT_OFF');
  });

  it.each<[string, (settlement: object) => object]>([
    ['a statement', (settlement) => ({ ...settlement, statementHash: 'another' })],
    ['a signature', (settlement) => ({ ...settlement, otherSignature: 'another' })],
    ['the whole of it', () => none],
  ])('differs where one holds %s no more', (_lost, change) => {
    const month = new Month();
    for (const step of ['state', 'hear there', 'confirm', 'hear'] as const) month.do(step);
    expect(compare(...month.ends(), mayDiffer)).toEqual({ outcome: 'ALIKE' });
    month.there = change(month.there) as Settlement;
    expect(compare(...month.ends(), mayDiffer)).toEqual({ outcome: 'DRIFT', drift: 'DIFFERENT' });
  });
});
