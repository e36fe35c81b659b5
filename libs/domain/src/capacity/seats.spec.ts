import { describe, expect, it } from '@jest/globals';
import { mondayOf, sundayOf, weeksBetween, type IsoWeek } from '../calendar/week.js';
import type { DataClass } from '../orders/data-class.js';
import type { SkillCode } from '../skills/catalogue.js';
import type { LicenceCode } from '../skills/licences.js';
import { bottleneckText } from './bottleneck.js';
import type { CapacityCommitment } from './commitment.js';
import type { TownSupply, WorkerSupply } from './supply.js';
import { townCapacity, type Asked } from './town-capacity.js';

// Seats, levels, clearances and directors by examples that one can follow with a pencil.

const weeks = weeksBetween('2027-W30' as IsoWeek, '2027-W31' as IsoWeek);
const [one, both] = [
  { from: weeks[0] as IsoWeek, to: weeks[0] as IsoWeek },
  { from: weeks[0] as IsoWeek, to: weeks[1] as IsoWeek },
];
const adobe = 'adobe-cc' as LicenceCode;

/** A designer with minutes in each of the two weeks. */
const designer = (level: number, minutes: readonly number[], clearance: DataClass = 'CONFIDENTIAL'): WorkerSupply => ({
  id: `designer ${level} ${minutes.join()}`,
  skills: [{ code: 'design' as SkillCode, level }],
  clearance,
  minutesByWeek: new Map(weeks.map((week, index) => [week, minutes[index] ?? 0])),
});
const work = (
  level: number,
  licences: readonly LicenceCode[] = [],
  dataClass: DataClass = 'PUBLIC',
): Asked & { skill: SkillCode } => ({
  skill: 'design' as SkillCode,
  level,
  dataClass,
  licences,
});
const lot = (
  asked: Asked & { skill: SkillCode },
  minutes: number,
  { from, to } = both,
  id = `lot ${minutes}`,
): CapacityCommitment => ({ ...asked, id, minutes, earliest: mondayOf(from), due: sundayOf(to) });
const town = (workers: readonly WorkerSupply[], more: Partial<TownSupply> = {}): TownSupply => ({
  workers,
  seatMinutes: new Map(),
  ...more,
});

describe('levels and clearances', () => {
  const mixed = town([designer(1, [600, 600]), designer(3, [300, 300], 'PERSONAL')]);

  it('whoever can do more can do less, and not the other way round', () => {
    const free = (asked: Asked): number => townCapacity(mixed, [], weeks).free(asked, both).minutes;
    expect([free(work(1)), free(work(3)), free(work(1, [], 'PERSONAL'))]).toEqual([1_800, 600, 600]);
  });

  it('simple work makes way for work that only few can do', () => {
    const state = townCapacity(mixed, [lot(work(1), 1_200)], weeks);
    expect([state.free(work(3), both).minutes, state.free(work(1), both).minutes]).toEqual([600, 600]);
  });

  it('any skill will do where none is named, and each worker counts once', () => {
    const two = {
      ...designer(1, [600, 600]),
      skills: [...designer(1, []).skills, { code: 'translation' as SkillCode, level: 1 }],
    };
    expect(townCapacity(town([two]), [], weeks).free({ ...work(1), skill: undefined }, both).minutes).toBe(1_200);
  });
});

