import { Injectable } from '@nestjs/common';
import { dateInTokyo, type Instant, type IsoDate } from '#domain/calendar/date';
import { type IsoWeek, mondayOf, weekOf, weeksBetween } from '#domain/calendar/week';
import { monthOf, monthsBetween, weeksOfMonth, type IsoMonth } from '#domain/calendar/month';
import { windowOfDates, type WeekWindow } from '#domain/calendar/window';
import { bottleneckText, townCapacity, type Bottleneck, type TownCapacity } from '#domain/capacity/town-capacity';
import type { WorkerSupply } from '#domain/capacity/supply';
import { makeId } from '#domain/municipality/ids';
import { accept, refuse, type Decision } from '#domain/refusals/decision';
import { skillCatalogue, type SkillCode } from '#domain/skills/catalogue';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { newLocalId } from '#service/local-id';
import { Idempotency, type OnceRequest } from '../idempotency/idempotency.service.js';
import type { Town } from '../towns/towns.service.js';
import { Workforce, type Offer } from '../workforce/workforce.service.js';
import { CommitmentStore, type CommitmentRecord } from './commitment.store.js';

/** What someone wants to take of the town's capacity. */
export interface Wanted {
  readonly kind: 'HOLD' | 'FIRM';
  readonly purpose: 'LOT' | 'CLAIM';
  readonly purposeId: string;
  readonly skill: SkillCode;
  readonly minutes: number;
  readonly earliest: IsoDate;
  readonly due: IsoDate;
  /** A hold lapses at this moment. */
  readonly expiresAt?: Instant;
}

export interface Commitment {
  readonly id: string;
  readonly minutes: number;
}

/** A commitment that the town's workers no longer have the time for. */
export interface Shortfall {
  readonly purpose: 'LOT' | 'CLAIM';
  readonly purposeId: string;
  /** Minutes that are missing. */
  readonly minutes: number;
  /** The last week in which they could have been worked. */
  readonly week: IsoWeek;
}

export interface CapacityFigures {
  readonly offeredMinutes: number;
  readonly committedMinutes: number;
  readonly freeMinutes: number;
  readonly bottleneck?: Bottleneck;
}

/** Free minutes of one skill in one month, as peers may see them. */
export interface CapacityRow {
  readonly month: IsoMonth;
  readonly skill: SkillCode;
  readonly freeMinutes: number;
}

/** A town's months: what is offered, and which lot or claim takes how much of it. */
export interface MonthlyCapacity {
  readonly offered: ReadonlyMap<IsoMonth, number>;
  readonly committed: readonly { readonly purposeId: string; readonly month: IsoMonth; readonly minutes: number }[];
}

/** Fewer workers than this behind a figure, and peers do not see it (I-10). */
const fewestWorkersShown = 3;

/** 稼働余力: what the town's workers offer, what takes it, and what is free. */
@Injectable()
export class Capacity {
  /** Offers by town, with the supply version they were read at; read again when the version moves. */
  private readonly offersKept = new Map<string, { readonly version: number; readonly offers: Offer[] }>();

