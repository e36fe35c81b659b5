import type { IsoMonth } from '../calendar/month.js';
import { greatCircleKilometres } from '../municipality/distance.js';
import { dataClassFits } from '../orders/data-class.js';
import type { PlanAgreement, PlanInstance, PlanLot, PlannedWork, PlanTown } from './instance.js';
import { isAddressedTo } from './rules.js';

/** A plan that stands, found by lot and by town and month, and kept as it changes. */
export class StandingPlan {
  private readonly lots: Map<string, PlanLot>;
  private readonly towns: ReadonlyMap<string, PlanTown>;
  private readonly agreements = new Map<string, PlanAgreement[]>();
  private readonly minutes = new Map<string, Map<string, PlannedWork>>();
  private readonly places = new Map<string, Map<string, PlannedWork>>();

  constructor(
    readonly instance: PlanInstance,
    works: readonly PlannedWork[],
  ) {
    this.lots = new Map(instance.lots.map((lot) => [lot.id, lot]));
    this.towns = new Map(instance.towns.map((town) => [town.code, town]));
    for (const agreement of instance.agreements)
      for (const town of agreement.between)
        this.agreements.set(town, [...(this.agreements.get(town) ?? []), agreement]);
    works.forEach((work) => this.set(work));
  }

  /** From now on so many minutes of a lot are done in a town and month; 0: none. */
  set(work: PlannedWork): void {
    put(this.minutes, work.lot, `${work.town} ${work.month}`, work);
    put(this.places, `${work.town} ${work.month}`, work.lot, work);
  }

  addLot(lot: PlanLot): void {
    this.lots.set(lot.id, lot);
  }

  has(id: string): boolean {
    return this.lots.has(id);
  }

  lot(id: string): PlanLot {
    const lot = this.lots.get(id);
    if (lot === undefined) throw new Error(`no lot ${id} in the plan`);
    return lot;
  }

  town(code: string): PlanTown {
    const town = this.towns.get(code);
    if (town === undefined) throw new Error(`no town ${code} in the plan`);
    return town;
  }

  /** The instance with all lots that have come since. */
  grown(): PlanInstance {
    return { ...this.instance, lots: [...this.lots.values()] };
  }

  works(): PlannedWork[] {
    return [...this.minutes.values()].flatMap((own) => [...own.values()]);
  }

  worksOf(lot: string): PlannedWork[] {
    return [...(this.minutes.get(lot)?.values() ?? [])];
  }

  worksIn(town: string, month: IsoMonth): PlannedWork[] {
    return [...(this.places.get(`${town} ${month}`)?.values() ?? [])];
  }

  /** Towns that may do of a lot in some month of its window, by its addressees, agreement and clearance, the nearest first. */
  receiversFor(lot: PlanLot): string[] {
    const { town: home, skill, dataClass, from, to } = lot;
    if (!lot.mayMove) return [];
    const own = this.town(home);
    const codes = (this.agreements.get(home) ?? [])
      .filter((each) => each.from <= to && from <= each.to && (each.skills === null || each.skills.includes(skill)))
      .flatMap(({ between }) => between.filter((code) => code !== home && isAddressedTo(lot, code)));
    const far = ({ north, east }: PlanTown): number => greatCircleKilometres([own.north, own.east], [north, east]);
    return [...new Set(codes)]
      .map((code) => this.town(code))
      .filter(({ highestDataClass }) => dataClassFits(dataClass, highestDataClass))
      .sort((a, b) => far(a) - far(b))
      .map(({ code }) => code);
  }
}

function put(map: Map<string, Map<string, PlannedWork>>, outer: string, inner: string, work: PlannedWork): void {
  const own = map.get(outer) ?? new Map<string, PlannedWork>();
  map.set(outer, own);
  if (work.minutes > 0) own.set(inner, work);
  else own.delete(inner);
}
