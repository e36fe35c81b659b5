import { type WorkerSupply } from '#domain/capacity/supply';

import { weeksOfMonth, type IsoMonth } from '#domain/calendar/month';
import { nextWeek, type IsoWeek } from '#domain/calendar/week';
import { dataClasses, type DataClass } from '#domain/orders/data-class';
import type { SkillCode } from '#domain/skills/catalogue';

// Random lives of small towns, in which nearly every skill is rare: the hardest place to hide in.

/** What is true of a town when a bulletin is issued. */
export interface TownMoment {
  readonly workers: readonly WorkerSupply[];
  readonly from: IsoWeek;
  /** Minutes committed, by month and skill. */
  readonly committed: ReadonlyMap<string, number>;
  /** Sets of skills that the town tells together. */
  readonly jointSkills: readonly (readonly SkillCode[])[];
}

export const historyMonths = ['2027-08', '2027-09', '2027-10'] as IsoMonth[];
const skills = ['data-entry', 'design', 'transcription', 'translation'] as readonly string[] as readonly SkillCode[];

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A town's moments, one for each bulletin: 8 to 12 of them, 6 to 20 workers, 2 or 3 months. Every second town tells skills together. */
export function randomHistory(seed: number): {
  readonly months: readonly IsoMonth[];
  readonly moments: readonly TownMoment[];
} {
  const random = seeded(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const months = historyMonths.slice(0, 2 + below(2));
  const weeks = months.flatMap((month) => weeksOfMonth(month));
  const known = skills.slice(0, 3 + below(2));
  const offers = (): number => (random() < 0.15 ? 0 : 13 + below(1_200));
  const pattern = (): Map<IsoWeek, number> => {
    const usual = offers();
    return new Map(weeks.map((week) => [week, random() < 0.7 ? usual : offers()]));
  };
  const abilities = (): WorkerSupply['skills'] => {
    const has = known.filter((_, index) => random() < 0.75 / (1 + index * 0.6));
    return (has.length === 0 ? known.slice(0, 1) : has).map((code) => ({ code, level: 1 + below(3) }));
  };
  const clearance = (): DataClass => dataClasses[Math.min(below(5), 3)] as DataClass;
  let count = 0;
  const newcomer = (): WorkerSupply => ({
    id: `w${count++}`,
    skills: abilities(),
    clearance: clearance(),
    minutesByWeek: pattern(),
  });
  let workers = Array.from({ length: 6 + below(15) }, newcomer);
  const away: WorkerSupply[] = [];
  const committed = new Map<string, number>();
  let from = weeks[0] as IsoWeek;
  const remembered = new Map<string, ReadonlyMap<IsoWeek, number>>();

  const change = (worker: WorkerSupply): WorkerSupply => {
    const minutesByWeek = new Map(worker.minutesByWeek);
    switch (below(6)) {
      case 0:
        return { ...worker, minutesByWeek: minutesByWeek.set(weeks[below(weeks.length)] as IsoWeek, offers()) };
      case 1: {
        for (const week of weeksOfMonth(months[below(months.length)] as IsoMonth)) minutesByWeek.set(week, offers());
        return { ...worker, minutesByWeek };
      }
      case 2:
        remembered.set(worker.id, worker.minutesByWeek);
        return { ...worker, minutesByWeek: pattern() };
      case 3:
        return { ...worker, minutesByWeek: remembered.get(worker.id) ?? worker.minutesByWeek }; // As before the last change.
      case 4:
        return { ...worker, skills: abilities() };
      default:
        return { ...worker, clearance: clearance() };
    }
  };
  const happen = (): void => {
    const kind = below(8);
    if (kind === 0) workers.push(newcomer());
    else if (kind === 1 && workers.length > 4) away.push(...workers.splice(below(workers.length), 1));
    else if (kind === 2 && away.length > 0) workers.push(...away.splice(below(away.length), 1));
    else if (kind === 3) committed.set(`${months[below(months.length)]} ${known[below(known.length)]}`, below(3_000));
    else {
      const index = below(workers.length);
      workers = workers.map((worker, at) => (at === index ? change(worker) : worker));
    }
  };

  const moments = Array.from({ length: 8 + below(5) }, (_, index) => {
    if (index > 0) {
      const events = [0, 1, 1, 2, 3, 4, 6, 9][below(8)] as number;
      for (let event = 0; event < events; event++) happen();
      if (random() < 0.4) from = nextWeek(from);
    }
    return { workers: [...workers], from, committed: new Map(committed) };
  });
  const told = seed % 2 === 0 ? toldTogether(seed, known, moments.length) : moments.map(() => []);
  return { months, moments: moments.map((moment, index) => ({ ...moment, jointSkills: told[index] ?? [] })) };
}

/**
 * Two or three sets of skills, moment by moment. Half of them are not told for some bulletins: from the first on, in the middle, or to
 * the end. Drawn by numbers of their own, so that all else in a life is as it would be without them.
 */
function toldTogether(seed: number, known: readonly SkillCode[], moments: number): SkillCode[][][] {
  const random = seeded(~seed);
  const below = (n: number): number => Math.floor(random() * n);
  const possible = Array.from({ length: 2 ** known.length }, (_, bits) =>
    known.filter((_, at) => (bits >> at) % 2 === 1),
  ).filter(({ length }) => length > 1);
  const sets = Array.from({ length: 2 + below(2) }, () => {
    const skills = possible.splice(below(possible.length), 1).flat();
    const silentFrom = random() < 0.5 ? below(moments) : moments;
    return { skills, silentFrom, until: silentFrom + 1 + below(3) };
  });
  return Array.from({ length: moments }, (_, index) =>
    sets.filter(({ silentFrom, until }) => index < silentFrom || index >= until).map(({ skills }) => skills),
  );
}
