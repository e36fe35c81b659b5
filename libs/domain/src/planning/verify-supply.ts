import type { LicenceCode } from '../skills/licences.js';
import type { PlanLot, PlanTown } from './instance.js';
import { canDo, counts } from './rules.js';
import type { PlanRule } from './verify-rule.js';

/** Minutes of a lot in one town and month. */
export interface Work {
  readonly lot: PlanLot;
  readonly minutes: number;
}

/** What is too much for a town in a month. */
export function supplyFaults(town: PlanTown, month: number, works: readonly Work[]): PlanRule[] {
  const { groups, ceilings, ledMinutes, seats } = town;
  const all = works.reduce((total, { minutes }) => total + minutes, 0);
  const ofLicence = (licence: LicenceCode): number =>
    works.reduce((total, { lot, minutes }) => total + (lot.licences.includes(licence) ? minutes : 0), 0);
  const licences = new Set(works.flatMap(({ lot }) => lot.licences));
  const isUnnamed = ({ lot }: Work): boolean =>
    !ceilings.some(
      ({ skill, level, dataClass }) => skill === lot.skill && level === lot.level && dataClass === lot.dataClass,
    );
  const broken: [PlanRule, boolean][] = [
    ['SUPPLY', groups.length > 0 ? !isServed(town, month, works) : works.some(isUnnamed)],
    [
      'CEILING',
      ceilings.some((ceiling) => {
        const counted = works.filter(({ lot }) => counts(ceiling, lot));
        return counted.reduce((total, { minutes }) => total + minutes, 0) > (ceiling.minutes[month] ?? 0);
      }),
    ],
    ['LED', ledMinutes !== null && all > (ledMinutes[month] ?? 0)],
    [
      'SEATS',
      [...licences].some(
        (licence) => ofLicence(licence) > (seats.find((each) => each.licence === licence)?.minutes[month] ?? 0),
      ),
    ],
  ];
  return broken.filter(([, is]) => is).map(([rule]) => rule);
}

/** Whether a town's groups can do the work of a month: every minute finds its place, moving others along paths where need be. */
function isServed({ groups }: PlanTown, month: number, works: readonly Work[]): boolean {
  const left = groups.map(({ minutes }) => minutes[month] ?? 0);
  const placed = works.map(() => groups.map(() => 0));
  for (let work = 0; work < works.length; work++) {
    let open = works[work]?.minutes ?? 0;
    while (open > 0) {
      const path = pathFrom(work);
      if (path === undefined) return false;
      const last = path.at(-1) as Step;
      const room = Math.min(
        open,
        left[last.group] ?? 0,
        ...path.slice(1).map(({ work: moved, from }) => placed[moved]?.[from] ?? 0),
      );
      left[last.group] = (left[last.group] ?? 0) - room;
      for (const { work: moved, from, group } of path) {
        const row = placed[moved] as number[];
        row[group] = (row[group] ?? 0) + room;
        if (from >= 0) row[from] = (row[from] ?? 0) - room;
      }
      open -= room;
    }
  }
  return true;

  /** The shortest way from a work to a group with room: each step moves a work out of the group that the step before fills. */
  function pathFrom(start: number): Step[] | undefined {
    const came = new Map<number, { readonly step: Step; readonly before: number | undefined }>();
    const queue: { readonly work: number; readonly from: number }[] = [{ work: start, from: -1 }];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { work, from } = next;
      for (let group = 0; group < groups.length; group++) {
        const [who, what] = [groups[group], works[work]];
        if (came.has(group) || who === undefined || what === undefined || !canDo(who, what.lot)) continue;
        came.set(group, { step: { work, from, group }, before: from < 0 ? undefined : from });
        if ((left[group] ?? 0) > 0) return pathTo(group);
        placed.forEach((row, other) => {
          if ((row[group] ?? 0) > 0) queue.push({ work: other, from: group });
        });
      }
    }
    return undefined;

    function pathTo(end: number): Step[] {
      const steps: Step[] = [];
      for (let at: number | undefined = end; at !== undefined;) {
        const { step, before } = came.get(at) as { step: Step; before: number | undefined };
        steps.unshift(step);
        at = before;
      }
      return steps;
    }
  }
}

interface Step {
  readonly work: number;
  /** The group that it leaves; −1 where it is new. */
  readonly from: number;
  readonly group: number;
}
