import { describe, expect, it } from '@jest/globals';
import { weeksOfMonth, type IsoMonth } from '../calendar/month.js';
import type { IsoWeek } from '../calendar/week.js';
import type { WorkerSupply } from '../capacity/supply.js';
import type { SkillCode } from '../skills/catalogue.js';
import { usualDisclosure } from './bulletin.js';
import { nextBulletinCells } from './next-bulletin.js';
import { offeredAsTold } from './offered.js';
import { nothingPublished, type PublicationState } from './publication-state.js';

const month = '2027-02' as IsoMonth;
const weeks = weeksOfMonth(month);
const worker = (id: string, minutes: number): WorkerSupply => ({
  id,
  skills: [{ code: 'design' as SkillCode, level: 1 }],
  clearance: 'PUBLIC',
  minutesByWeek: new Map(weeks.map((week) => [week, minutes])),
});
const publish = (before: PublicationState, minutes: readonly number[]): PublicationState =>
  nextBulletinCells(before, {
    workers: minutes.map((each, index) => worker(`${index}`, each)),
    months: [month],
    from: weeks[0] as IsoWeek,
    settings: usualDisclosure,
    freeOn: (basis) => () =>
      basis.reduce((sum, { minutesByWeek }) => sum + [...minutesByWeek.values()].reduce((a, b) => a + b, 0), 0),
  }).state;
const offered = (state: PublicationState): number | undefined => offeredAsTold(state, usualDisclosure).get(month);

describe('minutes offered, as peers may know them', () => {
  it('are those of all workers, rounded down, and of fewer than three nothing is known', () => {
    expect(offered(publish(nothingPublished, [601, 600]))).toBeUndefined();
    expect(offered(publish(nothingPublished, [601, 600, 600]))).toBe(Math.floor((1_801 * weeks.length) / 60) * 60);
  });

  it('move with three and not with one', () => {
    const first = publish(nothingPublished, [600, 600, 600, 600]);
    const second = publish(first, [900, 600, 600, 600]);
    expect(offered(second)).toBe(offered(first));
    expect(offered(publish(second, [900, 900, 900, 600]))).toBe(3_300 * weeks.length);
  });
});
