import { hoursAfter, type Instant } from '../calendar/date.js';
import { monthsBetween, parseIsoMonth, type IsoMonth } from '../calendar/month.js';
import { parseMunicipalityCode, type MunicipalityCode } from '../municipality/code.js';
import { dataClasses, type DataClass } from '../orders/data-class.js';
import { isSkill, type SkillCode } from '../skills/catalogue.js';
import { isJoint, jointSkills } from '../skills/joint-skills.js';
import { highestLevel, lowestLevel } from '../skills/levels.js';
import { listed, type BulletinFigure, type CapacityBulletin } from './bulletin.js';

/** Two years. A bulletin looks no further, and so has an end: every cell of it at most once. */
const mostMonths = 24;
/** Figures that hold for longer than a week are no figures of free time. */
const longestValidityHours = 7 * 24;
/** Clocks of two towns may differ by this much. */
const clockDifferenceHours = 1 / 12;
/** More than every inhabitant of the largest town could work in a month, and far below what the graph can show. */
const mostMinutes = 1_000_000_000;

/** What a peer says to be a capacity bulletin, if it is one; undefined when anything in it makes no sense. Only the fields of one are kept. */
export function receivedBulletin(said: unknown, now: Instant): CapacityBulletin | undefined {
  const {
    municipality: town,
    number,
    issuedAt,
    expiresAt,
    from: first,
    to: last,
    rows,
    jointRows = [],
  } = fieldsOf(said);
  const [municipality, from, to] = [codeIn(town), monthIn(first), monthIn(last)];
  if (municipality === undefined || from === undefined || to === undefined) return undefined;
  const months = new Set(monthsBetween(from, to));
  const makesSense =
    isCount(number, Number.MAX_SAFE_INTEGER) &&
    number >= 1 &&
    isCount(issuedAt, hoursAfter(now, clockDifferenceHours)) &&
    isCount(expiresAt, hoursAfter(issuedAt as Instant, longestValidityHours)) &&
    expiresAt > issuedAt &&
    months.size >= 1 &&
    months.size <= mostMonths &&
    Array.isArray(rows) &&
    Array.isArray(jointRows);
  if (!makesSense) return undefined;
  const figures = [...rows.map((each) => rowIn(each, months)), ...jointRows.map((each) => jointRowIn(each, months))];
  const read = figures.filter((each) => each !== undefined);
  if (read.length < figures.length || new Set(read.map(cellOf)).size < read.length) return undefined;
  return {
    ...{ municipality, number, issuedAt: issuedAt as Instant, expiresAt: expiresAt as Instant, from, to },
    ...listed(read),
  };
}

/** A town's word that its bulletins up to a number are overtaken; undefined when it makes no sense. */
export function receivedOutdatedMark(
  said: unknown,
): { readonly municipality: MunicipalityCode; readonly number: number } | undefined {
  const { municipality: town, number } = fieldsOf(said);
  const municipality = codeIn(town);
  return municipality !== undefined && isCount(number, Number.MAX_SAFE_INTEGER) ? { municipality, number } : undefined;
}

/** Whether a bulletin still holds. */
export function isFresh({ expiresAt }: Pick<CapacityBulletin, 'expiresAt'>, now: Instant): boolean {
  return now < expiresAt;
}

function cellOf({ month, skill, level, dataClass }: BulletinFigure): string {
  return `${month} ${skill} ${level} ${dataClass}`;
}

function rowIn(said: unknown, months: ReadonlySet<IsoMonth>): BulletinFigure | undefined {
  const { month, skill, level, dataClass, freeMinutes } = fieldsOf(said);
  const makesSense =
    months.has(month as IsoMonth) &&
    (skill === null || (typeof skill === 'string' && isSkill(skill))) &&
    isCount(level, highestLevel) &&
    level >= lowestLevel &&
    (dataClasses as readonly unknown[]).includes(dataClass) &&
    isCount(freeMinutes, mostMinutes);
  if (!makesSense) return undefined;
  return { month: month as IsoMonth, skill, level, dataClass: dataClass as DataClass, freeMinutes };
}

/** A figure of skills together; of fewer than two it would be one of something else. */
function jointRowIn(said: unknown, months: ReadonlySet<IsoMonth>): BulletinFigure | undefined {
  const { skills, ...row } = fieldsOf(said);
  if (!Array.isArray(skills) || !skills.every((each) => typeof each === 'string' && isSkill(each))) return undefined;
  const figure = rowIn({ ...row, skill: null, level: lowestLevel }, months);
  const skill = jointSkills(skills as SkillCode[]);
  return figure === undefined || !isJoint(skill) ? undefined : { ...figure, skill };
}

function fieldsOf(said: unknown): Readonly<Record<string, unknown>> {
  return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {};
}

function codeIn(said: unknown): MunicipalityCode | undefined {
  const code = typeof said === 'string' ? parseMunicipalityCode(said) : undefined;
  return code?.ok ? code.value : undefined;
}

function monthIn(said: unknown): IsoMonth | undefined {
  const month = typeof said === 'string' ? parseIsoMonth(said) : undefined;
  return month?.ok ? month.value : undefined;
}

function isCount(said: unknown, atMost: number): said is number {
  return Number.isInteger(said) && (said as number) >= 0 && (said as number) <= atMost;
}
