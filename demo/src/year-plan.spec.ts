import { beforeAll, describe, expect, it } from '@jest/globals';
import { listed, usualDisclosure, type CapacityBulletin } from '#domain/bulletins/bulletin';
import { freeOnBasis, workersWithin } from '#domain/bulletins/free-on-basis';
import { nextBulletinCells } from '#domain/bulletins/next-bulletin';
import { offeredAsTold } from '#domain/bulletins/offered';
import { type Instant, type IsoDate } from '#domain/calendar/date';
import { monthOf, monthsFrom, windowOfMonth, type IsoMonth } from '#domain/calendar/month';
import { weekOf } from '#domain/calendar/week';
import type { CapacityCommitment } from '#domain/capacity/commitment';
import { anyone, townCapacity } from '#domain/capacity/town-capacity';
import type { Agreement, Member } from '#domain/federation/federation';
import type { MoveReason } from '#domain/planning/reason';
import { sayReason } from '#domain/planning/say-reason';
import { unevennessOf } from '#domain/planning/unevenness';
import { planFaults } from '#domain/planning/verify';
import type { PlannedWork } from '#domain/planning/instance';
import type { YearPlan } from '#domain/planning/year-plan';
import { yearInstance, type TownWorkload } from '#domain/planning/year-instance';
import type { SkillCode } from '#domain/skills/catalogue';
import { jointSkills } from '#domain/skills/joint-skills';
import type { LicenceCode } from '#domain/skills/licences';
import type { SurplusOrder } from '#domain/trade/surplus-order';
import { findMoveReasons } from '#planner/move-reasons';
import { planYear } from '#planner/plan-year';
import { usualTolerances } from '#planner/progress';
import { generateDemo, supplyOf, type DemoTown } from './generate.js';

// Goal: planned from what the demo towns publish, August work moves out of Tateshina and Kawakami's winter takes work, and the plan says why.
// Method: the demo of a day in April, whose August and February lie in one fiscal year. Each town issues its bulletin by the rules that guard
// its workers, and publishes to all others what `npm start` has it publish.

const today = '2027-04-05' as IsoDate;
const [tateshina, kawakami] = ['203246', '203041'];
const [august, february] = ['2027-08', '2028-02'];
const months = monthsFrom(monthOf(weekOf(today)), 18);
const horizon = { from: weekOf(today), to: windowOfMonth(months.at(-1) as IsoMonth).to };
const demo = generateDemo({ today, seed: 1 });

function commitmentsOf(town: DemoTown): CapacityCommitment[] {
  return lotsOf(town).flatMap(({ skill, dataClass, licences, commitMinutes: minutes, earliest, due }, index) =>
    minutes === 0
      ? []
      : [
          {
            ...{ ...anyone(skill as SkillCode), id: `${index}`, skill: skill as SkillCode, dataClass, minutes },
            ...{ licences: licences as readonly LicenceCode[], earliest, due },
          },
        ],
  );
}

function lotsOf({ orders }: DemoTown): DemoTown['orders'][number]['lots'] {
  return orders.flatMap(({ lots }) => lots);
}

/** What a town tells everyone: its bulletin, its workload, and what it publishes. */
function toldBy(town: DemoTown): { bulletin: CapacityBulletin; workload: TownWorkload; orders: SurplusOrder[] } {
  const supply = supplyOf(town);
  const weeks = town.workers[0]?.weeks.map(({ week }) => week) ?? [];
  const commitments = commitmentsOf(town);
  const { rows, state } = nextBulletinCells(
    { nextBasis: 1, bases: [], cells: [], told: [] },
    {
      ...{ workers: workersWithin(supply.workers, horizon), months, from: horizon.from, settings: usualDisclosure },
      freeOn: freeOnBasis({ supply, commitments, weeks, horizon }),
      jointSkills: town.jointSkills.map((skills) => jointSkills(skills as readonly SkillCode[])),
    },
  );
  const offered = offeredAsTold(state, usualDisclosure);
  const committed = new Map<IsoMonth, number>();
  for (const { week, minutes } of townCapacity(supply, commitments, weeks).assignment())
    committed.set(monthOf(week), (committed.get(monthOf(week)) ?? 0) + minutes);
  const others = demo.map(({ code }) => code).filter((code) => code !== town.code);
  return {
    bulletin: {
      ...{ municipality: town.code, number: 1, issuedAt: 0 as Instant, expiresAt: 1 as Instant },
      ...{ from: months[0] as IsoMonth, to: months.at(-1) as IsoMonth, ...listed(rows) },
    },
    workload: {
      municipality: town.code,
      months: months.map((month) => {
        const [offeredMinutes, committedMinutes] = [offered.get(month) ?? 0, committed.get(month) ?? 0];
        return {
          ...{ month, offeredMinutes, committedMinutes, receivedMinutes: 0, sentMinutes: 0, uncoveredMinutes: 0 },
          freeMinutes: Math.max(0, offeredMinutes - committedMinutes),
        };
      }),
    },
    orders: lotsOf(town).flatMap(({ title, skill, earliest, due, dataClass, publish }, index) =>
      publish === null
        ? []
        : [
            {
              ...{ id: `${town.code}-surplus-${index}`, publisher: town.code, title, skill: skill as SkillCode },
              ...{ ...publish, level: 1, licences: [], awardedMinutes: 0, earliest, due, dataClass },
              ...{ addressees: others, status: 'POSTED' as const },
            },
          ],
    ),
  };
}

