import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BulletinRow, CapacityBulletin } from '../bulletins/bulletin.js';
import type { Instant, IsoDate } from '../calendar/date.js';
import type { IsoMonth } from '../calendar/month.js';
import type { MonthlyWorkload } from '../capacity/workload.js';
import type { Member } from '../federation/federation.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { SkillCode } from '../skills/catalogue.js';
import type { SurplusOrder } from '../trade/surplus-order.js';
import { refusalsOfInstance } from './refusals.js';
import { unevennessOf } from './unevenness.js';
import { monthsOfWindow, monthsToPlan, yearInstance, type YearFacts } from './year-instance.js';

// What a year is planned from: only what towns have published, and nothing of that twice.

const [tateshina, saku, kawakami] = ['203246', '202177', '203041'] as MunicipalityCode[] as [
  MunicipalityCode,
  MunicipalityCode,
  MunicipalityCode,
];
const [july, august, september] = ['2027-07', '2027-08', '2027-09'] as [IsoMonth, IsoMonth, IsoMonth];
const entry = 'data-entry' as SkillCode;
const day = (text: string): IsoDate => text as IsoDate;
const member = (code: MunicipalityCode, changes: Partial<Member> = {}): Member => ({
  ...{ code, operatingBody: code, endpoint: '', level: 'TRADING', highestDataClass: 'CONFIDENTIAL', publicKeys: [] },
  ...changes,
});
const row = (month: IsoMonth, freeMinutes: number, cell: Partial<BulletinRow> = {}): BulletinRow => ({
  ...{ month, freeMinutes, skill: entry, level: 1, dataClass: 'INTERNAL' },
  ...cell,
});
const bulletin = (municipality: MunicipalityCode, rows: readonly BulletinRow[]): CapacityBulletin => ({
  ...{ municipality, number: 1, issuedAt: 0 as Instant, expiresAt: 1 as Instant, from: july, to: september, rows },
});
const order = (changes: Partial<SurplusOrder> = {}): SurplusOrder => ({
  ...{ id: `${tateshina}-surplus-x`, publisher: tateshina, title: '台帳の入力', skill: entry, level: 1, licences: [] },
  ...{ minutes: 6_000, awardedMinutes: 1_000, earliest: day('2027-08-01'), due: day('2027-08-31') },
  ...{ claimBy: day('2027-07-20'), priceYen: 100_000, minSliceMinutes: 600, dataClass: 'INTERNAL' },
  ...{ addressees: [saku, kawakami], status: 'PARTLY_AWARDED' },
  ...changes,
});
const month = (at: IsoMonth, offeredMinutes: number, committedMinutes: number): MonthlyWorkload => ({
  ...{ month: at, offeredMinutes, committedMinutes, receivedMinutes: 0, sentMinutes: 0, uncoveredMinutes: 0 },
  freeMinutes: Math.max(0, offeredMinutes - committedMinutes),
});
const agreement = { basis: '連携協約' as const, from: day('2027-04-01'), to: day('2028-03-31') };
const facts = (changes: Partial<YearFacts> = {}): YearFacts => ({
  ...{ fiscalYear: 2027, today: day('2027-07-05'), workload: [], published: [] },
  federation: {
    members: [member(tateshina), member(saku), member(kawakami)],
    agreements: [
      { ...agreement, between: [tateshina, saku] },
      { ...agreement, between: [tateshina, kawakami] },
    ],
  },
  bulletins: [bulletin(saku, [row(july, 3_000), row(august, 2_400)])],
  surplusOrders: [order()],
  ...changes,
});
const townOf = (made: ReturnType<typeof yearInstance>, code: string) => made.towns.find((town) => town.code === code);
const minutesOf = (made: ReturnType<typeof yearInstance>, code: string, skill: SkillCode | null): readonly number[] =>
  townOf(made, code)
    ?.ceilings.find((each) => each.skill === skill && each.level === 1)
    ?.minutes.slice(0, 3) ?? [];

