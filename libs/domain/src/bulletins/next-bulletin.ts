import { type WorkerSupply } from '../capacity/supply.js';
import { monthOf, weeksOfMonth, type IsoMonth } from '../calendar/month.js';
import type { IsoWeek } from '../calendar/week.js';
import { dataClasses } from '../orders/data-class.js';
import type { SkillCode } from '../skills/catalogue.js';
import { isJoint, type JointSkills } from '../skills/joint-skills.js';
import { highestLevel, lowestLevel } from '../skills/levels.js';
import type { BulletinCell, BulletinFigure, DisclosureSettings } from './bulletin.js';
import { hidesEach } from './crowd.js';
import { decideMonth, type DecidedCell } from './month-decision.js';
import { auditMonth, remembering, type MonthAudit } from './month-audit.js';
import { sameSupply, snapshotOf, workersOf, type PublicationState, type SupplySnapshot } from './publication-state.js';
import { SupplyBasis, type CellKind, type Numbering } from './supply-basis.js';
import { ToldLedger } from './told-ledger.js';

/**
 * The exact free minutes of a cell, with today's commitments, had the workers offered what they offered on that basis. Where there are
 * `enough`, so many will do for an answer. Every basis is named before the first question, so that they may share what they have in common.
 */
export type FreeOn = (
  basis: readonly WorkerSupply[],
) => (cell: BulletinCell, until?: { readonly enough: number }) => number;

interface Figures {
  readonly exact: (cell: BulletinCell, basis: SupplyBasis) => number;
  readonly isAtLeast: (cell: BulletinCell, basis: SupplyBasis, minutes: number) => boolean;
}

export interface BulletinInput {
  /** Everyone who offers time today. */
  readonly workers: readonly WorkerSupply[];
  /** The months the bulletin speaks about. */
  readonly months: readonly IsoMonth[];
  /** The current week; those before it count for nothing. */
  readonly from: IsoWeek;
  readonly settings: DisclosureSettings;
  /** Skills that the town tells together besides; none where it is missing. */
  readonly jointSkills?: readonly JointSkills[];
  readonly freeOn: FreeOn;
  /**
   * A stamp of everything but workers that decides a figure: as long as it is the same, so is what is free on a basis, and need not be
   * found again. Where it is missing, every figure is found anew.
   */
  readonly under?: string | undefined;
  /** Whether it is certain that all that is free on one basis is free on another. Where it is missing, each figure is asked for. */
  readonly freesNoLess?: (on: readonly WorkerSupply[], than: readonly WorkerSupply[]) => boolean;
}

/** The three judgements that guard a bulletin, each exchanged only by tests that measure whether its loss would be noticed. */
export interface DisclosureGuards {
  /** Whether a figure hides each of those who offer these minutes. */
  readonly present: (offered: readonly number[], settings: DisclosureSettings) => boolean;
  /** Whether a changed figure hides each of these changes. */
  readonly changedTogether: (changes: readonly number[], settings: DisclosureSettings) => boolean;
  /** Whether sums together with all that was told reveal too few. */
  readonly audit: MonthAudit;
}

export const allGuards: DisclosureGuards = { present: hidesEach, changedTogether: hidesEach, audit: auditMonth };

/**
 * The rows of a town's next bulletin, and what the town must remember of it (docs/bulletins.md). A cell that may not be shown has no row,
 * whatever the reason. State and rows belong together: keep the state in the transaction that issues the rows, or issue neither.
 */
export function nextBulletinCells(
  previous: PublicationState,
  input: BulletinInput,
  guards: DisclosureGuards = allGuards,
): { readonly rows: readonly BulletinFigure[]; readonly state: PublicationState } {
  const current = monthOf(input.from);
  const { snapshots, today: todaySnapshot } = withToday(previous, input);
  const numbering = numberAll(snapshots, previous, input.months);
  const bases = new Map(snapshots.map((snapshot) => [snapshot.number, new SupplyBasis(snapshot, numbering)]));
  const today = bases.get(todaySnapshot.number) as SupplyBasis;
  const ids = [...numbering.workers.keys()];
  const weeksToCome = [...numbering.weeks].filter(([week]) => week >= input.from).map(([, number]) => number);
  const kinds = kindsOf(todaySnapshot, previous, input.jointSkills ?? []);
  const figures = figuresOf(input, [...bases.values()]);
  const audit = remembering(guards.audit);
  const mayFollow = onceFor((number: number) => {
    const changes = (bases.get(number) as SupplyBasis).changesTo(today, weeksToCome);
    return changes.length === 0 || guards.changedTogether(changes, input.settings);
  });
  const isStillFree = onceFor(
    (number: number) =>
      input.freesNoLess?.(workersOf(todaySnapshot), workersOf((bases.get(number) as SupplyBasis).snapshot)) === true,
  );
  const months = new Set(input.months.filter((month) => month >= current));
  const under = underOf(input);
  const jointlyTold = new Set(input.jointSkills);
  const rows: BulletinFigure[] = [];
  const cells = previous.cells.filter(({ month }) => month >= current && !months.has(month));
  const told = previous.told.filter(({ month }) => month >= current && !months.has(month));

  for (const month of [...months].sort()) {
    const monthWeeks = weeksOfMonth(month);
    const weeks = monthWeeks.map((week) => numbering.weeks.get(week) as number);
    const toldBefore = previous.told.find((each) => each.month === month);
    const { exact, isAtLeast } = figures(weeks);
    const ledger = new ToldLedger(month, ids, numbering.workers, weeks, toldBefore);
    const decided = decideMonth({
      month,
      kinds,
      weeks,
      weeksOver: weeks.filter((_, index) => (monthWeeks[index] as IsoWeek) < input.from),
      known: previous.cells.filter((cell) => cell.month === month),
      bases,
      today,
      ledger,
      mayFollow,
      settings: input.settings,
      guards: { ...guards, audit },
      isTold: ({ skill }) => !isJoint(skill) || jointlyTold.has(skill),
      figureOn: exact,
      isAsLastTime: under !== undefined && under === previous.under,
      isFreeToday: (cell, minutes) => isStillFree(cell.basis) || isAtLeast(cell, today, minutes),
    });
    cells.push(...decided.map(({ freeMinutes, ...cell }) => ({ ...cell, freeMinutes })));
    rows.push(...decided.filter(({ shown }) => shown).map(rowOf));
    ledger.forgetBeyond(input.settings.mostRemembered, () =>
      decided.map((cell) => {
        const basis = bases.get(cell.basis) as SupplyBasis;
        return ledger.sumOf(basis.membersOf(cell), basis);
      }),
    );
    told.push(ledger.toPlain());
  }
  const referenced = new Set(cells.map(({ basis }) => basis));
  return {
    rows,
    state: {
      bases: snapshots.filter(({ number }) => referenced.has(number)),
      nextBasis: Math.max(previous.nextBasis, todaySnapshot.number + 1),
      cells,
      told: told.filter((each) => each.rows.length > 0),
      under,
    },
  };
}

