import type { Instant } from '../calendar/date.js';
import { monthsBetween, type IsoMonth } from '../calendar/month.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { hasKnownOffice, kilometresBetween } from '../municipality/distance.js';
import type { DataClass } from '../orders/data-class.js';
import { decide, refusal, type Decision, type Refusal } from '../refusals/decision.js';
import { isSkill, skillCatalogue, type SkillCode } from '../skills/catalogue.js';
import { isJoint, skillsIn } from '../skills/joint-skills.js';
import { highestLevel, lowestLevel } from '../skills/levels.js';
import { figuresIn, type BulletinFigure, type CapacityBulletin, type JointRow } from './bulletin.js';

/** Where a figure comes from: a bulletin that still holds, or the town itself just now. */
export const capacitySources = ['BULLETIN', 'LIVE'] as const;
export type CapacitySource = (typeof capacitySources)[number];

/** How towns are put in order; unless told, in that of the federation document. */
export const capacitySorts = ['NEAREST', 'MOST_FREE'] as const;
export type CapacitySort = (typeof capacitySorts)[number];

/** A year and a half: the longest run of months one question may span. */
const mostMonths = 18;
/** Farther than any two towns of Japan lie apart. */
const mostKilometres = 3_000;

/** What somebody looks for, as it was asked. */
export interface AskedCapacity {
  readonly from: IsoMonth;
  readonly to: IsoMonth;
  readonly skill?: string | null;
  readonly skills?: readonly { readonly code: string; readonly level?: number | null }[] | null;
  readonly level?: number | null;
  readonly dataClass?: DataClass | null;
  readonly minMinutes?: number | null;
  readonly municipalities?: readonly MunicipalityCode[] | null;
  readonly near?: { readonly municipality: MunicipalityCode; readonly kilometres: number } | null;
  readonly sort?: CapacitySort | null;
}

/** What is looked for, with nothing left open. */
export interface CapacitySearch {
  readonly from: IsoMonth;
  readonly to: IsoMonth;
  /** Any of these; every skill at `level` where it is undefined. */
  readonly skills: readonly { readonly code: SkillCode; readonly level: number }[] | undefined;
  readonly level: number;
  readonly dataClass: DataClass;
  readonly minMinutes: number;
  /** All towns where it is undefined. */
  readonly municipalities: ReadonlySet<MunicipalityCode> | undefined;
  readonly withinKilometres: number | undefined;
  /** The town that distances are told from. */
  readonly origin: MunicipalityCode | undefined;
  readonly sort: CapacitySort | undefined;
}

/** A bulletin, and how it was come by. */
export interface HeardBulletin {
  readonly bulletin: CapacityBulletin;
  readonly source: CapacitySource;
}

/** Free minutes of all skills together: a worker with two skills counts once. */
export interface FoundTotal {
  readonly municipality: MunicipalityCode;
  readonly month: IsoMonth;
  readonly level: number;
  readonly dataClass: DataClass;
  readonly freeMinutes: number;
  readonly source: CapacitySource;
  readonly asOf: Instant;
  /** From the town that the question names, else from the asker's own; null where either position is unknown. */
  readonly kilometres: number | null;
}

/** Free minutes of several skills together, at level 1: a worker who has several of them counts once. */
export type FoundTogether = FoundTotal & Pick<JointRow, 'skills'>;

/** Free minutes of one skill. Not to be added up over skills. */
export type FoundRow = FoundTotal & { readonly skill: SkillCode };

/**
 * What is looked for, or everything in the question that makes no sense.
 * @param own the asker's town, from where distances are told unless `near` names another.
 */
export function parseCapacitySearch(asked: AskedCapacity, own: MunicipalityCode | undefined): Decision<CapacitySearch> {
  const { from, to, near, sort } = asked;
  const level = asked.level ?? lowestLevel;
  const origin = near?.municipality ?? own;
  const wanted = [
    ...(typeof asked.skill === 'string' ? [{ code: asked.skill, level }] : []),
    ...(asked.skills ?? []).map((each) => ({ code: each.code, level: each.level ?? level })),
  ];
  const refusals: Refusal[] = [
    ...refusalsOfMonths(from, to),
    ...refusalsOfSkill(asked.skill, 'filter.skill'),
    ...(asked.skills?.length === 0 ? [refusal('SKILLS_EMPTY', { field: 'filter.skills' })] : []),
    ...(asked.skills ?? []).flatMap((each, index) => [
      ...refusalsOfSkill(each.code, `filter.skills.${index}.code`),
      ...refusalsOfLevel(each.level, `filter.skills.${index}.level`),
    ]),
    ...refusalsOfLevel(asked.level, 'filter.level'),
    ...refusalsOfPlace(near),
    ...(sort === 'NEAREST' && !near && !(own !== undefined && hasKnownOffice(own))
      ? [refusal('NEAR_MISSING', { field: 'filter.near' })]
      : []),
  ];
  return decide(refusals, () => ({
    from,
    to,
    skills: wanted.length === 0 ? undefined : wanted.map(({ code, ...rest }) => ({ code: code as SkillCode, ...rest })),
    level,
    dataClass: asked.dataClass ?? 'PUBLIC',
    minMinutes: asked.minMinutes ?? 0,
    municipalities: asked.municipalities ? new Set(asked.municipalities) : undefined,
    withinKilometres: near?.kilometres,
    origin,
    sort: sort ?? undefined,
  }));
}

