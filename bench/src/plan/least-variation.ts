import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import { lowerBound, type AddedRow, type Goal } from '#domain/planning/linear-program';
import { buildModel, type PlanModel } from '#domain/planning/model';
import { lawfulTowns } from '#domain/planning/pairing';
import { ReceivingRows } from '#domain/planning/receiving-rows';
import { PlanTerms } from '#domain/planning/terms';
import { servedYen } from '#domain/planning/year-plan';
import { Solver } from '#planner/solver';

/** How even plans can be at all; proven. */
export interface LeastVariation {
  /** No plan worth as much has a smaller variation, each town weighed by its minutes ({@link weighedVariation}). */
  readonly weighed: number;
  /** No plan worth as much has a smaller mean over the towns, if it gives each the minutes of the year that this one gives it. */
  readonly sameYears: number;
  /** No plan whose variation, weighed by minutes, is at most what was asked for is worth more, in yen. */
  readonly mostYen: number;
}

/** What of the spread a solution may understate before its cuts are thought good enough; the bound holds all the same. */
const closeEnough = 0.01;
/** Rounds of cuts for one question. Those of the first serve the next. */
const mostRounds = 10;
/** As when a plan is made. */
const mostTightenings = 8;

/** Variation of the towns' minutes over the months, each town weighed by its minutes: all standard deviations by all means. */
export function weighedVariation(instance: PlanInstance, works: readonly PlannedWork[]): number {
  return ratioOf(hoursOf(new PlanTerms(instance), works).map(spreadOf));
}

/**
 * Asks the relaxed program, rows of receiving towns included, how even any plan could be. A standard deviation is convex, so it is bounded
 * from below by tangents, added where a solution lies below it; each answer is then proven from the multipliers by weak duality.
 * @param works the plan that the others are to be worth as much as.
 * @param wanted a variation, weighed by minutes, of which it is asked what a plan that has it could be worth.
 */
export async function leastVariation(
  instance: PlanInstance,
  works: readonly PlannedWork[],
  wanted: number,
): Promise<LeastVariation> {
  const terms = new PlanTerms(instance);
  const model = buildModel(terms, lawfulTowns(terms), { pooled: false });
  const spread = new Spread(terms, model);
  const receiving = new ReceivingRows(terms, model); // Writes columns, as the spread does: both before the solver reads the program.
  const solver = await Solver.open(model.program);
  try {
    return new Asking(terms, model, spread, receiving, solver).run(works, wanted);
  } finally {
    solver.close();
  }
}

/** Columns of the program, in hours: what each town does in each month, and at least how far that deviates over the months. */
class Spread {
  readonly loads: readonly (readonly number[])[];
  readonly deviations: readonly number[];
  /** That a load is what the flows to that town in that month come to. */
  readonly rows: readonly AddedRow[];

  constructor(terms: PlanTerms, { program, flows }: PlanModel) {
    const into = terms.instance.towns.map(() => Array.from({ length: terms.months }, (): number[] => []));
    for (const { column, month, to } of flows) if ('town' in to) into[to.town]?.[month]?.push(column);
    const most = terms.instance.towns.map(({ groups }) =>
      Array.from({ length: terms.months }, (_, at) => total(groups.map(({ minutes }) => minutes[at] ?? 0)) / 60),
    );
    this.loads = most.map((hours) => hours.map((each) => program.column(each)));
    this.deviations = most.map((hours) => program.column(Math.max(...hours)));
    this.rows = this.loads.flatMap((months, town) =>
      months.flatMap((load, month) => {
        const columns = into[town]?.[month] ?? [];
        return exactly([load, ...columns], 0, [-1, ...columns.map(() => 1 / 60)]);
      }),
    );
  }
}

class Asking {
  private readonly added: AddedRow[] = [];
  private readonly served: Goal;
  private readonly allLoads: number[];
  /** Hours between those of the last solutions: tangents there serve more solutions than those at the corners alone. */
  private centre: readonly (readonly number[])[] = [];

  constructor(
    private readonly terms: PlanTerms,
    private readonly model: PlanModel,
    private readonly spread: Spread,
    private readonly receiving: ReceivingRows,
    private readonly solver: Solver,
  ) {
    this.served = model.goals[0] as Goal;
    this.allLoads = spread.loads.flat();
    this.add(...spread.rows);
  }

  run(works: readonly PlannedWork[], wanted: number): LeastVariation {
    const plan = hoursOf(this.terms, works);
    this.tighten();
    this.centre = plan;
    this.touch(plan);
    const { columns, costs } = this.served;
    const asMuch = this.add({ columns, values: costs, atMost: -servedYen(this.terms.instance, works) });
    const weighed = this.leastWeighed(plan);
    const years = this.add(...plan.flatMap((hours, town) => exactly(this.spread.loads[town] ?? [], total(hours))));
    const sameYears = this.leastWithYears(plan);
    for (const row of [...asMuch, ...years]) this.solver.boundRow(row, -Infinity, Infinity);
    this.add(this.atMostVarying(wanted));
    return { weighed, sameYears, mostYen: -this.least(this.served).bound };
  }

  private tighten(): void {
    for (let round = 0; round < mostTightenings; round++) {
      const broken = this.receiving.brokenBy(this.solver.minimise(this.served, 'simplex').columns);
      if (broken.length === 0) return;
      this.add(...broken);
    }
  }

