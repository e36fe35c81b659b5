import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IsoDate } from '../calendar/date.js';
import { monthOfDate, type IsoMonth } from '../calendar/month.js';
import { taxOnSum, taxPercentOn } from '../law/consumption-tax.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { makeClaimId, makeSettlementId } from '../municipality/ids.js';
import type { Delivery, Performance } from '../performance/performance.js';
import type { CancellationCharge } from '../trade/cancellation.js';
import { adjustmentsIn, linesOfAdjustments, type Adjustment } from './adjustment.js';
import { hourLedgerOf } from './hour-ledger.js';
import {
  isStatement,
  linesDue,
  linesOfCancellations,
  linesOfWork,
  parseSettlementId,
  settlementOf,
  statementOf,
  type SettlementLine,
} from './statement.js';

// Goal: what two towns owe each other follows from what was accepted, to the yen and the minute, and is the same at both (I-12, I-13).
// Method: one month of two towns reckoned by hand, then properties over random work.

const towns = ['202151', '203246', '202177'] as MunicipalityCode[];
const [shiojiri, tateshina] = towns as [MunicipalityCode, MunicipalityCode];
const month = (text: string): IsoMonth => text as IsoMonth;

/** Minutes accepted on a day at a price, with paid rework where told. */
interface Piece {
  readonly on: string;
  readonly minutes: number;
  readonly workYen: number;
  readonly rework?: readonly [minutes: number, yen: number];
}
function workOf(
  claimant: MunicipalityCode,
  publisher: MunicipalityCode,
  local: string,
  pieces: readonly Piece[],
): Performance {
  const deliveries = pieces.map(
    ({ on, minutes, workYen, rework: [reworkMinutes, reworkYen] = [0, 0] }, index): Delivery => {
      const day = on as IsoDate;
      const terms = { termsHash: 'hash', minutes, priceYen: workYen };
      const verdict = { outcome: 'ACCEPTED' as const, minutes, on: day, workYen, reworkYen };
      return { number: index + 1, minutes, reworkMinutes, note: '', deliveredOn: day, terms, verdict };
    },
  );
  return {
    ...{ status: 'INSPECTED', claimId: makeClaimId(claimant, publisher, local), claimant, publisher },
    ...{
      startedOn: '2027-04-01' as IsoDate,
      deliveries,
      acceptedMinutes: 0,
      reworkPayableMinutes: 0,
      returnedFor: null,
    },
  };
}

describe('one August of two towns', () => {
  const works = [
    workOf(shiojiri, tateshina, 'a', [
      { on: '2027-08-10', minutes: 700, workYen: 23_333 },
      { on: '2027-08-31', minutes: 500, workYen: 16_668, rework: [240, 8_005] },
      { on: '2027-09-01', minutes: 60, workYen: 2_000 },
    ]),
    workOf(tateshina, shiojiri, 'b', [{ on: '2027-08-20', minutes: 300, workYen: 9_999 }]),
  ];
  const lines = linesOfWork(works);
  const august = settlementOf(tateshina, shiojiri, month('2027-08'));
  const due = linesDue(lines, august.period, new Set());
  const statement = statementOf(august, 1, due);

  it('is stated gross both ways, with tax rounded once per invoice and rate, and paid net', () => {
    expect(statement.lines.map(({ id, minutes, priceYen }) => [id.split('-').at(-1), minutes, priceYen])).toEqual([
      ['a/1/work', 700, 23_333],
      ['a/2/rework', 240, 8_005],
      ['a/2/work', 500, 16_668],
      ['b/1/work', 300, 9_999],
    ]);
    expect(statement.invoices).toEqual([
      {
        ...{ seller: shiojiri, buyer: tateshina, minutes: 1_440, totalYen: 52_806 },
        // Line by line the tax would be 2,333 + 1,666 + 800 = 4,799.
        rates: [{ taxPercent: 10, netYen: 48_006, taxYen: 4_800 }],
      },
      {
        ...{ seller: tateshina, buyer: shiojiri, minutes: 300, totalYen: 10_998 },
        rates: [{ taxPercent: 10, netYen: 9_999, taxYen: 999 }],
      },
    ]);
    expect(statement.payment).toEqual({ from: tateshina, to: shiojiri, yen: 41_808 });
  });

  it('leaves to September what was accepted in September, and settles nothing twice', () => {
    const closed = new Set(statement.lines.map(({ id }) => id));
    const september = linesDue(lines, month('2027-09'), closed);
    expect(september.map(({ id }) => id.split('-').at(-1))).toEqual(['a/3/work']);
  });

  it('is written down in hours, who helped whom', () => {
    expect(hourLedgerOf(tateshina, lines)).toEqual([
      { month: '2027-08', givenMinutes: 300, receivedMinutes: 1_440 },
      { month: '2027-09', givenMinutes: 0, receivedMinutes: 60 },
    ]);
  });

  const adjust = (adjustments: Adjustment[], earlier: SettlementLine[] = []) =>
    linesOfAdjustments(settlementOf(tateshina, shiojiri, month('2027-09')), adjustments, lines, earlier);
  const line = statement.lines[0]?.id ?? '';

  it('is corrected later by a line that names the one it corrects, at its price and rate', () => {
    const half = adjust([{ lineId: line, minutes: -350, reason: '二重計上' }]);
    expect(half.ok && half.value).toMatchObject([
      {
        ...{ id: `${makeSettlementId(tateshina, shiojiri, month('2027-09'))}/adjustment/1`, kind: 'ADJUSTMENT' },
        ...{ minutes: -350, priceYen: -11_667, on: '2027-09-30', fiscalYear: 2027, adjusts: line, reason: '二重計上' },
      },
    ]);
    const rest = adjust([{ lineId: line, minutes: -350, reason: '残り' }], half.ok ? half.value : []);
    expect(rest.ok && rest.value).toMatchObject([{ minutes: -350, priceYen: -11_666 }]);
    const lower = statementOf(august, 1, half.ok ? half.value : []);
    expect(lower.payment).toEqual({ from: shiojiri, to: tateshina, yen: 11_667 + 1_166 });
    expect(adjustmentsIn(lower.lines)).toEqual([{ lineId: line, minutes: -350, reason: '二重計上' }]);
  });

  it.each<[string, Partial<Adjustment>]>([
    ['ADJUSTED_LINE_UNKNOWN', { lineId: 'no' }],
    ['ADJUSTMENT_OUT_OF_RANGE', { minutes: 0 }],
    ['ADJUSTMENT_OUT_OF_RANGE', { minutes: 1 }],
    ['ADJUSTMENT_OUT_OF_RANGE', { minutes: -701 }],
    ['ADJUSTMENT_OUT_OF_RANGE', { minutes: -0.5 }],
    ['TEXT_EMPTY', { reason: ' ' }],
  ])('is not corrected so: %s %j', (code, change) => {
    const decision = adjust([{ lineId: line, minutes: -1, reason: 'x', ...change }]);
    expect(decision.ok ? [] : decision.refusals.map((one) => one.code)).toEqual([code]);
  });
});

