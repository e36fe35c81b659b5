import { describe, expect, it } from '@jest/globals';
import { planFigures } from './figures.js';
import { jointSkills } from '../skills/joint-skills.js';
import type { PlanInstance, PlanLot, PlannedWork } from './instance.js';
import { planFaults } from './verify.js';

const [august, september] = ['2027-08', '2027-09'] as [PlanLot['from'], PlanLot['from']];
const [entry, design] = ['data-entry', 'design'] as [PlanLot['skill'], PlanLot['skill']];
const lot: PlanLot = {
  ...{ id: 'x', town: 'A', skill: entry, level: 1, dataClass: 'INTERNAL', licences: [], minutes: 1_000 },
  ...{ from: august, to: august, yenPerMinute: 30, certainty: 0.5, leastShare: 0, mostShare: 1, isWhole: false },
  ...{ minSliceMinutes: 60, mostTowns: 1, mayMove: true },
};
const town = (code: string): PlanInstance['towns'][number] => ({
  ...{ code, north: 36, east: 138, highestDataClass: 'INTERNAL', ceilings: [], ledMinutes: null, seats: [] },
  groups: [
    { skills: [{ code: entry, level: 1 }], clearance: 'INTERNAL', minutes: [300, 300] },
    {
      skills: [
        { code: entry, level: 1 },
        { code: design, level: 1 },
      ],
      ...{ clearance: 'INTERNAL', minutes: [300, 300] },
    },
  ],
  targetMinutes: [600, 600],
});
const instance: PlanInstance = {
  ...{ format: 'yui-plan-instance-1', months: [august, september], published: [] },
  towns: [town('A'), town('B'), town('C')],
  lots: [lot, { ...lot, id: 'y', skill: design, minutes: 300 }],
  agreements: [
    { between: ['A', 'B'], skills: [entry], from: august, to: august },
    { between: ['A', 'C'], skills: null, from: august, to: september },
  ],
};
const work = (changes: Partial<PlannedWork> = {}): PlannedWork => ({
  ...{ lot: 'x', town: 'A', month: august, minutes: 300 },
  ...changes,
});
const rules = (works: PlannedWork[], wrong: Partial<PlanLot> = {}, towns = instance.towns): string[] =>
  planFaults({ ...instance, towns, lots: [{ ...lot, ...wrong }, ...instance.lots.slice(1)] }, works).map(
    ({ rule, at }) => `${rule} ${at}`,
  );

