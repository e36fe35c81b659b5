import type { PlanInstance, PlanLot, PlannedWork } from '#domain/planning/instance';
import { atLeast, combined, type AddedRow, type Goal } from '#domain/planning/linear-program';
import { buildModel, type Flow, type Pair, type PlanModel } from '#domain/planning/model';
import { mostYenOfNew, aroundLot, type AroundLot } from '#domain/planning/around-lot';
import { nothing } from '#domain/planning/pairing';
import { StandingPlan } from '#domain/planning/standing-plan';
import { PlanTerms } from '#domain/planning/terms';
import { servedYen, type YearPlan } from '#domain/planning/year-plan';
import { Solver } from './solver.js';

/** What a new lot does to a plan that stands. */
export interface Replanned {
  /** Work whose minutes are others from now on; 0: none any more. */
  readonly changes: readonly PlannedWork[];
  readonly servedYen: number;
  /** No plan with the new lot is worth more; proven. */
  readonly boundYen: number;
}

/** Yen that a minute counts which stands and is given up: so that what is as good as it was stays as it was. */
const keptYen = 0.05;

/**
 * Takes new lots into a plan that stands, one after the other, each by a small program over the towns and months that it can touch. Nothing
 * else changes. The value is near that of a plan made anew, and the bound says how near; who wants the rest plans anew.
 */
export class Replanner {
  private readonly plan: StandingPlan;
  private served: number;
  private bound: number;
  private proof: YearPlan['proof'];

  /** @param plan one that the verifier has nothing against, of this instance. */
  constructor(instance: PlanInstance, plan: YearPlan) {
    this.plan = new StandingPlan(instance, plan.works);
    [this.served, this.bound, this.proof] = [plan.servedYen, plan.boundYen, plan.proof];
  }

  /** The instance with the lots taken in, and the plan as it stands now. */
  get standing(): { readonly instance: PlanInstance; readonly works: readonly PlannedWork[] } {
    return { instance: this.plan.grown(), works: this.plan.works() };
  }

  /**
   * @param lot one that `refusalsOfInstance` has nothing against.
   * @throws when the plan has a lot of this name.
   */
  async add(lot: PlanLot): Promise<Replanned> {
    if (this.plan.has(lot.id)) throw new Error(`the plan has a lot ${lot.id} already`);
    this.raiseBound(lot);
    const near = aroundLot(this.plan, lot);
    this.plan.addLot(lot);
    const works = await placed(near);
    const changes = changesOf(near.standing, works);
    const gained = servedYen(near.instance, works) - servedYen(near.instance, near.standing);
    // A plan does not change for a lot that nobody does; and rounding to minutes can cost what little there was to gain.
    const isWorth = gained > 0 && works.some((work) => work.lot === lot.id);
    if (isWorth) changes.forEach((work) => this.plan.set(work));
    this.served += isWorth ? gained : 0;
    return { changes: isWorth ? changes : [], servedYen: this.served, boundYen: this.bound };
  }

  /** A plan with the lot is worth at most what one without could be and all of the lot; and at most what the prices say. */
  private raiseBound(lot: PlanLot): void {
    this.bound += lot.minutes * lot.yenPerMinute * lot.certainty;
    if (this.proof === undefined) return;
    const boundYen = this.proof.boundYen + mostYenOfNew(this.plan, this.proof.prices, lot);
    this.proof = { ...this.proof, boundYen };
    this.bound = Math.min(this.bound, boundYen);
  }
}

/** What is done in a neighbourhood when the new lot is there. */
async function placed(near: AroundLot): Promise<PlannedWork[]> {
  const terms = new PlanTerms(near.instance);
  const named = new Map(near.receivers.map((towns, lot) => [lot, towns.map((town) => terms.positionOf(town))]));
  const model = buildModel(terms, named, { pooled: false });
  if (model.flows.length === 0) return [...near.standing];
  const placing = new Placing(near, terms, model);
  const solver = await Solver.open(model.program);
  try {
    return placing.run(solver);
  } finally {
    solver.close();
  }
}

class Placing {
  private readonly goal: Goal;
  private readonly fresh: number;
  private readonly standsAt = new Map<number, number>();
  /** Columns of a lot and a month whose pace work elsewhere shares. */
  private readonly inMonth = new Map<string, number[]>();
  private readonly kept: readonly { readonly column: number; readonly given: number; readonly minutes: number }[];

