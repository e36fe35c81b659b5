import { describe, expect, it } from '@jest/globals';
import { august, design, smallLot, smallTown, smallYear } from '#testkit/small-year';
import { findForTowns } from './plan-towns.js';
import { planYear } from './plan-year.js';
import { usualTolerances } from './progress.js';

const [tateshina, saku] = ['203246', '202177'] as const;
const never = (): boolean => false;
const calm = { tolerances: usualTolerances, shouldStop: never, enter: () => undefined };
/** Every minute counts one, as in a plan from public orders; the client of `x` pays 30 yen for it, and that of `z` 40. */
const year = smallYear(
  [smallTown(tateshina, 36, [3_000, 0]), smallTown(saku, 36.2, [6_000, 0])],
  [
    smallLot('x', tateshina, 6_000, { yenPerMinute: 1 }),
    smallLot('z', tateshina, 1_000, { yenPerMinute: 1, skill: design }),
  ],
  [[tateshina, saku]],
);
const prices = { x: 30, z: 40 };

describe('what a plan is to its towns', () => {
  it('is told at the prices of the clients, beside a year without sharing', async () => {
    const { works } = await planYear(year, calm);
    const { balances, unserved } = await findForTowns({ instance: year, works, prices }, never);
    const inSaku = works.filter(({ town }) => town === saku).reduce((sum, { minutes }) => sum + minutes, 0);
    expect(inSaku).toBeGreaterThanOrEqual(3_000);
    expect(balances).toMatchObject([
      {
        ...{ town: tateshina, outMinutes: inSaku, outYen: 30 * inSaku, inMinutes: 0 },
        ...{ before: { servedYen: 90_000, doneYen: 90_000 }, after: { servedYen: 180_000 } },
      },
      { town: saku, inMinutes: inSaku, inYen: 30 * inSaku, before: { doneYen: 0 }, after: { doneYen: 30 * inSaku } },
    ]);
    expect(unserved.lots).toMatchObject([
      { lot: 'z', skill: design, from: august, missingMinutes: 1_000, missingYen: 40_000 },
    ]);
    expect(unserved.lots[0]?.best).toMatchObject({ change: { kind: 'MORE_WORKERS', skill: design }, gainYen: 40_000 });
  });

  it('has no balance where there was no time to plan the year without sharing', async () => {
    const { works } = await planYear(year, calm);
    const { balances, unserved } = await findForTowns({ instance: year, works, prices }, () => true);
    expect(balances).toBeNull();
    expect(unserved.lots).toMatchObject([{ lot: 'z', best: null }]);
    expect(unserved.untried).toBeGreaterThan(0);
  });
});
