import { describe, expect, it } from '@jest/globals';
import { ledMinutes, refusalsOfDirector, usualLeadRatio } from './director.js';

describe('directors', () => {
  it('lead so many minutes of work for each of their own', () => {
    expect(ledMinutes([])).toBe(0);
    expect(
      ledMinutes([
        { weeklyMinutes: 600, leadRatio: usualLeadRatio },
        { weeklyMinutes: 60, leadRatio: 5 },
      ]),
    ).toBe(6_300);
  });

  it('are refused for everything that is wrong at once, each with its field', () => {
    expect(refusalsOfDirector({ displayName: '土屋 誠', weeklyMinutes: 1_200, leadRatio: 1 })).toEqual([]);
    expect(
      refusalsOfDirector({ displayName: ' ', weeklyMinutes: -1, leadRatio: 0 }).map(({ code, field }) => [code, field]),
    ).toEqual([
      ['TEXT_EMPTY', 'displayName'],
      ['WEEK_MINUTES_OUT_OF_RANGE', 'weeklyMinutes'],
      ['LEAD_RATIO_OUT_OF_RANGE', 'leadRatio'],
    ]);
    expect(refusalsOfDirector({ leadRatio: 101 })).toHaveLength(1);
    expect(refusalsOfDirector({})).toEqual([]);
  });
});