  /** The row that all deviations are at most so much of all means. */
  private atMostVarying(wanted: number): AddedRow {
    const { deviations } = this.spread;
    return {
      columns: [...deviations, ...this.allLoads],
      values: [...deviations.map(() => 1), ...this.allLoads.map(() => -wanted / this.terms.months)],
      atMost: 0,
    };
  }

  /**
   * The least ratio of all deviations to all means: if deviations − ratio × means cannot fall below `short`, no ratio lies below ratio +
   * short / means. Asked again with the ratio that was reached (Dinkelbach) it comes near.
   */
  private leastWeighed(plan: readonly (readonly number[])[]): number {
    const { months } = this.terms;
    const { deviations } = this.spread;
    const means = { columns: this.allLoads, costs: this.allLoads.map(() => 1 / months) };
    const leastMeans = this.prove({ name: 'SERVED', ...means });
    const mostMeans = total(means.columns.map((column) => this.model.program.columnUpper[column] ?? 0)) / months;
    let ratio = ratioOf(plan.map(spreadOf));
    let least = 0;
    for (let round = 0; round < 3; round++) {
      const { bound, columns } = this.least({
        ...{ name: 'SERVED', columns: [...deviations, ...means.columns] },
        costs: [...deviations.map(() => 1), ...means.costs.map((cost) => -cost * ratio)],
      });
      least = Math.max(least, ratio + bound / (bound < 0 ? leastMeans : mostMeans));
      ratio = ratioOf(this.hoursAt(columns).map(spreadOf));
      if (ratio - least < closeEnough * ratio) break;
    }
    return least;
  }

  private leastWithYears(plan: readonly (readonly number[])[]): number {
    const busy = plan.flatMap((hours, town) => (total(hours) > 0 ? [{ hours, town }] : []));
    return this.least({
      ...{ name: 'SERVED', columns: busy.map(({ town }) => this.spread.deviations[town] ?? -1) },
      costs: busy.map(({ hours }) => 1 / spreadOf(hours).mean / busy.length),
    }).bound;
  }

  /** Solved again and again with tangents where deviations are understated. Every round proves a bound; the last is the best. */
  private least(goal: Goal): { readonly bound: number; readonly columns: Float64Array } {
    let bound = -Infinity;
    for (let round = 1; ; round++) {
      const { columns, multipliers } = this.solver.minimise(goal, round === 1 ? 'primal' : 'simplex');
      bound = Math.max(bound, lowerBound(this.model.program, goal, multipliers, this.added));
      const hours = this.hoursAt(columns);
      const shown = total(this.spread.deviations.map((column) => columns[column] ?? 0));
      const short = 1 - shown / total(hours.map((months) => spreadOf(months).deviation));
      if (short < closeEnough || round === mostRounds) return { bound, columns };
      this.touch(hours, columns);
      this.centre = hours.map((months, town) => months.map((each, at) => (each + (this.centre[town]?.[at] ?? 0)) / 2));
      this.touch(this.centre, columns);
    }
  }

  private prove(goal: Goal): number {
    return lowerBound(this.model.program, goal, this.solver.minimise(goal, 'primal').multipliers, this.added);
  }

  /** Adds the tangents at these hours, of the towns whose deviation the solution understates. */
  private touch(hours: readonly (readonly number[])[], solution?: Float64Array): void {
    const tangents = hours.flatMap((months, town): AddedRow[] => {
      const { mean, deviation } = spreadOf(months);
      const column = this.spread.deviations[town] ?? -1;
      const shown = solution?.[column] ?? 0;
      if (deviation - shown <= (closeEnough / 2) * deviation + 1e-6) return [];
      return [
        {
          columns: [column, ...(this.spread.loads[town] ?? [])],
          values: [-1, ...months.map((each) => (each - mean) / (months.length * deviation))],
          atMost: 0,
        },
      ];
    });
    this.add(...tangents);
  }

  private hoursAt(columns: Float64Array): number[][] {
    return this.spread.loads.map((months) => months.map((column) => columns[column] ?? 0));
  }

  /** Positions of the rows. */
  private add(...rows: readonly AddedRow[]): number[] {
    const first = this.model.program.rowLower.length + this.added.length;
    this.solver.add(...rows);
    this.added.push(...rows);
    return rows.map((_, at) => first + at);
  }
}

/** That a sum is neither more nor less. */
function exactly(columns: readonly number[], sum: number, values = columns.map(() => 1)): AddedRow[] {
  return [
    { columns, values, atMost: sum },
    { columns, values: values.map((value) => -value), atMost: -sum },
  ];
}

/** Hours of each town in each month. */
function hoursOf(terms: PlanTerms, works: readonly PlannedWork[]): number[][] {
  const { towns, months } = terms.instance;
  const hours = towns.map(() => months.map(() => 0));
  for (const { town, month, minutes } of works) {
    const own = hours[terms.positionOf(town)] as number[];
    const at = months.indexOf(month);
    own[at] = (own[at] ?? 0) + minutes / 60;
  }
  return hours;
}

function spreadOf(hours: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = total(hours) / hours.length;
  return { mean, deviation: Math.sqrt(total(hours.map((each) => (each - mean) ** 2)) / hours.length) };
}

function ratioOf(towns: readonly { readonly mean: number; readonly deviation: number }[]): number {
  return total(towns.map(({ deviation }) => deviation)) / total(towns.map(({ mean }) => mean));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0);
}
