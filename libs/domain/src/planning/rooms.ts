import { maximise, type ProgramRow } from '../capacity/simplex.js';
import type { PlannedWork } from './instance.js';
import { canDo, counts } from './rules.js';
import type { PlanTerms } from './terms.js';

/** Rounding of the simplex method, in minutes. */
const rounding = 1e-6;

/**
 * What towns could still do beside what a plan gives them, each question answered by solving the small program of one town and month:
 * who does what is open, that it is done is not.
 */
export class Rooms {
  /** Minutes of each commodity that a town does in a month. */
  private readonly done = new Map<string, Map<number, number>>();
  private readonly known = new Map<string, number>();

  constructor(
    private readonly terms: PlanTerms,
    works: readonly PlannedWork[],
  ) {
    const { lots, months } = terms.instance;
    const lotAt = new Map(lots.map(({ id }, at) => [id, at]));
    for (const { lot, town, month, minutes } of works) {
      const at = lotAt.get(lot);
      if (at === undefined) continue;
      const place = `${terms.positionOf(town)} ${months.indexOf(month)}`;
      const done = this.done.get(place) ?? new Map<number, number>();
      const { commodity } = terms.place(at);
      done.set(commodity, (done.get(commodity) ?? 0) + minutes);
      this.done.set(place, done);
    }
  }

  /**
   * Minutes of a commodity that a town could do in a month beside the plan.
   * @param without minutes of the commodity that the plan gives it and that are left out.
   */
  room(town: number, month: number, commodity: number, without = 0): number {
    if (this.terms.mostOf(town, commodity, month) === 0) return 0;
    const name = `${town} ${month} ${commodity} ${without}`;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const room = this.solved(town, month, commodity, without);
    this.known.set(name, room);
    return room;
  }

  /** Minutes that the plan gives a town in a month, of whatever kind. */
  doneIn(town: number, month: number): number {
    return [...(this.done.get(`${town} ${month}`)?.values() ?? [])].reduce((sum, minutes) => sum + minutes, 0);
  }

  private solved(town: number, month: number, wanted: number, without: number): number {
    const { groups, ceilings, ledMinutes, seats } = this.terms.town(town);
    const done = this.done.get(`${town} ${month}`) ?? new Map<number, number>();
    const own = Math.max(0, (done.get(wanted) ?? 0) - without);
    // One variable for each commodity and the group that does it; a town that tells no groups is one group without a bound.
    const variables = [...new Set([wanted, ...done.keys()])].flatMap((commodity) =>
      groups.length === 0
        ? [{ commodity, group: 0 }]
        : groups.flatMap((each, group) => (canDo(each, this.terms.commodity(commodity)) ? [{ commodity, group }] : [])),
    );
    const row = (takes: (of: (typeof variables)[number]) => boolean, atMost: number, factor = 1): ProgramRow => ({
      coefficients: variables.map((each) => (takes(each) ? factor : 0)),
      atMost,
    });
    const rows = [
      ...[...done].map(([commodity, minutes]) =>
        row((of) => of.commodity === commodity, -(commodity === wanted ? own : minutes), -1),
      ),
      ...groups.map(({ minutes }, group) => row((of) => of.group === group, minutes[month] ?? 0)),
      ...ceilings.map((ceiling) =>
        row((of) => counts(ceiling, this.terms.commodity(of.commodity)), ceiling.minutes[month] ?? 0),
      ),
      ...(ledMinutes === null ? [] : [row(() => true, ledMinutes[month] ?? 0)]),
      ...[...new Set(variables.flatMap((of) => this.terms.commodity(of.commodity).licences))].map((licence) =>
        row(
          (of) => this.terms.commodity(of.commodity).licences.includes(licence),
          seats.find((each) => each.licence === licence)?.minutes[month] ?? 0,
        ),
      ),
    ];
    const most = maximise(
      variables.map(({ commodity }) => (commodity === wanted ? 1 : 0)),
      rows,
    );
    // Infeasible: it has more than it can do already, and so no room.
    return typeof most === 'string' ? 0 : Math.max(0, Math.floor(most.value - own + rounding));
  }
}
