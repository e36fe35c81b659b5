import { describe, expect, it } from '@jest/globals';
import type { IsoDate } from '../calendar/date.js';
import type { IsoMonth } from '../calendar/month.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { SkillCode } from '../skills/catalogue.js';
import type { SurplusOrder } from '../trade/surplus-order.js';
import type { PlanInstance, PlanLot, PlanTown } from './instance.js';
import { canBeTakenIn, driftsOf, openLots } from './late-lots.js';

// What has become of the surplus orders since a year was planned from them.

const [tateshina, saku, kawakami] = ['203246', '202177', '203041'] as MunicipalityCode[] as [
  MunicipalityCode,
  MunicipalityCode,
  MunicipalityCode,
];
const [august, september] = ['2027-08', '2027-09'] as [IsoMonth, IsoMonth];
const today = '2027-07-05' as IsoDate;
const entry = 'data-entry' as SkillCode;
const town = (code: string): PlanTown => ({
  ...{ code, north: 36, east: 138, highestDataClass: 'CONFIDENTIAL', groups: [], ledMinutes: null, seats: [] },
  ceilings: [{ skill: entry, level: 1, dataClass: 'INTERNAL', minutes: [6_000, 6_000] }],
  targetMinutes: [0, 0],
});
const instance: PlanInstance = {
  ...{ format: 'yui-plan-instance-1', months: [august, september], lots: [], published: [] },
  towns: [tateshina, saku, kawakami].map(town),
  agreements: [saku, kawakami].map((code) => ({
    ...{ between: [tateshina, code] as const, skills: null, from: august, to: september },
  })),
};
const order = (changes: Partial<SurplusOrder> = {}): SurplusOrder => ({
  ...{ id: `${tateshina}-surplus-x`, publisher: tateshina, title: '台帳の入力', skill: entry, level: 1, licences: [] },
  ...{ minutes: 6_000, awardedMinutes: 1_000, earliest: '2027-08-01' as IsoDate, due: '2027-08-31' as IsoDate },
  ...{ claimBy: '2027-07-20' as IsoDate, priceYen: 100_000, minSliceMinutes: 600, dataClass: 'INTERNAL' },
  ...{ addressees: [saku], status: 'POSTED' },
  ...changes,
});
const lot = (changes: Partial<SurplusOrder> = {}): PlanLot => {
  const [open] = openLots(instance, [order(changes)], today);
  if (open === undefined) throw new Error('not open');
  return open.lot;
};

describe('surplus orders after a plan was made', () => {
  it('are lots of its months for their addressees, as long as they can be claimed', () => {
    expect(lot()).toMatchObject({ minutes: 5_000, from: august, to: august, addressees: [saku] });
    expect(lot({ addressees: [saku, kawakami] })).not.toHaveProperty('addressees');
    expect(openLots(instance, [order({ status: 'WITHDRAWN' })], today)).toEqual([]);
  });

  it('can be taken in where the plan has the figures for exactly that kind of work', () => {
    expect(canBeTakenIn(instance, lot())).toBe(true);
    expect(canBeTakenIn(instance, lot({ skill: 'design' as SkillCode }))).toBe(false);
    expect(canBeTakenIn(instance, lot({ level: 2 }))).toBe(false);
    expect(canBeTakenIn(instance, lot({ dataClass: 'CONFIDENTIAL' }))).toBe(false);
    expect(canBeTakenIn(instance, { ...lot(), minSliceMinutes: 9_000 })).toBe(false);
  });

  it('differ from it where it does not know them, counts with other minutes, or still counts with them', () => {
    const [known, more] = [lot(), lot({ awardedMinutes: 0 })];
    const other = lot({ id: `${tateshina}-surplus-y` });
    const told = new Set([tateshina]);
    expect(driftsOf([known], [known], told)).toEqual([]);
    expect(driftsOf([known], [more, other], told)).toEqual([
      { lot: more, drift: 'CHANGED' },
      { lot: other, drift: 'NOT_PLANNED' },
    ]);
    expect(driftsOf([known], [], told)).toEqual([{ lot: known, drift: 'CLOSED' }]);
    expect(driftsOf([known], [], new Set([saku]))).toEqual([]); // Of a town that has told nothing, nothing is known.
  });
});
