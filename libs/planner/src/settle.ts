import { atLeast, combined, lowerBound, valueOf, type AddedRow, type Goal } from '#domain/planning/linear-program';
import { buildModel, type Pair, type PlanModel, type WholeLot } from '#domain/planning/model';
import { MixedRows } from '#domain/planning/mixed-rows';
import { nothing } from '#domain/planning/pairing';
import { pricesOf, type TownPrices } from '#domain/planning/prices';
import { ReceivingRows } from '#domain/planning/receiving-rows';
import type { PlanTerms } from '#domain/planning/terms';
import { inWholeMinutes, lotsInTowns, servedYen, type LotInTown, type YearPlan } from '#domain/planning/year-plan';
import type { Known, Progress } from './progress.js';
import { Solver, SolveStopped } from './solver.js';

/** Share of the whole lots still open that is decided in one round, and the least number of decisions. */
const [decidedShare, decidedLeast] = [1 / 3, 25];
/** Columns up to which simplex solves the first program faster than interior point with crossover: twice as fast at 30,000. */
const mostForSimplex = 60_000;
/** Rounds in which something given up is tried again, and pairs that are tried in one: of few the good ones are not lost among the bad. */
const [mostTrials, triedAtOnce] = [8, 8];
/** Rounds in which rows are added that the relaxed solution breaks, and the share of the bound by which a round must lower it for another one. */
const [mostTightenings, leastTightening] = [8, 1e-5];
/** The first rounds, in which rows are not mixed yet. */
const mostTyings = 3;

/**
 * From the relaxed solution to a plan that keeps every rule that is not linear: whole lots, slices, numbers of towns. One program with
 * named towns stays in the solver; in each round some decisions are made where the solution already leans, and it is solved again from
 * where it stood. At last the decisions stand, and the goals are solved one after the other within them.
 * @param named the towns that each lot may go to.
 * @returns planned work in whole minutes, the yen that no plan with these towns can exceed, and the prices of supply behind it.
 * @throws SolveStopped when it is asked to stop before there is anything.
 */
export async function settle(
  terms: PlanTerms,
  named: ReadonlyMap<number, readonly number[]>,
  progress: Progress,
): Promise<Pick<YearPlan, 'status' | 'works' | 'boundYen'> & { readonly prices: readonly TownPrices[] }> {
  const model = buildModel(terms, named, { pooled: false });
  if (model.flows.length === 0) return { status: 'COMPLETE', works: [], boundYen: 0, prices: [] };
  const receiving = new ReceivingRows(terms, model);
  const solver = await Solver.open(model.program, progress.shouldStop);
  try {
    const settling = new Settling(terms, model, receiving, solver, progress);
    const { status, found } = settling.run();
    const works = found.flatMap((each) => inWholeMinutes(terms, each));
    return { status, works, boundYen: settling.boundYen, prices: pricesOf(terms, model, settling.multipliers) };
  } finally {
    solver.close();
  }
}

/** What a goal may miss its kept value by, so that the solver has a way at all: yen, minutes or shares. */
const solverTolerance = 1e-3;

class Settling {
  boundYen: number;
  /** Of the rows, before they were mixed: as prices they prove more than those after, which rely on the mixed rows. */
  multipliers: Float64Array;
  private readonly goal: Goal;
  private readonly pairsOf = new Map<number, Pair[]>();
  private readonly homeOf: ReadonlyMap<number, readonly number[]>;
  private readonly added: AddedRow[] = [];
  /** Whole lots that are held to all their minutes, by lot. */
  private readonly placed = new Map<number, WholeLot>();
  private readonly closed = new Set<Pair>();
  private columns: Float64Array;
  /** Of the last solve for all goals at once: what a minute more in each column would cost, and what the goals come to. */
  private reduced: Float64Array = new Float64Array();
  private value = 0;

