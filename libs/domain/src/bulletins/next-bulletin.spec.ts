import { canDo, type WorkerSupply } from '../capacity/supply.js';
import { describe, expect, it } from '@jest/globals';
import type { IsoMonth } from '../calendar/month.js';
import { weeksOfMonth } from '../calendar/month.js';
import type { IsoWeek } from '../calendar/week.js';
import type { SkillCode } from '../skills/catalogue.js';
import { usualDisclosure } from './bulletin.js';
import { nextBulletinCells, type FreeOn } from './next-bulletin.js';
import { nothingPublished, type PublicationState } from './publication-state.js';

const august = '2027-08' as IsoMonth;
const weeks = weeksOfMonth(august);
const [entry, design] = ['data-entry', 'design'] as readonly string[] as [SkillCode, SkillCode];

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
  { from = weeks[0] as IsoWeek, freeOn = plain }: { from?: IsoWeek; freeOn?: FreeOn } = {},
) {
  const { rows, state } = nextBulletinCells(previous, {
    workers,
    months: [august],
    from,
    settings: usualDisclosure,
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
