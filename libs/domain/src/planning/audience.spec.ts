import { describe, expect, it } from '@jest/globals';
import type { MunicipalityCode } from '../municipality/code.js';
import { isWithin, maySeeDraft, type Audience } from './audience.js';

const [tateshina, saku, kawakami] = ['203246', '202177', '203041'] as MunicipalityCode[] as [
  MunicipalityCode,
  MunicipalityCode,
  MunicipalityCode,
];
const own: Audience = { owner: tateshina, isForAll: false, sharedWith: [] };
const shared: Audience = { ...own, sharedWith: [saku] };
const forAll: Audience = { ...own, isForAll: true };
const ofNoTown: Audience = { ...own, owner: null };

describe('a draft', () => {
  it.each([
    [own, tateshina, true],
    [own, saku, false],
    [shared, saku, true],
    [shared, kawakami, false],
    [forAll, kawakami, true],
    [ofNoTown, tateshina, false],
  ])('of %j is seen from %s: %s', (audience, town, expected) => {
    expect(maySeeDraft(audience, { town, isCoordinator: true })).toBe(expected);
    expect(maySeeDraft(audience, { town, isCoordinator: false })).toBe(expected);
  });

  it('of a coordinator without a town is seen by such coordinators alone', () => {
    expect(maySeeDraft(ofNoTown, { town: null, isCoordinator: true })).toBe(true);
    expect(maySeeDraft(ofNoTown, { town: null, isCoordinator: false })).toBe(false);
    expect(maySeeDraft(shared, { town: null, isCoordinator: true })).toBe(false);
  });

  it('is not shared on with those from whom it was kept', () => {
    expect(isWithin(own, own)).toBe(true);
    expect(isWithin(shared, own)).toBe(false);
    expect(isWithin(own, shared)).toBe(true);
    expect(isWithin(forAll, shared)).toBe(false);
    expect(isWithin(forAll, forAll)).toBe(true);
    expect(isWithin({ ...own, owner: saku }, shared)).toBe(true);
    expect(isWithin({ ...own, owner: kawakami }, shared)).toBe(false);
  });
});
