import { canDo, type WorkerSupply } from '../capacity/supply.js';
import { describe, expect, it } from '@jest/globals';
import { plainSum } from '#testkit/bulletin-figures';
import { randomHistory } from '#testkit/bulletin-history';
import type { IsoMonth } from '../calendar/month.js';
import { weeksOfMonth } from '../calendar/month.js';
import type { IsoWeek } from '../calendar/week.js';
import type { SkillCode } from '../skills/catalogue.js';
import { isJoint, jointSkills, type JointSkills } from '../skills/joint-skills.js';
import { figuresIn, listed, usualDisclosure, type BulletinFigure } from './bulletin.js';
import { nextBulletinCells, type FreeOn } from './next-bulletin.js';
import { nothingPublished, type PublicationState } from './publication-state.js';

const august = '2027-08' as IsoMonth;
const weeks = weeksOfMonth(august);
const [entry, design, translation] = ['data-entry', 'design', 'translation'] as readonly string[] as [
  SkillCode,
  SkillCode,
  SkillCode,
];

/** Each worker: skills, then minutes of every week. */
function worker(id: string, has: readonly SkillCode[], minutes: number, level = 1): WorkerSupply {
  return {
    id,
    skills: has.map((code) => ({ code, level })),
    clearance: 'PUBLIC',
    minutesByWeek: new Map(weeks.map((week) => [week, minutes])),
  };
}

const plain: FreeOn = (basis) => (cell) =>
  basis
    .filter((each) => canDo(each, cell))
    .reduce((sum, { minutesByWeek }) => sum + weeks.reduce((all, week) => all + (minutesByWeek.get(week) ?? 0), 0), 0);

function next(
  previous: PublicationState,
  workers: readonly WorkerSupply[],
  {
    from = weeks[0] as IsoWeek,
    freeOn = plain,
    joint = [],
  }: { from?: IsoWeek; freeOn?: FreeOn; joint?: readonly JointSkills[] } = {},
) {
  const { rows, state } = nextBulletinCells(previous, {
    workers,
    months: [august],
    from,
    settings: usualDisclosure,
    jointSkills: joint,
    freeOn,
  });
  const figures = new Map(rows.map(({ skill, level, freeMinutes }) => [`${skill ?? 'all'} ${level}`, freeMinutes]));
  return { figures, rows, state: JSON.parse(JSON.stringify(state)) as PublicationState };
}

const four = [1, 2, 3, 4].map((number) => worker(`w${number}`, [entry], 100 + number));

describe('a first bulletin', () => {
  it('adds up and rounds down to the hour', () => {
    expect(next(nothingPublished, four).figures).toEqual(
      new Map([
        ['all 1', 1_620],
        ['data-entry 1', 1_620],
      ]),
    );
  });

  it('shows nobody among two, nor one who dominates', () => {
    expect(next(nothingPublished, four.slice(2)).figures.size).toBe(0);
    expect(next(nothingPublished, [...four, worker('w5', [entry], 2_000)]).figures.size).toBe(0);
  });

  it('does not show all together with all but one', () => {
    expect([...next(nothingPublished, [...four, worker('w5', [design], 100)]).figures.keys()]).toEqual(['all 1']);
  });

  it('asks for each figure once', () => {
    let asked = 0;
    next(nothingPublished, four, { freeOn: () => () => ++asked });
    expect(asked).toBe(1);
  });
});

