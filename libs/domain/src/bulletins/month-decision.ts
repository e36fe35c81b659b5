import type { IsoMonth } from '../calendar/month.js';
import { dataClasses } from '../orders/data-class.js';
import { isJoint } from '../skills/joint-skills.js';
import type { BulletinCell, DisclosureSettings } from './bulletin.js';
import { roundDown } from './crowd.js';
import type { MonthAudit, ToldRow } from './month-audit.js';
import type { PublishedCell } from './publication-state.js';
import type { CellKind, SupplyBasis } from './supply-basis.js';
import { difference, type ToldLedger } from './told-ledger.js';

/** A cell that is or once was shown. */
export type DecidedCell = PublishedCell;

export interface MonthFacts {
  readonly month: IsoMonth;
  /** Every kind of cell that there is or was. */
  readonly kinds: readonly CellKind[];
  /** Whether the town tells cells of a kind at all. One that it does not tell any more is remembered, and comes back as any that vanished. */
  readonly isTold: (kind: CellKind) => boolean;
  /** Numbers of the month's weeks. */
  readonly weeks: readonly number[];
  /** Of these, those that are over. */
  readonly weeksOver: readonly number[];
  /** The month's cells that were shown before. */
  readonly known: readonly PublishedCell[];
  readonly bases: ReadonlyMap<number, SupplyBasis>;
  readonly today: SupplyBasis;
  readonly ledger: ToldLedger;
  /** Whether all that changed in the town since a basis hides each who changed, or nothing did. */
  readonly mayFollow: (basis: number) => boolean;
  readonly settings: DisclosureSettings;
  readonly guards: {
    readonly present: (offered: readonly number[], settings: DisclosureSettings) => boolean;
    readonly changedTogether: (changes: readonly number[], settings: DisclosureSettings) => boolean;
    readonly audit: MonthAudit;
  };
  /** Exact free minutes of a cell on a basis, under today's commitments. */
  readonly figureOn: (cell: BulletinCell, basis: SupplyBasis) => number;
  /** Whether a figure on the same basis is the same as in the last bulletin. */
  readonly isAsLastTime: boolean;
  /** Whether so many minutes of a cell, free on the basis it rests on, are free today. */
  readonly isFreeToday: (cell: PublishedCell, minutes: number) => boolean;
}

/** A cell that would like to rest on today's supply. */
interface Candidate {
  readonly kind: CellKind;
  readonly cell: BulletinCell;
  readonly known: PublishedCell | undefined;
  readonly row: ToldRow;
  readonly workers: number;
}

/** A cell that may be shown on a basis, as far as privacy goes; `known` where it is an old one. */
interface Resting {
  readonly cell: BulletinCell;
  readonly basis: SupplyBasis;
  readonly known?: PublishedCell;
}

/** What becomes of each cell of a month. Cells never shown are left out. */
export function decideMonth(facts: MonthFacts): DecidedCell[] {
  const { month, kinds, today, ledger, settings, guards } = facts;
  const knownOf = new Map(facts.known.map((cell) => [keyOf(cell), cell]));
  const resting = new Map<CellKind, Resting>();
  const hidden = new Map<CellKind, DecidedCell>();
  const stay = (kind: CellKind, known: PublishedCell): void => {
    if (isTellable(known, facts)) resting.set(kind, { cell: known, basis: basisOf(known, facts), known });
    else hidden.set(kind, { ...known, shown: false });
  };
  const candidates: Candidate[] = [];
  for (const kind of kinds) {
    const cell = { month, ...kind };
    const known = knownOf.size === 0 ? undefined : knownOf.get(keyOf(kind));
    if (!facts.isTold(kind)) {
      if (known !== undefined) hidden.set(kind, { ...known, shown: false });
      continue;
    }
    const step = nextStep(cell, known, facts);
    if (step === 'follow') resting.set(kind, { cell, basis: today });
    if (step === 'stay' && known !== undefined) stay(kind, known);
    if (step === 'move') {
      const members = today.membersOf(kind);
      candidates.push({ kind, cell, known, row: rowOf(members, known, facts), workers: members.length });
    }
  }
  candidates.sort(mostWantedFirst);
  const effects =
    candidates.length === 0
      ? []
      : guards.audit({
          ...ledger.told,
          wanted: candidates.map(({ row }) => row),
          fewestWorkers: settings.fewestWorkers,
        });
  candidates.forEach(({ kind, cell, known, row }, index) => {
    const effect = effects[index];
    if (effect === 'can be told') ledger.tell(row);
    if (effect !== 'reveals too few') resting.set(kind, { cell, basis: today });
    else if (known !== undefined) stay(kind, known);
  });
  const shown = figured(resting, facts);
  return kinds.flatMap((kind) => shown.get(kind) ?? hidden.get(kind) ?? []);
}

/**
 * `move`: it may rest on today's supply if the audit agrees. `follow`: nothing that its sum adds up has changed, and what changed elsewhere in the
 * town (by which commitments may move over) hides each who changed; so there is nothing to audit. `stay`: neither; on its old basis,
 * or not shown.
 */
