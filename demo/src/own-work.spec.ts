import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type IsoDate } from '#domain/calendar/date';
import { monthOf, weeksOfMonth, type IsoMonth } from '#domain/calendar/month';
import { weekOf, type IsoWeek } from '#domain/calendar/week';
import { windowOfDates, type WeekWindow } from '#domain/calendar/window';
import { anyone, townCapacity, type TownCapacity } from '#domain/capacity/town-capacity';
import type { SkillCode } from '#domain/skills/catalogue';
import type { LicenceCode } from '#domain/skills/licences';
import { generateDemo, supplyOf, type DemoTown } from './generate.js';
import { townProfiles } from './towns.js';

// What the demo towns have taken on themselves is possible, and what the story needs is still open, on whatever day the demo is made.

const anyDay = fc.integer({ min: 0, max: 730 }).map((days) => addDays('2026-04-01' as IsoDate, days));
const townOf = (demo: readonly DemoTown[], code: string): DemoTown =>
  demo.find((town) => town.code === code) as DemoTown;
const lotsOf = ({ orders }: DemoTown): DemoTown['orders'][number]['lots'] => orders.flatMap(({ lots }) => lots);

function capacityOf(town: DemoTown): TownCapacity {
  return townCapacity(
    supplyOf(town),
    lotsOf(town).map(({ skill, dataClass, licences, commitMinutes, earliest, due }, index) => ({
      ...anyone(skill as SkillCode),
      id: `${index}`,
      skill: skill as SkillCode,
      dataClass,
      licences: licences as readonly LicenceCode[],
      minutes: commitMinutes,
      earliest,
      due,
    })),
    town.workers[0]?.weeks.map(({ week }) => week) ?? [],
  );
}

describe('what the demo towns do themselves', () => {
  it('fits their time, on any day', () => {
    fc.assert(
      fc.property(anyDay, (today) => {
        for (const town of generateDemo({ today, seed: 1 })) {
          expect(capacityOf(town).shortfalls()).toEqual([]);
          const profile = townProfiles.find(({ code }) => code === town.code);
          const wanted = profile?.orders.flatMap(({ lots }) => lots.map(({ committed }) => committed)) ?? [];
          lotsOf(town).forEach(({ commitMinutes, minutes }, index) => {
            expect(commitMinutes).toBeLessThanOrEqual(wanted[index] === 'all that fits' ? minutes : 0);
          });
        }
      }),
      { numRuns: 12 },
    );
  });

  it('leaves open the August data entry of the story, which Tateshina has no time for and may pass on', () => {
    fc.assert(
      fc.property(anyDay, (today) => {
        const tateshina = townOf(generateDemo({ today, seed: 1 }), '203246');
        const order = tateshina.orders.find(({ title }) => title === '商品台帳のデータ化');
        const lot = order?.lots[0];
        expect(order?.recommissionConsent).toBe('ALLOWED');
        expect(lot).toMatchObject({ skill: 'data-entry', dataClass: 'INTERNAL', commitMinutes: 0 });
        if (lot === undefined) return;
        const window = windowOfDates(lot.earliest, lot.due);
        const { minutes: free } = capacityOf(tateshina).free(anyone(lot.skill as SkillCode), window, weekOf(today));
        expect(free).toBeLessThan(lot.minutes);
      }),
      { numRuns: 12 },
    );
  });
});

