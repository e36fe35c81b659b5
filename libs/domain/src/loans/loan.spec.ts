import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { borrower, date, lender, noon, offered, request, start, stranger, terms, week } from '#testkit/loan-walk';
import type { Federation, Member } from '../federation/federation.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { ledMinutesByWeek, refusalsToLend, type DirectorShift } from '../directors/shift.js';
import { directorsAtWork } from './at-work.js';
import { leads, loanBases, mayInstruct, parseLoanBasis, type LoanBasis } from './basis.js';
import { newDeal } from './deal.js';
import type { LoanAtBorrower } from './loan-state.js';
import {
  answerBy,
  lendersFor,
  minutesByWeek,
  refusalsToOffer,
  refusalsToRequest,
  type Asking,
  type LoanRequest,
} from './loan.js';
import { linesOf, statementOf } from './statement.js';
import { isLoanRequest, termsKeepToRequest } from './wire.js';

const codes = (refusals: readonly { code: string; field?: string }[]): string[] =>
  refusals.map(({ code, field }) => `${code} ${field}`);
const member = (code: MunicipalityCode, level: Member['level'] = 'TRADING'): Member => ({
  ...{ code, level, operatingBody: 'x', endpoint: 'http://127.0.0.1:1', highestDataClass: 'PUBLIC', publicKeys: [] },
});
const nobody = '202011' as MunicipalityCode;
const federation: Federation = {
  members: [member(borrower), member(lender), member(stranger, 'TRIAL')],
  agreements: [lender, stranger].map((other) => ({
    ...{ between: [other, borrower] as const, basis: '連携協約', from: date('2027-04-01'), to: date('2028-03-31') },
  })),
  coordination: { endpoint: 'http://127.0.0.1:1' },
};
const asking = { borrower, lender, federation, today: date('2027-07-12') };

describe('asking for a director', () => {
  it.each<[string[], Partial<Asking>, Partial<LoanRequest>]>([
    [[], {}, {}],
    [[], { lender: null }, {}],
    [['LOAN_TO_SELF from'], { lender: borrower }, {}],
    [['MUNICIPALITY_UNKNOWN from'], { lender: nobody }, {}],
    [['ADDRESSEE_NOT_TRADING from'], { lender: stranger }, {}],
    [['BASIS_MISSING from'], { today: date('2027-03-31') }, {}],
    [['LENDERS_NONE from'], { lender: null, today: date('2027-03-31') }, {}],
    [['LOAN_START_PASSED fromWeek'], { today: date('2027-08-09') }, {}],
    [['WINDOW_REVERSED toWeek'], {}, { toWeek: week('2027-W30') }],
    [['WINDOW_TOO_LONG toWeek'], {}, { toWeek: week('2028-W32') }],
    [['MINUTES_NOT_POSITIVE minutes'], {}, { minutes: 0 }],
    [['LOAN_MINUTES_EXCEEDED minutes'], {}, { minutes: 4 * 84 * 60 + 1 }],
    [['TEXT_EMPTY purpose'], {}, { purpose: ' ' }],
    [['LOAN_TO_SELF from', 'TEXT_EMPTY purpose'], { lender: borrower }, { purpose: '' }],
  ])('%j %j %j', (expected, who, change) => {
    expect(codes(refusalsToRequest({ ...asking, ...who }, { ...request, ...change }))).toEqual(expected);
  });

  it('of any town goes to those that trade with it today', () => {
    expect(lendersFor({ ...asking, lender: null })).toEqual([lender]);
  });

  it('is answered within two weeks, and before the first week is over', () => {
    expect([answerBy(date('2027-07-12'), request.fromWeek), answerBy(date('2027-08-03'), request.fromWeek)]).toEqual([
      '2027-07-26',
      '2027-08-08',
    ]);
  });

  it.each([
    { id: '203246-lot-1' },
    { id: '202151-loan-1' },
    { borrower: lender },
    { minutes: 1.5 },
    { minutes: '2400' },
    { basis: '出向' },
    { fromWeek: '2027-W99' },
    { toWeek: '2027-W01' },
    { answerBy: 'soon' },
    { purpose: 'あ'.repeat(201) },
  ])('no town makes another take down %j', (change) => {
    expect([isLoanRequest(request, borrower), isLoanRequest({ ...request, ...change }, borrower)]).toEqual([
      true,
      false,
    ]);
  });
});

