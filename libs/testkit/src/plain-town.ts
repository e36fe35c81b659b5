import type { IsoWeek } from '#domain/calendar/week';
import type { WeekWindow } from '#domain/calendar/window';
import type { CapacityCommitment } from '#domain/capacity/commitment';
import type { WorkerSupply } from '#domain/capacity/supply';
import { anyone, townCapacity, type Free, type TownCapacity } from '#domain/capacity/town-capacity';
import type { SkillCode } from '#domain/skills/catalogue';

/** A worker of a town in which only skills matter: no levels, no clearances, no seats, no directors. */
export interface PlainWorker {
  readonly skills: readonly SkillCode[];
  readonly minutesByWeek: WorkerSupply['minutesByWeek'];
}

export type PlainCommitment = Omit<CapacityCommitment, 'level' | 'dataClass' | 'licences'>;

/** A worker of such a town, with whatever else a worker has. */
export function plainSupply({ skills, minutesByWeek }: PlainWorker, index: number): WorkerSupply {
  return {
    id: `worker ${index}`,
    skills: skills.map((code) => ({ code, level: 1 })),
    clearance: 'PUBLIC',
    minutesByWeek,
  };
}

/** The capacity of such a town. */
export function plainTown(
  workers: readonly PlainWorker[],
  commitments: readonly PlainCommitment[],
  weeks: readonly IsoWeek[],
): Omit<TownCapacity, 'free'> & {
  free(skill: SkillCode, window: WeekWindow, from?: IsoWeek): Free;
} {
  const capacity = townCapacity(
    { workers: workers.map(plainSupply), seatMinutes: new Map() },
    commitments.map((each) => ({ ...each, ...anyone(each.skill), skill: each.skill })),
    weeks,
  );
  return { ...capacity, free: (skill, window, from) => capacity.free(anyone(skill), window, from) };
}
