import { Injectable } from '@nestjs/common';
import { figuresRestOn, freeOnBasis, freesNoLessOn, workersWithin } from '#domain/bulletins/free-on-basis';
import type { BulletinInput } from '#domain/bulletins/next-bulletin';
import type { Instant, IsoDate } from '#domain/calendar/date';
import { type IsoWeek, mondayOf } from '#domain/calendar/week';
import { monthOf, weeksOfMonth, windowOfMonth, type IsoMonth } from '#domain/calendar/month';
import { windowOfDates, type WeekWindow } from '#domain/calendar/window';
import { bottleneckText, type Bottleneck } from '#domain/capacity/bottleneck';
import type { WorkRequirements } from '#domain/capacity/commitment';
import { canDo } from '#domain/capacity/supply';
import { anyone } from '#domain/capacity/town-capacity';
import type { DirectorShift } from '#domain/directors/shift';
import { makeId } from '#domain/municipality/ids';
import { accept, refusal, type Decision, type Refusal } from '#domain/refusals/decision';
import type { SkillCode } from '#domain/skills/catalogue';
import { hashOfText } from '#messages/signing';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { newLocalId } from '#service/local-id';
import { Directors } from '../directors/directors.service.js';
import { Idempotency, type OnceRequest } from '../idempotency/idempotency.service.js';
import { TownEvents } from '../towns/towns.events.js';
import type { Town } from '../towns/towns.service.js';
import { Workforce } from '../workforce/workforce.service.js';
import { CommitmentStore } from './commitment.store.js';
import { commitmentOf, TownStates, weeksOf, type TownState } from './town-state.service.js';

/** What someone wants to take of the town's capacity. */
export interface Wanted extends WorkRequirements {
  readonly kind: 'HOLD' | 'FIRM';
  readonly purpose: 'LOT' | 'CLAIM';
  readonly purposeId: string;
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
  /** Workers who can do the work and have time in its weeks. */
  readonly team: number;
  /** Minutes in its weeks that anyone in the town still has, whatever their skills. */
  readonly freeInTown: number;
}

/** Minutes that the town counts on from one worker. */
export interface WorkerCommitment {
  readonly purpose: 'LOT' | 'CLAIM';
  readonly purposeId: string;
  readonly skill: SkillCode;
  readonly week: IsoWeek;
  readonly minutes: number;
}

export interface CapacityFigures {
  readonly offeredMinutes: number;
  readonly committedMinutes: number;
  readonly freeMinutes: number;
  readonly bottleneck?: Bottleneck;
}

/** Minutes of a month that a lot or claim takes. */
export interface MonthlyCommitment {
  readonly purposeId: string;
  readonly month: IsoMonth;
  readonly minutes: number;
}

/** 稼働余力: what the town's workers offer, what takes it, and what is free. */
@Injectable()
export class Capacity {
  constructor(
    private readonly clock: Clock,
    private readonly states: TownStates,
    private readonly idempotency: Idempotency,
    private readonly events: TownEvents,
    private readonly directors: Directors,
    private readonly workforce: Workforce,
  ) {}

  /**
   * Writes a commitment if the town's commitments stay feasible with it (I-2); otherwise says how much is free and what stops it.
   * Joins the caller's transaction, which from then on excludes every other writer of the town's capacity.
   */
  async commit(town: Town, wanted: Wanted): Promise<Decision<Commitment>> {
    const commitments = await this.guarded(town);
    const [tooMuch] = await this.refusalsToCommit(town, wanted);
    if (tooMuch !== undefined) return { ok: false, refusals: [tooMuch] };
    const thisWeek = this.states.thisWeek();
    const id = makeId(town.code, 'commitment', newLocalId());
    await commitments.insert({
      _id: id,
      kind: wanted.kind,
      purpose: wanted.purpose,
      purposeId: wanted.purposeId,
      skill: wanted.skill,
      level: wanted.level,
      dataClass: wanted.dataClass,
      licences: [...wanted.licences],
      minutes: wanted.minutes,
      // Not earlier than now: the next look would otherwise move this work into past weeks and sell its time again.
      earliest: laterOf(wanted.earliest, mondayOf(thisWeek)),
      due: wanted.due,
      expiresAt: wanted.expiresAt === undefined ? null : new Date(wanted.expiresAt),
      madeAt: new Date(this.clock.now()),
    });
    return accept({ id, minutes: wanted.minutes });
  }

