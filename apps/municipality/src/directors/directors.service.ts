import { Injectable } from '@nestjs/common';
import type { IsoWeek } from '#domain/calendar/week';
import { refusalsOfDirector, type NewDirector } from '#domain/directors/director';
import { ledMinutesByWeek, refusalsToLend, type DirectorShift } from '#domain/directors/shift';
import { makeId } from '#domain/municipality/ids';
import { accept, decide, refuse, type Decision } from '#domain/refusals/decision';
import { tidyText } from '#domain/text/text';
import { Clock } from '#service/clock';
import { newLocalId } from '#service/local-id';
import type { Town } from '../towns/towns.service.js';
import { DirectorShiftStore } from './director-shift.store.js';
import { DirectorStore, type DirectorRecord } from './director.store.js';

export type Director = Omit<DirectorRecord, '_id'> & { readonly id: string };

/** ディレクター: who leads the work here, and how much of it. */
@Injectable()
export class Directors {
  constructor(private readonly clock: Clock) {}

  /** Joins the caller's transaction. */
  async register(town: Town, director: NewDirector): Promise<Decision<{ directorId: string }>> {
    const decision = decide(refusalsOfDirector(director), () => ({
      directorId: makeId(town.code, 'director', newLocalId()),
    }));
    if (!decision.ok) return decision;
    await new DirectorStore(town.database).insert({
      _id: decision.value.directorId,
      displayName: tidyText(director.displayName),
      weeklyMinutes: director.weeklyMinutes,
      leadRatio: director.leadRatio,
      registeredAt: new Date(this.clock.now()),
    });
    return decision;
  }

  /** Changes what is given and leaves the rest. Joins the caller's transaction. */
  async update(town: Town, id: string, change: Partial<NewDirector>): Promise<Decision<{ directorId: string }>> {
    const store = new DirectorStore(town.database);
    if ((await store.find(id)) === null) return refuse('DIRECTOR_UNKNOWN', { field: 'directorId' });
    const decision = decide(refusalsOfDirector(change), () => ({ directorId: id }));
    if (!decision.ok) return decision;
    const { displayName, ...figures } = change;
    await store.change(id, {
      ...figures,
      ...(displayName === undefined ? {} : { displayName: tidyText(displayName) }),
    });
    return accept({ directorId: id });
  }

  async director(town: Town, id: string): Promise<Director | undefined> {
    const record = await new DirectorStore(town.database).find(id);
    return record === null ? undefined : directorOf(record);
  }

  async directors(town: Town): Promise<Director[]> {
    return (await new DirectorStore(town.database).all()).map(directorOf);
  }

  /**
   * Writes down what a loan moves, in place of what it has moved so far; refused where a director of the town does not have the minutes.
   * Joins the caller's transaction.
   */
  async move(town: Town, loanId: string, shift: DirectorShift): Promise<Decision<undefined>> {
    const shifts = new DirectorShiftStore(town.database);
    const before = await shifts.all();
    const already = before.find((each) => each.loanId === loanId)?.shift.weeks ?? [];
    // To take less of a director is always possible, also where their time has been lowered meanwhile.
    if (shift.kind === 'LENT' && !isPart(shift.weeks, already)) {
      const { directorId } = shift;
      const director = await new DirectorStore(town.database).find(directorId);
      if (director === null) return refuse('DIRECTOR_UNKNOWN', { field: 'directorId' });
      const others = before
        .filter((each) => each.loanId !== loanId)
        .map((each) => each.shift)
        .filter((each) => each.kind === 'LENT' && each.directorId === directorId);
      const decision = decide(refusalsToLend(director, shift.weeks, others), () => undefined);
      if (!decision.ok) return decision;
    }
    await shifts.set(loanId, shift);
    return accept(undefined);
  }

  /**
   * Minutes of work that can be led here, week by week: by the town's own directors as far as they are at home, and by those on loan here.
   * Undefined where no director is registered, which sets no bound.
   */
  async ledMinutes(town: Town): Promise<((week: IsoWeek) => number) | undefined> {
    const directors = await this.directors(town);
    if (directors.length === 0) return undefined;
    const shifts = await new DirectorShiftStore(town.database).all();
    return ledMinutesByWeek(
      directors,
      shifts.map(({ shift }) => shift),
    );
  }
}

/** Whether weeks are some of others, with the same minutes. */
function isPart(weeks: DirectorShift['weeks'], of: DirectorShift['weeks']): boolean {
  return weeks.every(({ week, minutes }) => of.some((each) => each.week === week && each.minutes === minutes));
}

function directorOf({ _id, ...rest }: DirectorRecord): Director {
  return { id: _id, ...rest };
}