  constructor(
    private readonly terms: PlanTerms,
    private readonly model: PlanModel,
    private readonly receiving: ReceivingRows,
    private readonly solver: Solver,
    private readonly progress: Progress,
  ) {
    this.goal = combined(model.goals);
    for (const pair of model.pairs) this.pairsOf.set(pair.lot, [...(this.pairsOf.get(pair.lot) ?? []), pair]);
    this.homeOf = new Map(model.wholeLots.map(({ lot, home }) => [lot, home]));
    progress.enter('NAMED', 0);
    const [served] = model.goals as readonly [Goal];
    const { multipliers, columns } = solver.minimise(
      served,
      model.program.columnUpper.length > mostForSimplex ? 'ipm' : 'simplex',
    );
    this.multipliers = multipliers;
    this.boundYen = -lowerBound(model.program, served, multipliers);
    this.columns = columns;
  }

  run(): { readonly status: YearPlan['status']; readonly found: readonly LotInTown[] } {
    try {
      this.tighten();
      this.solve();
      this.placeWholeLots();
      this.mendSlices((round) => this.progress.enter('SLICES', round, this.known()));
      this.tryAgain();
      this.solveGoals();
      return { status: 'COMPLETE', found: this.found() };
    } catch (fault) {
      if (!(fault instanceof SolveStopped)) throw fault;
      return { status: 'STOPPED', found: this.foundSoFar() };
    }
  }

  /**
   * Tells the program, row by row, what it breaks of the choice of receiving towns: the bound falls, and less has to be mended. First what ties
   * towns to what receives; before, mixed rows would be found for solutions that are far off.
   */
  private tighten(): void {
    const [served] = this.model.goals as readonly [Goal];
    const mixed = new MixedRows(this.terms, this.model, this.receiving);
    let latest = this.multipliers;
    for (let round = 1; round <= mostTightenings; round++) {
      const isMixed = round > mostTyings;
      const broken = this.receiving.brokenBy(this.columns);
      if (isMixed) broken.push(...mixed.brokenBy(this.columns, latest));
      if (broken.length === 0 && isMixed) break;
      if (broken.length === 0) continue;
      this.add(broken);
      this.progress.enter('NAMED', round);
      const { columns, multipliers } = this.solver.minimise(served, 'simplex');
      this.columns = columns;
      latest = multipliers;
      if (!isMixed) this.multipliers = multipliers;
      const before = this.boundYen;
      this.boundYen = Math.min(before, -lowerBound(this.model.program, served, multipliers, this.added));
      if (isMixed && this.boundYen > before * (1 - leastTightening)) break;
    }
    for (const { row, atMost } of this.model.spared) this.solver.boundRow(row, -Infinity, atMost);
  }

  private add(rows: readonly AddedRow[]): void {
    this.solver.add(...rows);
    this.added.push(...rows);
  }

  /** Puts each whole lot where most of it is, the dearest first, or leaves it undone. */
  private placeWholeLots(): void {
    const open = new Map(this.model.wholeLots.map((each) => [each.lot, each]));
    for (let round = 1; open.size > 0; round++) {
      this.progress.enter('WHOLE_LOTS', round, this.known());
      const most = [...open.values()].map((whole) => ({ whole, ...this.mostOf(whole.lot) }));
      const ready = most.filter(({ whole, minutes }) => minutes > this.terms.lot(whole.lot).minutes - 0.5);
      const rest = most.filter((each) => !ready.includes(each)).sort((a, b) => this.worth(b) - this.worth(a));
      const batch = Math.max(decidedLeast, Math.ceil(rest.length * decidedShare));
      for (const { whole, at } of [...ready, ...rest.slice(0, batch)]) {
        open.delete(whole.lot);
        if (at === undefined) this.leave(whole);
        else this.place(whole, at);
      }
      this.solve();
      // What was placed and does not fit after all is taken out again.
      const missing = [...this.placed.values()].filter(({ missed }) => (this.columns[missed] ?? 0) > nothing);
      for (const whole of missing) this.leave(whole);
      if (missing.length > 0) this.solve();
    }
  }

