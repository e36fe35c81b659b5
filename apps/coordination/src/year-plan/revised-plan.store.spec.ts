import { describe, expect, it } from '@jest/globals';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { PlannedWork } from '#domain/planning/instance';
import type { MoveReason } from '#domain/planning/reason';
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

/** A reason that is known by the skill of its move. */
const reason = (name: string, town: MunicipalityCode): MoveReason =>
  ({ move: { month: august, home, town, skill: name, lots: [] } }) as unknown as MoveReason;

describe('a revised plan', () => {
  it('is the plan where nothing has revised it', () => {
    expect(revised(plan, [], [])).toEqual({ ...plan, revisions: [] });
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
    const { outcome, ...rest } = revised(plan, [first, second], []);
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

  it('has the reasons that were found after each revision, for every order of a move, until another one changes it', () => {
    const [ofA, ofB, first, second] = ['a', 'b', 'first', 'second'].map((name) =>
      reason(name, name === 'second' ? kawakami : saku),
    );
    const made = { ...plan, outcome: { ...plan.outcome, reasons: [ofA, ofB] } } as YearPlanRecord;
    const change = { ...move('c', saku, 90), minutesBefore: 0 };
    const revisions = [
      revision(1, [work('c', saku, 90)], [change]),
      revision(2, [work('d', kawakami, 40)], [{ ...move('d', kawakami, 40), minutesBefore: 0 }]),
    ];
    const shown = (found: Parameters<typeof revised>[2], of = revisions): (string | undefined)[] => {
      const outcome = revised(made, of, found).outcome;
      return (outcome?.moves ?? []).map(
        ({ orderId, reasonAt }) => `${orderId} ${reasonAt === null ? 'none' : outcome?.reasons[reasonAt]?.move.skill}`,
      );
    };
    const ofFirst = { number: 1, reasons: [{ ...first, move: { ...first?.move, lots: ['a', 'c'] } } as MoveReason] };
    const ofSecond = { number: 2, reasons: [{ ...second, move: { ...second?.move, lots: ['d'] } } as MoveReason] };
    expect(shown([])).toEqual(['a a', 'b b', 'c none', 'd none']);
    expect(shown([ofFirst])).toEqual(['a first', 'b b', 'c first', 'd none']);
    expect(shown([ofFirst, ofSecond])).toEqual(['a first', 'b b', 'c first', 'd second']);
    const again = revision(3, [work('c', saku, 30)], [{ ...move('c', saku, 30), minutesBefore: 90 }]);
    expect(shown([ofFirst, ofSecond], [...revisions, again])).toEqual(['a first', 'b b', 'c none', 'd second']);
  });
});
