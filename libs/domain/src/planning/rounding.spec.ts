import { describe, expect, it } from '@jest/globals';
import { august, september, smallLot, smallTown, smallYear } from '#testkit/small-year';
import type { PlannedWork } from './instance.js';
import { withRoundingMended } from './rounding.js';
import { planFaults } from './verify.js';

describe('what rounding down has cost', () => {
  const year = (minutesOfB: number, lot = smallLot('x', 'A', 1_000, { to: september })) =>
    smallYear([smallTown('A', 36, [500, 300]), smallTown('B', 36.1, [minutesOfB, 0])], [lot], [['A', 'B']]);
  const work = (town: string, month: PlannedWork['month'], minutes: number): PlannedWork => ({
    ...{ lot: 'x', town, month, minutes },
  });
  const mended = (instance: ReturnType<typeof year>, ...works: PlannedWork[]): number[] => {
    const after = withRoundingMended(instance, works);
    expect(planFaults(instance, after)).toEqual([]);
    return after.map(({ minutes }) => minutes);
  };

  it('is given back where a town has room', () => {
    const works = [work('A', august, 500), work('A', september, 299), work('B', august, 199)];
    expect(mended(year(600), ...works)).toEqual([500, 299, 201]);
    expect(mended(year(200), ...works)).toEqual([500, 299, 199]);
    expect(mended(year(200), work('A', august, 500), work('A', september, 300), work('B', august, 199))).toEqual([
      500, 300, 200,
    ]);
  });

  it('goes first to a part that has lost its slice by it', () => {
    const slices = smallLot('x', 'A', 700, { to: september, minSliceMinutes: 200 });
    const works = [work('A', august, 400), work('A', september, 100), work('B', august, 199)];
    expect(mended(year(600, slices), ...works)).toEqual([400, 100, 200]);
  });

  it('is no more than a minute for each part, and never of a pace that is kept', () => {
    expect(mended(year(600), work('A', august, 400))).toEqual([400]);
    const paced = smallLot('x', 'A', 1_000, { to: september, mostShare: 0.5 });
    const full = [work('A', august, 499), work('B', august, 1), work('A', september, 300), work('B', september, 198)];
    expect(withRoundingMended(year(600, paced), full).map(({ minutes }) => minutes)).toEqual([499, 1, 300, 198]);
  });
});
