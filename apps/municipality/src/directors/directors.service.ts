import { Injectable } from '@nestjs/common';
import { ledMinutes, refusalsOfDirector, type NewDirector } from '#domain/directors/director';
import { makeId } from '#domain/municipality/ids';
import { accept, decide, refuse, type Decision } from '#domain/refusals/decision';
import { tidyText } from '#domain/text/text';
import { Clock } from '#service/clock';
import { newLocalId } from '#service/local-id';
import type { Town } from '../towns/towns.service.js';
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

  /** Minutes of work in an ordinary week that the town's directors can lead; undefined where none is registered, which sets no bound. */
  async ledMinutes(town: Town): Promise<number | undefined> {
    const directors = await new DirectorStore(town.database).all();
    return directors.length === 0 ? undefined : ledMinutes(directors);
  }
}

function directorOf({ _id, ...rest }: DirectorRecord): Director {
  return { id: _id, ...rest };
}
