import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { DataClass } from '#domain/orders/data-class';
import type { PlanChange } from '#domain/planning/changes';
import type { PlanLot } from '#domain/planning/instance';
import { accept, refuse, type Decision, type Refusal } from '#domain/refusals/decision';
import type { SkillCode } from '#domain/skills/catalogue';
import type { LicenceCode } from '#domain/skills/licences';

/** Work of another client, as it is imagined. */
export interface ImaginedLot {
  readonly municipality: MunicipalityCode;
  readonly skill: string;
  readonly level: number;
  readonly dataClass: DataClass;
  readonly minutes: number;
  readonly from: IsoMonth;
  readonly to: IsoMonth;
  readonly priceYen: number;
  readonly certainty?: number | null;
  readonly mayMove?: boolean | null;
}

/** One change: exactly one of these. */
export interface GivenChange {
  readonly moreLots?: readonly ImaginedLot[] | null;
  readonly moreWorkers?: {
    readonly municipality: MunicipalityCode;
    readonly workers: number;
    readonly skill: string;
    readonly level: number;
    readonly clearance: DataClass;
    readonly minutesEach?: number | null;
  } | null;
  readonly training?: {
    readonly municipality: MunicipalityCode;
    readonly knownSkill: string;
    readonly knownLevel: number;
    readonly skill: string;
    readonly level: number;
  } | null;
  readonly moreLeading?: { readonly municipality: MunicipalityCode; readonly minutes: number } | null;
  readonly moreSeats?: {
    readonly municipality: MunicipalityCode;
    readonly licence: string;
    readonly minutes: number;
  } | null;
  readonly supply?: {
    readonly municipality?: MunicipalityCode | null;
    readonly months: readonly IsoMonth[];
    readonly factor: number;
  } | null;
  readonly townLeaves?: MunicipalityCode | null;
  readonly coalition?: readonly MunicipalityCode[] | null;
}

/** An imagined order is shared as one that is published: to so many towns at most, an hour at least to each. */
const [mostReceivers, leastSlice] = [3, 60];

/** The changes of a scenario; whether a year can be changed so is for `publicDrafts`. */
export function readChanges(given: readonly GivenChange[]): Decision<PlanChange[]> {
  const changes: PlanChange[] = [];
  const refusals: Refusal[] = [];
  given.forEach((each, at) => {
    const read = readChange(each, at);
    if (read.ok) changes.push(read.value);
    else refusals.push(...read.refusals);
  });
  const [first, ...others] = refusals;
  return first === undefined ? accept(changes) : { ok: false, refusals: [first, ...others] };
}

function readChange(given: GivenChange, at: number): Decision<PlanChange> {
  const named = Object.values(given).filter((each) => each !== null && each !== undefined).length;
  const { moreLots, moreWorkers, training, moreLeading, moreSeats, supply, townLeaves, coalition } = given;
  if (named !== 1) return refuse('SCENARIO_CHANGE_NOT_ONE', { field: `changes[${at}]`, asked: named });
  if (moreLots) return accept({ kind: 'MORE_LOTS', lots: moreLots.map((lot, n) => lotOf(lot, `new-${at}-${n}`)) });
  if (moreWorkers) {
    const { municipality: town, skill, minutesEach, ...rest } = moreWorkers;
    const each = minutesEach === null || minutesEach === undefined ? {} : { minutesEach };
    return accept({ kind: 'MORE_WORKERS', town, skill: skill as SkillCode, ...rest, ...each });
  }
  if (training) {
    const { municipality: town, knownSkill, knownLevel, skill, level } = training;
    const known = { skill: knownSkill as SkillCode, level: knownLevel };
    return accept({ kind: 'TRAINING_OF_SKILLED', town, known, skill: skill as SkillCode, level });
  }
  if (moreLeading)
    return accept({ kind: 'MORE_LEADING', town: moreLeading.municipality, minutes: moreLeading.minutes });
  if (moreSeats) {
    const { municipality: town, licence, minutes } = moreSeats;
    return accept({ kind: 'MORE_SEATS', town, licence: licence as LicenceCode, minutes });
  }
  if (supply) {
    const { months, factor } = supply;
    return accept({ kind: 'SUPPLY', town: supply.municipality ?? null, months, factor });
  }
  if (townLeaves) return accept({ kind: 'TOWN_LEAVES', town: townLeaves });
  return accept({ kind: 'COALITION', towns: coalition ?? [] });
}

function lotOf({ municipality, skill, priceYen, certainty, mayMove, ...lot }: ImaginedLot, id: string): PlanLot {
  return {
    ...lot,
    ...{ id, town: municipality, skill: skill as SkillCode, licences: [], certainty: certainty ?? 1 },
    yenPerMinute: lot.minutes > 0 ? priceYen / lot.minutes : 0,
    ...{ leastShare: 0, mostShare: 1, isWhole: false, mostTowns: mostReceivers, mayMove: mayMove ?? true },
    minSliceMinutes: Math.max(1, Math.min(leastSlice, lot.minutes)),
  };
}