describe('the verifier', () => {
  it('has nothing against a plan that keeps the rules', () => {
    expect(rules([work({ minutes: 600 }), work({ town: 'B', minutes: 400 })])).toEqual([]);
    expect(rules([])).toEqual([]);
  });

  it('names what is not there, not whole, too much, or out of its window', () => {
    expect(rules([work({ lot: 'z' })])).toEqual(['NAME z A 2027-08']);
    expect(rules([work({ minutes: 0.5 })])).toEqual(['MINUTES x']);
    expect(rules([work({ minutes: 600 }), work({ town: 'B', minutes: 500 })])).toEqual(['MINUTES x']);
    expect(rules([work({ month: september })])).toEqual(['WINDOW x']);
  });

  it('holds the pace, most and least', () => {
    const both = { from: august, to: september };
    expect(rules([work({ minutes: 501 })], { ...both, mostShare: 0.5 })).toEqual(['PACE x']);
    expect(
      rules([work({ minutes: 500 }), work({ month: september, minutes: 90 })], { ...both, leastShare: 0.3 }),
    ).toEqual(['PACE x']);
    expect(
      rules([work({ minutes: 500 }), work({ month: september, minutes: 240 })], { ...both, leastShare: 0.3 }),
    ).toEqual([]);
  });

  it('lets nothing move without consent, agreement for that work in that month, or clearance', () => {
    expect(rules([work({ town: 'B' })], { mayMove: false })).toEqual(['CONSENT x']);
    expect(rules([work({ lot: 'y', town: 'B' })])).toEqual(['AGREEMENT y']);
    expect(rules([work({ lot: 'y', town: 'C' })])).toEqual([]);
    expect(rules([work({ town: 'B' })], { addressees: ['C'] })).toEqual(['ADDRESSEE x']);
    expect(rules([work(), work({ town: 'C' })], { addressees: ['C'], minutes: 600 })).toEqual([]);
    const uncleared = instance.towns.map((each) => ({ ...each, highestDataClass: 'PUBLIC' as const }));
    expect(rules([work({ town: 'B' })], {}, uncleared)).toEqual(['CLEARANCE x']);
  });

  it('knows every agreement of two towns, whichever is named first', () => {
    const later = { between: ['B', 'A'] as const, skills: null, from: september, to: september };
    const moved = [work({ town: 'B' }), work({ town: 'B', month: september })];
    const faults = (agreements: PlanInstance['agreements']): string[] =>
      planFaults({ ...instance, agreements, lots: [{ ...lot, to: september }] }, moved).map(({ rule }) => rule);
    expect(faults([...instance.agreements, later])).toEqual([]);
    expect(faults(instance.agreements)).toEqual(['AGREEMENT']);
    expect(faults([later])).toEqual(['AGREEMENT']);
    expect(faults([{ ...later, between: ['B', 'C'] }])).toEqual(['AGREEMENT']);
  });

  it('knows whole lots, slices and numbers of towns', () => {
    expect(rules([work()], { isWhole: true })).toEqual(['WHOLE x']);
    expect(rules([work()], { isWhole: true, minutes: 300 })).toEqual([]);
    expect(rules([work({ town: 'B', minutes: 59 })])).toEqual(['SLICE x']);
    expect(rules([work({ town: 'B' }), work({ town: 'C' })])).toEqual(['TOWNS x']);
  });

  it('finds what a town cannot do, counting a worker with two skills once', () => {
    expect(rules([work({ minutes: 300 }), work({ lot: 'y', minutes: 300 })])).toEqual([]);
    expect(rules([work({ minutes: 301 }), work({ lot: 'y', minutes: 300 })])).toEqual(['SUPPLY A 2027-08']);
    const led = instance.towns.map((each) => ({ ...each, ledMinutes: [100, 100] }));
    expect(rules([work()], {}, led)).toEqual(['LED A 2027-08']);
    expect(rules([work()], { licences: ['adobe-cc' as PlanLot['licences'][number]] })).toEqual(['SEATS A 2027-08']);
    const figure = { skill: entry, level: 1, dataClass: 'INTERNAL' as const, minutes: [200, 200] };
    const open = instance.towns.map((each) => ({ ...each, groups: [], ceilings: [figure] }));
    expect(rules([work()], {}, open)).toEqual(['CEILING A 2027-08']);
    expect(rules([work({ lot: 'y', minutes: 60 })], {}, open)).toEqual(['SUPPLY A 2027-08']);
  });

  it('holds the work of skills that are told together to their figure', () => {
    const figure = (skill: PlanInstance['towns'][number]['ceilings'][number]['skill'], minutes: number) => ({
      ...{ skill, level: 1, dataClass: 'INTERNAL' as const, minutes: [minutes, minutes] },
    });
    const proofreading = 'proofreading' as PlanLot['skill'];
    const ceilings = [figure(entry, 600), figure(design, 300), figure(jointSkills([design, entry]), 600)];
    const open = instance.towns.map((each) => ({ ...each, groups: [], ceilings }));
    const both = (minutes: number): PlannedWork[] => [work({ minutes }), work({ lot: 'y', minutes: 300 })];
    expect(rules(both(300), {}, open)).toEqual([]);
    expect(rules(both(301), {}, open)).toEqual(['CEILING A 2027-08']);
    // What it does not name does not count, and that only it names nobody has promised.
    const besides = open.map((each) => ({
      ...each,
      ceilings: [...ceilings.slice(1), figure(proofreading, 600), figure(jointSkills([design, proofreading]), 900)],
    }));
    expect(rules([work({ minutes: 600 }), ...both(0).slice(1)], { skill: proofreading }, besides)).toEqual([]);
    expect(rules([work()], {}, besides)).toEqual(['SUPPLY A 2027-08']);
  });

  it('recomputes what a plan comes to', () => {
    const figures = planFigures(instance, [work({ minutes: 600 }), work({ town: 'B', minutes: 300 })]);
    expect(figures).toMatchObject({ servedYen: 13_500, servedMinutes: 900, askedMinutes: 1_300, movedMinutes: 300 });
    expect(figures.worstShortage).toBe(1);
    expect(figures.variation).toBeCloseTo(1, 6);
  });
});
