import { describe, expect, it } from '@jest/globals';
import { ambiguous, none, outcome, reachable, Walk } from '#testkit/trade-walk';
import { endOfDayInTokyo, type IsoDate } from '../calendar/date.js';
import type { IsoMonth } from '../calendar/month.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { makeSettlementId } from '../municipality/ids.js';
import type { None } from '../trade/machine.js';
import { otherMonths, settle, settlementTransitions, type Settlement, type SettlementEvent } from './machine.js';
import { settlementOf, statementOf, type SettlementKey, type SettlementLine, type Statement } from './statement.js';

// Goal: every row of the table does what docs/protocol.md says, and nothing happens that no row allows.
// Method: a line is a sequence of events at one town, the state that follows, and what the last event sends out or the code that refuses it.

const [stater, other, stranger] = ['202151', '203246', '202177'] as [
  MunicipalityCode,
  MunicipalityCode,
  MunicipalityCode,
];
const period = '2027-08' as IsoMonth;
const key: SettlementKey = { id: makeSettlementId(stater, other, period), stater, other, period };
const line: SettlementLine = {
  ...{ id: 'c/1/work', kind: 'WORK', claimId: 'c', seller: stater, buyer: other, on: '2027-08-10' as IsoDate },
  ...{ fiscalYear: 2027, minutes: 60, priceYen: 2_000, taxPercent: 10, adjusts: null, reason: null },
};
const first = statementOf(key, 1, [line]);
const second = statementOf(key, 2, [line]);
const [during, after] = [endOfDayInTokyo('2027-08-30' as IsoDate), endOfDayInTokyo('2027-08-31' as IsoDate)];

const signed = (statement: Statement) => ({
  ...{ statement, statementHash: `hash ${statement.version}`, signature: 'theirs' },
});
const said = (type: string, payload: object, { from = other, genuine = true } = {}): SettlementEvent =>
  ({ type, payload: { settlementId: key.id, ...payload }, from, genuine }) as unknown as SettlementEvent;

const events: Readonly<Record<string, SettlementEvent>> = {
  'cut-off': { type: 'cut-off' },
  state: { type: 'state', ...signed(first) },
  'state-nothing': { type: 'state', ...signed(statementOf(key, 1, [])) },
  adjust: { type: 'adjust', ...signed(second) },
  'adjust-nothing': { type: 'adjust', ...signed(statementOf(key, 2, [])) },
  confirm: { type: 'confirm', ownHash: 'hash 1', signature: 'ours' },
  'confirm-2': { type: 'confirm', ownHash: 'hash 2', signature: 'ours' },
  'confirm-unknown': { type: 'confirm', ownHash: undefined, signature: 'ours' },
  dispute: { type: 'dispute', reason: '検収していない' },
  'dispute-mute': { type: 'dispute', reason: '' },
  pay: { type: 'record-payment', paidOn: '2027-08-31' as IsoDate, yen: 2_200 },
  'pay-less': { type: 'record-payment', paidOn: '2027-08-31' as IsoDate, yen: 2_199 },
  'pay-ahead': { type: 'record-payment', paidOn: '2027-09-02' as IsoDate, yen: 2_200 },
  // From the other town, at the stating one's.
  confirmed: said('settlement.confirmed', { statementHash: 'hash 1', signature: 'theirs' }),
  'confirmed-2': said('settlement.confirmed', { statementHash: 'hash 2', signature: 'theirs' }),
  'confirmed-forged': said('settlement.confirmed', { statementHash: 'hash 1', signature: 'x' }, { genuine: false }),
  'confirmed-stranger': said('settlement.confirmed', { statementHash: 'hash 1', signature: 'x' }, { from: stranger }),
  disputed: said('settlement.disputed', { statementHash: 'hash 1', reason: 'x' }),
  'disputed-2': said('settlement.disputed', { statementHash: 'hash 2', reason: 'x' }),
  'stated-by-other': said('settlement.stated', signed(first)),
  'paid-by-payer': said('settlement.paid', { statementHash: 'hash 1', paidOn: '2027-08-31', yen: 2_200 }),
  // From the stating town, at the other's.
  stated: said('settlement.stated', signed(first), { from: stater }),
  'stated-forged': said('settlement.stated', signed(first), { from: stater, genuine: false }),
  'stated-2': said('settlement.stated', signed(second), { from: stater }),
  'stated-odd': said('settlement.stated', signed({ ...first, lines: [{ ...line, minutes: 0.5 }] }), { from: stater }),
  'stated-else': said('settlement.stated', signed({ ...first, settlementId: 'x' }), { from: stater }),
  adjusted: said('settlement.adjusted', signed(second), { from: stater }),
  'adjusted-same': said('settlement.adjusted', signed(first), { from: stater }),
  paid: said('settlement.paid', { statementHash: 'hash 1', paidOn: '2027-08-31', yen: 2_200 }, { from: stater }),
  'paid-odd': said('settlement.paid', { statementHash: 'hash 1', paidOn: 'x', yen: 2_200 }, { from: stater }),
};