  constructor(
    private readonly near: AroundLot,
    private readonly terms: PlanTerms,
    private readonly model: PlanModel,
  ) {
    this.fresh = near.instance.lots.length - 1;
    const { program, goals, flows } = model;
    const before = new Map(near.standing.map((work) => [`${work.lot} ${work.town} ${work.month}`, work.minutes]));
    const kept: { column: number; given: number; minutes: number }[] = [];
    for (const flow of flows) {
      const { lot, town, month } = this.placeOf(flow);
      const name = `${lot} ${month}`;
      if (near.most.has(name)) this.inMonth.set(name, [...(this.inMonth.get(name) ?? []), flow.column]);
      const minutes = before.get(`${lot} ${town} ${month}`) ?? 0;
      this.standsAt.set(flow.column, minutes);
      if (near.held.has(lot)) program.columnLower[flow.column] = program.columnUpper[flow.column] = minutes;
      else if (minutes > 0) kept.push({ column: flow.column, given: program.column(minutes), minutes });
    }
    this.kept = kept;
    const costs = combined(goals);
    this.goal = {
      ...{ name: 'SERVED', columns: [...costs.columns, ...kept.map(({ given }) => given)] },
      costs: [...costs.costs, ...kept.map(() => keptYen)],
    };
  }

  run(solver: Solver): PlannedWork[] {
    for (const { column, given, minutes } of this.kept)
      solver.add({ columns: [column, given], values: [-1, -1], atMost: -minutes });
    const slices = this.model.pairs.flatMap(({ lot, town, columns }): AddedRow[] => {
      const least = lot === this.fresh ? 0 : this.leastOf(lot, town);
      return least > 0 ? [atLeast(columns, least)] : [];
    });
    solver.add(...slices);
    for (const [name, columns] of this.inMonth) {
      // What stands may be a minute above its share, as whole minutes are.
      const stands = columns.reduce((sum, column) => sum + (this.standsAt.get(column) ?? 0), 0);
      const atMost = Math.max(this.near.most.get(name) ?? 0, stands);
      solver.add({ columns, values: columns.map(() => 1), atMost });
    }
    let columns = solver.minimise(this.goal).columns;
    const solve = (): void => void (columns = solver.minimise(this.goal, 'simplex').columns);
    if (this.terms.lot(this.fresh).isWhole) this.placeWhole(solver, () => columns, solve);
    else this.mend(solver, () => columns, solve);
    const fixed = new Set<Pair>();
    const newly = (): Pair[] => this.brokenBy(columns).filter((pair) => !fixed.has(pair));
    for (let broken = newly(); broken.length > 0; broken = newly()) {
      for (const pair of broken) {
        fixed.add(pair);
        for (const column of pair.columns) solver.fixColumn(column, this.standsAt.get(column) ?? 0);
      }
      solve();
    }
    const works = this.worksAt(columns);
    const { id, isWhole: isOneTown, minutes } = this.terms.lot(this.fresh);
    const done = works.reduce((sum, work) => sum + (work.lot === id ? work.minutes : 0), 0);
    return isOneTown && done > 0 && done !== minutes ? [...this.near.standing] : works;
  }

  /** Gives up the smallest part of the new lot until no town gets too little and none is one too many. */
  private mend(solver: Solver, columns: () => Float64Array, solve: () => void): void {
    const { mostTowns, minSliceMinutes } = this.terms.lot(this.fresh);
    for (;;) {
      const getting = this.model.pairs
        .filter(({ lot }) => lot === this.fresh)
        .map((pair) => ({ pair, minutes: minutesOf(pair.columns, columns()) }))
        .filter(({ minutes }) => minutes > nothing)
        .sort((a, b) => b.minutes - a.minutes);
      const smallest = getting.at(-1);
      if (smallest === undefined) return;
      // In whole minutes each month may have one less.
      const least = minSliceMinutes + smallest.pair.columns.length - 1;
      const isSlice = smallest.minutes >= least || isWhole(smallest.pair.columns, columns(), minSliceMinutes);
      if (getting.length <= mostTowns && isSlice) return;
      solver.boundColumns(smallest.pair.columns, 0);
      solve();
    }
  }