describe('what the demo towns publish', () => {
  const hour = 60;

  it('is nothing that they do themselves, nor what their clients keep with them, on any day', () => {
    fc.assert(
      fc.property(anyDay, (today) => {
        for (const town of generateDemo({ today, seed: 1 })) {
          for (const { recommissionConsent, lots } of town.orders) {
            for (const { minutes, commitMinutes, publish, licences, earliest } of lots) {
              if (publish === null) continue;
              expect([recommissionConsent, licences]).toEqual(['ALLOWED', []]);
              expect(publish.minutes + commitMinutes).toBeLessThanOrEqual(minutes);
              expect(publish.minSliceMinutes).toBeLessThanOrEqual(publish.minutes);
              expect([publish.claimBy >= today, publish.claimBy < earliest]).toEqual([true, true]);
            }
          }
        }
      }),
      { numRuns: 4 },
    );
  });

  it("is Tateshina's August and February, of which enough stays undecided for the story to be told some times", () => {
    const tateshina = townOf(generateDemo({ today: '2026-11-23' as IsoDate, seed: 1 }), '203246');
    const published = lotsOf(tateshina).flatMap(({ publish, due }) => (publish === null ? [] : [{ ...publish, due }]));
    for (const month of ['2027-02', '2027-08']) {
      const inMonth = published.filter(({ due }) => due.startsWith(month));
      expect(inMonth.reduce((sum, { minutes }) => sum + minutes, 0)).toBeGreaterThan(300 * hour);
    }
    const ledger = lotsOf(tateshina).find(({ title }) => title === '商品台帳の入力');
    expect(Number(ledger?.minutes) - Number(ledger?.publish?.minutes)).toBe(480 * hour);
  });
});

describe('the neighbours', () => {
  const demo = generateDemo({ today: '2026-11-23' as IsoDate, seed: 1 });

  it('are the five of the demo, the larger ones with more workers', () => {
    expect(demo.map(({ code, workers }) => [code, workers.length])).toEqual([
      ['203246', 30],
      ['202151', 90],
      ['203505', 12],
      ['202177', 45],
      ['203041', 25],
    ]);
  });

  it('have their own seasons: Kawakami is free in winter and has no time in August', () => {
    const kawakami = townOf(demo, '203041');
    const offered = (month: string): number =>
      kawakami.workers
        .flatMap(({ weeks }) => weeks.filter(({ week }) => monthOf(week) === month))
        .reduce((sum, { minutes }) => sum + minutes, 0);
    expect(offered('2027-01')).toBeGreaterThan(5 * offered('2027-08'));
    expect(lotsOf(kawakami).filter(({ due }) => ['11', '12', '01', '02', '03'].includes(due.slice(5, 7)))).toEqual([]);
  });

  it('Shiojiri is about half full in every month', () => {
    const shiojiri = townOf(demo, '202151');
    const minutes = lotsOf(shiojiri).reduce((sum, lot) => sum + lot.minutes, 0);
    const year = shiojiri.workers.reduce((sum, { weeklyMinutes }) => sum + weeklyMinutes, 0) * 52;
    expect(minutes / year).toBeGreaterThan(0.4);
    expect(minutes / year).toBeLessThan(0.6);
  });
});

describe('what bounds the demo towns', () => {
  const today = '2026-11-23' as IsoDate;
  const demo = generateDemo({ today, seed: 1 });
  const weeksOf = (month: string): WeekWindow => {
    const weeks = weeksOfMonth(month as IsoMonth);
    return { from: weeks[0] as IsoWeek, to: weeks.at(-1) as IsoWeek };
  };
  const stops = (code: string, skill: string, month: string, licences: readonly string[] = []): string | undefined =>
    capacityOf(townOf(demo, code)).free(
      { ...anyone(skill as SkillCode), licences: licences as readonly LicenceCode[] },
      weeksOf(month),
      weekOf(today),
    ).bottleneck?.kind;

  it('is the one director of Kawakami in winter, and the workers when the lettuce grows', () => {
    expect(stops('203041', 'data-entry', '2027-01')).toBe('DIRECTORS');
    expect(stops('203041', 'data-entry', '2027-07')).toBe('WORKERS');
  });

  it('is the seats of Adobe CC in Shiojiri, for design that needs one', () => {
    expect(stops('202151', 'design', '2027-10', ['adobe-cc'])).toBe('SEATS');
    expect(stops('202151', 'design', '2027-10')).toBe('WORKERS');
    const [lot, ...others] = lotsOf(townOf(demo, '202151')).filter(({ licences }) => licences.length > 0);
    expect([lot?.commitMinutes, others]).toEqual([lot?.minutes, []]);
  });

  it('leaves the August of the story to the workers', () => {
    for (const { code } of demo) expect(stops(code, 'data-entry', '2027-08')).toBe('WORKERS');
  });
});