describe('a cancelled award', () => {
  const charge = (
    claimant: MunicipalityCode,
    publisher: MunicipalityCode,
    on: string,
    owedYen: number,
  ): CancellationCharge => ({
    ...{ claimId: makeClaimId(claimant, publisher, on), claimant, publisher, on: on as IsoDate, owedYen },
  });
  const august = settlementOf(tateshina, shiojiri, month('2027-08'));
  const worked = linesOfWork([workOf(shiojiri, tateshina, 'a', [{ on: '2027-08-10', minutes: 700, workYen: 23_333 }])]);
  const charged = linesOfCancellations([
    charge(shiojiri, tateshina, '2027-08-31', 20_000),
    charge(tateshina, shiojiri, '2027-08-01', 3_001),
    charge(shiojiri, tateshina, '2027-09-01', 5_000),
    charge(shiojiri, tateshina, '2027-08-02', 0),
  ]);
  const lines = [...worked, ...charged];
  const due = linesDue(lines, august.period, new Set());
  const statement = statementOf(august, 1, due);

  it('stands in the month of its cancellation, gross and both ways, outside the tax, where something is owed', () => {
    expect(
      statement.lines.map(({ id, kind, minutes, priceYen, taxPercent }) => [
        id.split('/')[1],
        kind,
        minutes,
        priceYen,
        taxPercent,
      ]),
    ).toEqual([
      ['cancellation', 'CANCELLATION', 0, 20_000, 0],
      ['1', 'WORK', 700, 23_333, 10],
      ['cancellation', 'CANCELLATION', 0, 3_001, 0],
    ]);
    expect(statement.invoices).toEqual([
      {
        ...{ seller: shiojiri, buyer: tateshina, minutes: 700, totalYen: 20_000 + 23_333 + 2_333 },
        rates: [
          { taxPercent: 0, netYen: 20_000, taxYen: 0 },
          { taxPercent: 10, netYen: 23_333, taxYen: 2_333 },
        ],
      },
      {
        ...{ seller: tateshina, buyer: shiojiri, minutes: 0, totalYen: 3_001 },
        rates: [{ taxPercent: 0, netYen: 3_001, taxYen: 0 }],
      },
    ]);
    expect(statement.payment).toEqual({ from: tateshina, to: shiojiri, yen: 42_665 });
    expect(isStatement(statement)).toBe(true);
  });

  it('is never settled twice, has its own fiscal year, and is none of the hours that anybody gave', () => {
    const closed = new Set(statement.lines.map(({ id }) => id));
    expect(linesDue(lines, month('2027-09'), closed).map(({ on, priceYen }) => [on, priceYen])).toEqual([
      ['2027-09-01', 5_000],
    ]);
    const years = linesOfCancellations(['2027-03-31', '2027-04-01'].map((on) => charge(shiojiri, tateshina, on, 1)));
    expect(years.map(({ fiscalYear }) => fiscalYear)).toEqual([2026, 2027]);
    expect(hourLedgerOf(tateshina, lines)).toEqual([{ month: '2027-08', givenMinutes: 0, receivedMinutes: 700 }]);
  });

  it('is disputed and not adjusted', () => {
    const wrong = { lineId: charged[0]?.id ?? '', minutes: -1, reason: 'x' };
    expect(linesOfAdjustments(august, [wrong], lines, [])).toMatchObject({
      refusals: [{ code: 'ADJUSTED_LINE_UNKNOWN' }],
    });
  });
});