  /** Puts a whole new lot where most of it is, if all of it then fits; the town after that, if not; else nowhere. */
  private placeWhole(solver: Solver, columns: () => Float64Array, solve: () => void): void {
    const { minutes } = this.terms.lot(this.fresh);
    const [whole] = this.model.wholeLots;
    if (whole === undefined) return;
    const pairs = this.model.pairs.filter(({ lot }) => lot === this.fresh);
    const places = [whole.home, ...pairs.map((pair) => pair.columns)]
      .map((own) => ({ own, minutes: minutesOf(own, columns()) }))
      .sort((a, b) => b.minutes - a.minutes);
    const uppers = new Map(
      places.flatMap(({ own }) => own.map((column) => [column, this.model.program.columnUpper[column] ?? 0])),
    );
    for (const { own } of places.filter((place) => place.minutes > nothing)) {
      for (const other of places) if (other.own !== own) solver.boundColumns(other.own, 0);
      for (const column of own) solver.boundColumns([column], uppers.get(column) ?? 0);
      solver.boundRow(whole.row, minutes, minutes);
      solver.boundColumns([whole.missed], minutes);
      solve();
      // Months in whole minutes that come to all of it.
      let open = minutes - own.reduce((sum, column) => sum + Math.floor((columns()[column] ?? 0) + nothing), 0);
      for (const column of own) {
        const down = Math.floor((columns()[column] ?? 0) + nothing);
        const up = open > 0 && down + 1 <= (uppers.get(column) ?? 0) ? 1 : 0;
        open -= up;
        solver.boundColumns([column], down + up);
      }
      solve();
      if ((columns()[whole.missed] ?? 0) < nothing) return;
    }
    for (const { own } of places) solver.boundColumns(own, 0);
    solver.boundRow(whole.row, 0, 0);
    solver.boundColumns([whole.missed], 0);
    solve();
  }

  /** Standing work whose slice would fall short when its minutes are whole: it stays as it stands. */
  private brokenBy(columns: Float64Array): Pair[] {
    return this.model.pairs.filter(
      ({ lot, town, columns: own }) => lot !== this.fresh && !isWhole(own, columns, this.leastOf(lot, town)),
    );
  }

  private leastOf(lot: number, town: number): number {
    return this.near.least.get(`${this.terms.lot(lot).id} ${this.terms.town(town).code}`) ?? 0;
  }

  private placeOf({ lotClass, month, to }: Flow): {
    readonly lot: string;
    readonly town: string;
    readonly month: string;
  } {
    const lot = this.model.classes[lotClass]?.lots[0] ?? -1;
    const town = 'town' in to ? this.terms.town(to.town).code : '';
    return { lot: this.terms.lot(lot).id, town, month: this.near.instance.months[month] ?? '' };
  }

  private worksAt(columns: Float64Array): PlannedWork[] {
    return this.model.flows.flatMap((flow) => {
      const minutes = Math.floor((columns[flow.column] ?? 0) + nothing);
      return minutes > 0 ? [{ ...(this.placeOf(flow) as Omit<PlannedWork, 'minutes'>), minutes }] : [];
    });
  }
}

/** Whether columns rounded down come to at least so many minutes. */
function isWhole(columns: readonly number[], solution: ArrayLike<number>, least: number): boolean {
  return columns.reduce((sum, column) => sum + Math.floor((solution[column] ?? 0) + nothing), 0) >= least;
}

function minutesOf(columns: readonly number[], solution: ArrayLike<number>): number {
  return columns.reduce((sum, column) => sum + (solution[column] ?? 0), 0);
}

/** What is other than it was. */
function changesOf(before: readonly PlannedWork[], after: readonly PlannedWork[]): PlannedWork[] {
  const nameOf = ({ lot, town, month }: PlannedWork): string => `${lot} ${town} ${month}`;
  const [was, is] = [new Map(before.map((work) => [nameOf(work), work.minutes])), new Set(after.map(nameOf))];
  return [
    ...after.filter((work) => was.get(nameOf(work)) !== work.minutes),
    ...before.filter((work) => !is.has(nameOf(work))).map((work) => ({ ...work, minutes: 0 })),
  ];
}