/** Whether a town is among those asked for, by name and by distance. A town whose position is unknown is near to nothing. */
export function isAskedFor(town: MunicipalityCode, search: CapacitySearch): boolean {
  if (search.municipalities?.has(town) === false) return false;
  if (search.withinKilometres === undefined) return true;
  const kilometres = kilometresFrom(search, town);
  return kilometres !== null && kilometres <= search.withinKilometres;
}

/**
 * The figures that are looked for, out of what towns have told: by skill, of all skills together where no skill is asked for, and of some together
 * where all of these are asked for, or none is, at level 1: whoever is counted there can do what is asked. A skill
 * that a bulletin does not list at the asked level and data class is not shown. Towns come in the given order unless the search says
 * otherwise, the figures of a town by month and skill.
 */
export function searchCapacity(
  heard: readonly HeardBulletin[],
  search: CapacitySearch,
): { readonly rows: FoundRow[]; readonly totals: FoundTotal[]; readonly together: FoundTogether[] } {
  const found = heard
    .filter(({ bulletin }) => isAskedFor(bulletin.municipality, search))
    .flatMap((each) => foundIn(each, search));
  const rows = found.filter(
    (each): each is FoundRow => each.skill !== null && !isJoint(each.skill) && isWanted(each.skill, each.level, search),
  );
  const together = found.flatMap(({ skill, ...figure }): FoundTogether[] =>
    isJoint(skill) && skillsIn(skill).every((code) => isWanted(code, figure.level, search))
      ? [{ ...figure, skills: skillsIn(skill) }]
      : [],
  );
  const totals = search.skills === undefined ? found.filter(({ skill }) => skill === null) : [];
  return {
    rows: rows.sort(inOrder(search.sort)),
    totals: totals.map(({ skill: _all, ...total }) => total).sort(inOrder(search.sort)),
    together: together.sort(inOrder(search.sort)),
  };
}

/** Compares two figures by the asked order; what it calls equal stays as it stands. */
export function inOrder(
  sort: CapacitySort | undefined,
): (
  one: Pick<FoundTotal, 'kilometres' | 'freeMinutes'>,
  other: Pick<FoundTotal, 'kilometres' | 'freeMinutes'>,
) => number {
  switch (sort) {
    case 'NEAREST':
      return (one, other) => (one.kilometres ?? mostKilometres) - (other.kilometres ?? mostKilometres);
    case 'MOST_FREE':
      return (one, other) => other.freeMinutes - one.freeMinutes;
    default:
      return () => 0;
  }
}

type Figure = FoundTotal & Pick<BulletinFigure, 'skill'>;

/** A bulletin's figures in the asked months and data class, by month and skill. */
function foundIn({ bulletin, source }: HeardBulletin, search: CapacitySearch): Figure[] {
  const { municipality, issuedAt: asOf } = bulletin;
  const kilometres = kilometresFrom(search, municipality);
  return figuresIn(bulletin)
    .filter(
      ({ month, level, dataClass, skill, freeMinutes }) =>
        search.from <= month &&
        month <= search.to &&
        dataClass === search.dataClass &&
        (skill !== null || level === search.level) &&
        freeMinutes >= search.minMinutes,
    )
    .map((row) => ({ ...row, municipality, source, asOf, kilometres }))
    .sort((one, other) =>
      one.month === other.month ? placeOf(one.skill) - placeOf(other.skill) : one.month < other.month ? -1 : 1,
    );
}

function isWanted(skill: SkillCode, level: number, search: CapacitySearch): boolean {
  return search.skills === undefined
    ? level === search.level
    : search.skills.some((wanted) => wanted.code === skill && wanted.level === level);
}

function kilometresFrom({ origin }: CapacitySearch, town: MunicipalityCode): number | null {
  return (origin === undefined ? undefined : kilometresBetween(origin, town)) ?? null;
}

const places = new Map<Figure['skill'], number>(skillCatalogue.map(({ code }, index) => [code, index]));

function placeOf(skill: Figure['skill']): number {
  return places.get(skill) ?? -1;
}

function refusalsOfMonths(from: IsoMonth, to: IsoMonth): Refusal[] {
  if (to < from) return [refusal('WINDOW_REVERSED', { field: 'filter.to', from, to })];
  return monthsBetween(from, to).length > mostMonths
    ? [refusal('WINDOW_TOO_LONG', { field: 'filter.to', atMost: mostMonths, unit: 'months' })]
    : [];
}

function refusalsOfSkill(given: string | null | undefined, field: string): Refusal[] {
  return typeof given === 'string' && !isSkill(given) ? [refusal('SKILL_UNKNOWN', { field, given })] : [];
}

function refusalsOfLevel(asked: number | null | undefined, field: string): Refusal[] {
  return typeof asked === 'number' && (asked < lowestLevel || asked > highestLevel)
    ? [refusal('SKILL_LEVEL_OUT_OF_RANGE', { field, asked, atLeast: lowestLevel, atMost: highestLevel })]
    : [];
}

function refusalsOfPlace(near: AskedCapacity['near']): Refusal[] {
  if (!near) return [];
  const { municipality: given, kilometres: asked } = near;
  return [
    ...(hasKnownOffice(given) ? [] : [refusal('POSITION_UNKNOWN', { field: 'filter.near.municipality', given })]),
    ...(asked >= 1 && asked <= mostKilometres
      ? []
      : [refusal('DISTANCE_OUT_OF_RANGE', { field: 'filter.near.kilometres', asked, atMost: mostKilometres })]),
  ];
}
