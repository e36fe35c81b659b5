import type { PlanTerms } from '../terms.js';
import type { FirstOrder } from './first-order.js';
import type { Parts } from './parts.js';
import type { FlatProgram } from './relaxed.js';

/** Less than this share of a lot is not worth a town of its own. */
const leastShareOfLot = 0.02;

/** Minutes of a lot in a town, by the relaxed solution. */
interface InTown {
  readonly town: number;
  readonly minutes: number;
  /** The most that the town could do of it. */
  readonly most: number;
}

/**
 * Brings the relaxed solution to so few towns for each lot as may receive. Nothing is cut off at once: in round after round "receives" is
 * counted less by what a town could do and more by what it does, so that small parts become dear and large ones cheap (as in reweighted
 * ℓ1 minimisation: Candès, Wakin & Boyd 2008), and the solution itself finds where to gather. At last what is still too much is closed.
 */
export class Narrowing {
  /** Of the row for the number of towns, as they were. */
  private readonly weights: Float64Array;

  constructor(
    private readonly terms: PlanTerms,
    private readonly parts: Parts,
    private readonly program: FlatProgram,
    private readonly solver: FirstOrder,
  ) {
    this.weights = program.weight.slice();
  }

  /** @param could how much of "receives" is what the town could do, from 1 to 0; the rest is what it does. */
  sharpen(could: number): void {
    this.forEachLot((lot, towns, mostTowns) => {
      const { minutes: all, minSliceMinutes: slice } = this.terms.lot(lot);
      const getting = towns.filter(({ minutes }) => minutes > 0.5);
      if (getting.length > mostTowns) this.reweigh(lot, towns, mostTowns, could);
      getting.forEach(({ town, minutes }, at) => {
        const isBroken = at >= mostTowns || minutes < slice;
        if (isBroken && (minutes < slice / 2 || minutes < leastShareOfLot * all)) this.close(lot, town);
      });
    });
    this.solver.measure();
    this.solver.begin();
  }

  /** Only the towns that get the most stay open, and the rows are again what they were. */
  decide(): void {
    this.program.weight.set(this.weights);
    this.forEachLot((lot, towns, mostTowns) => {
      for (const { town } of towns.slice(mostTowns)) this.close(lot, town);
    });
    this.solver.measure();
    this.solver.begin();
  }

  /** What is left of less than half a slice, or of less than half of a whole lot, will not be a slice, or whole. */
  finish(): void {
    this.forEachLot((lot, towns) => {
      const { isWhole, minutes: all, minSliceMinutes } = this.terms.lot(lot);
      const least = (isWhole ? all : minSliceMinutes) / 2;
      for (const { town, minutes } of towns) if (minutes < least) this.close(lot, town);
    });
    this.solver.begin();
  }

  /** Of a whole lot its own town counts as one. */
  private forEachLot(each: (lot: number, towns: InTown[], mostTowns: number) => void): void {
    const { parts, solver } = this;
    for (let lot = 0; lot + 1 < parts.ofLot.length; lot++) {
      const { town: home } = this.terms.place(lot);
      const { isWhole, mostTowns, minutes: all } = this.terms.lot(lot);
      const found = new Map<number, { minutes: number; most: number }>();
      for (let part = parts.ofLot[lot] as number; part < (parts.ofLot[lot + 1] as number); part++) {
        const town = parts.town[part] as number;
        if (town === home && !isWhole) continue;
        const known = found.get(town) ?? { minutes: 0, most: 0 };
        found.set(town, {
          minutes: known.minutes + Math.max(0, solver.columns[part] as number),
          most: Math.min(all, known.most + (parts.most[part] as number)),
        });
      }
      const towns = [...found].map(([town, has]) => ({ town, ...has })).sort((a, b) => b.minutes - a.minutes);
      each(lot, towns, isWhole ? 1 : mostTowns);
    }
  }

  private reweigh(lot: number, towns: readonly InTown[], mostTowns: number, could: number): void {
    const { parts, program } = this;
    const { minSliceMinutes } = this.terms.lot(lot);
    const counted = new Map(
      towns.map(({ town, minutes, most }) => {
        const does = Math.max(minutes, minSliceMinutes);
        return [town, does + could * Math.max(0, most - does)];
      }),
    );
    for (let part = parts.ofLot[lot] as number; part < (parts.ofLot[lot + 1] as number); part++) {
      const row = program.weighed[part] as number;
      const minutes = counted.get(parts.town[part] as number);
      if (row < 0 || minutes === undefined) continue;
      program.weight[part] = (program.atMost[row] as number) / mostTowns / minutes;
    }
  }

  private close(lot: number, town: number): void {
    const { parts } = this;
    for (let part = parts.ofLot[lot] as number; part < (parts.ofLot[lot + 1] as number); part++)
      if (parts.town[part] === town) this.solver.close(part);
  }
}