describe('the instance of a year', () => {
  it('knows figures that no order asks for where what is imagined speaks of them', () => {
    const design = 'design' as SkillCode;
    const bulletins = [
      bulletin(saku, [row(july, 900, { skill: design }), row(july, 300, { skill: design, level: 2 })]),
    ];
    const figures = (changes: Partial<YearFacts>): unknown =>
      townOf(yearInstance(facts({ bulletins, ...changes })), saku)
        ?.ceilings.filter(({ skill }) => skill === design)
        .map(({ level, dataClass, minutes }) => [level, dataClass, minutes[0]]);
    expect(figures({})).toEqual([]);
    expect(figures({ alsoKnown: [{ skill: design, level: 1, dataClass: 'PUBLIC' }] })).toEqual([
      [1, 'PUBLIC', 900],
      [1, 'INTERNAL', 900],
      [2, 'INTERNAL', 300],
    ]);
  });

  it('runs from this month to the end of the fiscal year, and nowhere once that is over', () => {
    expect(monthsToPlan(2027, day('2028-02-10'))).toEqual(['2028-02', '2028-03']);
    expect(monthsToPlan(2028, day('2028-02-10'))).toHaveLength(12);
    expect(monthsToPlan(2026, day('2027-07-05'))).toEqual([]);
  });

  it('takes what remains of a surplus order that can still be claimed', () => {
    const { lots } = yearInstance(facts());
    expect(lots).toMatchObject([
      { town: tateshina, minutes: 5_000, from: august, to: august, minSliceMinutes: 600, mayMove: true, certainty: 1 },
    ]);
    expect(lots[0]).not.toHaveProperty('addressees');
  });

  it.each<[string, Partial<SurplusOrder>]>([
    ['awarded in full', { awardedMinutes: 6_000 }],
    ['withdrawn', { status: 'WITHDRAWN' }],
    ['with a claim deadline that has passed', { claimBy: day('2027-07-04') }],
    ['of another fiscal year', { earliest: day('2028-04-10'), due: day('2028-05-31') }],
    ['over', { earliest: day('2027-06-01'), due: day('2027-07-02') }],
    ['of a town that takes no part', { publisher: '202151' as MunicipalityCode }],
  ])('leaves out an order %s', (_, changes) => {
    expect(yearInstance(facts({ surplusOrders: [order(changes)] })).lots).toEqual([]);
  });

  it('names the addressees of an order that not every partner may claim', () => {
    const { lots } = yearInstance(facts({ surplusOrders: [order({ addressees: [kawakami] })] }));
    expect(lots).toMatchObject([{ addressees: [kawakami] }]);
  });

  it('counts a week to the month of its Thursday, if the window has that', () => {
    expect(monthsOfWindow(day('2027-08-01'), day('2027-08-31'))).toEqual([august]); // Sunday the first, Tuesday the last.
    expect(monthsOfWindow(day('2027-07-29'), day('2027-09-02'))).toEqual([july, august, september]);
    expect(monthsOfWindow(day('2027-08-02'), day('2027-08-03'))).toEqual([august]);
  });

  it('promises nothing without a figure, and of a suppressed cell what a more demanding one shows', () => {
    expect(minutesOf(yearInstance(facts()), saku, entry)).toEqual([3_000, 2_400, 0]);
    expect(minutesOf(yearInstance(facts()), kawakami, entry)).toEqual([0, 0, 0]);
    const rows = [row(july, 900, { level: 2 }), row(july, 1_200, { dataClass: 'CONFIDENTIAL' }), row(august, 60)];
    const made = yearInstance(facts({ bulletins: [bulletin(saku, rows)] }));
    expect(minutesOf(made, saku, entry)).toEqual([1_200, 60, 0]);
  });

  it('takes no more than is free over all skills, nor than the months leave free together', () => {
    const rows = [row(july, 3_000), row(july, 2_700, { skill: null, dataClass: 'PUBLIC' }), row(august, 3_000)];
    const told = { municipality: saku, months: [month(july, 5_000, 3_800), month(september, 0, 0)] };
    const made = yearInstance(facts({ bulletins: [bulletin(saku, rows)], workload: [told] }));
    expect(minutesOf(made, saku, null)).toEqual([1_200, 3_000, 0]);
  });

  it("aims at a fair share for each town: of the work there is, as its time for that work is of everyone's", () => {
    const targets = (bulletins: CapacityBulletin[], changes: Partial<SurplusOrder> = {}): (number | undefined)[] => {
      const made = yearInstance(facts({ bulletins, surplusOrders: [order(changes)] }));
      return [tateshina, saku, kawakami].map((code) => townOf(made, code)?.targetMinutes[1]);
    };
    const both = [
      bulletin(tateshina, [row(august, 1_000)]),
      bulletin(saku, [row(august, 6_000)]),
      bulletin(kawakami, [row(august, 3_000)]),
    ];
    expect(targets(both)).toEqual([500, 3_000, 1_500]); // Of the 5,000 minutes that remain.
    expect(targets(both, { addressees: [kawakami] })).toEqual([1_000, 0, 3_000]); // No more than there is time for.
    expect(targets(both, { skill: 'design' as SkillCode })).toEqual([0, 0, 0]);
  });

  it('lets work move only where an agreement covers the month, between towns that trade', () => {
    const short = { ...agreement, between: [tateshina, saku] as [MunicipalityCode, MunicipalityCode] };
    const until = (to: string, level: Member['level'] = 'TRADING') =>
      yearInstance(
        facts({
          federation: {
            members: [member(tateshina), member(saku, { level })],
            agreements: [{ ...short, to: day(to) }],
          },
        }),
      ).agreements;
    expect(until('2027-09-29')).toEqual([{ between: [tateshina, saku], skills: null, from: july, to: august }]);
    expect(until('2027-07-30')).toEqual([]);
    expect(until('2027-09-29', 'TRIAL')).toEqual([]);
  });

  it('keeps of the plan that stands what still concerns it', () => {
    const work = { lot: `${tateshina}-surplus-x`, town: saku, month: august, minutes: 600 };
    const stale = [
      { ...work, lot: 'gone' },
      { ...work, month: '2027-06' as IsoMonth },
      { ...work, town: '202151' },
    ];
    expect(yearInstance(facts({ published: [work, ...stale] })).published).toEqual([work]);
  });

  it('can be planned, whatever bulletins say', () => {
    const anyRow = fc.record({
      month: fc.constantFrom(july, august, september),
      freeMinutes: fc.nat(10_000),
      skill: fc.constantFrom(entry, 'design' as SkillCode, null),
      level: fc.integer({ min: 1, max: 3 }),
      dataClass: fc.constantFrom('PUBLIC' as const, 'INTERNAL' as const, 'PERSONAL' as const),
    });
    fc.assert(
      fc.property(fc.array(anyRow), fc.integer({ min: 1, max: 3 }), (rows, level) => {
        const made = yearInstance(facts({ bulletins: [bulletin(saku, rows)], surplusOrders: [order({ level })] }));
        expect(refusalsOfInstance(made)).toEqual([]);
      }),
    );
  });
});

