import { describe, expect, it } from '@jest/globals';
import type { Instant } from '../calendar/date.js';
import { isFresh, receivedBulletin, receivedOutdatedMark } from './received.js';

const now = Date.parse('2027-03-01T00:00:00Z') as Instant;
const hour = 3_600_000;
const row = { month: '2027-04', skill: 'data-entry', level: 1, dataClass: 'PUBLIC', freeMinutes: 600 };
const together = { month: '2027-04', skills: ['data-entry', 'design'], dataClass: 'PUBLIC', freeMinutes: 900 };
const bulletin = {
  municipality: '203246',
  number: 7,
  issuedAt: now,
  expiresAt: now + 24 * hour,
  from: '2027-04',
  to: '2027-06',
  rows: [row, { ...row, skill: null }, { ...row, month: '2027-06' }],
};

describe('a bulletin of a peer', () => {
  it('is read with nothing besides what belongs to one', () => {
    const stuffed = { ...bulletin, workers: ['x'], rows: bulletin.rows.map((each) => ({ ...each, worker: 'x' })) };
    expect(receivedBulletin(stuffed, now)).toEqual(bulletin);
    expect(receivedBulletin({ ...bulletin, rows: [] }, now)).toEqual({ ...bulletin, rows: [] });
  });

  it('may tell skills together beside its rows, in whatever order it names them', () => {
    const both = { ...bulletin, jointRows: [together, { ...together, month: '2027-06' }] };
    expect(receivedBulletin(both, now)).toEqual(both);
    const stuffed = [{ ...together, skills: ['design', 'data-entry'], level: 3, skill: 'design', worker: 'x' }];
    expect(receivedBulletin({ ...bulletin, jointRows: stuffed }, now)).toEqual({ ...bulletin, jointRows: [together] });
  });

  it('says nothing of skills together where it tells none', () => {
    for (const jointRows of [undefined, []]) {
      const read = receivedBulletin({ ...bulletin, jointRows }, now);
      expect(read).toEqual(bulletin);
      expect(read).not.toHaveProperty('jointRows');
    }
  });

  it.each<[string, unknown]>([
    ['a word', 'none'],
    ['null', null],
    ['one row', together],
    ['a row that is none', [null]],
    ['a row of one skill', [{ ...together, skills: ['design'] }]],
    ['a row of one skill named twice', [{ ...together, skills: ['design', 'design'] }]],
    ['a row of no skill', [{ ...together, skills: [] }]],
    ['a row without skills', [{ ...together, skills: undefined }]],
    ['skills in one text', [{ ...together, skills: 'data-entry+design' }]],
    ['several skills as if they were one', [{ ...together, skills: ['data-entry', 'design+translation'] }]],
    ['a skill nobody knows', [{ ...together, skills: ['design', 'knitting'] }]],
    ['a skill that is none', [{ ...together, skills: ['design', null] }]],
    ['a month it does not cover', [{ ...together, month: '2027-07' }]],
    ['a data class nobody knows', [{ ...together, dataClass: 'SECRET' }]],
    ['minutes below zero', [{ ...together, freeMinutes: -1 }]],
    ['half a minute', [{ ...together, freeMinutes: 0.5 }]],
    ['minutes without end', [{ ...together, freeMinutes: 1e15 }]],
    ['the same skills twice', [together, { ...together, freeMinutes: 60 }]],
    ['the same skills in another order', [together, { ...together, skills: ['design', 'data-entry'] }]],
  ])('is none with %s for skills together', (_, jointRows) => {
    expect(receivedBulletin({ ...bulletin, jointRows: [together] }, now)).toBeDefined();
    expect(receivedBulletin({ ...bulletin, jointRows }, now)).toBeUndefined();
  });

  it('is none with several skills in a row of one', () => {
    expect(receivedBulletin({ ...bulletin, rows: [{ ...row, skill: 'data-entry+design' }] }, now)).toBeUndefined();
  });

  it.each([
    ['nothing', null],
    ['text', 'bulletin'],
    ['a code with a wrong check digit', { ...bulletin, municipality: '203247' }],
    ['no number', { ...bulletin, number: undefined }],
    ['the number 0', { ...bulletin, number: 0 }],
    ['half a number', { ...bulletin, number: 1.5 }],
    ['a moment as text', { ...bulletin, issuedAt: '2027-03-01' }],
    ['one issued tomorrow', { ...bulletin, issuedAt: now + 24 * hour, expiresAt: now + 25 * hour }],
    ['one that expired before it was issued', { ...bulletin, expiresAt: now - 1 }],
    ['one that holds for a year', { ...bulletin, expiresAt: now + 365 * 24 * hour }],
    ['months that run backwards', { ...bulletin, from: '2027-07' }],
    ['more months than anybody can foresee', { ...bulletin, to: '2029-04' }],
    ['a month that is none', { ...bulletin, to: '2027-13' }],
    ['no rows', { ...bulletin, rows: undefined }],
    ['rows that are none', { ...bulletin, rows: [null] }],
    ['a row of a month it does not cover', { ...bulletin, rows: [{ ...row, month: '2027-07' }] }],
    ['a skill nobody knows', { ...bulletin, rows: [{ ...row, skill: 'knitting' }] }],
    ['a row without a skill', { ...bulletin, rows: [{ ...row, skill: undefined }] }],
    ['a level beyond the highest', { ...bulletin, rows: [{ ...row, level: 4 }] }],
    ['a data class nobody knows', { ...bulletin, rows: [{ ...row, dataClass: 'SECRET' }] }],
    ['minutes below zero', { ...bulletin, rows: [{ ...row, freeMinutes: -1 }] }],
    ['minutes without end', { ...bulletin, rows: [{ ...row, freeMinutes: 1e15 }] }],
    ['the same cell twice', { ...bulletin, rows: [row, { ...row, freeMinutes: 60 }] }],
  ])('is none with %s', (_, said) => {
    expect(receivedBulletin(said, now)).toBeUndefined();
  });

  it('holds until it expires', () => {
    const read = receivedBulletin(bulletin, now);
    expect(read !== undefined && isFresh(read, (now + 24 * hour - 1) as Instant)).toBe(true);
    expect(read !== undefined && isFresh(read, (now + 24 * hour) as Instant)).toBe(false);
  });
});

describe("a peer's word that a bulletin is overtaken", () => {
  it('names the town and the number, or is none', () => {
    expect(receivedOutdatedMark({ municipality: '203246', number: 7, why: 'x' })).toEqual({
      municipality: '203246',
      number: 7,
    });
    for (const said of [null, {}, { municipality: '203246', number: -1 }, { municipality: '1', number: 1 }])
      expect(receivedOutdatedMark(said)).toBeUndefined();
  });
});