const walk = new Walk();
function play(town: MunicipalityCode, names: string, earlierOpen?: IsoMonth, laterStated?: IsoMonth): string {
  let settlement: Settlement | None = none;
  let words = '';
  for (const name of names.split(' ')) {
    const early = name.endsWith('@during');
    const event = events[name.replace('@during', '')];
    if (event === undefined) throw new Error(`no event ${name}`);
    const decision = settle(settlement, event, { key, earlierOpen, laterStated }, town, early ? during : after);
    const next: Settlement | None = decision.ok ? decision.value.state : settlement;
    if (decision.ok) walk.note(event.type, settlement, next);
    words = outcome(decision, next);
    settlement = next;
  }
  return words;
}

describe("a settlement at the stating town's", () => {
  it.each([
    ['cut-off@during', 'NONE'],
    ['cut-off', 'CUT_OFF'],
    ['cut-off cut-off', 'CUT_OFF'],
    ['state@during', 'NONE: PERIOD_NOT_OVER'],
    ['state', 'STATED: settlement.stated'],
    ['cut-off state', 'STATED: settlement.stated'],
    ['cut-off state-nothing', 'CUT_OFF: NOTHING_TO_SETTLE'],
    ['state state', 'STATED: SETTLEMENT_NOT_ACTIONABLE'],
    ['state confirm', 'STATED: SETTLEMENT_OTHER_TOWN'],
    ['state dispute', 'STATED: SETTLEMENT_OTHER_TOWN'],
    ['state confirmed', 'CONFIRMED'],
    ['state confirmed-2', 'STATED'],
    ['state confirmed-forged', 'STATED'],
    ['state confirmed-stranger', 'STATED'],
    ['state stated-by-other', 'STATED'],
    ['state disputed-2', 'STATED'],
    ['state disputed', 'DISPUTED'],
    ['state adjust', 'STATED: SETTLEMENT_NOT_ACTIONABLE'],
    ['state disputed adjust', 'ADJUSTED: settlement.adjusted'],
    // It may turn out that there was nothing: the month must not stay open for ever, and all after it with it.
    ['state disputed adjust-nothing', 'ADJUSTED: settlement.adjusted'],
    ['state disputed adjust confirmed', 'ADJUSTED'],
    ['state disputed adjust disputed-2', 'DISPUTED'],
    ['state disputed adjust confirmed-2', 'CONFIRMED'],
    ['state pay', 'STATED: SETTLEMENT_NOT_ACTIONABLE'],
    ['state confirmed disputed', 'CONFIRMED'],
    ['state confirmed adjust', 'CONFIRMED: SETTLEMENT_NOT_ACTIONABLE'],
    ['state confirmed paid-by-payer', 'CONFIRMED'],
    ['state confirmed pay-less', 'CONFIRMED: PAYMENT_DIFFERS'],
    ['state confirmed pay-ahead', 'CONFIRMED: PAYMENT_AHEAD'],
    ['state confirmed pay', 'PAID: settlement.paid'],
    ['state confirmed pay pay', 'PAID: SETTLEMENT_NOT_ACTIONABLE'],
    ['state confirmed pay adjust', 'PAID: SETTLEMENT_NOT_ACTIONABLE'],
  ])('%s → %s', (names, expected) => {
    expect(play(stater, names)).toBe(expected);
  });

  it('waits for the months before', () => {
    expect(play(stater, 'state', '2027-07' as IsoMonth)).toBe('NONE: EARLIER_PERIOD_OPEN');
  });

  it('comes too late once a later month is stated', () => {
    expect(play(stater, 'state', undefined, '2027-09' as IsoMonth)).toBe('NONE: LATER_PERIOD_STATED');
    expect(play(stater, 'cut-off state', undefined, '2027-09' as IsoMonth)).toBe('CUT_OFF: LATER_PERIOD_STATED');
  });
});