describe('seats', () => {
  const seats = new Map([[adobe, 600]]);

  it('bound work that needs them, and no other', () => {
    const state = townCapacity(town([designer(2, [900, 900])], { seatMinutes: seats }), [], weeks);
    expect([state.free(work(1, [adobe]), both).minutes, state.free(work(1), both).minutes]).toEqual([1_200, 1_800]);
  });

  it('say so when they are what runs out, and that none are owned', () => {
    const { bottleneck } = townCapacity(town([designer(2, [900, 900])], { seatMinutes: seats }), [], weeks).free(
      work(1, [adobe]),
      both,
    );
    expect(bottleneck).toMatchObject({ kind: 'SEATS', licences: [adobe], weeks });
    expect(bottleneck && bottleneckText(bottleneck, 'EN')).toBe('Design, seats of Adobe CC 2027-W30–W31');
    expect(bottleneck && bottleneckText(bottleneck, 'JA')).toBe('デザイン・Adobe CCの席 2027年30〜31週');
    const none = townCapacity(town([designer(2, [900, 900])]), [], weeks).free(work(1, [adobe]), both);
    expect(none).toMatchObject({ minutes: 0, bottleneck: { kind: 'SEATS' } });
  });

  it('do not forget which work took them: what only a master may do finds no master behind a free seat', () => {
    // Week 30: a beginner with 600 min and no master. Week 31: a master with 300 min and a beginner with 300. Seats for 600 min a week.
    const supply = town([designer(1, [600, 300]), designer(3, [0, 300])], { seatMinutes: seats });
    // 400 min for a master can only be done in week 31, where there are 300, however many seats stand empty in week 30.
    expect(townCapacity(supply, [lot(work(3, [adobe]), 400)], weeks).shortfalls()).toEqual([
      { commitmentId: 'lot 400', minutes: 100 },
    ]);
  });

  it('are shared so that all work fits, if there is a way at all', () => {
    // Each week has seats for 600 min. Week 30 has 600 min of a beginner; week 31 has 300 of a beginner and 600 of a master.
    const supply = town([designer(1, [600, 300]), designer(3, [0, 600])], { seatMinutes: seats });
    const lots = [lot(work(1, [adobe]), 600), lot(work(3, [adobe]), 500)];
    // Possible: all simple work but 0 to 100 min in week 30, so that the master finds 500 of the 600 min of seats in week 31.
    const state = townCapacity(supply, lots, weeks);
    expect(state.shortfalls()).toEqual([]);
    expect(state.free(work(3, [adobe]), both).minutes).toBe(100);
    expect(state.free(work(1, [adobe]), both).minutes).toBe(100);
    expect(
      townCapacity(supply, [lot(work(1, [adobe]), 700), lot(work(3, [adobe]), 600)], weeks).shortfalls(),
    ).toHaveLength(1);
  });

  it('of two licences are both needed at once', () => {
    const office = 'office-365' as LicenceCode;
    const supply = town([designer(2, [900, 900])], { seatMinutes: new Map([...seats, [office, 200]]) });
    const state = townCapacity(supply, [lot(work(1, [office]), 250)], weeks);
    expect([state.free(work(1, [adobe, office]), both).minutes, state.free(work(1, [adobe]), both).minutes]).toEqual([
      150, 1_200,
    ]);
  });

  it('settled once answer within what is shared, never beyond', () => {
    const supply = town([designer(1, [600, 300]), designer(3, [0, 600])], { seatMinutes: seats });
    const lots = [lot(work(1, [adobe]), 600), lot(work(3, [adobe]), 500)];
    const [exact, settled] = [townCapacity(supply, lots, weeks), townCapacity(supply, lots, weeks, 'SETTLED')];
    expect(settled.free(work(1), both).minutes).toBeLessThanOrEqual(exact.free(work(1), both).minutes);
    expect(exact.free(work(1), both).minutes).toBe(400);
  });
});

describe('directors', () => {
  it('bound all work of a week together', () => {
    const led = new Map([[weeks[0] as IsoWeek, 500]]);
    const state = townCapacity(town([designer(2, [900, 900])], { ledMinutes: led }), [lot(work(1), 100, one)], weeks);
    const { minutes, bottleneck } = state.free(work(1), both);
    expect([minutes, bottleneck?.kind]).toEqual([400, 'DIRECTORS']);
    expect(bottleneck && bottleneckText(bottleneck, 'EN')).toBe("Design, directors' time 2027-W30–W31");
  });
});
