import { parseIsoMonth, type IsoMonth } from '../calendar/month.js';
import { dataClassFits, type DataClass } from '../orders/data-class.js';
import { decide, refusal, type Decision, type Refusal } from '../refusals/decision.js';
import { isSkill, type SkillCode } from '../skills/catalogue.js';
import { isIn } from '../skills/joint-skills.js';
import { highestLevel, lowestLevel } from '../skills/levels.js';
import { isLicence, type LicenceCode } from '../skills/licences.js';
import type { PlanCeiling, PlanGroup, PlanInstance, PlanLot, PlanTown } from './instance.js';
import { refusalsOfInstance } from './refusals.js';
import { counts } from './rules.js';
import type { Cell } from './year-ceilings.js';

// What-if: pure changes of an instance. What towns have published and ordered is never touched.

/** 1,000 yen × 5 hours × 16 days: minutes that a worker of the request's model gives in a month. */
export const workerMinutes = 5 * 60 * 16;

export type PlanChange =
  /** Another client. */
  | { readonly kind: 'MORE_LOTS'; readonly lots: readonly PlanLot[] }
  /** So many more workers in a town, who can do this. */
  | {
      readonly kind: 'MORE_WORKERS';
      readonly town: string;
      readonly workers: number;
      readonly skill: SkillCode;
      readonly level: number;
      /** The most sensitive data that they may handle. */
      readonly clearance: DataClass;
      /** Minutes a month that each gives; absent: `workerMinutes`. */
      readonly minutesEach?: number;
    }
  /** Everyone of a group (its position in the town's list) learns a skill, or it at a higher level. */
  | {
      readonly kind: 'TRAINING';
      readonly town: string;
      readonly group: number;
      readonly skill: SkillCode;
      readonly level: number;
    }
  /**
   * Everyone in a town who can do one thing (`known`, at its level or above) learns another. It needs no groups: of a town that tells none,
   * the published figures say how many minutes these have at least.
   */
  | {
      readonly kind: 'TRAINING_OF_SKILLED';
      readonly town: string;
      readonly known: { readonly skill: SkillCode; readonly level: number };
      readonly skill: SkillCode;
      readonly level: number;
    }
  /** A town's directors can lead so many minutes more in each month: a director lent or trained. */
  | { readonly kind: 'MORE_LEADING'; readonly town: string; readonly minutes: number }
  /** A town has so many minutes more of seats in each month. */
  | { readonly kind: 'MORE_SEATS'; readonly town: string; readonly licence: LicenceCode; readonly minutes: number }
  /** A bad harvest, a long winter: what workers offer in these months, times a factor; in one town or (null) in all. */
  | {
      readonly kind: 'SUPPLY';
      readonly town: string | null;
      readonly months: readonly IsoMonth[];
      readonly factor: number;
    }
  /** A town leaves, and takes its lots along. */
  | { readonly kind: 'TOWN_LEAVES'; readonly town: string }
  /** Only these towns work for each other; the others stay, each by itself. */
  | { readonly kind: 'COALITION'; readonly towns: readonly string[] };

/**
 * The instance with the changes made one after the other, or everything that speaks against it: an unknown town, group or month, a senseless
 * number, or what the instance would not be allowed to be. Each refusal names the item: `changes[1].town`.
 */
export function changeInstance(instance: PlanInstance, changes: readonly PlanChange[]): Decision<PlanInstance> {
  let changed = instance;
  const refusals: Refusal[] = [];
  changes.forEach((change, at) => {
    const own = refusalsOfChange(changed, change, `changes[${at}]`);
    refusals.push(...own);
    if (own.length === 0) changed = made(changed, change);
  });
  return decide(refusals.length > 0 ? refusals : refusalsOfInstance(changed), () => changed);
}