describe('an offer', () => {
  it.each<[string[], object, string]>([
    [[], {}, '2027-07-24'],
    [['LOAN_ANSWER_TOO_LATE loanId'], {}, '2027-07-25'],
    [['MINUTES_NOT_POSITIVE minutes'], { minutes: 0 }, '2027-07-12'],
    [['LOAN_MINUTES_EXCEEDED minutes'], { minutes: 2_401 }, '2027-07-12'],
    [['YEN_PER_HOUR_OUT_OF_RANGE yenPerHour'], { yenPerHour: -1 }, '2027-07-12'],
    [['RECALL_NOTICE_OUT_OF_RANGE recallNoticeDays'], { recallNoticeDays: 91 }, '2027-07-12'],
    [['TEXT_EMPTY alias'], { name: '' }, '2027-07-12'],
    [['SKILLS_EMPTY competence'], { competence: [] }, '2027-07-12'],
    [['SKILL_UNKNOWN competence.0.code'], { competence: [{ code: 'magic', level: 1 }] }, '2027-07-12'],
  ])('%j %j on %s', (expected, change, day) => {
    expect(codes(refusalsToOffer(request, { ...offered, ...change }, noon(day)))).toEqual(expected);
  });

  it('is believed only as far as it answers the request', () => {
    expect(termsKeepToRequest(terms, request, lender)).toBe(true);
    for (const change of [
      ...[{ loanId: 'x' }, { follows: 'x' }, { lender: stranger }, { purpose: 'x' }, { toWeek: '2027-W35' }],
      ...[{ minutes: 2_401 }, { leadRatio: 0 }, { basis: 'x' }, { hardExpiry: 1 }, { director: null }],
      { director: { name: 'x', competence: [null] } },
    ])
      expect([change, termsKeepToRequest({ ...terms, ...change }, request, lender)]).toEqual([change, false]);
  });

  it('is agreed within three days, and before the first week is over', () => {
    expect(terms.agreeBy - start).toBe(72 * 3_600_000);
    expect(terms.hardExpiry - terms.agreeBy).toBe(24 * 3_600_000);
  });
});

describe('a basis', () => {
  it('permits to instruct where it makes a relation of command, and to lead unless one only learns (I-11)', () => {
    expect(loanBases.map((basis) => [basis, mayInstruct(basis), leads(basis)])).toEqual([
      ['準委任', false, true],
      ['在籍出向', true, true],
      ['職員派遣', true, true],
      ['研修受入', false, false],
    ]);
    expect(parseLoanBasis('派遣')).toMatchObject({ refusals: [{ code: 'LOAN_BASIS_UNKNOWN', field: 'basis' }] });
  });
});

describe('directors at work', () => {
  const own = [{ id: '203246-director-1', displayName: '土屋 誠' }];
  const agreement = { terms, termsHash: 'h', lenderSignature: 'l', borrowerSignature: 'b' };
  const loan = (basis: LoanBasis, change: object = {}): LoanAtBorrower => {
    const deal = newDeal({ request, lender }, { ...agreement, terms: { ...terms, basis } });
    return { ...deal, status: 'ACTIVE', ...change } as LoanAtBorrower;
  };
  const on = (loans: LoanAtBorrower[], day: string): [string, boolean, boolean][] =>
    directorsAtWork(own, loans, date(day)).map((each) => [each.name, each.mayInstruct, each.countsHere]);
  const [home, guest] = ['土屋 誠', terms.director.name];

  it('are the own ones, and those on loan on its days; these instruct only on a basis that permits it (I-11)', () => {
    expect(loanBases.map((basis) => on([loan(basis)], '2027-08-02')[1]?.[1])).toEqual([false, true, true, false]);
    expect(on([loan('在籍出向')], '2027-08-01')).toEqual([[home, true, true]]);
    expect(on([loan('在籍出向', { lastDay: date('2027-08-10') })], '2027-08-11')).toEqual([[home, true, true]]);
    const pending = { status: 'AGREED', receiptPending: true };
    expect(on([loan('在籍出向', pending)], '2027-08-02')).toEqual([[home, true, true]]);
  });

  it('count where they are at home and nowhere else (I-17)', () => {
    expect(on([loan('在籍出向')], '2027-08-02')).toEqual([
      [home, true, true],
      [guest, true, false],
    ]);
  });
});

