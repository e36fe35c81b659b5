import { describe, expect, it } from '@jest/globals';
import { byFlow } from '#testkit/bulletin-figures';
import { randomHistory, type TownMoment } from '#testkit/bulletin-history';
import type { IsoDate } from '../calendar/date.js';
import { weeksOfMonth, type IsoMonth } from '../calendar/month.js';
import type { IsoWeek } from '../calendar/week.js';
import type { WorkerSupply } from '../capacity/supply.js';
import type { LicenceCode } from '../skills/licences.js';
import type { SkillCode } from '../skills/catalogue.js';
import { jointSkills } from '../skills/joint-skills.js';
import { usualDisclosure, type BulletinFigure } from './bulletin.js';
import { figuresRestOn, freesNoLessOn, type TownToday } from './free-on-basis.js';
import { nextBulletinCells, type BulletinInput } from './next-bulletin.js';
import { nothingPublished } from './publication-state.js';

/** The bulletins of a life, by maximum flow, and how many figures were asked for. */
function lifeOf(
  seed: number,
  under: (moment: TownMoment) => string | undefined,
  freesNoLess?: BulletinInput['freesNoLess'],
): [BulletinFigure[][], number] {
  const { months, moments } = randomHistory(seed);
  let [asked, state] = [0, nothingPublished];
  const bulletins = moments.map((moment) => {
    const next = nextBulletinCells(state, {
      workers: moment.workers,
      months,
      from: moment.from,
      settings: usualDisclosure,
      jointSkills: moment.jointSkills.map(jointSkills),
      freeOn: (basis) => {
        const free = byFlow(3)(basis, moment);
        return (cell) => {
          asked++;
          return free(cell);
        };
      },
      under: under(moment),
      ...(freesNoLess === undefined ? {} : { freesNoLess }),
    });
    state = next.state;
    return [...next.rows];
  });
  return [bulletins, asked];
}

describe('figures that are kept from one bulletin to the next', () => {
  const lives = Array.from({ length: 15 }, (_, seed) => seed + 1);

  it('are those that would be found anew, and spare the search', () => {
    let [spared, anew] = [0, 0];
    for (const seed of lives) {
      const [fresh, askedFresh] = lifeOf(seed, () => undefined);
      const [kept, askedKept] = lifeOf(seed, ({ committed }) => JSON.stringify([...committed]));
      expect(kept).toEqual(fresh);
      spared += askedFresh - askedKept;
      anew += askedFresh;
    }
    expect(spared / anew).toBeGreaterThan(0.1);
  });

  it('are not kept when commitments have changed: a stamp that ignores them gives other figures', () => {
    expect(lives.some((seed) => notTheSame(lifeOf(seed, () => 'always')[0], lifeOf(seed, () => undefined)[0]))).toBe(
      true,
    );
  });
});

describe('figures on a basis of which all is still offered', () => {
  // Lives in which nothing but supply counts: what is over is no question here.
  const certain = freesNoLessOn({
    supply: { workers: [], seatMinutes: new Map() },
    commitments: [],
    weeks: [],
    horizon: { from: '2027-W01' as IsoWeek, to: '2028-W01' as IsoWeek },
  });
  const lives = Array.from({ length: 20 }, (_, seed) => seed + 1);
  const always = lives.map((seed) => lifeOf(seed, () => undefined));

  it('are free today without asking', () => {
    const seldom = lives.map((seed) => lifeOf(seed, () => undefined, certain));
    expect(seldom.map(([bulletins]) => bulletins)).toEqual(always.map(([bulletins]) => bulletins));
    const count = (asked: typeof always): number => asked.reduce((sum, [, each]) => sum + each, 0);
    expect(count(always) - count(seldom)).toBeGreaterThan(20);
  });

  it('are not where somebody offers less', () => {
    const never = lives.map((seed) =>
      lifeOf(
        seed,
        () => undefined,
        () => true,
      ),
    );
    expect(never.some(([bulletins], index) => notTheSame(bulletins, always[index]?.[0] ?? []))).toBe(true);
  });

  it('are not certain where somebody is able to do something else, offers less in any week, or is gone', () => {
    const week = '2027-W31' as IsoWeek;
    const typist: WorkerSupply = {
      ...{ id: 'w1', skills: [{ code: 'data-entry' as SkillCode, level: 1 }], clearance: 'PUBLIC' },
      minutesByWeek: new Map([[week, 600]]),
    };
    const offering = (minutes: number): WorkerSupply => ({ ...typist, minutesByWeek: new Map([[week, minutes]]) });
    expect(certain([offering(600), { ...typist, id: 'w2' }], [typist])).toBe(true);
    expect(certain([offering(900)], [typist])).toBe(true);
    expect(certain([offering(599)], [typist])).toBe(false);
    expect(certain([], [typist])).toBe(false);
    expect(certain([{ ...typist, clearance: 'PERSONAL' }], [typist])).toBe(false);
    const designer = { code: 'design' as SkillCode, level: 1 };
    expect(certain([{ ...typist, skills: [...typist.skills, designer] }], [typist])).toBe(false);
  });
});

describe('what figures rest on', () => {
  const [week, later] = weeksOfMonth('2027-08' as IsoMonth) as [IsoWeek, IsoWeek];
  const town: TownToday = {
    supply: {
      workers: [{ id: 'w1', skills: [], clearance: 'PUBLIC', minutesByWeek: new Map([[week, 600]]) }],
      seatMinutes: new Map([['adobe-cc' as LicenceCode, 2_400]]),
      ledMinutes: new Map([[week, 5_000]]),
    },
    commitments: [
      {
        id: 'c1',
        skill: 'design' as SkillCode,
        level: 1,
        dataClass: 'PUBLIC',
        licences: [],
        minutes: 60,
        earliest: '2027-08-02' as IsoDate,
        due: '2027-08-08' as IsoDate,
      },
    ],
    weeks: [week],
    horizon: { from: week, to: week },
  };
  const before = figuresRestOn(town);
  const otherHours = (offered: readonly (readonly [IsoWeek, number])[]): TownToday => ({
    ...town,
    supply: {
      ...town.supply,
      workers: town.supply.workers.map((each) => ({ ...each, minutesByWeek: new Map(offered) })),
    },
  });

  it('is not what workers offer in the weeks that bulletins speak about, but what they offer in others', () => {
    expect(figuresRestOn(otherHours([[week, 30]]))).toBe(before);
    expect(
      figuresRestOn(
        otherHours([
          [week, 600],
          [later, 30],
        ]),
      ),
    ).not.toBe(before);
  });

  it('is every bound and every commitment', () => {
    const others: TownToday[] = [
      { ...town, commitments: [] },
      { ...town, commitments: town.commitments.map((each) => ({ ...each, minutes: 61 })) },
      { ...town, supply: { ...town.supply, seatMinutes: new Map() } },
      { ...town, supply: { ...town.supply, ledMinutes: undefined } },
      { ...town, weeks: [week, later] },
      { ...town, horizon: { from: week, to: later } },
    ];
    for (const other of others) expect(figuresRestOn(other)).not.toBe(before);
  });
});

function notTheSame(ones: readonly BulletinFigure[][], others: readonly BulletinFigure[][]): boolean {
  return JSON.stringify(ones) !== JSON.stringify(others);
}
