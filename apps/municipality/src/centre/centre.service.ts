import { Injectable } from '@nestjs/common';
import { refusalsToSetSeats, type OwnedSeats } from '#domain/centre/seats';
import { decide, type Decision } from '#domain/refusals/decision';
import type { LicenceCode } from '#domain/skills/licences';
import type { Town } from '../towns/towns.service.js';
import { SeatsStore } from './seats.store.js';

/** テレワークセンター: what the town owns that work needs. */
@Injectable()
export class Centre {
  /** Sets how many seats of a licence the town owns. Joins the caller's transaction. */
  async setSeats(town: Town, owned: OwnedSeats): Promise<Decision<{ licence: string }>> {
    const decision = decide(refusalsToSetSeats(owned), () => ({ licence: owned.licence }));
    if (!decision.ok) return decision;
    const { licence, seats, minutesPerSeat } = owned;
    await new SeatsStore(town.database).set({ _id: licence as LicenceCode, seats, minutesPerSeat });
    return decision;
  }

  async seats(town: Town): Promise<OwnedSeats[]> {
    return (await new SeatsStore(town.database).all()).map(({ _id, ...rest }) => ({ licence: _id, ...rest }));
  }

  /** Minutes in a week that the town's seats of each licence can be used; what is not named, it owns none of. */
  async seatMinutes(town: Town): Promise<ReadonlyMap<LicenceCode, number>> {
    const owned = await new SeatsStore(town.database).all();
    return new Map(owned.map(({ _id, seats, minutesPerSeat }) => [_id, seats * minutesPerSeat]));
  }
}