describe('the id of a settlement', () => {
  const { id } = settlementOf(tateshina, shiojiri, month('2027-08'));

  it('names both towns, the lower code first, and the month', () => {
    expect(id).toBe('202151-settlement-203246-2027-08');
    const expected = { ok: true, value: { id, stater: shiojiri, other: tateshina, period: '2027-08' } };
    expect([tateshina, shiojiri].map((town) => parseSettlementId(id, town))).toEqual([expected, expected]);
  });

  it.each([
    [id, '202177'],
    ['203246-settlement-202151-2027-08', '203246'],
    ['202151-settlement-203246-2027-13', '203246'],
    ['202151-settlement-203246', '203246'],
    ['202151-claim-203246-2027-08', '203246'],
  ])('%s is none of %s', (text, town) => {
    expect(parseSettlementId(text, town as MunicipalityCode)).toMatchObject({
      refusals: [{ code: 'SETTLEMENT_UNKNOWN' }],
    });
  });
});

describe('tax', () => {
  it('has the rate of the day, and none that nobody knows', () => {
    expect([taxPercentOn('2019-09-30' as IsoDate), taxPercentOn('2019-10-01' as IsoDate)]).toEqual([8, 10]);
    expect(() => taxPercentOn('2014-03-31' as IsoDate)).toThrow('no rate');
  });

  it('lets fractions fall away, of what is paid back as of what is paid', () => {
    expect([taxOnSum(9_999, 10), taxOnSum(-9_999, 10), taxOnSum(0, 10)]).toEqual([999, -999, 0]);
  });

  it('of work at two rates is reckoned apart on one invoice', () => {
    const lines = linesOfWork([
      workOf(shiojiri, tateshina, 'a', [
        { on: '2019-09-30', minutes: 60, workYen: 1_005 },
        { on: '2019-10-01', minutes: 60, workYen: 1_005 },
      ]),
    ]);
    expect(statementOf(settlementOf(tateshina, shiojiri, month('2019-10')), 1, lines).invoices[0]?.rates).toEqual([
      { taxPercent: 8, netYen: 1_005, taxYen: 80 },
      { taxPercent: 10, netYen: 1_005, taxYen: 100 },
    ]);
  });
});

