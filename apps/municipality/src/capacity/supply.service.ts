import { Injectable } from '@nestjs/common';
import type { OwnedSeats } from '#domain/centre/seats';
import { usualLeadRatio, type NewDirector } from '#domain/directors/director';
import type { Decision } from '#domain/refusals/decision';
import { Centre } from '../centre/centre.service.js';
import { Directors } from '../directors/directors.service.js';
import type { Town } from '../towns/towns.service.js';
import { Workforce } from '../workforce/workforce.service.js';
import { Capacity, type Shortfall } from './capacity.service.js';

interface Keyed {
  readonly idempotencyKey: string;
}
type Changed<T> = Promise<Decision<T & { shortfalls: Shortfall[] }>>;
type Given<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

/** What bounds a town's work besides its workers, changed: each change is answered with the work that the town then has no room for. */
@Injectable()
export class Supply {
  constructor(
    private readonly capacity: Capacity,
    private readonly directors: Directors,
    private readonly centre: Centre,
    private readonly workforce: Workforce,
  ) {}

  /** @param input without a ratio, the usual one counts. */
  registerDirector(
    town: Town,
    input: Keyed & Omit<NewDirector, 'leadRatio'> & Given<Pick<NewDirector, 'leadRatio'>>,
  ): Changed<{ directorId: string }> {
    const { displayName, weeklyMinutes, leadRatio } = input;
    return this.change(town, 'registerDirector', input, () =>
      this.directors.register(town, { displayName, weeklyMinutes, leadRatio: leadRatio ?? usualLeadRatio }),
    );
  }

  updateDirector(
    town: Town,
    input: Keyed & Given<NewDirector> & { readonly directorId: string },
  ): Changed<{ directorId: string }> {
    const { directorId, displayName, weeklyMinutes, leadRatio } = input;
    const change = { displayName, weeklyMinutes, leadRatio };
    return this.change(town, 'updateDirector', input, () =>
      this.directors.update(town, directorId, withoutGaps(change)),
    );
  }

  setSeats(town: Town, input: Keyed & OwnedSeats): Changed<{ licence: string }> {
    const { licence, seats, minutesPerSeat } = input;
    return this.change(town, 'setSeats', input, () => this.centre.setSeats(town, { licence, seats, minutesPerSeat }));
  }

  private change<T extends object>(
    town: Town,
    operation: string,
    input: Keyed,
    change: () => Promise<Decision<T>>,
  ): Changed<T> {
    return this.capacity.changeSupply(town, { operation, input }, async () => {
      const decision = await change();
      if (decision.ok) await this.workforce.supplyChanged(town);
      return decision;
    });
  }
}

/** Only what was given. */
function withoutGaps<T extends object>(given: Given<T>): Partial<T> {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== undefined),
  ) as Partial<T>;
}