/** One change made. Of a change that nothing speaks against: see `changeInstance`. */
export function made(instance: PlanInstance, change: PlanChange): PlanInstance {
  switch (change.kind) {
    case 'MORE_LOTS':
      return { ...instance, lots: [...instance.lots, ...change.lots] };
    case 'MORE_WORKERS':
      return inTown(instance, change.town, (town) => withWorkers(instance, town, change));
    case 'TRAINING':
      return inTown(instance, change.town, (town) => withTraining(town, change));
    case 'TRAINING_OF_SKILLED':
      return inTown(instance, change.town, (town) => withSkilledTrained(town, change));
    case 'MORE_LEADING':
      return inTown(instance, change.town, (town) => ({
        ...town,
        ledMinutes: town.ledMinutes?.map((minutes) => minutes + change.minutes) ?? null,
      }));
    case 'MORE_SEATS':
      return inTown(instance, change.town, (town) => ({
        ...town,
        seats: town.seats.some(({ licence }) => licence === change.licence)
          ? town.seats.map((each) =>
              each.licence === change.licence
                ? { ...each, minutes: each.minutes.map((minutes) => minutes + change.minutes) }
                : each,
            )
          : [...town.seats, { licence: change.licence, minutes: instance.months.map(() => change.minutes) }],
      }));
    case 'SUPPLY': {
      const scaled = <T extends PlanGroup | PlanCeiling>(each: T): T => ({
        ...each,
        minutes: each.minutes.map((minutes, month) =>
          change.months.includes(instance.months[month] as IsoMonth) ? Math.floor(minutes * change.factor) : minutes,
        ),
      });
      const towns = instance.towns.map((town) =>
        change.town === null || change.town === town.code
          ? { ...town, groups: town.groups.map(scaled), ceilings: town.ceilings.map(scaled) }
          : town,
      );
      return { ...instance, towns };
    }
    case 'TOWN_LEAVES': {
      const gone = new Set(instance.lots.flatMap(({ id, town }) => (town === change.town ? [id] : [])));
      return {
        ...instance,
        towns: instance.towns.filter(({ code }) => code !== change.town),
        lots: instance.lots.flatMap((lot) => (gone.has(lot.id) ? [] : [without(lot, change.town)])),
        agreements: instance.agreements.filter(({ between }) => !between.includes(change.town)),
        published: instance.published.filter(({ lot, town }) => town !== change.town && !gone.has(lot)),
      };
    }
    case 'COALITION':
      return {
        ...instance,
        agreements: instance.agreements.filter(({ between }) => between.every((code) => change.towns.includes(code))),
      };
  }
}

function inTown(instance: PlanInstance, code: string, change: (town: PlanTown) => PlanTown): PlanInstance {
  return { ...instance, towns: instance.towns.map((town) => (town.code === code ? change(town) : town)) };
}

function without(lot: PlanLot, town: string): PlanLot {
  return lot.addressees === undefined ? lot : { ...lot, addressees: lot.addressees.filter((each) => each !== town) };
}

/** Of a town that tells its groups, one group more; the figures that it has published rise by what counts against them. */
function withWorkers(
  { months }: PlanInstance,
  town: PlanTown,
  change: Extract<PlanChange, { kind: 'MORE_WORKERS' }>,
): PlanTown {
  const { workers, skill, level, clearance, minutesEach = workerMinutes } = change;
  const minutes = months.map(() => workers * minutesEach);
  const isTold = town.ceilings.some(
    (each) => each.skill === skill && each.level === level && each.dataClass === clearance,
  );
  const group: PlanGroup = { skills: [{ code: skill, level }], clearance, minutes };
  const raised = town.ceilings.map((each) =>
    counts(each, { skill, level, dataClass: clearance, licences: [] })
      ? { ...each, minutes: each.minutes.map((figure, at) => figure + (minutes[at] ?? 0)) }
      : each,
  );
  return town.groups.length > 0
    ? { ...town, groups: [...town.groups, group], ceilings: raised }
    : { ...town, ceilings: isTold ? raised : [...raised, { skill, level, dataClass: clearance, minutes }] };
}

function withTraining(town: PlanTown, change: Extract<PlanChange, { kind: 'TRAINING' }>): PlanTown {
  const learns = town.groups[change.group] as PlanGroup;
  const skills = [
    ...learns.skills.filter(({ code }) => code !== change.skill),
    {
      code: change.skill,
      level: Math.max(change.level, ...learns.skills.map((held) => (held.code === change.skill ? held.level : 0))),
    },
  ];
  return {
    ...town,
    groups: town.groups.map((group) => (group === learns ? { ...group, skills } : group)),
    // Nobody offers more time than before: the figures of all skills together stay.
    ceilings: town.ceilings.map((each) =>
      isNewTo(each, learns, change)
        ? { ...each, minutes: each.minutes.map((figure, at) => figure + (learns.minutes[at] ?? 0)) }
        : each,
    ),
  };
}

/** Whether those who learn a skill count for a figure from then on, and did not by what they could do before. */
function isNewTo(
  figure: PlanCeiling,
  { skills, clearance }: PlanGroup,
  { skill, level }: Pick<Extract<PlanChange, { kind: 'TRAINING' }>, 'skill' | 'level'>,
): boolean {
  const isCountedBy = (code: SkillCode, at: number): boolean =>
    counts(figure, { skill: code, level: at, dataClass: clearance, licences: [] });
  return (
    figure.skill !== null && isCountedBy(skill, level) && !skills.some((held) => isCountedBy(held.code, held.level))
  );
}

function withSkilledTrained(town: PlanTown, change: Extract<PlanChange, { kind: 'TRAINING_OF_SKILLED' }>): PlanTown {
  const { known, skill, level } = change;
  if (town.groups.length === 0) return { ...town, ceilings: withFiguresOfSkilled(town.ceilings, change) };
  return town.groups.reduce(
    (trained, { skills }, group) =>
      skills.some((held) => held.code === known.skill && held.level >= known.level)
        ? withTraining(trained, { kind: 'TRAINING', town: town.code, group, skill, level })
        : trained,
    town,
  );
}

/**
 * Nobody has told how many of those who learn the skill have it already. So a figure for it becomes that of those who learn, where this is the
 * larger one: that much there is at least. Nobody offers more time: the figures of all skills together stay.
 */