  /**
   * Why a commitment would not leave the town's commitments feasible: how much is free and what stops it; empty when it would.
   * @param instead the lot or claim whose commitments it would take the place of
   */
  async refusalsToCommit(town: Town, wanted: Wanted, instead: { readonly of?: string } = {}): Promise<Refusal[]> {
    const window = windowOfDates(wanted.earliest, wanted.due);
    const { capacity } = await this.states.now(town, window, { without: instead.of });
    const thisWeek = this.states.thisWeek();
    if (capacity.fits(wanted, wanted.minutes, window, thisWeek)) return [];
    const { minutes: free, bottleneck } = capacity.free(wanted, window, thisWeek);
    return [
      refusal('CAPACITY_EXCEEDED', {
        field: 'minutes',
        asked: wanted.minutes,
        atMost: free,
        bottleneckJa: bottleneck === undefined ? '-' : bottleneckText(bottleneck, 'JA'),
        bottleneckEn: bottleneck === undefined ? '-' : bottleneckText(bottleneck, 'EN'),
      }),
    ];
  }

  /** Keeps only `minutes` of the hold for a claim, until `expiresAt`. A smaller hold is always feasible. */
  async narrowHold(town: Town, claimId: string, minutes: number, expiresAt: Instant): Promise<void> {
    await inTransaction(town.database, async () => {
      const commitments = await this.guarded(town);
      await commitments.narrowOfPurpose(claimId, minutes, expiresAt);
    });
  }

  /** Turns the hold for a claim into the firm commitment of the lot it became. False when the hold is gone. */
  async makeFirm(town: Town, claimId: string, lotId: string): Promise<boolean> {
    const commitments = await this.guarded(town);
    const firm = { kind: 'FIRM', purpose: 'LOT', purposeId: lotId, expiresAt: null } as const;
    return (await commitments.changeOfPurpose(claimId, firm)) > 0;
  }

  /** Why the firm commitment of a lot cannot become another; empty when it can. Less than it takes, within its days, always can. */
  async refusalsToReplace(town: Town, wanted: Wanted): Promise<Refusal[]> {
    const taken = await new CommitmentStore(town.database).ofPurpose(wanted.purposeId);
    const isLess = taken.some(
      ({ minutes, earliest, due }) => wanted.minutes <= minutes && wanted.earliest <= earliest && due <= wanted.due,
    );
    return isLess ? [] : this.refusalsToCommit(town, wanted, { of: wanted.purposeId });
  }

  /** Replaces the firm commitment of a lot by another if the town's commitments stay feasible with it. Joins the caller's transaction. */
  async replaceFirm(town: Town, wanted: Wanted): Promise<Decision<undefined>> {
    const commitments = await this.guarded(town);
    const [tooMuch] = await this.refusalsToReplace(town, wanted);
    if (tooMuch !== undefined) return { ok: false, refusals: [tooMuch] };
    const { minutes, due } = wanted;
    const earliest = laterOf(wanted.earliest, mondayOf(this.states.thisWeek()));
    await commitments.changeOfPurpose(wanted.purposeId, { minutes, earliest, due });
    return accept(undefined);
  }

  /** Gives back all that was taken for a lot or claim. Joins the caller's transaction. */
  async release(town: Town, purposeId: string): Promise<void> {
    const commitments = await this.guarded(town);
    await commitments.removeOfPurpose(purposeId);
  }

  /** Lets holds lapse whose time has passed. */
  async lapseHolds(town: Town): Promise<number> {
    return inTransaction(town.database, async () => {
      const now = this.clock.now();
      if (!(await new CommitmentStore(town.database).hasExpiredHolds(now))) return 0;
      return (await this.guarded(town)).removeExpiredHolds(now);
    });
  }

  /**
   * One change of what the town can do, done exactly once, and what it then lacks. Less than is committed is allowed,
   * because people fall ill. From the first step on it excludes every other writer of the town's capacity, so that nothing is promised
   * meanwhile of the time that goes.
   */
  changeSupply<T extends object>(
    town: Town,
    request: OnceRequest,
    change: () => Promise<Decision<T>>,
  ): Promise<Decision<T & { shortfalls: Shortfall[] }>> {
    return this.idempotency.once(town, request, async () => {
      await this.guarded(town);
      const decision = await change();
      if (!decision.ok) return decision;
      return accept({
        ...decision.value,
        shortfalls: this.shortfallsOf(await this.states.now(town, undefined, { changed: true })),
      });
    });
  }

  /**
   * Lets a loan move minutes of a director's between towns; refused where they do not have them. Joins the caller's transaction, which from
   * then on excludes every other writer of the town's capacity.
   */
  async moveDirector(town: Town, loanId: string, shift: DirectorShift): Promise<Decision<undefined>> {
    await this.guarded(town);
    const decision = await this.directors.move(town, loanId, shift);
    if (decision.ok) await this.workforce.supplyChanged(town);
    return decision;
  }

  /** What is committed and cannot be done with today's availability. Empty when all is well. */
  async shortfalls(town: Town): Promise<Shortfall[]> {
    return this.shortfallsOf(await this.states.now(town));
  }

