import { describe, expect, it } from '@jest/globals';
import { planInstance } from '#testkit/plan-instances';
import { readInstance } from './read-instance.js';
import { mostLots } from './refusals.js';

/** What is said of an instance with one thing changed, as `field CODE`. */
function said(change: (instance: Record<string, never>) => void): string[] {
  const instance = JSON.parse(JSON.stringify(planInstance({ towns: 3, lots: 4, seed: 2 }))) as Record<string, never>;
  change(instance);
  const read = readInstance(instance);
  return read.ok ? [] : read.refusals.map(({ field, code }) => `${field ?? ''} ${code}`);
}

/** An instance as its changer sees it: anything may be put anywhere. */
type Loose = {
  months: string[];
  towns: Record<string, unknown>[];
  lots: Record<string, unknown>[];
  agreements: Record<string, unknown>[];
};
const changed = (change: (instance: Loose) => void): string[] =>
  said((instance) => change(instance as unknown as Loose));
const lot = (wrong: object): string[] => changed(({ lots }) => Object.assign(lots[1] as object, wrong));
const town = (wrong: object): string[] => changed(({ towns }) => Object.assign(towns[2] as object, wrong));

describe('the instance of a plan', () => {
  it('is taken as the generator makes it', () => {
    expect(changed(() => undefined)).toEqual([]);
  });

  it('is refused with the item named where its shape is wrong', () => {
    expect(readInstance(null).ok).toBe(false);
    expect(changed((instance) => Object.assign(instance, { format: 'other' }))).toEqual(['format PLAN_SHAPE_WRONG']);
    expect(lot({ minutes: '600' })).toEqual(['lots[1].minutes PLAN_SHAPE_WRONG']);
    expect(lot({ isWhole: 'yes' })).toEqual(['lots[1].isWhole PLAN_SHAPE_WRONG']);
    expect(town({ groups: {} })).toEqual(['towns[2].groups PLAN_SHAPE_WRONG']);
    expect(town({ seats: [null] })).toEqual(['towns[2].seats[0] PLAN_SHAPE_WRONG']);
    expect(town({ ledMinutes: null })).toEqual([]);
    expect(lot({ addressees: null })).toEqual(['lots[1].addressees PLAN_SHAPE_WRONG']);
    expect(lot({ addressees: [] })).toEqual([]);
  });

  it('is refused for contradictory windows', () => {
    expect(lot({ from: '2027-09', to: '2027-08' })).toEqual(['lots[1].to PLAN_WINDOW_EMPTY']);
    expect(changed(({ agreements }) => Object.assign(agreements[0] as object, { from: '2028-04' }))).toEqual([
      'agreements[0].to PLAN_WINDOW_EMPTY',
    ]);
  });

  it('is refused for negative supply, and for numbers that cannot be', () => {
    const negative = Array.from({ length: 12 }, () => -1);
    expect(town({ targetMinutes: negative })).toHaveLength(12);
    expect(town({ ledMinutes: [1, 2] })).toEqual(['towns[2].ledMinutes.length PLAN_NUMBER_OUT_OF_RANGE']);
    expect(town({ north: 91 })).toEqual(['towns[2].north PLAN_NUMBER_OUT_OF_RANGE']);
    expect(lot({ certainty: 1.2 })).toEqual(['lots[1].certainty PLAN_NUMBER_OUT_OF_RANGE']);
    expect(lot({ from: '2027-05', to: '2027-06', leastShare: 0.6, mostShare: 1 })).toEqual([
      'lots[1].leastShare PLAN_NUMBER_OUT_OF_RANGE',
    ]);
  });

  it('is refused for names that nobody knows, and for one used twice', () => {
    expect(lot({ skill: 'sorcery' })).toEqual(['lots[1].skill PLAN_NAME_UNKNOWN']);
    expect(lot({ addressees: ['nowhere'] })).toEqual(['lots[1].addressees PLAN_NAME_UNKNOWN']);
    const figure = (skill: string): string[] =>
      town({ ceilings: [{ skill, level: 1, dataClass: 'PUBLIC', minutes: Array.from({ length: 12 }, () => 60) }] });
    expect([figure('data-entry'), figure('data-entry+design')]).toEqual([[], []]);
    expect([figure('data-entry+sorcery'), figure('data-entry+')]).toEqual([
      ['towns[2].ceilings[0].skill PLAN_NAME_UNKNOWN'],
      ['towns[2].ceilings[0].skill PLAN_NAME_UNKNOWN'],
    ]);
    expect(lot({ skill: 'data-entry+design' })).toEqual(['lots[1].skill PLAN_NAME_UNKNOWN']);
    expect(lot({ town: '999999' })).toEqual(['lots[1].town PLAN_NAME_UNKNOWN']);
    expect(lot({ id: 'lot-0' })).toEqual(['lots[1].id PLAN_NAME_TWICE']);
    expect(changed(({ months }) => months.reverse()).length).toBeGreaterThan(0);
  });

  it('is refused before anything is computed where it is too large', () => {
    const many = changed((instance) => {
      instance.lots = Array.from({ length: mostLots + 1 }, () => instance.lots[0] as Record<string, unknown>);
    });
    expect(many).toEqual(['lots PLAN_TOO_LARGE']);
  });
});