describe('any work between any towns', () => {
  const piece = fc.record({
    on: fc.constantFrom('2027-03-31', '2027-04-01', '2027-04-30', '2027-05-15'),
    minutes: fc.integer({ min: 1, max: 10_000 }),
    workYen: fc.integer({ min: 0, max: 5_000_000 }),
    rework: fc.constantFrom([0, 0] as const, [30, 1_001] as const),
  });
  const work = fc.record({ seller: fc.nat(2), buyer: fc.nat(2), pieces: fc.array(piece, { maxLength: 4 }) });
  const world = fc
    .array(work, { maxLength: 12 })
    .map((works) =>
      works.flatMap(({ seller, buyer, pieces }, index) =>
        seller === buyer
          ? []
          : [workOf(towns[seller] as MunicipalityCode, towns[buyer] as MunicipalityCode, String(index), pieces)],
      ),
    );
  const pairs = towns.flatMap((one, index) => towns.slice(index + 1).map((other) => [one, other] as const));
  const between = (works: Performance[], one: MunicipalityCode, other: MunicipalityCode): Performance[] =>
    works.filter(({ claimant, publisher }) => [one, other].includes(claimant) && [one, other].includes(publisher));
  const months = ['2027-03', '2027-04', '2027-05'] as IsoMonth[];

  it('nets to zero over all pairs with cancelled awards among it, which are taxed by nobody', () => {
    const one = fc.record({
      ...{ seller: fc.nat(2), buyer: fc.nat(2), owedYen: fc.integer({ min: 0, max: 500_000 }) },
      on: fc.constantFrom('2027-03-31', '2027-04-01', '2027-05-15'),
    });
    const charges = fc.array(one, { maxLength: 8 }).map((all) =>
      all.flatMap(({ seller, buyer, owedYen, on }, index): CancellationCharge[] => {
        const [claimant, publisher] = [towns[seller], towns[buyer]] as [MunicipalityCode, MunicipalityCode];
        const claimId = makeClaimId(claimant, publisher, `cancelled${index}`);
        return seller === buyer ? [] : [{ claimId, claimant, publisher, on: on as IsoDate, owedYen }];
      }),
    );
    fc.assert(
      fc.property(world, charges, (works, cancelled) => {
        const net = new Map(towns.map((town) => [town, 0]));
        let charged = 0;
        for (const [here, there] of pairs) {
          const ofPair = cancelled.filter(({ claimant, publisher }) =>
            [claimant, publisher].every((code) => [here, there].includes(code)),
          );
          const lines = [...linesOfWork(between(works, here, there)), ...linesOfCancellations(ofPair)];
          const { payment, invoices } = statementOf(settlementOf(here, there, month('2027-05')), 1, lines);
          net.set(payment.to, (net.get(payment.to) ?? 0) + payment.yen);
          net.set(payment.from, (net.get(payment.from) ?? 0) - payment.yen);
          for (const { taxPercent, netYen, taxYen } of invoices.flatMap(({ rates }) => rates)) {
            expect(taxYen).toBe(taxPercent === 0 ? 0 : Math.floor(netYen / 10));
            charged += taxPercent === 0 ? netYen : 0;
          }
        }
        expect(charged).toBe(cancelled.reduce((sum, { owedYen }) => sum + owedYen, 0));
        expect([...net.values()].reduce((sum, yen) => sum + yen, 0)).toBe(0);
      }),
    );
  });

  it('nets to zero over all pairs, and every gross line is accepted quantity at its price, taxed once per rate', () => {
    fc.assert(
      fc.property(world, (works) => {
        const net = new Map(towns.map((town) => [town, 0]));
        for (const [one, other] of pairs) {
          const { invoices, payment, lines } = statementOf(
            settlementOf(one, other, month('2027-05')),
            1,
            linesOfWork(between(works, one, other)),
          );
          net.set(payment.to, (net.get(payment.to) ?? 0) + payment.yen);
          net.set(payment.from, (net.get(payment.from) ?? 0) - payment.yen);
          for (const { seller, rates, totalYen } of invoices) {
            const sold = lines
              .filter((line) => line.seller === seller)
              .reduce((sum, { priceYen }) => sum + priceYen, 0);
            expect(rates).toEqual([{ taxPercent: 10, netYen: sold, taxYen: Math.floor(sold / 10) }]);
            expect(totalYen).toBe(sold + Math.floor(sold / 10));
          }
        }
        expect([...net.values()].reduce((sum, yen) => sum + yen, 0)).toBe(0);
      }),
    );
  });

  it('is stated the same by both towns, in whatever order they know it', () => {
    fc.assert(
      fc.property(world, fc.nat(), (works, turn) => {
        const lines = linesOfWork(between(works, shiojiri, tateshina));
        const turned = lines.map((_, index) => lines[(index + turn) % lines.length] as SettlementLine);
        const august = settlementOf(tateshina, shiojiri, month('2027-05'));
        expect(statementOf(august, 1, turned)).toEqual(
          statementOf(settlementOf(shiojiri, tateshina, august.period), 1, lines),
        );
      }),
    );
  });

  it('is settled once, month after month, in its fiscal year, and the ledgers of two towns mirror each other', () => {
    fc.assert(
      fc.property(world, (works) => {
        const lines = linesOfWork(between(works, shiojiri, tateshina));
        const closed = new Set<string>();
        const settled = months.flatMap((period) => {
          const statement = statementOf(settlementOf(shiojiri, tateshina, period), 1, linesDue(lines, period, closed));
          for (const { id } of statement.lines) closed.add(id);
          return statement.lines.map((line) => ({ ...line, period }));
        });
        expect(settled.map(({ id }) => id).sort()).toEqual(lines.map(({ id }) => id).sort());
        for (const { on, period, fiscalYear } of settled) {
          expect(monthOfDate(on)).toBe(period);
          expect(fiscalYear).toBe(on < '2027-04-01' ? 2026 : 2027);
        }
        const mirrored = hourLedgerOf(shiojiri, lines).map(({ month: of, givenMinutes, receivedMinutes }) => ({
          ...{ month: of, givenMinutes: receivedMinutes, receivedMinutes: givenMinutes },
        }));
        expect(hourLedgerOf(tateshina, lines)).toEqual(mirrored);
      }),
    );
  });
});