describe('minutes of a loan', () => {
  it('are the same each week, and none is lost by dividing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 31, max: 52 }), (minutes, last) => {
        const weeks = minutesByWeek({ minutes, fromWeek: request.fromWeek, toWeek: week(`2027-W${last}`) });
        const each = weeks.map((one) => one.minutes);
        expect(each.reduce((sum, one) => sum + one, 0)).toBe(minutes);
        expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('lead at the borrower what they no longer lead at home, week by week', () => {
    const own = [{ id: 'd', weeklyMinutes: 1_000, leadRatio: 5 }];
    const weeks = [{ week: week('2027-W31'), minutes: 600 }];
    const lent: DirectorShift = { kind: 'LENT', directorId: 'd', weeks };
    const here: DirectorShift = { kind: 'BORROWED', leadRatio: 5, weeks };
    const led = (shifts: DirectorShift[]): number[] =>
      ['2027-W31', '2027-W32'].map((each) => ledMinutesByWeek(own, shifts)(week(each)));
    expect([led([]), led([lent]), led([here]), led([lent, lent])]).toEqual([
      [5_000, 5_000],
      [2_000, 5_000],
      [8_000, 5_000],
      [0, 5_000], // Lent beyond their time, when their time was lowered: never less than nothing.
    ]);
    expect(refusalsToLend({ weeklyMinutes: 1_000 }, weeks, [])).toEqual([]);
    expect(refusalsToLend({ weeklyMinutes: 1_000 }, weeks, [lent])).toMatchObject([
      { code: 'DIRECTOR_MINUTES_EXCEEDED', facts: { given: '2027-W31', asked: 600, atMost: 400 } },
    ]);
  });
});

describe('a statement', () => {
  const day = (on: string, minutes: number): { date: ReturnType<typeof date>; minutes: number } => ({
    ...{ date: date(on), minutes },
  });

  it('has a line for each month: minutes logged × agreed yen per hour, rounded down once', () => {
    const log = [day('2027-09-01', 50), day('2027-08-30', 30), day('2027-08-31', 1), day('2027-10-01', 0)];
    expect(linesOf(log, 2_500)).toEqual([
      { month: '2027-08', minutes: 31, yenPerHour: 2_500, amountYen: 1_291 },
      { month: '2027-09', minutes: 50, yenPerHour: 2_500, amountYen: 2_083 },
    ]);
    expect(statementOf({ loanId: 'l', payer: borrower, payee: lender }, log, 2_500)).toMatchObject({
      ...{ minutes: 81, amountYen: 3_374, payer: borrower, payee: lender },
    });
    expect(linesOf([], 2_500)).toEqual([]);
  });

  it('comes to the same in whatever order the days were logged', () => {
    const days = fc.uniqueArray(fc.record({ on: fc.integer({ min: 0, max: 60 }), minutes: fc.nat(1_440) }), {
      selector: ({ on }) => on,
    });
    fc.assert(
      fc.property(days, fc.nat(100_000), (logged, yen) => {
        const log = logged.map(({ on, minutes }) =>
          day(new Date(Date.UTC(2027, 7, 1 + on)).toISOString().slice(0, 10), minutes),
        );
        expect(linesOf([...log].reverse(), yen)).toEqual(linesOf(log, yen));
      }),
    );
  });
});
