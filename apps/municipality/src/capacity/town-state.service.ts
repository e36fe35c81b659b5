import { Injectable } from '@nestjs/common';
import { dateInTokyo } from '#domain/calendar/date';
import { mondayOf, weekOf, weeksBetween, type IsoWeek } from '#domain/calendar/week';
import { windowOfDates, type WeekWindow } from '#domain/calendar/window';
import type { CapacityCommitment } from '#domain/capacity/commitment';
import type { TownSupply, WorkerSupply } from '#domain/capacity/supply';
import { townCapacity, type TownCapacity } from '#domain/capacity/town-capacity';
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
  /** Offers by town, with the supply version they were read at; read again when the version moves. */
  private readonly offersKept = new Map<string, { readonly version: number; readonly offers: Offer[] }>();

  constructor(
    private readonly clock: Clock,
    private readonly workforce: Workforce,
    private readonly centre: Centre,
    private readonly directors: Directors,
  ) {}

  thisWeek(): IsoWeek {
    return weekOf(dateInTokyo(this.clock.now()));
  }

  /**
   * The town's capacity over all weeks that the window or commitments touch. Commitments that were due before this week are left out:
   * they can neither take nor lack time any more.
   * @param changed whether the open transaction may have changed what workers offer, so that what is kept does not hold.
   */
  async now(town: Town, window?: WeekWindow, { changed = false } = {}): Promise<TownState> {
    const today = mondayOf(this.thisWeek());
    const records = (await new CommitmentStore(town.database).all()).filter(({ due }) => due >= today);
    return this.of(town, records, window, changed);
  }

  /** The same with every commitment there has been, for figures of the past. */
  async ever(town: Town, window: WeekWindow): Promise<TownState> {
    return this.of(town, await new CommitmentStore(town.database).all(), window, false);
  }

  /** What the town's workers offer in these weeks. */
  async workers(town: Town, weeks: readonly IsoWeek[], changed = false): Promise<WorkerSupply[]> {
    const offers = changed ? await this.workforce.offers(town) : await this.offers(town);
    return offers.map(({ workerId, skills, clearance, minutesOfWeek }) => ({
      id: workerId,
      skills,
      clearance,
      minutesByWeek: new Map(weeks.map((week) => [week, minutesOfWeek(week)])),
    }));
  }

  private async of(
    town: Town,
    records: readonly CommitmentRecord[],
    window: WeekWindow | undefined,
    changed: boolean,
  ): Promise<TownState> {
    const weeks = weeksOf(records, window);
    const ledMinutes = await this.directors.ledMinutes(town);
    const supply: TownSupply = {
      workers: await this.workers(town, weeks, changed),
      seatMinutes: await this.centre.seatMinutes(town),
      ledMinutes: ledMinutes === undefined ? undefined : new Map(weeks.map((week) => [week, ledMinutes])),
    };
    return { capacity: townCapacity(supply, records.map(commitmentOf), weeks), supply, records };
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

function weeksOf(records: readonly CommitmentRecord[], window: WeekWindow | undefined): IsoWeek[] {
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
