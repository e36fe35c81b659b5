import { describe, expect, it } from '@jest/globals';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { PlannedWork } from '#domain/planning/instance';
import type { PlanRevisionRecord, RevisedMove } from './plan-revision.store.js';
import { revised } from './revised-plan.store.js';
import type { OrderMove, YearPlanRecord } from './year-plan.store.js';

// A plan and what new surplus orders have changed in it, as one plan.

const [home, saku, kawakami] = ['203246', '202177', '203041'] as MunicipalityCode[] as [
  MunicipalityCode,
  MunicipalityCode,
  MunicipalityCode,
];
const august = '2027-08' as IsoMonth;
const work = (lot: string, town: string, minutes: number): PlannedWork => ({ lot, town, month: august, minutes });
const move = (orderId: string, to: MunicipalityCode, minutes: number): Omit<OrderMove, 'reasonAt'> => ({
  ...{ orderId, title: orderId, addressees: [], from: home, to, month: august, minutes },
  skill: 'data-entry' as OrderMove['skill'],
});
const plan = {
  ...{ _id: 'p', status: 'DONE', demandMinutes: 300, boundMinutes: 300 },
  outcome: {
    ...{ servedMinutes: 250, unevenness: { before: 0.5, after: 0.3 }, months: [august], reasons: [] },
    works: [work('a', home, 50), work('a', saku, 120), work('b', saku, 80)],
    moves: [
      { ...move('a', saku, 120), reasonAt: 0 },
      { ...move('b', saku, 80), reasonAt: 1 },
    ],
  },
} as unknown as YearPlanRecord;
const revision = (number: number, works: PlannedWork[], moves: RevisedMove[]): PlanRevisionRecord =>
  ({
    ...{ _id: `p.${number}`, planId: 'p', number, works, moves, lot: { minutes: 100 } },
    ...{ servedMinutes: 250 + 90 * number, boundMinutes: 300 + 95 * number, unevennessAfter: 0.5 - 0.125 * number },
  }) as PlanRevisionRecord;

describe('a revised plan', () => {
  it('is the plan where nothing has revised it', () => {
    expect(revised(plan, [])).toEqual({ ...plan, revisions: [] });
  });

  it('has what each revision has changed, the last word on each place', () => {
    const first = revision(
      1,
      [work('c', saku, 90), work('b', saku, 0), work('b', kawakami, 80)],
      [
        { ...move('c', saku, 90), minutesBefore: 0 },
        { ...move('b', saku, 0), minutesBefore: 80 },
        { ...move('b', kawakami, 80), minutesBefore: 0 },
      ],
    );
    const second = revision(
      2,
      [work('c', saku, 60), work('d', home, 90)],
      [{ ...move('c', saku, 60), minutesBefore: 90 }],
    );
    const { outcome, ...rest } = revised(plan, [first, second]);
    expect(rest).toMatchObject({ demandMinutes: 500, boundMinutes: 490, revisions: [{ number: 1 }, { number: 2 }] });
    expect(outcome).toMatchObject({ servedMinutes: 430, unevenness: { before: 0.5, after: 0.25 } });
    expect(new Set(outcome?.works)).toEqual(
      new Set([
        work('a', home, 50),
        work('a', saku, 120),
        work('b', kawakami, 80),
        work('c', saku, 60),
        work('d', home, 90),
      ]),
    );
    expect(outcome?.moves).toEqual([
      { ...move('a', saku, 120), reasonAt: 0 },
      { ...move('c', saku, 60), reasonAt: null },
      { ...move('b', kawakami, 80), reasonAt: null },
    ]);
  });
});
