import { describe, expect, it } from '@jest/globals';
import { licenceCatalogue, nameOfLicence, parseLicence } from '../skills/licences.js';
import { refusalsToSetSeats } from './seats.js';

describe('seats', () => {
  it('are refused for everything that is wrong at once, each with its field', () => {
    expect(refusalsToSetSeats({ licence: 'adobe-cc', seats: 3, minutesPerSeat: 2_400 })).toEqual([]);
    expect(refusalsToSetSeats({ licence: 'adobe-cc', seats: 0, minutesPerSeat: 0 })).toEqual([]);
    expect(
      refusalsToSetSeats({ licence: 'word-star', seats: -1, minutesPerSeat: 9_999 }).map(({ code, field }) => [
        code,
        field,
      ]),
    ).toEqual([
      ['LICENCE_UNKNOWN', 'licence'],
      ['SEATS_OUT_OF_RANGE', 'seats'],
      ['WEEK_MINUTES_OUT_OF_RANGE', 'minutesPerSeat'],
    ]);
  });

  it('are of licences that have a name in both languages', () => {
    for (const { code, nameJa, nameEn } of licenceCatalogue)
      expect([nameOfLicence(code, 'JA'), nameOfLicence(code, 'EN'), parseLicence(code).ok]).toEqual([
        nameJa,
        nameEn,
        true,
      ]);
    expect([nameOfLicence('word-star', 'EN'), parseLicence('word-star').ok]).toEqual(['word-star', false]);
  });
});