describe('the next bulletin', () => {
  const changed = (...minutes: readonly number[]): WorkerSupply[] =>
    four.map((each, index) => worker(each.id, [entry], minutes[index] ?? 101 + index));
  const first = next(nothingPublished, four);

  it('keeps still when one or two offer more', () => {
    const second = next(first.state, changed(500, 300));
    expect(second.figures.get('data-entry 1')).toBe(1_620);
    expect(second.state.bases).toHaveLength(1);
  });

  it('follows commitments while it keeps still', () => {
    const freeOn: FreeOn = (basis) => (cell) => plain(basis)(cell) - 600;
    expect(next(first.state, changed(500), { freeOn }).figures.get('data-entry 1')).toBe(1_020);
  });

  it('moves when three change together, and drops the old supply', () => {
    const second = next(first.state, changed(200, 200, 200));
    expect(second.figures.get('data-entry 1')).toBe(2_760);
    expect(second.state.bases.map(({ number }) => number)).toEqual([2]);
  });

  it('keeps still when one of three who change dominates', () => {
    expect(next(first.state, changed(900, 103, 104)).figures.get('data-entry 1')).toBe(1_620);
  });

  it('never promises what is gone, and does not come back by the same way', () => {
    const less = next(first.state, changed(0));
    expect(less.figures.size).toBe(0);
    expect(next(less.state, four).figures.size).toBe(0);
    expect(next(less.state, changed(110, 120, 130)).figures.get('data-entry 1')).toBe(1_800);
  });

  it('says nothing of a month in which too few worked in the week that is over', () => {
    const alone = four.map((each, index) =>
      index === 0 ? each : { ...each, minutesByWeek: new Map(each.minutesByWeek).set(weeks[0] as IsoWeek, 0) },
    );
    const before = next(nothingPublished, alone);
    expect(before.figures.size).toBe(2);
    const after = next(before.state, alone, { from: weeks[1] as IsoWeek });
    expect(after.figures.size).toBe(0);
    expect(next(after.state, alone, { from: weeks[2] as IsoWeek }).figures.size).toBe(2);
  });

  it('goes on without a gap while weeks pass in which enough worked', () => {
    const later = next(first.state, four, { from: weeks[1] as IsoWeek });
    expect(later.figures.get('data-entry 1')).toBe(1_200);
  });

  it('does not let one elsewhere in the town show through work that could move over to them', () => {
    const town = [...four, ...[5, 6, 7].map((number) => worker(`w${number}`, [design], 100))];
    const byAll: FreeOn = (basis) => () =>
      basis.reduce((sum, each) => sum + (each.minutesByWeek.get(weeks[0] as IsoWeek) ?? 0), 0);
    const start = next(nothingPublished, town, { freeOn: byAll });
    const helped = town.map((each) => (each.id === 'w7' ? worker('w7', [design], 900) : each));
    expect(next(start.state, helped, { freeOn: byAll }).figures.get('data-entry 1')).toBe(
      start.figures.get('data-entry 1'),
    );
  });

  it('does not tell two who left by three who came and went', () => {
    const away = next(first.state, [
      ...four.slice(0, 1),
      ...[5, 6, 7].map((number) => worker(`w${number}`, [entry], 100)),
    ]);
    const back = next(away.state, [...four.slice(0, 3), worker('w8', [entry], 100)]);
    // It would be 1,620 again; but against the first bulletin only w4 and w8 differ, so it rests on the second.
    expect([away.figures.get('data-entry 1'), back.figures.get('data-entry 1')]).toEqual([1_560, 1_560]);
    expect(back.state.cells.every(({ basis }) => basis < 3)).toBe(true);
  });

  it('forgets months that are over', () => {
    const over = nextBulletinCells(first.state, {
      workers: four,
      months: ['2027-09' as IsoMonth],
      from: weeksOfMonth('2027-09' as IsoMonth)[0] as IsoWeek,
      settings: usualDisclosure,
      freeOn: plain,
    });
    expect(over).toMatchObject({ rows: [], state: { bases: [], cells: [], told: [] } });
  });
});