/** What figures are made under: the town's stamp, the first week that counts, and what is told of it. */
function underOf({ under, from, months, settings }: BulletinInput): string | undefined {
  return under === undefined ? undefined : [under, from, settings.grainMinutes, ...months].join(' ');
}

function rowOf({ month, skill, level, dataClass, freeMinutes }: DecidedCell): BulletinFigure {
  return { month, skill, level, dataClass, freeMinutes };
}

/** All snapshots, today's among them; today's is an old one when nothing has changed since. */
function withToday(
  { bases, nextBasis }: PublicationState,
  { workers, from }: BulletinInput,
): { readonly snapshots: readonly SupplySnapshot[]; readonly today: SupplySnapshot } {
  const fresh = snapshotOf(nextBasis, workers, from);
  const same = bases.find((basis) => sameSupply(basis, fresh));
  return same === undefined ? { snapshots: [...bases, fresh], today: fresh } : { snapshots: bases, today: same };
}

/** All skills together, then every skill that anyone has or had, by level and class, then the skills that are or were told together. */
function kindsOf(
  { workers }: SupplySnapshot,
  { cells }: PublicationState,
  told: readonly JointSkills[],
): readonly CellKind[] {
  const skills = new Set<SkillCode>(workers.flatMap((worker) => worker.skills.map(({ code }) => code)));
  const joint = new Set<JointSkills>(told);
  for (const { skill } of cells) {
    if (skill === null) continue;
    if (isJoint(skill)) joint.add(skill);
    else skills.add(skill);
  }
  const levels = Array.from({ length: highestLevel - lowestLevel + 1 }, (_, index) => lowestLevel + index);
  return [
    ...dataClasses.map((dataClass) => ({ skill: null, level: lowestLevel, dataClass })),
    ...[...skills]
      .sort()
      .flatMap((skill) => levels.flatMap((level) => dataClasses.map((dataClass) => ({ skill, level, dataClass })))),
    ...[...joint].sort().flatMap((skill) => dataClasses.map((dataClass) => ({ skill, level: lowestLevel, dataClass }))),
  ];
}

function numberAll(
  snapshots: readonly SupplySnapshot[],
  { told }: PublicationState,
  months: readonly IsoMonth[],
): Numbering {
  const ids = new Set<string>();
  const weeks = new Set<IsoWeek>(months.flatMap((month) => weeksOfMonth(month)));
  for (const { workers } of snapshots) {
    for (const worker of workers) {
      ids.add(worker.id);
      for (const [week] of worker.weeks) weeks.add(week);
    }
  }
  for (const { unknowns } of told) for (const { worker } of unknowns) ids.add(worker);
  return {
    workers: new Map([...ids].sort().map((id, number) => [id, number])),
    weeks: new Map([...weeks].sort().map((week, number) => [week, number])),
  };
}

/** Asks for each figure once: cells of a month behind which the same people stand have the same. */
function figuresOf({ freeOn }: BulletinInput, bases: readonly SupplyBasis[]): (weeks: readonly number[]) => Figures {
  const freeOf = new Map(bases.map((basis) => [basis, freeOn(workersOf(basis.snapshot))]));
  const ask = (basis: SupplyBasis): ReturnType<FreeOn> => freeOf.get(basis) as ReturnType<FreeOn>;
  return (weeks) => {
    const known = new Map<readonly number[], number>();
    const found = new Map<readonly number[], number>(); // Free for certain, and perhaps more.
    return {
      exact(cell, basis) {
        const behind = basis.offeringIn(cell, weeks);
        const minutes = known.get(behind) ?? ask(basis)(cell);
        known.set(behind, minutes);
        return minutes;
      },
      isAtLeast(cell, basis, minutes) {
        const behind = basis.offeringIn(cell, weeks);
        const before = known.get(behind);
        if (before !== undefined) return before >= minutes;
        if ((found.get(behind) ?? 0) >= minutes) return true;
        const free = ask(basis)(cell, { enough: minutes });
        (free >= minutes ? found : known).set(behind, free);
        return free >= minutes;
      },
    };
  };
}

function onceFor<Key, T>(answer: (key: Key) => T): (key: Key) => T {
  const known = new Map<Key, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, answer(key));
    return known.get(key) as T;
  };
}