  /** Gives up parts of lots, of each lot the smallest first, until no town gets too little and none is one too many. */
  private mendSlices(tell: (round: number) => void): void {
    for (let round = 1; ; round++) {
      const smallest = new Map(this.broken().map((pair) => [pair.lot, pair]));
      if (smallest.size === 0) return;
      tell(round);
      this.add(this.receiving.brokenBy(this.columns));
      this.close([...smallest.values()]);
      this.solve();
    }
  }

  /**
   * One after the other, parts were given up that turn out to be worth more than what was kept. A few at a time are opened again where the
   * reduced costs say that it pays, and mended; what is not better in all is taken back.
   */
  private tryAgain(): void {
    const tried = new Set<Pair>();
    let known = this.known();
    for (let round = 1; round <= mostTrials; round++) {
      const pairs = this.worthTrying(tried);
      if (pairs.length === 0) return;
      this.progress.enter('SLICES', round, known);
      const before = { columns: this.columns, reduced: this.reduced, value: this.value, closed: new Set(this.closed) };
      const takeBack = (): void => {
        for (const pair of [...this.closed]) if (!before.closed.has(pair)) this.open(pair);
        this.close([...before.closed]);
        ({ columns: this.columns, reduced: this.reduced, value: this.value } = before);
      };
      for (const pair of pairs) {
        tried.add(pair);
        this.open(pair);
      }
      try {
        this.solve();
        this.mendSlices(() => undefined);
      } catch (fault) {
        takeBack();
        throw fault;
      }
      if (this.value < before.value) known = this.known();
      else takeBack();
    }
  }

  /** Closed pairs that promise most, one for each lot and each town, for they would compete. */
  private worthTrying(tried: ReadonlySet<Pair>): Pair[] {
    const gainOf = (pair: Pair): number => {
      const gain = (column: number): number => -(this.reduced[column] ?? 0) * this.upperOf(column);
      const [receives = 0] = this.receivesOf(pair).map(gain);
      return Math.max(0, receives) + Math.max(...pair.columns.map(gain));
    };
    const [lots, towns] = [new Set<number>(), new Set<number>()];
    return [...this.closed]
      .filter((pair) => !tried.has(pair) && !this.terms.lot(pair.lot).isWhole)
      .map((pair) => ({ pair, gain: gainOf(pair) }))
      .filter(({ gain }) => gain > nothing)
      .sort((a, b) => b.gain - a.gain)
      .flatMap(({ pair }) => {
        if (lots.has(pair.lot) || towns.has(pair.town)) return [];
        lots.add(pair.lot);
        towns.add(pair.town);
        return [pair];
      })
      .slice(0, triedAtOnce);
  }

  /** With what has been decided, one goal after the other. */
  private solveGoals(): void {
    const slices = this.model.pairs.filter(({ lot }) => !this.terms.lot(lot).isWhole);
    const isGiven = (pair: Pair): boolean => this.minutesOf(pair.columns) >= nothing;
    this.close(slices.filter((pair) => !isGiven(pair)));
    this.solver.add(
      ...slices.filter(isGiven).map(({ lot, columns }) => atLeast(columns, this.terms.lot(lot).minSliceMinutes)),
    );
    this.model.goals.forEach((goal, at) => {
      this.progress.enter(goal.name, 0, this.known());
      this.columns = this.solver.minimise(goal, 'primal').columns;
      if (at + 1 === this.model.goals.length) return;
      const value = valueOf(goal, this.columns);
      this.solver.keep(goal, value + Math.abs(value) * this.progress.tolerances[goal.name] + solverTolerance);
    });
  }

  private found(): LotInTown[] {
    return lotsInTowns(this.terms, this.model, this.columns).filter(
      ({ lot }) => !this.terms.lot(lot).isWhole || this.placed.has(lot),
    );
  }

  /** What may be done of a solution in which not everything is decided: lots of which nothing is broken or missed. */
  private foundSoFar(): LotInTown[] {
    const broken = new Set(this.broken().map(({ lot }) => lot));
    const missed = new Set(
      [...this.placed.values()].filter((each) => (this.columns[each.missed] ?? 0) > nothing).map(({ lot }) => lot),
    );
    return this.found().filter(({ lot }) => !broken.has(lot) && !missed.has(lot));
  }