  constructor(
    private readonly clock: Clock,
    private readonly workforce: Workforce,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Writes a commitment if the town's commitments stay feasible with it (I-2); otherwise says how much is free and what stops it.
   * Joins the caller's transaction, which from then on excludes every other writer of the town's capacity.
   */
  async commit(town: Town, wanted: Wanted): Promise<Decision<Commitment>> {
    const commitments = new CommitmentStore(town.database);
    await commitments.guard();
    const window = windowOfDates(wanted.earliest, wanted.due);
    const state = await this.state(town, window);
    const { minutes: free, bottleneck } = state.free(wanted.skill, window, this.thisWeek());
    if (wanted.minutes > free) {
      return refuse('CAPACITY_EXCEEDED', {
        field: 'minutes',
        asked: wanted.minutes,
        atMost: free,
        bottleneckJa: bottleneck === undefined ? '-' : bottleneckText(bottleneck, 'JA'),
        bottleneckEn: bottleneck === undefined ? '-' : bottleneckText(bottleneck, 'EN'),
      });
    }
    const id = makeId(town.code, 'commitment', newLocalId());
    await commitments.insert({
      _id: id,
      kind: wanted.kind,
      purpose: wanted.purpose,
      purposeId: wanted.purposeId,
      skill: wanted.skill,
      minutes: wanted.minutes,
      // Not earlier than now: the next look would otherwise move this work into past weeks and sell its time again.
      earliest: laterOf(wanted.earliest, mondayOf(this.thisWeek())),
      due: wanted.due,
      expiresAt: wanted.expiresAt === undefined ? null : new Date(wanted.expiresAt),
      madeAt: new Date(this.clock.now()),
    });
    return accept({ id, minutes: wanted.minutes });
  }

  /** Keeps only `minutes` of the hold for a claim, until `expiresAt`. A smaller hold is always feasible. */
  async narrowHold(town: Town, claimId: string, minutes: number, expiresAt: Instant): Promise<void> {
    await inTransaction(town.database, async () => {
      const commitments = new CommitmentStore(town.database);
      await commitments.guard();
      for (const hold of await commitments.ofPurpose(claimId)) {
        await commitments.change(hold._id, {
          minutes: Math.min(hold.minutes, minutes),
          expiresAt: new Date(expiresAt),
        });
      }
    });
  }

  /** Turns the hold for a claim into the firm commitment of the lot it became. False when the hold is gone. */
  async makeFirm(town: Town, claimId: string, lotId: string): Promise<boolean> {
    const commitments = new CommitmentStore(town.database);
    await commitments.guard();
    const holds = await commitments.ofPurpose(claimId);
    for (const hold of holds)
      await commitments.change(hold._id, { kind: 'FIRM', purpose: 'LOT', purposeId: lotId, expiresAt: null });
    return holds.length > 0;
  }

  /** Gives back all that was taken for a lot or claim. */
  async release(town: Town, purposeId: string): Promise<void> {
    const commitments = new CommitmentStore(town.database);
    await commitments.guard();
    await commitments.removeOfPurpose(purposeId);
  }

  /** Lets holds lapse whose time has passed. */
  async lapseHolds(town: Town): Promise<number> {
    return inTransaction(town.database, () => new CommitmentStore(town.database).removeExpiredHolds(this.clock.now()));
  }

  /**
   * One change of what the town's workers offer, done exactly once, and what the town then lacks. Less than is committed is allowed,
   * because people fall ill. From the first step on it excludes every other writer of the town's capacity, so that nothing is promised
   * meanwhile of the time that goes.
   */
  changeOffers<T extends object>(
    town: Town,
    request: OnceRequest,
    change: () => Promise<Decision<T>>,
  ): Promise<Decision<T & { shortfalls: Shortfall[] }>> {
    return this.idempotency.once(town, request, async () => {
      await new CommitmentStore(town.database).guard();
      const decision = await change();
      if (!decision.ok) return decision;
      // Not the offers that are kept: this transaction has changed them.
      const shortfalls = await this.shortfallsWith(town, () => this.workforce.offers(town));
      return accept({ ...decision.value, shortfalls });
    });
  }

  /** What is committed and cannot be done with today's availability. Empty when all is well. */
  async shortfalls(town: Town): Promise<Shortfall[]> {
    return this.shortfallsWith(town, () => this.offers(town));
  }

  /** What the town itself sees of one skill: exact. Past weeks offer nothing any more. */
  async figures(town: Town, skill: SkillCode, window: WeekWindow): Promise<CapacityFigures> {
    const state = await this.state(town, window);
    const { minutes: freeMinutes, bottleneck } = state.free(skill, window, this.thisWeek());
    return {
      offeredMinutes: state.offered(skill, window),
      committedMinutes: state.committed(skill, window),
      freeMinutes,
      ...(bottleneck === undefined ? {} : { bottleneck }),
    };
  }

  /** What peers may see: free minutes by month and skill, without cells that too few workers stand behind (I-10). */
  async availableRows(town: Town, from: IsoMonth, to: IsoMonth, skill?: SkillCode): Promise<CapacityRow[]> {
    const months = monthsBetween(from, to);
    const weeks = months.flatMap(weeksOfMonth);
    const [first, last] = [weeks[0], weeks.at(-1)];
    if (first === undefined || last === undefined) return [];
    const offers = await this.offers(town);
    const state = await this.stateWith(town, offers, { from: first, to: last });
    const skills = skill === undefined ? skillCatalogue.map(({ code }) => code) : [skill];
    return months.flatMap((month) => {
      const ofMonth = weeksOfMonth(month);
      const window = { from: ofMonth[0] as IsoWeek, to: ofMonth.at(-1) as IsoWeek };
      return skills
        .filter((each) => workersBehind(offers, each, ofMonth) >= fewestWorkersShown)
        .map((each) => ({ month, skill: each, freeMinutes: state.free(each, window, this.thisWeek()).minutes }));
    });
  }

  /** Offered minutes over all skills by month (a worker with two skills counts once), and what takes them. */
  async monthly(town: Town, months: readonly IsoMonth[]): Promise<MonthlyCapacity> {
    const weeks = months.flatMap(weeksOfMonth);
    const offered = new Map<IsoMonth, number>(months.map((month) => [month, 0]));
    const [from, to] = [weeks[0], weeks.at(-1)];
    if (from === undefined || to === undefined) return { offered, committed: [] };
    const records = await new CommitmentStore(town.database).all();
    const purposes = new Map(records.map(({ _id, purposeId }) => [_id, purposeId]));
    const state = capacityOf(await this.offers(town), records, { from, to });
    for (const week of weeks) {
      const month = monthOf(week);
      offered.set(month, (offered.get(month) ?? 0) + state.offered(undefined, { from: week, to: week }));
    }
    const committed = state
      .assignment()
      .map(({ commitmentId, week, minutes }) => ({
        purposeId: purposes.get(commitmentId) ?? commitmentId,
        month: monthOf(week),
        minutes,
      }))
      .filter(({ month }) => offered.has(month));
    return { offered, committed };
  }

  private thisWeek(): IsoWeek {
    return weekOf(dateInTokyo(this.clock.now()));
  }

  private async shortfallsWith(town: Town, offers: () => Promise<readonly Offer[]>): Promise<Shortfall[]> {
    const records = await new CommitmentStore(town.database).all();
    if (records.length === 0) return [];
    const byId = new Map(records.map((record) => [record._id, record]));
    return capacityOf(await offers(), records)
      .shortfalls()
      .flatMap(({ commitmentId, minutes }) => {
        const record = byId.get(commitmentId);
        return record === undefined
          ? []
          : [{ purpose: record.purpose, purposeId: record.purposeId, minutes, week: weekOf(record.due) }];
      });
  }

  private async state(town: Town, window: WeekWindow): Promise<TownCapacity> {
    return this.stateWith(town, await this.offers(town), window);
  }

  private async stateWith(town: Town, offers: readonly Offer[], window: WeekWindow): Promise<TownCapacity> {
    return capacityOf(offers, await new CommitmentStore(town.database).all(), window);
  }

  private async offers(town: Town): Promise<Offer[]> {
    const version = await this.workforce.supplyVersion(town);
    const kept = this.offersKept.get(town.code);
    if (kept?.version === version) return kept.offers;
    const offers = await this.workforce.offers(town);
    // Keep only what is certain to be of that version: nothing moved while it was read.
    if ((await this.workforce.supplyVersion(town)) === version) this.offersKept.set(town.code, { version, offers });
    return offers;
  }
}

/** The town's capacity over all weeks that its commitments or the window touch. */
function capacityOf(
  offers: readonly Offer[],
  commitments: readonly CommitmentRecord[],
  window?: WeekWindow,
): TownCapacity {
  const windows = [
    ...commitments.map(({ earliest, due }) => windowOfDates(earliest, due)),
    ...(window === undefined ? [] : [window]),
  ];
  const [first] = windows.map(({ from }) => from).sort();
  const last = windows
    .map(({ to }) => to)
    .sort()
    .at(-1);
  const weeks = first === undefined || last === undefined ? [] : weeksBetween(first, last);
  const supplies: WorkerSupply[] = offers.map(({ skills, minutesOfWeek }) => ({
    skills: skills.map(({ code }) => code),
    minutesByWeek: new Map(weeks.map((week) => [week, minutesOfWeek(week)])),
  }));
  return townCapacity(
    supplies,
    commitments.map(({ _id, skill, minutes, earliest, due }) => ({ id: _id, skill, minutes, earliest, due })),
    weeks,
  );
}

function laterOf(one: IsoDate, other: IsoDate): IsoDate {
  return one < other ? other : one;
}

function workersBehind(offers: readonly Offer[], skill: SkillCode, weeks: readonly IsoWeek[]): number {
  return offers.filter(
    ({ skills, minutesOfWeek }) =>
      skills.some(({ code }) => code === skill) && weeks.some((week) => minutesOfWeek(week) > 0),
  ).length;
}
