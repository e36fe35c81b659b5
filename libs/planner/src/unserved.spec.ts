import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { townBalances } from '#domain/planning/balances';
import { changeInstance, type PlanChange } from '#domain/planning/changes';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import { sayUnserved } from '#domain/planning/say-change';
import { PlanTerms } from '#domain/planning/terms';
import type { Unserved } from '#domain/planning/unserved';
import { townBesidePlan, Undone } from '#domain/planning/beside-plan';
import { planInstance } from '#testkit/plan-instances';
import { august, byFigures, dataEntry, design, smallLot, smallTown, smallYear } from '#testkit/small-year';
import { planYear } from './plan-year.js';
import { usualTolerances } from './progress.js';
import { findUnserved } from './unserved.js';

const [tateshina, saku] = ['203246', '202177'] as const;
const calm = { tolerances: usualTolerances, shouldStop: () => false, enter: () => undefined };
const never = (): boolean => false;
const unserved = async (instance: PlanInstance, shouldStop = never): Promise<Unserved> =>
  findUnserved(instance, (await planYear(instance, calm)).works, shouldStop);
const pair: [string, string][] = [[tateshina, saku]];

/** 100 h of design and 20 h of data entry are too much for Tateshina; in Saku a group of 60 h has nothing to do in August. */
const short = smallYear(
  [smallTown(tateshina, 36, [6_000, 0]), smallTown(saku, 36.2, [3_600, 0])],
  [
    smallLot('x', tateshina, 6_000, { skill: design, yenPerMinute: 40 }),
    smallLot('y', tateshina, 7_200, { mayMove: false }),
  ],
  pair,
);

describe('what a plan leaves undone', () => {
  it('says what would serve it, measured by solving again', async () => {
    const { lots, remedies, untried } = await unserved(short);
    expect(untried).toBe(0);
    expect(lots.map(({ lot, missingMinutes, missingYen }) => [lot, missingMinutes, missingYen])).toEqual([
      ['x', 6_000, 240_000],
      ['y', 1_200, 36_000],
    ]);
    // Five workers give 400 h in August; to teach Saku's group is worth its 60 h; Tateshina's own has its hands full, but earns more by it.
    const of = (kind: PlanChange['kind'], town: string, skill: string): [number, number][] =>
      remedies
        .filter(
          ({ change }) => change.kind === kind && change.town === town && 'skill' in change && change.skill === skill,
        )
        .map(({ gainMinutes, gainYen }) => [gainMinutes, gainYen]);
    expect(of('MORE_WORKERS', tateshina, design)).toEqual([[6_000, 240_000]]);
    expect(of('MORE_WORKERS', tateshina, dataEntry)).toEqual([[1_200, 36_000]]);
    expect(of('TRAINING', saku, design)).toEqual([[3_600, 144_000]]);
    expect(of('TRAINING', tateshina, design)).toEqual([[0, 0]]);
    expect(lots[1]).toMatchObject({ withConsentMinutes: 1_200, best: { gainMinutes: 1_200 } });
    expect(lots[0]?.best).toMatchObject({ change: { kind: 'MORE_WORKERS', skill: design }, gainYen: 240_000 });
  });

  it('says it in words', async () => {
    const { lots } = await unserved(short);
    const [, entry] = lots as [unknown, Unserved['lots'][number]];
    expect(sayUnserved(entry, 'EN')).toBe(
      "Tateshina-machi, August 2027: 20 h of data entry (level 1) are left undone; with the client's consent, towns with an agreement could do 20 h of it; what helps most is 5 more workers for data entry (level 1) in Tateshina-machi: 20 h less would be left undone in all",
    );
    expect(sayUnserved(entry, 'JA')).toBe(
      '立科町(2027年8月)のデータ入力(レベル1)が20時間残る。発注者の承諾があれば、連携自治体で20時間できる。最も効果があるのは立科町にデータ入力(レベル1)のワーカーをあと5人で、残った仕事が全体で20時間減る。',
    );
  });

  it('knows that directors or seats are short, and not workers', async () => {
    const licence = 'adobe-cc' as PlanInstance['towns'][number]['seats'][number]['licence'];
    const { remedies } = await unserved(
      smallYear(
        [
          smallTown(tateshina, 36, [6_000, 0], { ledMinutes: [600, 0] }),
          smallTown(saku, 36.2, [6_000, 0], { seats: [{ licence, minutes: [300, 0] }] }),
        ],
        [smallLot('x', tateshina, 2_000), smallLot('y', saku, 1_000, { licences: [licence] })],
        [],
      ),
    );
    expect(remedies.filter(({ gainMinutes }) => gainMinutes > 0)).toMatchObject([
      { change: { kind: 'MORE_LEADING', town: tateshina }, gainMinutes: 1_400, gainYen: 42_000 },
      { change: { kind: 'MORE_SEATS', town: saku }, gainMinutes: 700, gainYen: 21_000 },
    ]);
  });

  it('says of a whole lot who could do most of it, and recommends nothing that would do a part', async () => {
    const { lots } = await unserved(
      smallYear(
        [smallTown(tateshina, 36, [300, 0]), smallTown(saku, 36.2, [500, 0])],
        [smallLot('x', tateshina, 600, { isWhole: true })],
        pair,
      ),
    );
    expect(lots).toMatchObject([{ missingMinutes: 600, best: null, largestRoom: { town: saku, minutes: 500 } }]);
  });

  it('counts what it had no time to try', async () => {
    const { lots, remedies, untried } = await unserved(short, () => true);
    expect([lots.length, remedies.length]).toEqual([2, 0]);
    expect(untried).toBeGreaterThan(0);
    expect(lots.every(({ best }) => best === null)).toBe(true);
  });

  it('is worth the difference of two plans of the town: one with the change, one without', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), async (seed) => {
        const grouped = planInstance({ towns: 4, lots: 16, seed });
        const instance = seed % 2 === 0 ? grouped : byFigures(grouped);
        const { works } = await planYear(instance, calm);
        const { remedies } = await findUnserved(instance, works, never);
        const terms = new PlanTerms(instance);
        for (const { change, gainYen } of remedies.slice(0, 3)) {
          const town = townBesidePlan(terms, new Undone(terms, works), terms.positionOf(change.town)).instance;
          const changed = changeInstance(town, [change]);
          if (!changed.ok) throw new Error(JSON.stringify(changed.refusals));
          const [before, after] = [await planYear(town, calm), await planYear(changed.value, calm)];
          expect(gainYen).toBeGreaterThanOrEqual(0);
          expect(Math.abs(after.boundYen - before.boundYen - gainYen)).toBeLessThanOrEqual(1 + 1e-6 * after.boundYen);
        }
      }),
      { numRuns: 6 },
    );
  });
});

