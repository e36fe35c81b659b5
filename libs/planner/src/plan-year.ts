import type { PlanInstance } from '#domain/planning/instance';
import { lowerBound } from '#domain/planning/linear-program';
import { buildModel } from '#domain/planning/model';
import { candidateTowns, isDense, lawfulTowns, neverPooled } from '#domain/planning/pairing';
import { boundByPrices } from '#domain/planning/prices';
import { withRoundingMended } from '#domain/planning/rounding';
import { PlanTerms } from '#domain/planning/terms';
import { servedYen, type YearPlan } from '#domain/planning/year-plan';
import { isLarge, planLargeYear } from './large-year.js';
import type { Progress } from './progress.js';
import { settle } from './settle.js';
import { Solver } from './solver.js';

/**
 * Plans a year: first the relaxed program, whose multipliers prove the bound, then everything that is not linear.
 * @param instance one that `refusalsOfInstance` has nothing against.
 * @throws SolveStopped when it is asked to stop.
 */
export async function planYear(instance: PlanInstance, progress: Progress): Promise<YearPlan> {
  if (isLarge(instance)) return planLargeYear(instance, progress);
  const terms = new PlanTerms(instance);
  const lawful = lawfulTowns(terms);
  let named: ReadonlyMap<number, readonly number[]> = lawful;
  let boundYen: number | undefined;
  if (isDense(lawful)) {
    const pooled = await relaxed(terms, lawful, progress);
    ({ boundYen, named } = pooled);
  }
  const shown = boundYen === undefined ? progress : underBound(progress, boundYen);
  const { prices, ...settled } = await settle(terms, named, shown);
  const works = withRoundingMended(instance, settled.works);
  const proof = { boundYen: boundByPrices(terms, prices, lawful), prices };
  boundYen = Math.min(boundYen ?? settled.boundYen, proof.boundYen);
  return { format: 'yui-plan-1', ...settled, works, servedYen: servedYen(instance, works), boundYen, proof };
}

/** The bound, and the towns that are worth naming, by the program with pools. */
async function relaxed(
  terms: PlanTerms,
  lawful: ReadonlyMap<number, readonly number[]>,
  progress: Progress,
): Promise<{ readonly boundYen: number; readonly named: ReadonlyMap<number, readonly number[]> }> {
  const model = buildModel(terms, neverPooled(terms, lawful), { pooled: true });
  const [served] = model.goals;
  if (served === undefined) return { boundYen: 0, named: new Map() };
  progress.enter('POOLED', 0);
  const solver = await Solver.open(model.program, progress.shouldStop);
  try {
    const { columns, multipliers } = solver.minimise(served, 'ipm');
    const boundYen = -lowerBound(model.program, served, multipliers);
    return { boundYen, named: candidateTowns(terms, lawful, model, columns) };
  } finally {
    solver.close();
  }
}

/** Progress that tells of this bound: one over fewer towns than are lawful bounds no plan. */
function underBound(progress: Progress, boundYen: number): Progress {
  return {
    ...progress,
    enter: (phase, round, known) => progress.enter(phase, round, known && { ...known, boundYen }),
  };
}