function withFiguresOfSkilled(
  ceilings: readonly PlanCeiling[],
  { known, skill, level }: Extract<PlanChange, { kind: 'TRAINING_OF_SKILLED' }>,
): PlanCeiling[] {
  const learning = ceilings.filter((each) => each.skill === known.skill && each.level >= known.level);
  const isTold = ({ dataClass }: PlanCeiling): boolean =>
    ceilings.some((each) => each.skill === skill && each.level === level && each.dataClass === dataClass);
  const untold = new Map(learning.filter((each) => !isTold(each)).map((each) => [each.dataClass, each]));
  return [
    ...ceilings,
    ...[...untold.values()].map(({ dataClass, minutes }) => ({
      skill,
      level,
      dataClass,
      minutes: minutes.map(() => 0),
    })),
  ].map((figure) => {
    if (figure.skill === null || !isIn(skill, figure.skill) || figure.level > level) return figure;
    const able = learning.filter(({ dataClass }) => dataClassFits(figure.dataClass, dataClass));
    return {
      ...figure,
      minutes: figure.minutes.map((minutes, at) => Math.max(minutes, ...able.map((each) => each.minutes[at] ?? 0))),
    };
  });
}

/** Kinds of work that changes speak of, of which a town's figures have to be known whatever the year's lots ask for. */
export function kindsSpokenOf(changes: readonly PlanChange[]): Cell[] {
  // The least demanding figures of a skill: those of higher levels and classes come with them.
  const every = (skill: SkillCode, level: number): Cell => ({ skill, level, dataClass: 'PUBLIC' });
  return changes.flatMap((change): Cell[] => {
    switch (change.kind) {
      case 'MORE_LOTS':
        return change.lots.map(({ skill, level, dataClass }) => ({ skill, level, dataClass }));
      case 'MORE_WORKERS':
        return [{ skill: change.skill, level: change.level, dataClass: change.clearance }];
      case 'TRAINING_OF_SKILLED':
        return [every(change.known.skill, change.known.level), every(change.skill, change.level)];
      default:
        return [];
    }
  });
}

function refusalsOfChange({ towns, months }: PlanInstance, change: PlanChange, path: string): Refusal[] {
  const unknown = (isKnown: boolean, field: string, given: string | number): Refusal[] =>
    isKnown ? [] : [refusal('PLAN_NAME_UNKNOWN', { field: `${path}.${field}`, given })];
  const range = (given: number, atLeast: number, atMost: number, field: string): Refusal[] =>
    Number.isFinite(given) && given >= atLeast && given <= atMost
      ? []
      : [refusal('PLAN_NUMBER_OUT_OF_RANGE', { field: `${path}.${field}`, given, atLeast, atMost })];
  const town = (code: string, field = 'town'): Refusal[] =>
    unknown(
      towns.some((each) => each.code === code),
      field,
      code,
    );
  switch (change.kind) {
    case 'MORE_LOTS':
      return [];
    case 'MORE_WORKERS':
      return [
        ...town(change.town),
        ...range(change.workers, 1, 10_000, 'workers'),
        ...range(change.minutesEach ?? workerMinutes, 1, 44_640, 'minutesEach'),
        ...unknown(isSkill(change.skill), 'skill', change.skill),
        ...range(change.level, lowestLevel, highestLevel, 'level'),
      ];
    case 'TRAINING':
      return [
        ...town(change.town),
        ...unknown(
          towns.find(({ code }) => code === change.town)?.groups[change.group] !== undefined,
          'group',
          change.group,
        ),
        ...unknown(isSkill(change.skill), 'skill', change.skill),
        ...range(change.level, lowestLevel, highestLevel, 'level'),
      ];
    case 'TRAINING_OF_SKILLED':
      return [
        ...town(change.town),
        ...unknown(isSkill(change.known.skill), 'known.skill', change.known.skill),
        ...range(change.known.level, lowestLevel, highestLevel, 'known.level'),
        ...unknown(isSkill(change.skill), 'skill', change.skill),
        ...range(change.level, lowestLevel, highestLevel, 'level'),
      ];
    case 'MORE_LEADING':
      return [...town(change.town), ...range(change.minutes, 1, 100_000_000, 'minutes')];
    case 'MORE_SEATS':
      return [
        ...town(change.town),
        ...range(change.minutes, 1, 100_000_000, 'minutes'),
        ...unknown(isLicence(change.licence), 'licence', change.licence),
      ];
    case 'SUPPLY':
      return [
        ...(change.town === null ? [] : town(change.town)),
        ...change.months.flatMap((month, at) =>
          unknown(parseIsoMonth(month).ok && months.includes(month), `months[${at}]`, month),
        ),
        ...range(change.factor, 0, 10, 'factor'),
      ];
    case 'TOWN_LEAVES':
      return town(change.town);
    case 'COALITION':
      return change.towns.flatMap((code, at) => town(code, `towns[${at}]`));
  }
}