function nextStep(
  cell: BulletinCell,
  known: PublishedCell | undefined,
  { bases, today, weeks, mayFollow, settings, guards }: MonthFacts,
): 'move' | 'follow' | 'stay' {
  if (!guards.present(today.offeredBy(cell, weeks), settings)) return 'stay';
  if (known === undefined) return 'move';
  const basis = bases.get(known.basis) as SupplyBasis;
  const changes = basis === today ? [] : changesOf(cell, basis, today, weeks);
  if (changes.length === 0) return known.shown && mayFollow(known.basis) ? 'follow' : 'stay';
  return guards.changedTogether(changes, settings) ? 'move' : 'stay';
}

/**
 * By how much each worker's part in a cell differs between two bases; 0 for one who joined with nothing, or moved time within the
 * month. Such a one hides nobody, but may not be told of either.
 */
function changesOf(kind: CellKind, before: SupplyBasis, after: SupplyBasis, weeks: readonly number[]): number[] {
  const [was, is] = [before.totalsIn(weeks), after.totalsIn(weeks)];
  const changes: number[] = [];
  // Whoever is the same in both is counted in both or in neither.
  for (const worker of before.differingFrom(after, weeks)) {
    const [wasMember, isMember] = [before.isMember(worker, kind), after.isMember(worker, kind)];
    if (wasMember && !isMember) changes.push(-(was[worker] as number));
    if (!wasMember && isMember) changes.push(is[worker] as number);
    if (wasMember && isMember && before.differs(worker, after, weeks))
      changes.push((is[worker] as number) - (was[worker] as number));
  }
  return changes;
}

/**
 * Whether the cell can be told on its old basis: it was shown last time, its basis still hides everyone, and none of its weeks is over.
 * (The minutes of such a week cannot be promised, and without them the figure would tell what the few offered who worked in that week;
 * had there been enough of them, the cell would have moved.)
 */
function isTellable(known: PublishedCell, facts: MonthFacts): boolean {
  const { weeks, weeksOver, settings, guards } = facts;
  const basis = basisOf(known, facts);
  return (
    known.shown &&
    guards.present(basis.offeredBy(known, weeks), settings) &&
    basis.offeredBy(known, weeksOver).every((minutes) => minutes === 0)
  );
}

/**
 * The cells with their figures. One on an old basis is shown as long as it promises no more than there really is. The figures on one basis
 * are asked for after those on another, and today's last, because a network that serves several has to change over between them.
 */
function figured(resting: ReadonlyMap<CellKind, Resting>, facts: MonthFacts): Map<CellKind, DecidedCell> {
  const { today, settings, figureOn, isAsLastTime, isFreeToday } = facts;
  const inTurn = [...resting].sort(
    ([, a], [, b]) => Number(a.basis === today) - Number(b.basis === today) || a.basis.number - b.basis.number,
  );
  const figureOf = ({ cell, basis, known }: Resting): number =>
    known !== undefined && isAsLastTime ? known.freeMinutes : roundDown(figureOn(cell, basis), settings);
  return new Map(
    inTurn
      .map(([kind, rests]) => ({ kind, ...rests, freeMinutes: figureOf(rests) }))
      .map(({ kind, cell, basis, known, freeMinutes }): [CellKind, DecidedCell] => {
        if (known === undefined)
          return [kind, { ...kindAndMonth(cell), basis: basis.number, shown: true, freeMinutes }];
        return [kind, isFreeToday(known, freeMinutes) ? { ...known, freeMinutes } : { ...known, shown: false }];
      }),
  );
}

/** What showing the cell adds to what was told: its sum, or how that differs from what it showed last. */
function rowOf(
  members: readonly number[],
  known: PublishedCell | undefined,
  { bases, today, ledger }: MonthFacts,
): ToldRow {
  const sum = ledger.sumOf(members, today);
  if (known === undefined) return { plus: sum, minus: [] };
  const basis = bases.get(known.basis) as SupplyBasis;
  return difference(sum, ledger.sumOf(basis.membersOf(known), basis));
}

/**
 * What peers could see before stays if it can; then the total, then what more workers stand behind, then what asks for less. Skills counted
 * together come after all others: no figure of one skill vanishes from a bulletin for them.
 */
function mostWantedFirst(a: Candidate, b: Candidate): number {
  return (
    Number(isJoint(a.cell.skill)) - Number(isJoint(b.cell.skill)) ||
    Number(b.known?.shown ?? false) - Number(a.known?.shown ?? false) ||
    Number(b.cell.skill === null) - Number(a.cell.skill === null) ||
    b.workers - a.workers ||
    dataClasses.indexOf(a.cell.dataClass) - dataClasses.indexOf(b.cell.dataClass) ||
    a.cell.level - b.cell.level ||
    ((a.cell.skill ?? '') < (b.cell.skill ?? '') ? -1 : 1)
  );
}

function basisOf({ basis }: PublishedCell, { bases }: MonthFacts): SupplyBasis {
  return bases.get(basis) as SupplyBasis;
}

function keyOf({ skill, level, dataClass }: CellKind): string {
  return `${skill ?? ''} ${level} ${dataClass}`;
}

function kindAndMonth({ month, skill, level, dataClass }: BulletinCell): BulletinCell {
  return { month, skill, level, dataClass };
}
