import { parseIsoMonth } from '../calendar/month.js';
import { dataClasses } from '../orders/data-class.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import { isSkill } from '../skills/catalogue.js';
import { skillsIn } from '../skills/joint-skills.js';
import { highestLevel, lowestLevel } from '../skills/levels.js';
import { isLicence } from '../skills/licences.js';
import type { PlanInstance, PlanLot, PlanTown } from './instance.js';

/** More than this and a plan is not even begun. */
export const mostLots = 200_000;
export const mostPlanTowns = 2_000;
const mostMinutes = 1_000_000_000;
/** So many refusals say enough. */
const mostRefusals = 50;

/**
 * Why a year cannot be planned from this; empty when it can. Each refusal names the item: `lots[3].to`. The shape of what comes from
 * outside is read by `readInstance`.
 */
export function refusalsOfInstance(instance: PlanInstance): Refusal[] {
  const tooLarge = [
    ...(instance.lots.length > mostLots ? [tooMany('lots', instance.lots.length, mostLots)] : []),
    ...(instance.towns.length > mostPlanTowns ? [tooMany('towns', instance.towns.length, mostPlanTowns)] : []),
  ];
  if (tooLarge.length > 0) return tooLarge;
  const towns = new Set(instance.towns.map(({ code }) => code));
  return [
    ...instance.months.flatMap((month, at) =>
      parseIsoMonth(month).ok && (at === 0 || (instance.months[at - 1] ?? '') < month)
        ? []
        : [refusal('PLAN_NAME_UNKNOWN', { field: `months[${at}]`, given: month })],
    ),
    ...twice(
      instance.towns.map(({ code }) => code),
      'towns',
      'code',
    ),
    ...twice(
      instance.lots.map(({ id }) => id),
      'lots',
      'id',
    ),
    ...instance.towns.flatMap((town, at) => refusalsOfTown(town, `towns[${at}]`, instance.months.length)),
    ...instance.lots.flatMap((lot, at) => refusalsOfLot(lot, `lots[${at}]`, instance, towns)),
    ...instance.agreements.flatMap(({ between, from, to }, at) => [
      ...inRange(between.length, 2, 2, `agreements[${at}].between.length`),
      ...between.flatMap((code) => unknown(towns.has(code), `agreements[${at}].between`, code)),
      ...(from <= to ? [] : [refusal('PLAN_WINDOW_EMPTY', { field: `agreements[${at}].to`, from, to })]),
    ]),
    ...instance.published.flatMap(({ town }, at) => unknown(towns.has(town), `published[${at}].town`, town)),
  ].slice(0, mostRefusals);
}

function refusalsOfTown(town: PlanTown, path: string, months: number): Refusal[] {
  const { groups, ceilings, seats, ledMinutes, targetMinutes, north, east, highestDataClass } = town;
  return [
    ...inRange(north, -90, 90, `${path}.north`),
    ...inRange(east, -180, 180, `${path}.east`),
    ...unknown(dataClasses.includes(highestDataClass), `${path}.highestDataClass`, highestDataClass),
    ...groups.flatMap(({ skills, clearance, minutes }, at) => [
      ...byMonth(minutes, months, `${path}.groups[${at}].minutes`),
      ...unknown(dataClasses.includes(clearance), `${path}.groups[${at}].clearance`, clearance),
      ...skills.flatMap(({ code, level }, skill) => [
        ...unknown(isSkill(code), `${path}.groups[${at}].skills[${skill}].code`, code),
        ...inRange(level, lowestLevel, highestLevel, `${path}.groups[${at}].skills[${skill}].level`),
      ]),
    ]),
    ...ceilings.flatMap(({ skill, dataClass, minutes }, at) => [
      ...byMonth(minutes, months, `${path}.ceilings[${at}].minutes`),
      ...unknown(skill === null || skillsIn(skill).every(isSkill), `${path}.ceilings[${at}].skill`, String(skill)),
      ...unknown(dataClasses.includes(dataClass), `${path}.ceilings[${at}].dataClass`, dataClass),
    ]),
    ...seats.flatMap(({ licence, minutes }, at) => [
      ...byMonth(minutes, months, `${path}.seats[${at}].minutes`),
      ...unknown(isLicence(licence), `${path}.seats[${at}].licence`, licence),
    ]),
    ...(ledMinutes === null ? [] : byMonth(ledMinutes, months, `${path}.ledMinutes`)),
    ...byMonth(targetMinutes, months, `${path}.targetMinutes`),
  ];
}

