import { Injectable } from '@nestjs/common';
import { dateInTokyo } from '#domain/calendar/date';
import { mondayOf, weekOf, weeksBetween, type IsoWeek } from '#domain/calendar/week';
import { windowOfDates, type WeekWindow } from '#domain/calendar/window';
import type { CapacityCommitment } from '#domain/capacity/commitment';
import type { TownSupply } from '#domain/capacity/supply';
import { townCapacity, type TownCapacity } from '#domain/capacity/town-capacity';
import { afterCommit } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { Centre } from '../centre/centre.service.js';
import { Directors } from '../directors/directors.service.js';
import type { Town } from '../towns/towns.service.js';
import { Workforce, type Offer } from '../workforce/workforce.service.js';
import { CommitmentStore, type CommitmentRecord } from './commitment.store.js';

/** A town's capacity as it stands, with what it was made of. */
export interface TownState {
  readonly capacity: TownCapacity;
  readonly supply: TownSupply;
  readonly records: readonly CommitmentRecord[];
}

/** Reads what a town offers and what takes it, and makes one picture of it. Decides and writes nothing. */
@Injectable()
export class TownStates {
  /** What each town can do, with the supply version it was read at; read again when the version moves. */
  private readonly kept = new Map<string, { readonly version: number; readonly means: Means }>();
  /** The last picture of each town, for the next question about the same: to build it takes many times as long as to ask it. */
  private readonly pictures = new Map<string, Picture>();

  constructor(
    private readonly clock: Clock,
    private readonly workforce: Workforce,
    private readonly centre: Centre,
    private readonly directors: Directors,
  ) {}

  thisWeek(): IsoWeek {
    return weekOf(dateInTokyo(this.clock.now()));
  }

  /** Changes whenever what the town can do does. */
  supplyVersion(town: Town): Promise<number> {
    return this.workforce.supplyVersion(town);
  }

  /**
   * The town's capacity over all weeks that the window or commitments touch. Commitments that were due before this week are left out:
   * they can neither take nor lack time any more.
   * @param without a lot or claim whose commitments are left out as if they were not there
   * @param changed whether the open transaction may have changed what the town can do, so that what is kept does not hold.
   */
  async now(
    town: Town,
    window?: WeekWindow,
    { changed = false, without }: { readonly changed?: boolean; readonly without?: string | undefined } = {},
  ): Promise<TownState> {
    const today = mondayOf(this.thisWeek());
    const records = (await new CommitmentStore(town.database).all()).filter(
      ({ due, purposeId }) => due >= today && purposeId !== without,
    );
    return this.of(town, records, window, changed);
  }

  /** The same with every commitment there has been, for figures of the past. */
  async ever(town: Town, window: WeekWindow): Promise<TownState> {
    return this.of(town, await new CommitmentStore(town.database).all(), window, false);
  }

  private async of(
    town: Town,
    records: readonly CommitmentRecord[],
    window: WeekWindow | undefined,
    changed: boolean,
  ): Promise<TownState> {
    const weeks = weeksOf(records, window);
    const means = changed ? await this.read(town) : await this.means(town);
    const drawn = this.pictures.get(town.code);
    const commitments = JSON.stringify(records.map(commitmentOf));
    if (drawn !== undefined && drawn.means === means && drawn.commitments === commitments && covers(drawn.weeks, weeks))
      return drawn.state;
    const state = stateOf(means, records, weeks);
    if (!changed) this.pictures.set(town.code, { means, commitments, weeks, state });
    return state;
  }

  private async means(town: Town): Promise<Means> {
    const version = await this.workforce.supplyVersion(town);
    const kept = this.kept.get(town.code);
    if (kept?.version === version) return kept.means;
    const means = await this.read(town);
    // Keep only what is certain to be of that version: nothing moved while it was read, and nothing of it is undone.
    if ((await this.workforce.supplyVersion(town)) === version)
      await afterCommit(town.database, () => {
        this.kept.set(town.code, { version, means });
        return Promise.resolve();
      });
    return means;
  }

  private async read(town: Town): Promise<Means> {
    return {
      offers: await this.workforce.offers(town),
      seatMinutes: await this.centre.seatMinutes(town),
      ledMinutes: await this.directors.ledMinutes(town),
    };
  }
}

function stateOf(
  { offers, seatMinutes, ledMinutes }: Means,
  records: readonly CommitmentRecord[],
  weeks: readonly IsoWeek[],
): TownState {
  const supply: TownSupply = {
    workers: offers.map(({ workerId, skills, clearance, minutesOfWeek }) => ({
      id: workerId,
      skills,
      clearance,
      minutesByWeek: new Map(weeks.map((week) => [week, minutesOfWeek(week)])),
    })),
    seatMinutes,
    ledMinutes: ledMinutes === undefined ? undefined : new Map(weeks.map((week) => [week, ledMinutes(week)])),
  };
  return { capacity: townCapacity(supply, records.map(commitmentOf), weeks), supply, records };
}

/** Whether weeks in a row hold all of some others. */
function covers(weeks: readonly IsoWeek[], others: readonly IsoWeek[]): boolean {
  const [first, last] = [others[0], others.at(-1)];
  return first === undefined || last === undefined || (weeks.includes(first) && weeks.includes(last));
}

/** A picture of a town and what it was made of. */
interface Picture {
  readonly means: Means;
  readonly commitments: string;
  readonly weeks: readonly IsoWeek[];
  readonly state: TownState;
}

/** What a town can do: what its workers offer, its seats, and the minutes of work in each week that can be led. */
interface Means {
  readonly offers: readonly Offer[];
  readonly seatMinutes: TownSupply['seatMinutes'];
  readonly ledMinutes: ((week: IsoWeek) => number) | undefined;
}

export function commitmentOf({
  _id,
  skill,
  level,
  dataClass,
  licences,
  minutes,
  earliest,
  due,
}: CommitmentRecord): CapacityCommitment {
  return { id: _id, skill, level, dataClass, licences, minutes, earliest, due };
}

/** All weeks that the window or commitments touch. */
export function weeksOf(records: readonly CommitmentRecord[], window: WeekWindow | undefined): IsoWeek[] {
  const windows = [
    ...records.map(({ earliest, due }) => windowOfDates(earliest, due)),
    ...(window === undefined ? [] : [window]),
  ];
  const [first] = windows.map(({ from }) => from).sort();
  const last = windows
    .map(({ to }) => to)
    .sort()
    .at(-1);
  return first === undefined || last === undefined ? [] : weeksBetween(first, last);
}
