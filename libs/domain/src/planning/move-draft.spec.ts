import { describe, expect, it } from '@jest/globals';
import { order, publisher } from '#testkit/trade-walk';
import type { IsoDate } from '../calendar/date.js';
import type { IsoMonth } from '../calendar/month.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { daysOfMove, draftOfMove } from './move-draft.js';
import { isPlanNotice } from './notice.js';

// Goal: what is drafted from a move is a part of its order, on days of the planned month; and a notice is believed only as one of its sender's.

const days = (earliest: string, due: string) => ({ earliest: earliest as IsoDate, due: due as IsoDate });
const to = '202177' as MunicipalityCode;
const move = {
  surplusOrderId: order.id,
  to,
  month: order.earliest.slice(0, 7) as IsoMonth,
  minutes: 900,
  reason: null,
};

describe('the days of a move', () => {
  it.each([
    // The week of 2027-07-29 belongs to July, that of 2027-09-02 to September.
    ['2027-07-01', '2027-10-31', '2027-08', days('2027-08-02', '2027-08-29')],
    ['2027-07-01', '2027-10-31', '2027-09', days('2027-08-30', '2027-10-03')],
    ['2027-07-20', '2027-08-31', '2027-07', days('2027-07-20', '2027-08-01')],
    ['2027-07-20', '2027-08-31', '2027-08', days('2027-08-02', '2027-08-31')],
    ['2027-08-01', '2027-08-31', '2027-08', days('2027-08-01', '2027-08-31')],
    ['2027-07-30', '2027-08-01', '2027-07', days('2027-07-30', '2027-08-01')],
    ['2027-08-10', '2027-08-20', '2027-08', days('2027-08-10', '2027-08-20')],
  ] as const)(
    'of work from %s to %s in %s are those of its weeks, and no day is lost at its ends',
    (earliest, due, month, expected) => {
      expect(daysOfMove(days(earliest, due), month as IsoMonth)).toEqual(expected);
    },
  );
});

describe('what is drafted from a move', () => {
  it('is the planned slice, for the one town, at its share of the price', () => {
    const draft = draftOfMove({ ...order, minutes: 2_400, awardedMinutes: 0, priceYen: 48_001 }, move);
    expect(draft).toMatchObject({ minutes: 900, priceYen: 18_000, addressees: [to], claimBy: order.claimBy });
    expect(draft.minSliceMinutes).toBe(Math.min(order.minSliceMinutes, 900));
  });

  it('is no more than the order still has, and is claimed before its last day', () => {
    const left = {
      ...order,
      minutes: 2_400,
      awardedMinutes: 1_900,
      minSliceMinutes: 600,
      claimBy: '2028-12-31' as IsoDate,
    };
    const draft = draftOfMove(left, move);
    expect(draft).toMatchObject({ minutes: 500, minSliceMinutes: 500, claimBy: draft.days.due });
  });
});

describe('a notice', () => {
  const notice = {
    ...{ id: `${publisher}-notice-a`, planId: 'year-plan-a', surplusOrderId: order.id, month: '2027-08', minutes: 900 },
    ...{ days: days('2027-08-02', '2027-08-29'), reason: { JA: '理由', EN: 'why' } },
  };

  it('is believed of its sender, with a reason or without', () => {
    expect(isPlanNotice(notice, publisher)).toBe(true);
    expect(isPlanNotice({ ...notice, reason: null }, publisher)).toBe(true);
  });

  it.each([
    [null],
    ['text'],
    [{ ...notice, id: `${to}-notice-a` }],
    [{ ...notice, id: `${publisher}-claim-a` }],
    [{ ...notice, surplusOrderId: `${to}-surplus-a` }],
    [{ ...notice, planId: '' }],
    [{ ...notice, month: '2027-13' }],
    [{ ...notice, minutes: 0 }],
    [{ ...notice, minutes: '900' }],
    [{ ...notice, days: null }],
    [{ ...notice, days: days('2027-08-29', '2027-08-02') }],
    [{ ...notice, reason: { JA: '理由' } }],
    [{ ...notice, reason: { JA: 'あ'.repeat(1_001), EN: 'why' } }],
  ])('is not %j', (value) => {
    expect(isPlanNotice(value, publisher)).toBe(false);
  });
});