const members = demo.map(({ code }): Member => ({
  ...{ code, operatingBody: code, endpoint: '', level: 'TRADING', publicKeys: [] },
  highestDataClass: code === tateshina || code === '202151' ? 'PERSONAL' : 'CONFIDENTIAL',
}));
const agreements = members.flatMap(({ code }, at) =>
  members.slice(at + 1).map((other): Agreement => ({
    ...{ between: [code, other.code], basis: '連携協約' },
    ...{ from: '2027-04-01' as IsoDate, to: '2030-03-31' as IsoDate },
  })),
);

describe("the demo towns' year", () => {
  const told = demo.map(toldBy);
  const workload = told.map((each) => each.workload);
  const instance = yearInstance({
    ...{ fiscalYear: 2027, today, federation: { members, agreements }, workload, published: [] },
    bulletins: told.map(({ bulletin }) => bulletin),
    surplusOrders: told.flatMap(({ orders }) => orders),
  });
  const homeOf = new Map(instance.lots.map(({ id, town }) => [id, town]));
  let plan: YearPlan;
  let reasons: MoveReason[];
  const minutes = (of: (work: PlannedWork & { readonly home: string }) => boolean): number =>
    plan.works
      .filter((work) => of({ ...work, home: homeOf.get(work.lot) ?? '' }))
      .reduce((sum, work) => sum + work.minutes, 0);

  beforeAll(async () => {
    const calm = { tolerances: usualTolerances, shouldStop: () => false, enter: () => undefined };
    plan = await planYear(instance, calm);
    reasons = await findMoveReasons(instance, plan, () => false);
  });

  it('is planned within every rule, close to what is possible at all, and more evenly than without a plan', () => {
    expect(planFaults(instance, plan.works)).toEqual([]);
    expect(plan.servedYen).toBeGreaterThan(0.95 * plan.boundYen);
    const { before, after } = unevennessOf(instance, plan.works, workload);
    expect(after).toBeLessThan(Number(before));
  });

  it('moves August data entry out of Tateshina', () => {
    const moved = minutes(({ home, town, month }) => home === tateshina && town !== tateshina && month === august);
    expect(moved).toBeGreaterThan(100 * 60);
    // It harvests, and has a seventh of February's time.
    const atKawakami = (during: string): number => minutes(({ town, month }) => town === kawakami && month === during);
    expect(atKawakami(august)).toBeLessThan(atKawakami(february) / 4);
    const reason = reasons.find(({ move }) => move.home === tateshina && move.month === august);
    expect(sayReason(reason as MoveReason, 'EN')).toMatch(/^August 2027: Tateshina/);
  });

  it('knows how much data entry and proofreading the people of Shiojiri can do at once', () => {
    const figures = instance.towns.find(({ code }) => code === '202151')?.ceilings ?? [];
    const figure = (skill: string): number =>
      figures.find((each) => each.skill === skill && each.level === 1 && each.dataClass === 'PUBLIC')?.minutes[4] ?? 0;
    const [entry, reading, both] = ['data-entry', 'proofreading', 'data-entry+proofreading'].map(figure) as [
      number,
      number,
      number,
    ];
    expect(both).toBeGreaterThan(Math.max(entry, reading));
    // By single figures alone it could promise this much of the two.
    expect(both).toBeLessThan(entry + reading);
  });

  it("fills Kawakami's winter, and says why", () => {
    const taken = minutes(({ home, town, month }) => home !== kawakami && town === kawakami && month === february);
    expect(taken).toBeGreaterThan(100 * 60);
    const reason = reasons.find(({ move }) => move.town === kawakami && move.month === february);
    expect(sayReason(reason as MoveReason, 'JA')).toMatch(/^2028年2月: .*川上村/);
  });
});
