import { monthsFrom } from '#domain/calendar/month';
import type { PlanInstance, PlanLot, PlanTown } from '#domain/planning/instance';
import { canDo } from '#domain/planning/rules';
import type { SkillCode } from '#domain/skills/catalogue';
import { jointSkills } from '#domain/skills/joint-skills';

// Years small enough to be checked by hand: two months, one skill unless told otherwise.

export const august = '2027-08' as PlanLot['from'];
export const september = '2027-09' as PlanLot['from'];
export const dataEntry = 'data-entry' as PlanLot['skill'];
export const design = 'design' as PlanLot['skill'];

/** A town on the meridian 138° E with one group for data entry: about 11 km to the next tenth of a degree north. */
export function smallTown(
  code: string,
  north: number,
  minutes: readonly number[],
  other: Partial<PlanTown> = {},
): PlanTown {
  return {
    ...{ code, north, east: 138, highestDataClass: 'INTERNAL', ceilings: [], ledMinutes: null, seats: [] },
    groups: [{ skills: [{ code: dataEntry, level: 1 }], clearance: 'INTERNAL', minutes }],
    targetMinutes: [0, 0],
    ...other,
  };
}

/** A lot of data entry in August that may move and be divided. */
export function smallLot(id: string, town: string, minutes: number, other: Partial<PlanLot> = {}): PlanLot {
  return {
    ...{ id, town, skill: dataEntry, level: 1, dataClass: 'INTERNAL', licences: [], minutes },
    ...{ from: august, to: august, yenPerMinute: 30, certainty: 1 },
    ...{ leastShare: 0, mostShare: 1, isWhole: false, minSliceMinutes: 60, mostTowns: 3, mayMove: true },
    ...other,
  };
}

/**
 * The same year where towns have told nothing but figures: each skill, level and data class that somebody has, and all together.
 * @param jointly sets of skills of which they tell everyone who has any, each once, in every data class that is asked for.
 */
export function byFigures(instance: PlanInstance, jointly: readonly (readonly SkillCode[])[] = []): PlanInstance {
  const classes = [...new Set(instance.lots.map(({ dataClass }) => dataClass))];
  const figures = ({ groups }: PlanTown): PlanTown['ceilings'] => {
    const sum = (of: readonly PlanTown['groups'][number][]): number[] =>
      instance.months.map((_, at) => of.reduce((minutes, group) => minutes + (group.minutes[at] ?? 0), 0));
    const asked = new Map(
      instance.lots.map(({ skill, level, dataClass }) => [
        [skill, level, dataClass].join(' '),
        { skill, level, dataClass },
      ]),
    );
    return [
      { skill: null, level: 1, dataClass: 'PUBLIC', minutes: sum(groups) },
      ...[...asked.values()].flatMap((figure) => {
        const able = groups.filter((group) => canDo(group, { ...figure, licences: [] }));
        return able.length === 0 ? [] : [{ ...figure, minutes: sum(able) }];
      }),
      ...jointly.flatMap((skills) =>
        classes.map((dataClass) => ({
          ...{ skill: jointSkills(skills), level: 1, dataClass },
          minutes: sum(
            groups.filter((group) =>
              skills.some((skill) => canDo(group, { skill, level: 1, dataClass, licences: [] })),
            ),
          ),
        })),
      ),
    ];
  };
  return { ...instance, towns: instance.towns.map((town) => ({ ...town, groups: [], ceilings: figures(town) })) };
}

/** August and September of these towns and lots, with an agreement about everything between each pair. */
export function smallYear(
  towns: readonly PlanTown[],
  lots: readonly PlanLot[],
  pairs: readonly (readonly [string, string])[],
): PlanInstance {
  return {
    ...{ format: 'yui-plan-instance-1', months: monthsFrom(august, 2), towns, lots, published: [] },
    agreements: pairs.map((between) => ({ between, skills: null, from: august, to: september })),
  };
}
