import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requestedModel, saySelfSufficiency, selfSufficiency, type SelfSufficiencyInput } from './self-sufficiency.js';

const result = (changes: Partial<SelfSufficiencyInput> = {}) => {
  const decided = selfSufficiency({ ...requestedModel, ...changes });
  if (!decided.ok) throw new Error(JSON.stringify(decided.refusals));
  return decided.value;
};
const refused = (changes: Partial<SelfSufficiencyInput>): string[] => {
  const decided = selfSufficiency({ ...requestedModel, ...changes });
  return decided.ok ? [] : decided.refusals.map(({ code, field }) => `${field} ${code}`);
};

describe('the goal of the request', () => {
  it('leaves four per cent for everything but wages', () => {
    // 30 × 5 h × 16 days × 12 months × 1,000 yen = 28.8 million of 30 million.
    expect(result()).toMatchObject({
      ...{ hours: 28_800, wagesYen: 28_800_000, yenPerWorker: 960_000, leftYen: 1_200_000, contracts: 10 },
      ...{ barePriceYen: 1_042, atPrice: null, atMargin: null },
    });
    expect(result().leftShare).toBeCloseTo(0.04, 12);
    expect(saySelfSufficiency(result(), 'EN')).toEqual([
      '30 workers × 5 h × 16 days × 12 months are 28,800 h; at 1,000 yen an hour wages are 28,800,000 yen (960,000 each). Of the goal of 30,000,000 yen, 1,200,000 yen (4%) are left for everything else',
    ]);
    expect(saySelfSufficiency(result(), 'JA')).toEqual([
      '30人×1日5時間×月16日×12か月=28,800時間、時給1,000円で報酬は28,800,000円(1人960,000円)。目標30,000,000円のうち、報酬以外のすべてに残るのは1,200,000円(4%)',
    ]);
  });

  it('is reached with little more than half of the hours at 1,900 yen, and then no worker earns the million', () => {
    expect(result({ priceYenPerHour: 1_900 }).atPrice).toEqual({
      ...{ hours: 15_789, hoursShare: 30_000_000 / 1_900 / 28_800, wagesYen: 15_789_474, yenPerWorker: 526_316 },
      ...{ leftYen: 14_210_526, leftShare: expect.closeTo(1 - 1_000 / 1_900, 12) },
    });
  });

  it('has to be a fifth higher for a margin of a fifth', () => {
    expect(result({ marginPercent: 20 }).atMargin).toEqual({
      ...{ priceYenPerHour: 1_250, revenueYen: 36_000_000, contracts: 12, workersPaid: 25, isReached: false },
    });
    expect(result({ marginPercent: 4 }).atMargin).toMatchObject({ isReached: true, workersPaid: 30 });
    expect(result({ marginPercent: 5 }).atMargin).toMatchObject({ isReached: false, workersPaid: 29 });
    expect(saySelfSufficiency(result({ priceYenPerHour: 1_900, marginPercent: 20 }), 'EN')).toHaveLength(3);
  });

  it('may not even pay the wages', () => {
    const poor = result({ revenueYen: 20_000_000 });
    expect([poor.leftYen, poor.barePriceYen]).toEqual([-8_800_000, 695]);
    expect(poor.leftShare).toBeCloseTo(-0.44, 12);
    expect(saySelfSufficiency(poor, 'EN')[0]).toContain('-8,800,000 yen (-44%) are left');
  });

  it.each([
    [{ workers: 0 }, ['workers PLAN_NUMBER_OUT_OF_RANGE']],
    [{ workers: 2.5 }, ['workers PLAN_NUMBER_OUT_OF_RANGE']],
    [
      { hoursPerDay: 25, daysPerMonth: 32 },
      ['hoursPerDay PLAN_NUMBER_OUT_OF_RANGE', 'daysPerMonth PLAN_NUMBER_OUT_OF_RANGE'],
    ],
    [{ revenueYen: -1 }, ['revenueYen PLAN_NUMBER_OUT_OF_RANGE']],
    [{ wageYenPerHour: NaN }, ['wageYenPerHour PLAN_NUMBER_OUT_OF_RANGE']],
    [
      { priceYenPerHour: 0, contractYen: 0 },
      ['contractYen PLAN_NUMBER_OUT_OF_RANGE', 'priceYenPerHour PLAN_NUMBER_OUT_OF_RANGE'],
    ],
    [{ marginPercent: 100 }, ['marginPercent PLAN_NUMBER_OUT_OF_RANGE']],
    [{ hoursPerDay: 7.5 }, []],
  ])('%j: %j', (changes, expected) => {
    expect(refused(changes)).toEqual(expected);
  });

  it('adds up whatever is imagined', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 9 }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 500, max: 5_000 }),
        fc.integer({ min: 0, max: 99 }),
        (revenueYen, workers, wageYenPerHour, marginPercent) => {
          const { wagesYen, leftYen, hours, atMargin } = result({ revenueYen, workers, wageYenPerHour, marginPercent });
          expect(wagesYen + leftYen).toBe(revenueYen);
          expect(wagesYen).toBe(hours * wageYenPerHour);
          // With the revenue that the margin needs, the margin is left; with a yen in a thousand less, it is not.
          const needed = atMargin?.revenueYen ?? 0;
          expect(result({ revenueYen: needed, workers, wageYenPerHour, marginPercent }).atMargin?.isReached).toBe(true);
          const less = Math.floor(needed * 0.999) - 1;
          if (less > 0)
            expect(result({ revenueYen: less, workers, wageYenPerHour, marginPercent }).atMargin?.isReached).toBe(
              false,
            );
        },
      ),
      { numRuns: 100 },
    );
  });
});
