import type { PlanInstance } from '#domain/planning/instance';
import { buildModel } from '#domain/planning/model';
import { mpsOf } from '#domain/planning/mps';
import { isDense, lawfulTowns, neverPooled } from '#domain/planning/pairing';
import { PlanTerms } from '#domain/planning/terms';
import { isLarge } from './large-year.js';
import { Solver } from './solver.js';

/** The relaxed program of an instance with its first goal, from which any solver can find the bound again. */
export interface ExportedModel {
  /** In the MPS format, piece by piece. */
  readonly mps: Iterable<string>;
  /**
   * Solves it here, too. @returns the optimum in yen, to be minimised and so negative; undefined of a large year, which is planned without
   * this program and would not fit into the solver's 32-bit memory in good time.
   */
  optimum(): Promise<number | undefined>;
}

/** @param instance one that `refusalsOfInstance` has nothing against. */
export function exportModel(instance: PlanInstance): ExportedModel {
  const terms = new PlanTerms(instance);
  const lawful = lawfulTowns(terms);
  const { program, goals } = isDense(lawful)
    ? buildModel(terms, neverPooled(terms, lawful), { pooled: true })
    : buildModel(terms, lawful, { pooled: false });
  const [served] = goals;
  if (served === undefined) throw new Error('a program without a goal');
  return {
    mps: mpsOf(program, served),
    optimum: async () => {
      if (isLarge(instance)) return undefined;
      const solver = await Solver.open(program);
      try {
        return solver.minimise(served, 'ipm').value;
      } finally {
        solver.close();
      }
    },
  };
}