function refusalsOfLot(lot: PlanLot, path: string, { months }: PlanInstance, towns: ReadonlySet<string>): Refusal[] {
  const { town, skill, level, dataClass, licences, minutes, from, to, leastShare, mostShare } = lot;
  const inWindow = months.filter((month) => from <= month && month <= to).length;
  return [
    ...unknown(towns.has(town), `${path}.town`, town),
    ...unknown(isSkill(skill), `${path}.skill`, skill),
    ...inRange(level, lowestLevel, highestLevel, `${path}.level`),
    ...unknown(dataClasses.includes(dataClass), `${path}.dataClass`, dataClass),
    ...licences.flatMap((licence, at) => unknown(isLicence(licence), `${path}.licences[${at}]`, licence)),
    ...inRange(minutes, 1, mostMinutes, `${path}.minutes`, true),
    ...unknown(months.includes(from), `${path}.from`, from),
    ...unknown(months.includes(to), `${path}.to`, to),
    ...(from <= to ? [] : [refusal('PLAN_WINDOW_EMPTY', { field: `${path}.to`, from, to })]),
    ...inRange(lot.yenPerMinute, 0, 1_000_000, `${path}.yenPerMinute`),
    ...inRange(lot.certainty, 0, 1, `${path}.certainty`),
    ...inRange(mostShare, 0, 1, `${path}.mostShare`),
    // In every month of the window that share of what is done: together no more than all of it, and no month above its most.
    ...inRange(leastShare, 0, inWindow === 0 ? 1 : Math.min(mostShare, 1 / inWindow), `${path}.leastShare`),
    ...inRange(lot.minSliceMinutes, 1, Math.max(1, minutes), `${path}.minSliceMinutes`, true),
    ...inRange(lot.mostTowns, 0, mostPlanTowns, `${path}.mostTowns`, true),
    ...(lot.addressees ?? []).flatMap((code) => unknown(towns.has(code), `${path}.addressees`, code)),
  ];
}

function byMonth(minutes: readonly number[], months: number, field: string): Refusal[] {
  if (minutes.length !== months) return inRange(minutes.length, months, months, `${field}.length`);
  return minutes.flatMap((each, at) => inRange(each, 0, mostMinutes, `${field}[${at}]`, true));
}

function inRange(given: number, from: number, to: number, field: string, whole = false): Refusal[] {
  const isFine = given >= from && given <= to && (!whole || Number.isInteger(given));
  return isFine ? [] : [refusal('PLAN_NUMBER_OUT_OF_RANGE', { field, given, atLeast: from, atMost: to })];
}

function unknown(isKnown: boolean, field: string, given: string): Refusal[] {
  return isKnown ? [] : [refusal('PLAN_NAME_UNKNOWN', { field, given })];
}

function twice(names: readonly string[], list: string, field: string): Refusal[] {
  const seen = new Set<string>();
  return names.flatMap((given, at) => {
    if (!seen.has(given)) {
      seen.add(given);
      return [];
    }
    return [refusal('PLAN_NAME_TWICE', { field: `${list}[${at}].${field}`, given })];
  });
}

function tooMany(field: string, asked: number, atMost: number): Refusal {
  return refusal('PLAN_TOO_LARGE', { field, asked, atMost });
}
