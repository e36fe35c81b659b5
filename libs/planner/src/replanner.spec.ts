import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlanInstance } from '#domain/planning/instance';
import { lowerBound, type AddedRow } from '#domain/planning/linear-program';
import { buildModel } from '#domain/planning/model';
import { lawfulTowns } from '#domain/planning/pairing';
import { boundByPrices, type TownPrices } from '#domain/planning/prices';
import { ReceivingRows } from '#domain/planning/receiving-rows';
import { PlanTerms } from '#domain/planning/terms';
import { planFaults } from '#domain/planning/verify';
import { servedYen } from '#domain/planning/year-plan';
import { planInstance } from '#testkit/plan-instances';
import { planYear } from './plan-year.js';
import { usualTolerances, type Progress } from './progress.js';
import { Replanner } from './replanner.js';
import { Solver } from './solver.js';

// New lots in plans that stand: lawful after each, never worth less, and never above a bound that also holds for a plan made anew.

const calm: Progress = { tolerances: usualTolerances, shouldStop: () => false, enter: () => undefined };
const later = 20;
const year = (seed: number): { readonly before: PlanInstance; readonly after: PlanInstance } => {
  const after = planInstance({ towns: 12, lots: 80, seed, wholeShare: seed % 2 === 0 ? 0.5 : 0 });
  return { after, before: { ...after, lots: after.lots.slice(0, -later) } };
};
const anySeed = fc.integer({ min: 1, max: 100_000 });

describe('a new lot in a plan that stands', () => {
  it('is taken in lawfully, and the bound holds for plans made anew', async () => {
    let [taken, warm, cold] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { before, after } = year(seed);
        const plan = await planYear(before, calm);
        const replanner = new Replanner(before, plan);
        let last = { servedYen: plan.servedYen, boundYen: plan.boundYen };
        for (const lot of after.lots.slice(-later)) {
          const next = await replanner.add(lot);
          const { instance, works } = replanner.standing;
          expect(planFaults(instance, works)).toEqual([]);
          expect(next.servedYen).toBeGreaterThanOrEqual(last.servedYen);
          expect(Math.abs(next.servedYen - servedYen(instance, works))).toBeLessThan(1e-3);
          expect(next.boundYen).toBeGreaterThanOrEqual(last.boundYen);
          taken += next.changes.some((work) => work.lot === lot.id) ? 1 : 0;
          last = next;
        }
        const anew = await planYear(after, calm);
        expect(anew.servedYen).toBeLessThanOrEqual(last.boundYen * (1 + 1e-9));
        warm += last.servedYen;
        cold += anew.servedYen;
      }),
      { numRuns: 12 },
    );
    expect(taken).toBeGreaterThan(100);
    expect(warm / cold).toBeGreaterThan(0.97);
  });

  it('goes to nobody but its addressees', async () => {
    let away = 0;
    for (const seed of [3, 5, 7]) {
      const { before, after } = year(seed);
      const replanner = new Replanner(before, await planYear(before, calm));
      for (const lot of after.lots.slice(-later)) {
        const [addressee] = before.towns.filter(({ code }) => code !== lot.town).map(({ code }) => code);
        const { changes } = await replanner.add({
          ...lot,
          mayMove: true,
          addressees: addressee === undefined ? [] : [addressee],
        });
        const { instance, works } = replanner.standing;
        expect(planFaults(instance, works)).toEqual([]);
        away += changes.filter((work) => work.lot === lot.id && work.town === addressee).length;
      }
    }
    expect(away).toBeGreaterThan(0);
  });

  it('changes nothing where nobody has time for it, and is refused twice', async () => {
    const { before, after } = year(3);
    const replanner = new Replanner(before, await planYear(before, calm));
    const [lot] = after.lots.slice(-1);
    if (lot === undefined) throw new Error('no lot');
    const impossible = { ...lot, skill: 'nobody-can' as typeof lot.skill };
    const standing = replanner.standing.works;
    expect((await replanner.add(impossible)).changes).toEqual([]);
    expect(replanner.standing.works).toEqual(standing);
    await expect(replanner.add(impossible)).rejects.toThrow('has a lot');
  });
});

/** The bound of the relaxed program with all that it breaks of numbers of towns, but no mixed rows: those know more than prices can tell. */
async function boundUnmixed(terms: PlanTerms): Promise<number> {
  const model = buildModel(terms, lawfulTowns(terms), { pooled: false });
  const [served] = model.goals;
  if (served === undefined) return 0;
  const receiving = new ReceivingRows(terms, model);
  const solver = await Solver.open(model.program);
  const added: AddedRow[] = [];
  let solved = solver.minimise(served);
  for (let round = 1; round <= 8; round++) {
    const broken = receiving.brokenBy(solved.columns);
    if (broken.length === 0) break;
    solver.add(...broken);
    added.push(...broken);
    solved = solver.minimise(served);
  }
  solver.close();
  return -lowerBound(model.program, served, solved.multipliers, added);
}

describe('a bound by prices', () => {
  it('holds whatever the prices are, and with those of the solver is the bound of the program without mixed rows', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, fc.double({ min: 0, max: 40, noNaN: true }), async (seed, yen) => {
        const { after } = year(seed);
        const terms = new PlanTerms(after);
        const { servedYen: worth, boundYen, proof } = await planYear(after, calm);
        const lawful = lawfulTowns(terms);
        const any = after.towns.map(({ groups, ceilings, seats }, town): TownPrices => {
          const row = after.months.map((_, month) => (yen * ((town + month) % 3)) / 2);
          return {
            groups: groups.map(() => row),
            ceilings: ceilings.map(() => row),
            led: row,
            seats: seats.map(() => row),
          };
        });
        expect(worth).toBeLessThanOrEqual(boundByPrices(terms, any, lawful) * (1 + 1e-9));
        expect(worth).toBeLessThanOrEqual(boundByPrices(terms, [], lawful) * (1 + 1e-9));
        expect(boundYen).toBeLessThanOrEqual((proof?.boundYen ?? 0) + 1e-6);
        const unmixed = Math.min(await boundUnmixed(terms), proof?.boundYen ?? 0);
        expect(boundYen).toBeLessThanOrEqual(unmixed * (1 + 1e-4));
        expect((proof?.boundYen ?? 0) / unmixed).toBeCloseTo(1, 2);
      }),
      { numRuns: 15 },
    );
  });
});
