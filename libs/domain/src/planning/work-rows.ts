import { GoalCosts, type Goal, type ProgramWriter } from './linear-program.js';
import { canDo, counts } from './rules.js';
import type { PlanTerms } from './terms.js';

/** Shortage is cut in so many equal parts, each dearer by one than the one before: even months are better than one bad one. */
const shortageParts = 4;
/** Minutes by which a column's own bound lies beyond what rows allow: so what is scarce shows in the multiplier of its row (`pricesOf`). */
const beyondRows = 1;
/** Load of directors from which on less is better, as a share of what they can lead. */
const easyLoad = 0.8;

/** The row that bounds what a town has in a month: the group, figure or seats at this position, or what directors can lead. */
export interface Supply {
  readonly row: number;
  readonly of: 'groups' | 'ceilings' | 'seats' | 'led';
  readonly at: number;
  readonly town: number;
  readonly month: number;
}

/** The rows of what towns do: who does it (groups), and all that bounds it. Made where a flow first needs them. */
export class WorkRows {
  private readonly rows = new Map<string, number | undefined>();
  private readonly published: ReadonlyMap<string, number>;
  private readonly spare: ReadonlyMap<string, number>;
  readonly supplies: Supply[] = [];
  /** Rows in which minutes stay free so that whole lots can be rounded, with what they then hold at most. */
  readonly spared: { readonly row: number; readonly atMost: number }[] = [];
  private readonly goals = {
    WORST_SHORTAGE: new GoalCosts('WORST_SHORTAGE'),
    SHORTAGE: new GoalCosts('SHORTAGE'),
    LEADING: new GoalCosts('LEADING'),
    CHANGE: new GoalCosts('CHANGE'),
  };

  constructor(
    private readonly terms: PlanTerms,
    private readonly program: ProgramWriter,
    named: ReadonlyMap<number, readonly number[]>,
  ) {
    this.spare = spareMinutes(terms, named);
    this.published = publishedByPlace(terms);
    this.targets();
  }

  /** The row that sums up what a town does of a commodity in a month; undefined where it has nobody for it. */
  row(town: number, commodity: number, month: number): number | undefined {
    const name = `${town} ${commodity} ${month}`;
    if (this.rows.has(name)) return this.rows.get(name);
    const row = this.terms.mostOf(town, commodity, month) > 0 ? this.made(town, commodity, month) : undefined;
    this.rows.set(name, row);
    return row;
  }

  /** The goals that the rows serve. */
  all(): Goal[] {
    return Object.values(this.goals);
  }

  private made(town: number, commodity: number, month: number): number {
    const { groups, ceilings, ledMinutes, seats } = this.terms.town(town);
    const wanted = this.terms.commodity(commodity);
    const row = this.program.row(0, 0);
    const bounds: (number | undefined)[] = [
      ...ceilings.map((ceiling, at) =>
        counts(ceiling, wanted) ? this.bound({ of: 'ceilings', at, town, month }, ceiling.minutes[month]) : undefined,
      ),
      ...[...new Set(wanted.licences)].map((licence) => {
        const at = seats.findIndex((each) => each.licence === licence);
        return this.bound({ of: 'seats', at, town, month }, seats[at]?.minutes[month]);
      }),
      ledMinutes === null ? undefined : this.bound({ of: 'led', at: 0, town, month }, ledMinutes[month]),
      this.rows.get(`target ${town} ${month}`),
      ledMinutes === null ? undefined : this.load(town, month, ledMinutes[month] ?? 0),
      this.kept(town, commodity, month),
    ];
    const most = this.terms.mostOf(town, commodity, month);
    const entries = bounds.map((bound) => [bound, 1] as const);
    if (groups.length === 0) this.program.column(most + beyondRows, [row, -1], ...entries);
    groups.forEach((group, at) => {
      const minutes = group.minutes[month] ?? 0;
      if (minutes === 0 || !canDo(group, wanted)) return;
      const own = this.bound({ of: 'groups', at, town, month }, minutes);
      this.program.column(minutes + beyondRows, [row, -1], [own, 1], ...entries);
    });
    return row;
  }

