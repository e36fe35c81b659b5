import { refusalsOfRange } from '../availability/pattern.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import { isLicence } from '../skills/licences.js';
import { mostMinutesInAWeek } from '../skills/worker-kind.js';

/** More seats than any town has: a typing error. */
const mostSeats = 1_000;

/** Seats of a licence that a town owns, for example three of Adobe CC, each for 40 h a week. */
export interface OwnedSeats {
  readonly licence: string;
  readonly seats: number;
  /** Minutes in a week that one seat can be used. */
  readonly minutesPerSeat: number;
}

/** Why seats cannot be set; empty when they can. */
export function refusalsToSetSeats({ licence, seats, minutesPerSeat }: OwnedSeats): Refusal[] {
  return [
    ...(isLicence(licence) ? [] : [refusal('LICENCE_UNKNOWN', { field: 'licence', given: licence })]),
    ...refusalsOfRange('SEATS_OUT_OF_RANGE', seats, mostSeats, 'seats'),
    ...refusalsOfRange('WEEK_MINUTES_OUT_OF_RANGE', minutesPerSeat, mostMinutesInAWeek, 'minutesPerSeat'),
  ];
}
