import type { LicenceCode } from '../skills/licences.js';
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

/** What decides which rows a commodity enters in a town: positions of groups and of ceilings, and licences. */
interface Kind {
  readonly able: readonly number[];
  readonly counting: readonly number[];
  readonly licences: readonly LicenceCode[];
}

/** The rows of what towns do: who does it (groups), and all that bounds it. Made where a flow first needs them. */
export class WorkRows {
  private readonly rows = new Map<string, number>();
  private readonly done = new Map<string, readonly number[]>();
  private readonly entered = new Map<number, readonly number[]>();
  private readonly kinds = new Map<number, Kind>();
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

  /**
   * The rows that a minute of a commodity in a town and month enters; none where the town has nobody for it. All commodities that the same
   * people may do and the same bounds count share a row.
   */
  enteredBy(town: number, commodity: number, month: number): readonly number[] {
    const key = (town * this.terms.commodities.length + commodity) * this.terms.months + month;
    const known = this.entered.get(key);
    if (known !== undefined) return known;
    const rows = this.terms.mostOf(town, commodity, month) > 0 ? this.made(town, commodity, month) : [];
    this.entered.set(key, rows);
    return rows;
  }

  /** The goals that the rows serve. */
  all(): Goal[] {
    return Object.values(this.goals);
  }

  private made(town: number, commodity: number, month: number): readonly number[] {
    const { able, counting, licences } = this.kindOf(town, commodity);
    const kind = `${town} ${month} ${able.join()} ${counting.join()} ${licences.join()}`;
    const known = this.done.get(kind) ?? this.doneBy(town, commodity, month);
    this.done.set(kind, known);
    const kept = this.kept(town, commodity, month);
    return kept === undefined ? known : [...known, kept];
  }

  /** All that bounds it, where one group can do it; where several can, the row that divides it among them. */
  private doneBy(town: number, commodity: number, month: number): readonly number[] {
    const { able, counting, licences } = this.kindOf(town, commodity);
    const { groups, ceilings, ledMinutes, seats } = this.terms.town(town);
    const bounds: (number | undefined)[] = [
      ...counting.map((at) => this.bound({ of: 'ceilings', at, town, month }, ceilings[at]?.minutes[month])),
      ...licences.map((licence) => {
        const at = seats.findIndex((each) => each.licence === licence);
        return this.bound({ of: 'seats', at, town, month }, seats[at]?.minutes[month]);
      }),
      ledMinutes === null ? undefined : this.bound({ of: 'led', at: 0, town, month }, ledMinutes[month]),
      this.rows.get(`target ${town} ${month}`),
      ledMinutes === null ? undefined : this.load(town, month, ledMinutes[month] ?? 0),
    ];
    const entries = bounds.filter((bound) => bound !== undefined);
    const here = able
      .map((at) => ({ at, minutes: groups[at]?.minutes[month] ?? 0 }))
      .filter(({ minutes }) => minutes > 0)
      .map(({ at, minutes }) => ({ minutes, own: this.bound({ of: 'groups', at, town, month }, minutes) }));
    const [only] = here;
    if (here.length < 2) return only === undefined ? entries : [only.own, ...entries];
    const row = this.program.row(0, 0);
    for (const { minutes, own } of here)
      this.program.column(minutes + beyondRows, [row, -1], [own, 1], ...entries.map((entry) => [entry, 1] as const));
    return [row];
  }

  /** Who in a town can do a commodity, and which of its figures and seats count. */
  private kindOf(town: number, commodity: number): Kind {
    const key = town * this.terms.commodities.length + commodity;
    const known = this.kinds.get(key);
    if (known !== undefined) return known;
    const { groups, ceilings } = this.terms.town(town);
    const wanted = this.terms.commodity(commodity);
    const kind: Kind = {
      able: groups.flatMap((group, at) => (canDo(group, wanted) ? [at] : [])),
      counting: ceilings.flatMap((ceiling, at) => (counts(ceiling, wanted) ? [at] : [])),
      licences: [...new Set(wanted.licences)].sort(),
    };
    this.kinds.set(key, kind);
    return kind;
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