describe('what a town gives and gains', () => {
  it('is told beside what it would have alone', async () => {
    const instance = smallYear(
      [smallTown(tateshina, 36, [4_800, 0]), smallTown(saku, 36.2, [9_600, 0], { targetMinutes: [5_000, 0] })],
      [smallLot('x', tateshina, 12_000)],
      pair,
    );
    const { works } = await planYear(instance, calm);
    const alone = (await planYear({ ...instance, agreements: [] }, calm)).works;
    // Supply of half a worker of 80 h over two months in Tateshina, of one in Saku.
    expect(townBalances(instance, works, alone)).toEqual([
      {
        ...{ town: tateshina, outMinutes: 7_200, outYen: 216_000, inMinutes: 0, inYen: 0 },
        before: {
          servedMinutes: 4_800,
          servedYen: 144_000,
          doneMinutes: 4_800,
          doneYen: 144_000,
          yenPerWorker: 288_000,
          shortMinutes: 0,
        },
        after: {
          servedMinutes: 12_000,
          servedYen: 360_000,
          doneMinutes: 4_800,
          doneYen: 144_000,
          yenPerWorker: 288_000,
          shortMinutes: 0,
        },
      },
      {
        ...{ town: saku, outMinutes: 0, outYen: 0, inMinutes: 7_200, inYen: 216_000 },
        before: { servedMinutes: 0, servedYen: 0, doneMinutes: 0, doneYen: 0, yenPerWorker: 0, shortMinutes: 5_000 },
        after: {
          servedMinutes: 0,
          servedYen: 0,
          doneMinutes: 7_200,
          doneYen: 216_000,
          yenPerWorker: 216_000,
          shortMinutes: 0,
        },
      },
    ]);
  });

  it('sums to nothing over all towns: what one gives another gains', () => {
    const works = (instance: PlanInstance, seed: number): PlannedWork[] =>
      instance.lots.map(({ id }, at) => ({
        ...{ lot: id, month: instance.months[at % 12] ?? august, minutes: 60 + ((at * seed) % 977) },
        town: instance.towns[(at * seed) % instance.towns.length]?.code ?? '',
      }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (seed) => {
        const instance = planInstance({ towns: 6, lots: 40, seed });
        const balances = townBalances(instance, works(instance, seed), []);
        const sum = (of: (each: (typeof balances)[number]) => number): number =>
          balances.reduce((total, each) => total + of(each), 0);
        expect(sum(({ inMinutes }) => inMinutes)).toBe(sum(({ outMinutes }) => outMinutes));
        expect(sum(({ after }) => after.doneMinutes)).toBe(sum(({ after }) => after.servedMinutes));
        for (const { after, outMinutes, inMinutes } of balances)
          expect(after.doneMinutes).toBe(after.servedMinutes - outMinutes + inMinutes);
        expect(Math.abs(sum(({ inYen }) => inYen) - sum(({ outYen }) => outYen))).toBeLessThanOrEqual(6);
      }),
      { numRuns: 50 },
    );
  });
});
