import { monthsOfFiscalYear, type IsoMonth } from '#domain/calendar/month';
import type { HeldSkill } from '#domain/capacity/supply';
import { greatCircleKilometres } from '#domain/municipality/distance';
import type { DataClass } from '#domain/orders/data-class';
import type { PlanAgreement, PlanGroup, PlanInstance, PlanLot, PlanTown } from '#domain/planning/instance';
import { skillCatalogue, type SkillCode } from '#domain/skills/catalogue';
import { licenceCatalogue } from '#domain/skills/licences';
import { Random } from '../../../demo/src/random.js';

export interface InstanceSize {
  readonly towns: number;
  readonly lots: number;
  readonly seed: number;
  /** Share of the lots that one town must do as a whole; 0 unless told. */
  readonly wholeShare?: number;
}

/** Peers that a town has at most by being near; they overlap and form no regions. */
const nearPeers = 9;
/** What is asked for in all, as a share of what all workers offer. */
const demandShare = 1.15;

/** A year of a made-up federation: the same for the same seed everywhere. Peaks in August and at the year's end, harvests in autumn. */
export function planInstance({ towns: count, lots: lotCount, seed, wholeShare = 0 }: InstanceSize): PlanInstance {
  const random = new Random(seed);
  const months = monthsOfFiscalYear(2027);
  const side = Math.sqrt(count) * 0.12;
  const towns = Array.from({ length: count }, (_, at) => townOf(random, months.length, at, side));
  const offered = towns.flatMap(({ groups }) => groups).reduce((sum, { minutes }) => sum + total(minutes), 0);
  const drafts = Array.from({ length: lotCount }, (_, at) => lotOf(random, months, towns, at, wholeShare));
  const scale = (offered * demandShare) / drafts.reduce((sum, { minutes }) => sum + minutes, 0);
  const lots = drafts.map((lot) => {
    const minutes = Math.max(60, Math.round((lot.minutes * scale) / 30) * 30);
    return { ...lot, minutes, minSliceMinutes: Math.min(lot.minSliceMinutes, minutes) };
  });
  const agreements = agreementsOf(random, towns, months);
  return { format: 'yui-plan-instance-1', months, towns, lots, agreements, published: [] };
}

function townOf(random: Random, months: number, at: number, side: number): PlanTown {
  const [north, east] = [36 + side * random.next(), 137.5 + side * random.next()].map((each) => round(each, 4));
  const size = 0.3 + 2.2 * random.next() ** 2;
  const harvest = random.between(4, 7);
  const groups: PlanGroup[] = Array.from({ length: random.between(4, 8) }, () => {
    const offers = size * random.between(2_000, 12_000);
    return {
      skills: skillsOf(random),
      clearance: random.pick<DataClass>(['INTERNAL', 'CONFIDENTIAL', 'CONFIDENTIAL', 'PERSONAL']),
      minutes: Array.from({ length: months }, (_, month) =>
        Math.round(offers * (month === harvest ? 0.4 : 0.85 + 0.3 * random.next())),
      ),
    };
  });
  const byMonth = Array.from({ length: months }, (_, month) =>
    groups.reduce((sum, { minutes }) => sum + (minutes[month] ?? 0), 0),
  );
  return {
    code: String(100_000 + at),
    ...{ north: north ?? 36, east: east ?? 138 },
    highestDataClass: random.pick<DataClass>(['CONFIDENTIAL', 'CONFIDENTIAL', 'PERSONAL']),
    groups,
    ceilings: [],
    ledMinutes: random.next() < 0.5 ? null : byMonth.map((minutes) => Math.round(minutes * 0.9)),
    seats: licenceCatalogue.slice(0, 2).map(({ code }) => ({
      licence: code,
      minutes: byMonth.map(() => random.between(0, 3) * 9_600),
    })),
    targetMinutes: byMonth.map((minutes) => Math.round(minutes * 0.6)),
  };
}

function skillsOf(random: Random): HeldSkill[] {
  const held = new Map<SkillCode, number>();
  for (let count = random.between(1, 3); count > 0; count--) held.set(skillAt(random), random.between(1, 3));
  return [...held].map(([code, level]) => ({ code, level }));
}

function skillAt(random: Random): SkillCode {
  const at = random.between(0, Math.min(12, skillCatalogue.length) - 1);
  return skillCatalogue[at]?.code ?? ('data-entry' as SkillCode);
}

function lotOf(
  random: Random,
  months: readonly IsoMonth[],
  towns: readonly PlanTown[],
  at: number,
  wholeShare: number,
): PlanLot {
  const peak = random.next();
  const first = peak < 0.25 ? 4 : peak < 0.4 ? 10 : random.between(0, months.length - 1);
  const last = Math.min(months.length - 1, first + random.between(0, 3));
  const isWhole = random.next() < wholeShare;
  const long = last > first && !isWhole;
  return {
    id: `lot-${at}`,
    town: towns[Math.floor(random.next() ** 1.5 * towns.length)]?.code ?? '',
    skill: skillAt(random),
    level: random.pick([1, 1, 1, 2, 3]),
    dataClass: random.pick<DataClass>(['PUBLIC', 'INTERNAL', 'INTERNAL', 'CONFIDENTIAL', 'PERSONAL']),
    licences: random.next() < 0.08 ? licenceCatalogue.slice(0, 1).map(({ code }) => code) : [],
    minutes: random.between(1, 20) * (isWhole ? 3 : random.between(1, 20)) * 60,
    ...{ from: months[first] as IsoMonth, to: months[last] as IsoMonth },
    yenPerMinute: random.between(20, 45),
    certainty: random.pick([1, 1, 1, 0.8, 0.5]),
    ...{ leastShare: 0, mostShare: long ? random.pick([1, 0.7, 0.6]) : 1, isWhole },
    ...{ minSliceMinutes: random.pick([60, 300, 600]), mostTowns: random.between(2, 5) },
    mayMove: random.next() < 0.75,
  };
}

/** Every town with its nearest; one agreement in ten covers half of the kinds of work, one in ten begins half a year later. */
function agreementsOf(random: Random, towns: readonly PlanTown[], months: readonly IsoMonth[]): PlanAgreement[] {
  const half = skillCatalogue.filter((_, index) => index % 2 === 0).map(({ code }) => code);
  const made = new Map<string, PlanAgreement>();
  towns.forEach((town, at) => {
    const near = towns
      .map((each, other) => ({ other, far: greatCircleKilometres([town.north, town.east], [each.north, each.east]) }))
      .filter(({ other }) => other !== at)
      .sort((a, b) => a.far - b.far)
      .slice(0, nearPeers);
    for (const { other } of near) {
      const key = `${Math.min(at, other)} ${Math.max(at, other)}`;
      if (made.has(key)) continue;
      const skills = random.next() < 0.1 ? half : null;
      const from = random.next() < 0.1 ? months[6] : months[0];
      const to = months.at(-1);
      made.set(key, {
        between: [town.code, towns[other]?.code ?? ''],
        ...{ skills, from: from as IsoMonth, to: to as IsoMonth },
      });
    }
  });
  return [...made.values()];
}

function total(minutes: readonly number[]): number {
  return minutes.reduce((sum, each) => sum + each, 0);
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
