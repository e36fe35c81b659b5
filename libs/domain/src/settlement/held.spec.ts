import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { key, SettlementMonth, type SettlementEnd } from '#testkit/settlement-month';
import { none } from '#testkit/trade-walk';
import { compare, type HeldProcess } from '../reconciliation/compare.js';
import { heldOfSettlement, settlementMayDiffer } from './held.js';
import type { Settlement } from './machine.js';

// Goal: of two honest towns no comparison ever finds a difference in a settlement but for a word under way, and it always finds a statement or
// a signature that one of them has lost. Method: the table at both ends; after each step both ends are compared.

const steps = [
  ...(['cut-off', 'cut-off there', 'state', 'confirm', 'dispute', 'adjust', 'pay', 'hear', 'hear there'] as const),
];

/** Both ends as the stating town compares them. */
function endsOf(month: SettlementMonth): readonly [HeldProcess, HeldProcess] {
  const held = (end: SettlementEnd): HeldProcess => {
    const settlement = month.ends[end];
    const nothing = { id: key.id, kind: '', state: 'NONE', hash: '', ...month.counts(end) };
    if (settlement.status === 'NONE') return nothing;
    const { state, content } = heldOfSettlement(settlement);
    return { ...nothing, kind: 'settlement', state, hash: JSON.stringify(Object.entries(content).sort()) };
  };
  return [held('here'), held('there')];
}

const mayDiffer = (_kind: string, one: string, two: string): boolean => settlementMayDiffer(one, two);

describe('what both ends of a settlement hold', () => {
  it('never differs between honest towns, but for a word under way', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 40, size: 'max' }), (walk) => {
        const month = new SettlementMonth();
        for (const step of walk) {
          month.do(step);
          const [here, there] = endsOf(month);
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
    const month = new SettlementMonth();
    for (const step of ['state', 'hear there', 'confirm', 'hear'] as const) month.do(step);
    expect(compare(...endsOf(month), mayDiffer)).toEqual({ outcome: 'ALIKE' });
    month.ends.there = change(month.ends.there) as Settlement;
    expect(compare(...endsOf(month), mayDiffer)).toEqual({ outcome: 'DRIFT', drift: 'DIFFERENT' });
  });
});