describe('skills together', () => {
  const both = jointSkills([entry, design]);
  const withBoth = { joint: [both] };
  const told = 'data-entry+design 1';
  const three = (from: number, has: readonly SkillCode[]): WorkerSupply[] =>
    [0, 1, 2].map((index) => worker(`w${from + index}`, has, 100));
  /** Three each who can do the one, both, the other, and neither; 400 minutes each in the four weeks of the month. */
  const town = [...three(1, [entry]), ...three(4, [entry, design]), ...three(7, [design]), ...three(10, [translation])];
  const offering = (minutes: number, ...ids: readonly string[]): WorkerSupply[] =>
    town.map((each) => (ids.includes(each.id) ? worker(each.id, skillsOf(each), minutes) : each));
  const skillsOf = ({ skills }: WorkerSupply): SkillCode[] => skills.map(({ code }) => code);
  const jointOf = (rows: readonly BulletinFigure[]): BulletinFigure[] =>
    rows.filter(({ skill }) => skill !== null && isJoint(skill));

  it('are counted each worker once, at level 1', () => {
    const { figures, rows } = next(nothingPublished, town, withBoth);
    expect(['all 1', 'data-entry 1', 'design 1', 'translation 1', told].map((key) => figures.get(key))).toEqual([
      ...[4_800, 2_400, 2_400, 1_200, 3_600],
    ]);
    expect(jointOf(rows)).toEqual([{ month: august, skill: both, level: 1, dataClass: 'PUBLIC', freeMinutes: 3_600 }]);
  });

  it('are told only where the town tells them', () => {
    expect(jointOf(next(nothingPublished, town).rows)).toEqual([]);
    const other = jointSkills([entry, translation]);
    expect(jointOf(next(nothingPublished, town, { joint: [other] }).rows).map(({ skill }) => skill)).toEqual([other]);
  });

  it('are told by the data that workers may see', () => {
    const cleared = (...ids: readonly string[]): WorkerSupply[] =>
      town.map((each) => (ids.includes(each.id) ? { ...each, clearance: 'PERSONAL' } : each));
    const classes = (workers: readonly WorkerSupply[]): (readonly [string, number])[] =>
      jointOf(next(nothingPublished, workers, withBoth).rows).map((row) => [row.dataClass, row.freeMinutes]);
    expect(classes(cleared('w1', 'w2', 'w3'))).toEqual([
      ['PUBLIC', 3_600],
      ['INTERNAL', 1_200],
      ['CONFIDENTIAL', 1_200],
      ['PERSONAL', 1_200],
    ]);
    // All but w9: those who may see internal data are told of by all skills, so both for public data would tell of w9.
    const allButOne = cleared('w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7', 'w8');
    expect(classes(allButOne).map(([dataClass]) => dataClass)).toEqual(['INTERNAL', 'CONFIDENTIAL', 'PERSONAL']);
  });

  it('show nobody among two, nor one who dominates', () => {
    const pair = [worker('w1', [entry], 100), worker('w2', [design], 100)];
    const others = [4, 5, 6].map((number) => worker(`w${number}`, [translation], 400));
    const of = (minutes: number): ReturnType<typeof next> =>
      next(nothingPublished, [...pair, worker('w3', [design], minutes), ...others], withBoth);
    expect(jointOf(next(nothingPublished, [...pair, ...others], withBoth).rows)).toEqual([]);
    expect(of(100).figures.get(told)).toBe(1_200);
    expect([...of(1_000).figures.keys()]).toEqual(['all 1', 'translation 1']);
  });

  it('are not told where one alone has both, or one alone has neither', () => {
    const without = (...ids: readonly string[]): WorkerSupply[] => town.filter(({ id }) => !ids.includes(id));
    // One skill and the other, less both together, are those who have both; likewise translation would tell, beside all skills.
    const oneHasBoth = next(nothingPublished, without('w5', 'w6'), withBoth);
    expect([...oneHasBoth.figures.keys()]).toEqual(['all 1', 'data-entry 1', 'design 1']);
    const oneHasNeither = next(nothingPublished, without('w11', 'w12'), withBoth);
    expect([...oneHasNeither.figures.keys()]).toEqual(['all 1', 'data-entry 1', 'design 1']);
  });

  it('keep still when two offer more, and move when three do', () => {
    const first = next(nothingPublished, town, withBoth);
    expect(next(first.state, offering(200, 'w1', 'w4'), withBoth).figures.get(told)).toBe(3_600);
    expect(next(first.state, offering(200, 'w1', 'w4', 'w7'), withBoth).figures.get(told)).toBe(4_800);
  });

  it('that a town stops telling vanish, and come back when enough has changed, not before', () => {
    const first = next(nothingPublished, town, withBoth);
    const stopped = next(first.state, town);
    expect([...stopped.figures.keys()]).toEqual([...first.figures.keys()].filter((key) => key !== told));
    const again = next(stopped.state, town, withBoth);
    expect(again.figures).toEqual(stopped.figures);
    const two = next(again.state, offering(200, 'w1', 'w4'), withBoth);
    expect(jointOf(two.rows)).toEqual([]);
    expect(next(two.state, offering(200, 'w1', 'w4', 'w7'), withBoth).figures.get(told)).toBe(4_800);
  });

  it('are remembered through bulletins that do not tell them, with the supply they rest on', () => {
    const first = next(nothingPublished, town, withBoth);
    const moved = town.map((each, index) => worker(each.id, skillsOf(each), 200 + index));
    const stopped = next(first.state, moved);
    expect(stopped.state.bases.map(({ number }) => number)).toEqual([1, 2]);
    expect(stopped.state.cells.find(({ skill }) => skill === both)).toMatchObject({ basis: 1, shown: false });
    // Nobody changed since the bulletin without them, but everybody since they were shown last.
    expect(next(stopped.state, moved, withBoth).figures.get(told)).toBe(7_320);
  });

  it('cost no figure of one skill, nor of all, in the bulletin that tells them', () => {
    let [lives, joint] = [0, 0];
    for (let seed = 2; seed <= 40; seed += 2) {
      const { months, moments } = randomHistory(seed);
      let state = nothingPublished;
      for (const moment of moments) {
        const input = {
          ...{ workers: moment.workers, months, from: moment.from, settings: usualDisclosure },
          freeOn: (basis: readonly WorkerSupply[]) => plainSum(basis, moment),
        };
        const without = nextBulletinCells(state, input);
        const beside = nextBulletinCells(state, { ...input, jointSkills: moment.jointSkills.map(jointSkills) });
        const apart = beside.rows.filter(({ skill }) => skill === null || !isJoint(skill));
        expect(apart).toEqual(without.rows);
        joint += beside.rows.length - apart.length;
        state = beside.state;
      }
      lives++;
    }
    expect([lives, joint > 100]).toEqual([20, true]);
  });
});

describe('figures as a bulletin lists them', () => {
  const figure = { month: august, skill: entry, level: 2, dataClass: 'INTERNAL', freeMinutes: 60 } as const;
  const all: BulletinFigure = { ...figure, skill: null, level: 1 };
  const both: BulletinFigure = { ...figure, skill: jointSkills([design, entry]), level: 1, freeMinutes: 120 };

  it('are rows, and beside them rows of skills together', () => {
    expect(listed([all, both, figure])).toEqual({
      rows: [all, figure],
      jointRows: [{ month: august, skills: [entry, design], dataClass: 'INTERNAL', freeMinutes: 120 }],
    });
    expect(listed([all])).toStrictEqual({ rows: [all] });
  });

  it('are the same when they are read', () => {
    for (const figures of [[], [all], [all, figure, both]]) expect(figuresIn(listed(figures))).toEqual(figures);
  });
});
