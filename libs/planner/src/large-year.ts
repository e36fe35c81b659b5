import type { PlanInstance } from '#domain/planning/instance';
import { Assignment } from '#domain/planning/large/assignment';
import { fillBy } from '#domain/planning/large/filling';
import { FirstOrder } from '#domain/planning/large/first-order';
import { pricesByTown, roundedPrices, worksOf } from '#domain/planning/large/large-plan';
import { Narrowing } from '#domain/planning/large/narrowing';
import { nearbyTogether } from '#domain/planning/large/nearby';
import { partsOf, SupplyRows, type Parts } from '#domain/planning/large/parts';
import { PriceBound } from '#domain/planning/large/price-bound';
import { relaxedProgram, type FlatProgram } from '#domain/planning/large/relaxed';
import { PlanTerms } from '#domain/planning/terms';
import { servedYen, type YearPlan } from '#domain/planning/year-plan';
import type { Known, Progress } from './progress.js';

/** Lots up to which one program in the solver pays. */
const mostInOneProgram = 4_000;

/** Steps until the prices prove a bound that hardly falls any more, in each round of narrowing, and between two looks at the clock. */
const [relaxedSteps, roundSteps, stepsAtOnce] = [480, 80, 20];
/** How much of "receives" is what a town could do, round after round (`Narrowing.sharpen`). */
const sharpenings = [0.7, 0.5, 0.35, 0.22, 0.12, 0.05];

/** Whether a year is so large that it is planned by prices and not by one program. */
export function isLarge({ lots }: Pick<PlanInstance, 'lots'>): boolean {
  return lots.length > mostInOneProgram;
}

/**
 * Plans a year of any size by first-order steps on flat lists: time and memory grow with the number of (lot, town, month, group) alone. The
 * bound is proven by prices of supply, which need no trust in how they were found.
 * @param instance one that `refusalsOfInstance` has nothing against.
 */
export function planLargeYear(instance: PlanInstance, progress: Progress): YearPlan {
  return new LargeYear(instance, progress).run();
}

class LargeYear {
  private readonly terms: PlanTerms;
  private readonly supply: SupplyRows;
  private readonly parts: Parts;
  private readonly program: FlatProgram;
  private readonly solver: FirstOrder;
  private best: Assignment | undefined;
  private bound: { readonly yen: number; readonly prices: Float64Array } | undefined;
  private isStopped = false;

  constructor(
    private readonly instance: PlanInstance,
    private readonly progress: Progress,
  ) {
    this.terms = new PlanTerms(nearbyTogether(instance));
    this.supply = new SupplyRows(this.terms);
    this.parts = partsOf(this.terms, this.supply);
    this.program = relaxedProgram(this.terms, this.supply, this.parts);
    this.solver = new FirstOrder(this.program);
  }

  run(): YearPlan {
    const { solver } = this;
    this.progress.enter('NAMED', 0);
    this.steps(relaxedSteps);
    const { yen: boundYen, prices } = this.prove();
    this.assign();
    const narrowing = new Narrowing(this.terms, this.parts, this.program, solver);
    const rounds = [
      ...sharpenings.map((could) => () => narrowing.sharpen(could)),
      () => narrowing.decide(),
      () => narrowing.finish(),
    ];
    rounds.forEach((narrow, round) => {
      if (this.isStopped) return;
      this.progress.enter('SLICES', round + 1, this.known());
      narrow();
      this.steps(roundSteps);
    });
    const assignment = this.assign();
    this.progress.enter('SERVED', 0, this.known());
    const works = worksOf(assignment, this.instance);
    const proof = { boundYen, prices: pricesByTown(this.terms, this.supply, prices, this.instance) };
    return {
      ...{ format: 'yui-plan-1', status: this.isStopped ? 'STOPPED' : 'COMPLETE', works },
      ...{ servedYen: servedYen(this.instance, works), boundYen, proof },
    };
  }

  private steps(count: number): void {
    for (let left = count; left > 0 && !this.isStopped; left -= stepsAtOnce) {
      this.solver.run(Math.min(left, stepsAtOnce));
      this.isStopped = this.progress.shouldStop();
    }
  }

  private prove(): { readonly yen: number; readonly prices: Float64Array } {
    const prices = roundedPrices(this.supply, this.solver.prices);
    this.bound = { yen: new PriceBound(this.terms, this.supply, this.parts).of(prices), prices };
    return this.bound;
  }

  /** The best assignment so far, with one from where the solver stands. */
  private assign(): Assignment {
    const assignment = new Assignment(this.terms, this.supply, this.parts);
    const { most } = this.program;
    fillBy(
      assignment,
      this.solver.columns.map((minutes, part) => Math.min(most[part] as number, Math.max(0, minutes))),
    );
    if (this.best === undefined || assignment.worth() > this.best.worth()) this.best = assignment;
    return this.best;
  }

  private known(): Known | undefined {
    if (this.best === undefined || this.bound === undefined) return undefined;
    return { incumbentYen: this.best.worth(), boundYen: this.bound.yen };
  }
}