  /** What the town itself sees of one kind of work: exact. Past weeks offer nothing any more. */
  async figures(
    town: Town,
    asked: Partial<WorkRequirements> & { readonly skill: SkillCode },
    window: WeekWindow,
  ): Promise<CapacityFigures> {
    const { capacity } = await this.states.now(town, window);
    const { minutes, bottleneck } = capacity.free({ ...anyone(asked.skill), ...asked }, window, this.states.thisWeek());
    return {
      offeredMinutes: capacity.offered(asked.skill, window),
      committedMinutes: capacity.committed(asked.skill, window),
      freeMinutes: minutes,
      ...(bottleneck === undefined ? {} : { bottleneck }),
    };
  }

  /**
   * What the town counts on from one worker in a window: their share of what is planned for workers who can do the same. A plan, which
   * may change with every commitment; an engagement is something else.
   */
  async commitmentsOf(town: Town, workerId: string, window: WeekWindow): Promise<WorkerCommitment[]> {
    const { capacity, records } = await this.states.now(town, window);
    const byId = new Map(records.map((record) => [record._id, record]));
    return capacity.assignmentOf(workerId).flatMap(({ commitmentId, week, minutes }) => {
      const record = byId.get(commitmentId);
      if (record === undefined || week < window.from || week > window.to) return [];
      const { purpose, purposeId, skill } = record;
      return [{ purpose, purposeId, skill, week, minutes }];
    });
  }

  /** Says what the town's capacity was made of: another stamp, another capacity. A new week is one, since nobody works in the past. */
  async stamp(town: Town): Promise<string> {
    const offers = await this.states.supplyVersion(town);
    return `${offers} ${await new CommitmentStore(town.database).version()} ${this.states.thisWeek()}`;
  }

  /** What the town's bulletins about these months are made of: what workers offer, and what is free, had they offered something else. */
  async publicationFacts(
    town: Town,
    months: readonly IsoMonth[],
  ): Promise<Pick<BulletinInput, 'workers' | 'from' | 'freeOn' | 'under' | 'freesNoLess'>> {
    const from = this.states.thisWeek();
    const horizon = { from, to: windowOfMonth(months.at(-1) as IsoMonth).to };
    const { supply, records } = await this.states.now(town, horizon);
    const today = { supply, commitments: records.map(commitmentOf), weeks: weeksOf(records, horizon), horizon };
    return {
      workers: workersWithin(supply.workers, horizon),
      from,
      freeOn: freeOnBasis(today),
      under: hashOfText(figuresRestOn(today)),
      freesNoLess: freesNoLessOn(today),
    };
  }

  /** Which lot or claim takes how much of which of these months. */
  async committedByMonth(town: Town, months: readonly IsoMonth[]): Promise<MonthlyCommitment[]> {
    const wanted = new Set(months);
    const weeks = months.flatMap(weeksOfMonth);
    const [from, to] = [weeks[0], weeks.at(-1)];
    if (from === undefined || to === undefined) return [];
    const { capacity, records } = await this.states.ever(town, { from, to });
    const purposes = new Map(records.map(({ _id, purposeId }) => [_id, purposeId]));
    return capacity
      .assignment()
      .map(({ commitmentId, week, minutes }) => ({
        purposeId: purposes.get(commitmentId) ?? commitmentId,
        month: monthOf(week),
        minutes,
      }))
      .filter(({ month }) => wanted.has(month));
  }

  /** The town's commitments for writing: from here to the end of the transaction nobody else writes them, and then all hear of it. */
  private async guarded(town: Town): Promise<CommitmentStore> {
    const commitments = new CommitmentStore(town.database);
    await commitments.guard();
    await this.events.capacityChanged(town);
    return commitments;
  }

  private shortfallsOf({ capacity, supply, records }: TownState): Shortfall[] {
    const byId = new Map(records.map((record) => [record._id, record]));
    const thisWeek = this.states.thisWeek();
    return capacity.shortfalls().flatMap(({ commitmentId, minutes }) => {
      const record = byId.get(commitmentId);
      if (record === undefined) return [];
      const { purpose, purposeId, earliest, due } = record;
      const window = windowOfDates(earliest, due);
      const team = supply.workers.filter(
        (worker) => canDo(worker, record) && hasTime(worker, laterOf(window.from, thisWeek), window.to),
      ).length;
      const freeInTown = capacity.free(anyone(undefined), window, thisWeek).minutes;
      return [{ purpose, purposeId, minutes, week: window.to, team, freeInTown }];
    });
  }
}

function laterOf<T extends string>(one: T, other: T): T {
  return one < other ? other : one;
}

function hasTime({ minutesByWeek }: TownState['supply']['workers'][number], from: IsoWeek, to: IsoWeek): boolean {
  return [...minutesByWeek].some(([week, minutes]) => minutes > 0 && from <= week && week <= to);
}
