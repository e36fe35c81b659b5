import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { august, september, smallLot, smallTown, smallYear } from '#testkit/small-year';
import { draftDifferences } from './draft-differences.js';
import type { PlannedWork } from './instance.js';

// What one plan does otherwise than another, by hand and by sums.

const [tateshina, saku, kawakami] = ['203246', '202177', '203041'] as const;
const lots = [smallLot('x', tateshina, 600), smallLot('y', saku, 600)];
const year = (...ids: string[]): ReturnType<typeof smallYear> =>
  smallYear(
    [tateshina, saku, kawakami].map((code) => smallTown(code, 36, [600, 600])),
    lots.filter(({ id }) => ids.includes(id)),
    [],
  );
const work = (lot: string, town: string, month: PlannedWork['month'], minutes: number): PlannedWork => ({
  ...{ lot, town, month, minutes },
});

describe('what a draft does differently', () => {
  it('is each lot, town and month that differs, the largest first, whatever moved and whatever stayed at home', () => {
    const before = [work('x', tateshina, august, 100), work('x', saku, august, 300), work('x', saku, september, 50)];
    const after = [work('x', tateshina, august, 160), work('x', kawakami, august, 240), work('x', saku, september, 50)];
    const told = draftDifferences({ instance: year('x'), works: before }, { instance: year('x'), works: after });
    const of = { lot: 'x', home: tateshina, month: august };
    expect(told).toMatchObject([
      { ...of, town: saku, minutesBefore: 300, minutesAfter: 0 },
      { ...of, town: kawakami, minutesBefore: 0, minutesAfter: 240 },
      { ...of, town: tateshina, minutesBefore: 100, minutesAfter: 160 },
    ]);
  });

  it('tells of a lot that is imagined, and of one that has gone with its town', () => {
    const told = draftDifferences(
      { instance: year('y'), works: [work('y', saku, august, 120)] },
      { instance: year('x'), works: [work('x', saku, august, 90)] },
    );
    expect(told).toMatchObject([
      { lot: 'y', home: saku, minutesBefore: 120, minutesAfter: 0 },
      { lot: 'x', home: tateshina, minutesBefore: 0, minutesAfter: 90 },
    ]);
  });

  it('is nothing between a plan and itself, and comes to what the one serves more than the other', () => {
    const place = fc.record({
      lot: fc.constantFrom('x', 'y'),
      town: fc.constantFrom(tateshina, saku, kawakami),
      month: fc.constantFrom(august, september),
      minutes: fc.integer({ min: 1, max: 500 }),
    });
    const works = fc.uniqueArray(place, { selector: ({ lot, town, month }) => `${lot} ${town} ${month}` });
    const served = (of: readonly PlannedWork[]): number => of.reduce((sum, { minutes }) => sum + minutes, 0);
    fc.assert(
      fc.property(works, works, (before, after) => {
        const instance = year('x', 'y');
        expect(draftDifferences({ instance, works: before }, { instance, works: before })).toEqual([]);
        const told = draftDifferences({ instance, works: before }, { instance, works: after });
        const sizes = told.map(({ minutesBefore, minutesAfter }) => Math.abs(minutesAfter - minutesBefore));
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
        expect(sizes).not.toContain(0);
        const more = told.reduce((sum, { minutesBefore, minutesAfter }) => sum + minutesAfter - minutesBefore, 0);
        expect(more).toBe(served(after) - served(before));
      }),
    );
  });
});