  private bound(supply: Omit<Supply, 'row'>, atMost: number | undefined): number {
    const { of, at, town, month } = supply;
    return this.once(`${of} ${at} ${town} ${month}`, () => {
      const spare = this.spare.get(`${town} ${month}`) ?? 0;
      const row = this.program.row(-Infinity, atMost ?? 0);
      this.supplies.push({ ...supply, row });
      if (spare > 0) this.spared.push({ row, atMost: Math.max(0, (atMost ?? 0) - spare) });
      return row;
    });
  }

  private load(town: number, month: number, led: number): number {
    return this.once(`load ${town} ${month}`, () => {
      const row = this.program.row(-Infinity, easyLoad * led);
      this.goals.LEADING.add(this.program.column(led, [row, -1]), 1);
      return row;
    });
  }

  private kept(town: number, commodity: number, month: number): number | undefined {
    if (this.published.size === 0) return undefined;
    const before = this.published.get(`${town} ${commodity} ${month}`) ?? 0;
    const row = this.program.row(before, before);
    this.goals.CHANGE.add(this.program.column(this.terms.mostOf(town, commodity, month), [row, -1]), 1);
    if (before > 0) this.goals.CHANGE.add(this.program.column(before, [row, 1]), 1);
    return row;
  }

  /** What lies below a town's target, month by month, and the share of the year that the worst-off town lacks. */
  private targets(): void {
    const shares: [row: number, year: number][] = [];
    this.terms.instance.towns.forEach(({ targetMinutes }, town) => {
      const year = targetMinutes.reduce((sum, minutes) => sum + minutes, 0);
      if (year === 0) return;
      const share = this.program.row(0, Infinity);
      shares.push([share, year]);
      targetMinutes.forEach((target, month) => {
        if (target === 0) return;
        const row = this.program.row(target, Infinity);
        this.rows.set(`target ${town} ${month}`, row);
        for (let part = 1; part <= shortageParts; part++)
          this.goals.SHORTAGE.add(this.program.column(target / shortageParts, [row, 1], [share, -1]), part);
      });
    });
    if (shares.length > 0) this.goals.WORST_SHORTAGE.add(this.program.column(1, ...shares), 1);
  }

  private once(name: string, make: () => number): number {
    const known = this.rows.get(name);
    if (known !== undefined) return known;
    const row = make();
    this.rows.set(name, row);
    return row;
  }
}

/**
 * Minutes that stay free in a town and month because whole lots are rounded to whole minutes, each of them up by less than one in a month:
 * so the rounded plan keeps to every bound.
 */
function spareMinutes(terms: PlanTerms, named: ReadonlyMap<number, readonly number[]>): ReadonlyMap<string, number> {
  const spare = new Map<string, number>();
  for (const [lot, towns] of named) {
    const { from, to } = terms.place(lot);
    if (!terms.lot(lot).isWhole || from === to) continue; // In one month, all of it is a whole number anyway.
    for (const town of new Set([terms.place(lot).town, ...towns]))
      for (let month = from; month <= to; month++)
        spare.set(`${town} ${month}`, (spare.get(`${town} ${month}`) ?? 0) + 1);
  }
  return spare;
}

function publishedByPlace(terms: PlanTerms): ReadonlyMap<string, number> {
  const { lots, months, published } = terms.instance;
  const lotAt = new Map(lots.map(({ id }, at) => [id, at]));
  const sums = new Map<string, number>();
  for (const { lot, town, month, minutes } of published) {
    const at = lotAt.get(lot);
    if (at === undefined || !months.includes(month)) continue; // Of a lot that is over, or a month that has passed.
    const name = `${terms.positionOf(town)} ${terms.place(at).commodity} ${months.indexOf(month)}`;
    sums.set(name, (sums.get(name) ?? 0) + minutes);
  }
  return sums;
}