describe("a settlement at the other town's", () => {
  it.each([
    ['state', 'NONE: SETTLEMENT_OTHER_TOWN'],
    ['confirm', 'NONE: SETTLEMENT_NOT_ACTIONABLE'],
    ['stated', 'STATED'],
    ['cut-off stated', 'STATED'],
    ['stated-forged', 'NONE'],
    ['stated-2', 'NONE'],
    ['stated-else', 'NONE'],
    ['stated-odd', 'NONE'],
    ['stated stated-2', 'STATED'],
    ['stated confirm@during', 'STATED: PERIOD_NOT_OVER'],
    ['stated confirm-2', 'STATED: STATEMENT_DIFFERS'],
    ['stated confirm-unknown', 'STATED: STATEMENT_DIFFERS'],
    ['stated confirm', 'CONFIRMED: settlement.confirmed'],
    ['stated dispute-mute', 'STATED: TEXT_EMPTY'],
    ['stated dispute', 'DISPUTED: settlement.disputed'],
    ['stated dispute confirm', 'DISPUTED: SETTLEMENT_NOT_ACTIONABLE'],
    ['stated dispute adjusted-same', 'DISPUTED'],
    ['stated adjusted', 'STATED'],
    ['stated dispute adjusted', 'ADJUSTED'],
    ['stated dispute adjusted dispute', 'DISPUTED: settlement.disputed'],
    ['stated dispute adjusted confirm', 'ADJUSTED: STATEMENT_DIFFERS'],
    ['stated dispute adjusted confirm-2', 'CONFIRMED: settlement.confirmed'],
    ['stated confirm pay', 'CONFIRMED: SETTLEMENT_OTHER_TOWN'],
    ['stated confirm paid', 'PAID'],
    ['stated confirm paid-odd', 'CONFIRMED'],
    ['stated confirm stated', 'CONFIRMED'],
    ['stated confirm adjusted', 'CONFIRMED'],
    ['stated confirm dispute', 'CONFIRMED: SETTLEMENT_NOT_ACTIONABLE'],
  ])('%s → %s', (names, expected) => {
    expect(play(other, names)).toBe(expected);
  });
});

describe('the other months of a pair', () => {
  const of = (month: string, status: string): Settlement => {
    const kept = { ...settlementOf(stater, other, month as IsoMonth), status };
    return (status === 'CUT_OFF' ? kept : { ...kept, statement: first }) as unknown as Settlement;
  };
  it.each([
    ['2027-07 CUT_OFF', '2027-07', undefined],
    ['2027-07 DISPUTED', '2027-07', undefined],
    ['2027-07 CONFIRMED', undefined, undefined],
    ['2027-09 CUT_OFF', undefined, undefined],
    ['2027-09 STATED', undefined, '2027-09'],
    ['2027-09 PAID', undefined, '2027-09'],
    // What was not stated in its turn is settled in the month that was, and holds nothing up.
    ['2027-06 CUT_OFF 2027-07 CONFIRMED', undefined, undefined],
    ['2027-06 CUT_OFF 2027-07 STATED', '2027-07', undefined],
  ])('%s', (kept, earlierOpen, laterStated) => {
    const words = kept.split(' ');
    const settlements = words.flatMap((month, index) => (index % 2 === 0 ? [of(month, words[index + 1] ?? '')] : []));
    expect(otherMonths(settlements, period)).toEqual({ earlierOpen, laterStated });
  });
});

describe('the table', () => {
  it('has no two rows for one event in one state, reaches every state, and every row was walked', () => {
    expect(ambiguous(settlementTransitions)).toEqual([]);
    expect(reachable(settlementTransitions)).toEqual([
      'ADJUSTED',
      'CONFIRMED',
      'CUT_OFF',
      'DISPUTED',
      'NONE',
      'PAID',
      'STATED',
    ]);
    expect(walk.missing(settlementTransitions)).toEqual([]);
  });

  it('leads out of a closed period only to its payment', () => {
    const out = settlementTransitions.filter(({ from }) => from.includes('CONFIRMED') || from.includes('PAID'));
    expect(out.map(({ on, from, to }) => [on, from, to])).toEqual([
      ['record-payment', ['CONFIRMED'], ['PAID']],
      ['settlement.paid', ['CONFIRMED'], ['PAID']],
    ]);
  });
});