describe('unevenness', () => {
  const lot = { ...yearInstance(facts()).lots[0], minutes: 600 } as ReturnType<typeof yearInstance>['lots'][number];
  const of = (minutesAtSaku: number) =>
    unevennessOf(
      { months: [august], lots: [lot] },
      minutesAtSaku === 0 ? [] : [{ lot: lot.id, town: saku, month: august, minutes: minutesAtSaku }],
      [
        { municipality: tateshina, months: [month(august, 1_000, 400)] },
        { municipality: saku, months: [month(august, 1_000, 400)] },
      ],
    );

  it('is how far the loads lie from their mean, in shares of it', () => {
    // Loads 1.0 and 0.4 around 0.7; then 0.7 and 0.7; then 0.4 and 1.0.
    expect(of(0)).toEqual({ before: expect.closeTo(0.3 / 0.7), after: expect.closeTo(0.3 / 0.7) });
    expect(of(300)).toEqual({ before: expect.closeTo(0.3 / 0.7), after: expect.closeTo(0) });
    expect(of(600).after).toBeCloseTo(0.3 / 0.7);
  });

  it('is unknown where nobody has told what is offered', () => {
    expect(unevennessOf({ months: [august], lots: [lot] }, [], [])).toEqual({ before: null, after: null });
  });
});
