import { type WorkerSupply } from '#domain/capacity/supply';
import type { BulletinCell, BulletinFigure, DisclosureSettings } from '#domain/bulletins/bulletin';
import type { PublicationState } from '#domain/bulletins/publication-state';
import type { IsoMonth } from '#domain/calendar/month';
import type { SkillCode } from '#domain/skills/catalogue';
import type { JointSkills } from '#domain/skills/joint-skills';
import { classes, counts, isTogether, offered, total } from './bulletin-cells.js';
import type { Figures } from './bulletin-figures.js';
import { randomHistory, type TownMoment } from './bulletin-history.js';
import { revealedBy, type Sum } from './linear-attack.js';

/** What issues a bulletin: the product, or the product with a fault planted. */
export type Issue = (
  previous: PublicationState,
  moment: TownMoment,
  months: readonly IsoMonth[],
  freeOn: (basis: readonly WorkerSupply[]) => (cell: BulletinCell) => number,
) => { readonly rows: readonly BulletinFigure[]; readonly state: PublicationState };

export interface Findings {
  /** Groups of too few of whom a combination of published figures speaks alone. */
  readonly combinations: number;
  /** Figures, or changes of a figure since it was last seen, in which too few take part or one dominates. */
  readonly exposed: number;
  /** Figures that promise more than is free. */
  readonly overPromised: number;
  /** Figures that are not what their basis says, so that the attack would work on false sums. */
  readonly misdated: number;
  /** Cells of one skill or of all that were shown. */
  readonly shown: number;
  /** Such cells behind which enough people stand today, none dominant: what could be shown had there never been another figure. */
  readonly showable: number;
  /** Cells of some skills together that were shown. */
  readonly shownTogether: number;
  /** Such cells that could be shown likewise. */
  readonly showableTogether: number;
}

export const nothingFound: Findings = {
  ...{ combinations: 0, exposed: 0, overPromised: 0, misdated: 0 },
  ...{ shown: 0, showable: 0, shownTogether: 0, showableTogether: 0 },
};

function enough(parts: readonly number[], { fewestWorkers, largestShare }: DisclosureSettings): boolean {
  const sizes = parts.map(Math.abs).filter((part) => part > 0);
  const sum = sizes.reduce((a, b) => a + b, 0);
  return sizes.length >= fewestWorkers && Math.max(...sizes) <= largestShare * sum;
}

/** Lives through a random history, and attacks all its bulletins together. */
export function attack(
  seed: number,
  settings: DisclosureSettings,
  issue: Issue,
  nothing: PublicationState,
  figures: Figures,
): Findings {
  const { months, moments } = randomHistory(seed);
  const basisOf = new Map<number, TownMoment>();
  const sums = new Map<string, Sum[]>();
  const lastSeen = new Map<string, TownMoment>();
  const found: { -readonly [key in keyof Findings]: number } = { ...nothingFound };
  let state = nothing;
  for (const moment of moments) {
    const now = {
      ...moment,
      workers: moment.workers.map((worker) => ({
        ...worker,
        minutesByWeek: new Map([...worker.minutesByWeek].filter(([week]) => week >= moment.from)),
      })),
    };
    const issued = issue(state, moment, months, (basis) => figures(basis, now));
    const freeOn = freeByMoment(figures, now);
    state = issued.state;
    for (const { number } of state.bases) if (!basisOf.has(number)) basisOf.set(number, now);
    const { apart, together } = showable(now, months, settings);
    found.showable += apart;
    found.showableTogether += together;
    for (const row of issued.rows) {
      found[isTogether(row) ? 'shownTogether' : 'shown'] += 1;
      const key = `${row.month} ${row.skill} ${row.level} ${row.dataClass}`;
      const cell = state.cells.find((each) => `${each.month} ${each.skill} ${each.level} ${each.dataClass}` === key);
      const basis = basisOf.get(cell?.basis as number) as TownMoment;
      const said = freeOn(basis)(row);
      if (row.freeMinutes !== said - (said % settings.grainMinutes)) found.misdated += 1;
      if (row.freeMinutes > freeOn(now)(row)) found.overPromised += 1;
      if (!enough(partsOf(basis, row), settings)) found.exposed += 1;
      const before = lastSeen.get(key);
      if (before !== undefined && before !== basis) {
        const changes = changesOf(before, basis, row);
        if (changes.length > 0 && !enough(changes, settings)) found.exposed += 1;
      }
      lastSeen.set(key, basis);
      for (const offering of [false, true]) {
        const known = sums.get(`${row.month} ${offering}`);
        if (known === undefined) sums.set(`${row.month} ${offering}`, [sumOf(basis, row, offering)]);
        else known.push(sumOf(basis, row, offering));
      }
    }
  }
  for (const each of sums.values()) if (revealedBy(each, settings.fewestWorkers) !== undefined) found.combinations += 1;
  return found;
}

/** Works out the figures on each basis once for all the rows of a bulletin. */
function freeByMoment(figures: Figures, now: TownMoment): (basis: TownMoment) => ReturnType<Figures> {
  const known = new Map<TownMoment, ReturnType<Figures>>();
  return (basis) => {
    const free = known.get(basis) ?? figures(basis.workers, now);
    known.set(basis, free);
    return free;
  };
}

function partsOf({ workers }: TownMoment, cell: BulletinCell): number[] {
  return workers.filter((worker) => counts(worker, cell)).map((worker) => total(worker, cell.month));
}

/** By how much each who changed changed; 0 for who changed without effect on the sum. */
function changesOf(before: TownMoment, after: TownMoment, cell: BulletinCell): number[] {
  const ids = new Set([...before.workers, ...after.workers].map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const [was, is] = [before, after].map(({ workers }) => {
      const worker = workers.find((each) => each.id === id);
      return worker !== undefined && counts(worker, cell) ? worker : undefined;
    });
    const [old, fresh] = [was, is].map((worker) =>
      worker === undefined ? 'none' : offered(worker, cell.month).pattern,
    );
    if (old === fresh) return [];
    return [(is === undefined ? 0 : total(is, cell.month)) - (was === undefined ? 0 : total(was, cell.month))];
  });
}

/** What an attacker writes down for a figure: whose unknowns it adds up. With `offering`, it is known too who offers nothing. */
function sumOf({ workers }: TownMoment, cell: BulletinCell, offering: boolean): Sum {
  return {
    unknowns: workers
      .filter((worker) => counts(worker, cell) && (!offering || total(worker, cell.month) > 0))
      .map((worker) => ({ name: `${worker.id} ${offered(worker, cell.month).pattern}`, owner: worker.id })),
  };
}

function showable(
  moment: TownMoment,
  months: readonly IsoMonth[],
  settings: DisclosureSettings,
): { readonly apart: number; readonly together: number } {
  const skills = new Set<SkillCode>(moment.workers.flatMap((worker) => worker.skills.map(({ code }) => code)));
  const joint = moment.jointSkills.map((each) => each.join('+') as JointSkills);
  const shown = (skill: BulletinCell['skill'], levels: readonly number[]): number => {
    let cells = 0;
    for (const month of months)
      for (const dataClass of classes)
        for (const level of levels)
          if (enough(partsOf(moment, { month, skill, level, dataClass }), settings)) cells += 1;
    return cells;
  };
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  return {
    apart: shown(null, [1]) + sum([...skills].map((skill) => shown(skill, [1, 2, 3]))),
    together: sum(joint.map((skill) => shown(skill, [1]))),
  };
}