  private known(): Known {
    const works = this.foundSoFar().flatMap((each) => inWholeMinutes(this.terms, each));
    return { incumbentYen: servedYen(this.terms.instance, works), boundYen: this.boundYen };
  }

  private solve(method: 'simplex' | 'primal' = 'simplex'): void {
    ({ columns: this.columns, reduced: this.reduced, value: this.value } = this.solver.minimise(this.goal, method));
  }

  private worth({ whole: { lot }, minutes }: { readonly whole: WholeLot; readonly minutes: number }): number {
    const { yenPerMinute, certainty } = this.terms.lot(lot);
    return minutes * yenPerMinute * certainty;
  }

  /** Where most of a lot is done; nowhere, if nothing of it is. */
  private mostOf(lot: number): { readonly at: Pair | 'home' | undefined; readonly minutes: number } {
    let most: { at: Pair | 'home' | undefined; minutes: number } = { at: undefined, minutes: nothing };
    const home = this.minutesOf(this.homeOf.get(lot) ?? []);
    if (home > most.minutes) most = { at: 'home', minutes: home };
    for (const pair of this.pairsOf.get(lot) ?? []) {
      const minutes = this.minutesOf(pair.columns);
      if (minutes > most.minutes) most = { at: pair, minutes };
    }
    return most;
  }

  private place(whole: WholeLot, at: Pair | 'home'): void {
    const { minutes } = this.terms.lot(whole.lot);
    if (at !== 'home') this.solver.boundColumns(this.homeOf.get(whole.lot) ?? [], 0);
    this.close((this.pairsOf.get(whole.lot) ?? []).filter((pair) => pair !== at));
    this.solver.boundRow(whole.row, minutes, minutes);
    this.solver.boundColumns([whole.missed], minutes);
    this.placed.set(whole.lot, whole);
  }

  private leave(whole: WholeLot): void {
    this.placed.delete(whole.lot);
    this.solver.boundRow(whole.row, 0, 0);
    this.solver.boundColumns([whole.missed], 0);
  }

  private close(pairs: readonly Pair[]): void {
    const open = pairs.filter((pair) => !this.closed.has(pair));
    for (const pair of open) this.closed.add(pair);
    this.solver.boundColumns(
      open.flatMap((pair) => [...pair.columns, ...this.receivesOf(pair)]),
      0,
    );
  }

  private open(pair: Pair): void {
    this.closed.delete(pair);
    for (const column of [...pair.columns, ...this.receivesOf(pair)])
      this.solver.boundColumns([column], this.upperOf(column));
  }

  /** The column that says whether the town receives, where the lot has more towns than may. */
  private receivesOf(pair: Pair): readonly number[] {
    const column = this.receiving.receives.get(pair);
    return column === undefined ? [] : [column];
  }

  private upperOf(column: number): number {
    return this.model.program.columnUpper[column] ?? 0;
  }

  /** Pairs that get less than a slice, and of lots in too many towns, those with the least; of each lot the smallest last. */
  private broken(): Pair[] {
    return [...this.pairsOf].flatMap(([lot, pairs]) => {
      const { isWhole, minSliceMinutes, mostTowns } = this.terms.lot(lot);
      if (isWhole) return [];
      const getting = pairs
        .map((pair) => ({ pair, minutes: this.minutesOf(pair.columns) }))
        .filter(({ minutes }) => minutes > nothing)
        .sort((a, b) => b.minutes - a.minutes);
      return getting
        .filter(({ minutes }, at) => at >= mostTowns || minutes < minSliceMinutes - nothing)
        .map(({ pair }) => pair);
    });
  }

  private minutesOf(columns: readonly number[]): number {
    return columns.reduce((sum, column) => sum + (this.columns[column] ?? 0), 0);
  }
}
