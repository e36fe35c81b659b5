import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { addDays, type IsoDate } from '#domain/calendar/date';
import { fiscalYearOf } from '#domain/calendar/month';
import { refusalsToAddLot, refusalsToCreateOrder } from '#domain/orders/order';
import { refusalsToTellTogether } from '#domain/bulletins/joint-figures';
import { refusalsToSetSeats } from '#domain/centre/seats';
import { refusalsOfDirector } from '#domain/directors/director';
import { refusalsToDeclare } from '#domain/availability/declaration';
import { refusalsToRegister } from '#domain/skills/worker';
import { comingMonth, generateDemo } from './generate.js';
import { seasons } from './season.js';

const demo = (today: string): ReturnType<typeof generateDemo> => generateDemo({ today: today as IsoDate, seed: 1 });
const anyDay = fc.integer({ min: 0, max: 730 }).map((days) => addDays('2026-04-01' as IsoDate, days));

describe('the demo', () => {
  it('is the same for the same day and seed', () => {
    expect(demo('2026-11-23')).toEqual(demo('2026-11-23'));
  });

  it('never grows old: every date lies ahead, in this fiscal year or the next', () => {
    fc.assert(
      fc.property(anyDay, (today) => {
        for (const { orders, workers } of generateDemo({ today, seed: 1 })) {
          for (const { earliest, due } of orders.flatMap(({ lots }) => lots)) {
            expect(earliest > today).toBe(true);
            expect(fiscalYearOf(due)).toBeLessThanOrEqual(fiscalYearOf(today) + 1);
          }
          expect(workers.every(({ weeks }) => weeks.length > 52)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('keeps every rule of the product', () => {
    for (const { workers, supportOffices, directors, seats, jointSkills, orders } of demo('2026-11-23')) {
      expect(
        workers.flatMap((worker) => [...refusalsToRegister(worker), ...refusalsToDeclare({ weeks: worker.weeks })]),
      ).toEqual([]);
      expect(
        supportOffices.flatMap((office) => [
          ...refusalsToRegister(office, 'SUPPORT_OFFICE'),
          ...refusalsToDeclare({ weeks: office.weeks }, 'SUPPORT_OFFICE'),
        ]),
      ).toEqual([]);
      expect([...directors.flatMap(refusalsOfDirector), ...seats.flatMap(refusalsToSetSeats)]).toEqual([]);
      expect(refusalsToTellTogether(jointSkills)).toEqual([]);
      expect(
        orders.flatMap((order) => [
          ...refusalsToCreateOrder(order),
          ...order.lots.flatMap((lot) => refusalsToAddLot(lot, lot.minutes)),
        ]),
      ).toEqual([]);
    }
  });

  it('is the model of the request: 30 workers with 2,400 hours in an ordinary month, ten contracts of 3 million yen', () => {
    const tateshina = demo('2026-11-23').find(({ code }) => code === '203246');
    const weekly = tateshina?.workers.reduce((sum, { weeklyMinutes }) => sum + weeklyMinutes, 0) ?? 0;
    expect(tateshina?.workers).toHaveLength(30);
    expect(Math.round((weekly * 365.25) / 7 / 12 / 60)).toBeGreaterThan(2_390);
    expect(Math.round((weekly * 365.25) / 7 / 12 / 60)).toBeLessThan(2_410);
    expect(tateshina?.orders.map(({ contractYen }) => contractYen)).toEqual(
      Array.from({ length: 10 }, () => 3_000_000),
    );
    expect(tateshina?.orders.every(({ minutes }) => minutes === 1_580 * 60)).toBe(true);
  });

  it('has workers for personal data, and some who work on certain days', () => {
    for (const { workers } of demo('2026-11-23')) {
      const cleared = workers.filter(({ clearance }) => clearance === 'PERSONAL').length / workers.length;
      expect(Math.abs(cleared - 1 / 3)).toBeLessThan(0.1);
      expect(workers.some(({ days }) => days !== undefined)).toBe(true);
    }
  });

  it('has one designer in Nagawa, who alone there edits videos, too', () => {
    for (const today of ['2026-11-23', '2027-07-31']) {
      const { workers = [] } = demo(today).find(({ code }) => code === '203505') ?? {};
      const withEither = workers.filter(({ skills }) =>
        skills.some(({ code }) => code === 'design' || code === 'video-editing'),
      );
      expect(withEither.map(({ skills }) => skills.map(({ code }) => code))).toEqual([['design', 'video-editing']]);
    }
  });

  it('says what bounds each town: one director or two, the seats of Shiojiri, the support office of Saku', () => {
    const towns = demo('2026-11-23');
    expect(towns.map(({ code, directors }) => [code, directors.length])).toEqual([
      ['203246', 2],
      ['202151', 2],
      ['203505', 1],
      ['202177', 2],
      ['203041', 1],
    ]);
    expect(towns.filter(({ seats }) => seats.length > 0).map(({ code }) => code)).toEqual(['202151']);
    expect(towns.filter(({ supportOffices }) => supportOffices.length > 0).map(({ code }) => code)).toEqual(['202177']);
  });

  it('overflows in August and February and runs dry in between', () => {
    const tateshina = demo('2026-11-23').find(({ code }) => code === '203246');
    const inMonth = (month: number): number =>
      tateshina?.orders.filter(({ lots }) => Number(lots[0]?.due.slice(5, 7)) === month).length ?? 0;
    expect([2, 8].map(inMonth).every((count) => count >= 2)).toBe(true);
    expect([1, 3, 6, 9, 12].map(inMonth)).toEqual([0, 0, 0, 0, 0]);
  });

  it('has the seasons of the data file', () => {
    const rows = readFileSync('demo/data/availability-index.csv', 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    for (const [code, percents] of Object.entries(seasons))
      expect(
        rows
          .find(([first]) => first === code)
          ?.slice(1)
          .map(Number),
      ).toEqual(percents);
  });

  it('calls the coming month of a name the one that has not begun', () => {
    expect([comingMonth(8, '2027-07-31' as IsoDate), comingMonth(8, '2027-08-01' as IsoDate)]).toEqual([
      '2027-08',
      '2028-08',
    ]);
  });
});
