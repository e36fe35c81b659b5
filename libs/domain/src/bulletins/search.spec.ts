import { describe, expect, it } from '@jest/globals';
import type { Instant } from '../calendar/date.js';
import type { IsoMonth } from '../calendar/month.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { SkillCode } from '../skills/catalogue.js';
import type { BulletinRow, CapacityBulletin } from './bulletin.js';
import { isAskedFor, parseCapacitySearch, searchCapacity, type AskedCapacity, type HeardBulletin } from './search.js';

// Goal: whoever asks who has time is told what towns published, row by row, and told what of the question makes no sense.
// Method: three towns whose bulletins are written out; distances from Tateshina: Nagawa next door, Saku near, Iida far.

const [tateshina, nagawa, saku, iida, sapporo] = ['203246', '203505', '202177', '202053', '011002'].map(
  (code) => code as MunicipalityCode,
) as [MunicipalityCode, MunicipalityCode, MunicipalityCode, MunicipalityCode, MunicipalityCode];

/** `data-entry 2 2027-04 600`: skill (`*` is all together), level, month, free minutes; PUBLIC unless a class follows. */
function rowsOf(text: string): BulletinRow[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [skill, level, month, freeMinutes, dataClass = 'PUBLIC'] = line.trim().split(/\s+/);
      return {
        month: month as IsoMonth,
        skill: skill === '*' ? null : (skill as SkillCode),
        level: Number(level),
        dataClass: dataClass as BulletinRow['dataClass'],
        freeMinutes: Number(freeMinutes),
      };
    });
}

function heard(
  municipality: MunicipalityCode,
  text: string,
  source: HeardBulletin['source'] = 'BULLETIN',
): HeardBulletin {
  const bulletin: CapacityBulletin = {
    municipality,
    number: 1,
    issuedAt: 1_000 as Instant,
    expiresAt: 2_000 as Instant,
    from: '2027-04' as IsoMonth,
    to: '2028-09' as IsoMonth,
    rows: rowsOf(text),
  };
  return { bulletin, source };
}

const all = [
  heard(
    iida,
    `data-entry 1 2027-05 900
     design     1 2027-04 300
     data-entry 1 2027-04 600
     *          1 2027-04 700`,
  ),
  heard(
    nagawa,
    `data-entry 1 2027-04 500
     data-entry 2 2027-04 200
     data-entry 1 2027-04 100 PERSONAL
     *          1 2027-04 500
     *          2 2027-04 200`,
    'LIVE',
  ),
  heard(saku, 'data-entry 1 2027-04 800'),
];

const april = { from: '2027-04' as IsoMonth, to: '2027-04' as IsoMonth };
const found = (asked: Partial<AskedCapacity>, own: MunicipalityCode | undefined = tateshina) => {
  const search = parseCapacitySearch({ ...april, ...asked }, own);
  if (!search.ok) throw new Error(search.refusals.map(({ code }) => code).join());
  return searchCapacity(all, search.value);
};
const told = (asked: Partial<AskedCapacity>): string[] =>
  found(asked).rows.map(
    ({ municipality, month, skill, level, freeMinutes }) => `${municipality} ${month} ${skill} ${level} ${freeMinutes}`,
  );
const refused = (asked: Partial<AskedCapacity>, own?: MunicipalityCode): string[] => {
  const search = parseCapacitySearch({ ...april, ...asked }, own);
  return search.ok ? [] : search.refusals.map(({ code, field }) => `${code} ${field}`);
};

describe('a search of capacity', () => {
  it('shows each town in the given order, its figures by month and skill, at the lowest level and for public data', () => {
    expect(told({ to: '2027-05' as IsoMonth })).toEqual([
      `${iida} 2027-04 data-entry 1 600`,
      `${iida} 2027-04 design 1 300`,
      `${iida} 2027-05 data-entry 1 900`,
      `${nagawa} 2027-04 data-entry 1 500`,
      `${saku} 2027-04 data-entry 1 800`,
    ]);
  });

  it('says of each figure where it comes from, since when, and how far that is', () => {
    const [ofIida, ofNagawa] = found({ skill: 'data-entry' }).rows;
    expect(ofIida).toMatchObject({ source: 'BULLETIN', asOf: 1_000, dataClass: 'PUBLIC' });
    expect(ofNagawa).toMatchObject({ source: 'LIVE', asOf: 1_000 });
    expect(ofIida?.kilometres).toBeGreaterThan(80);
    expect(ofNagawa?.kilometres).toBeLessThan(15);
    expect(found({}, sapporo).rows[0]?.kilometres).toBeNull();
  });

  it.each<[string, Partial<AskedCapacity>, string[]]>([
    ['a skill', { skill: 'design' }, [`${iida} 2027-04 design 1 300`]],
    ['a skill at a level', { skill: 'data-entry', level: 2 }, [`${nagawa} 2027-04 data-entry 2 200`]],
    ['a skill at a level nobody lists', { skill: 'design', level: 3 }, []],
    ['all skills at a level', { level: 2 }, [`${nagawa} 2027-04 data-entry 2 200`]],
    [
      'any of several skills, each at its level',
      { skills: [{ code: 'data-entry', level: 2 }, { code: 'design' }] },
      [`${iida} 2027-04 design 1 300`, `${nagawa} 2027-04 data-entry 2 200`],
    ],
    ['a data class', { dataClass: 'PERSONAL' }, [`${nagawa} 2027-04 data-entry 1 100`]],
    ['minutes', { minMinutes: 601 }, [`${saku} 2027-04 data-entry 1 800`]],
    ['towns', { municipalities: [saku] }, [`${saku} 2027-04 data-entry 1 800`]],
    ['no town', { municipalities: [] }, []],
    [
      'a distance from a town',
      { near: { municipality: tateshina, kilometres: 30 } },
      [`${nagawa} 2027-04 data-entry 1 500`, `${saku} 2027-04 data-entry 1 800`],
    ],
  ])('narrows by %s', (_, asked, rows) => {
    expect(told(asked)).toEqual(rows);
  });

  it.each([
    ['NEAREST', [nagawa, saku, iida]],
    ['MOST_FREE', [saku, iida, nagawa]],
    [undefined, [iida, nagawa, saku]],
  ] as const)('sorts by %s', (sort, towns) => {
    const { rows } = found({ skill: 'data-entry', ...(sort === undefined ? {} : { sort }) });
    expect(rows.map(({ municipality }) => municipality)).toEqual(towns);
  });

  it('tells distances from the town it is asked about, else from the own one', () => {
    const near = { municipality: iida, kilometres: 500 };
    expect(found({ skill: 'data-entry', near, sort: 'NEAREST' }).rows[0]).toMatchObject({
      municipality: iida,
      kilometres: 0,
    });
  });

  it('keeps the figures of all skills together apart, and tells them only where no skill is asked for', () => {
    const { totals } = found({});
    expect(totals.map(({ municipality, freeMinutes }) => `${municipality} ${freeMinutes}`)).toEqual([
      `${iida} 700`,
      `${nagawa} 500`,
    ]);
    expect(totals[0]).not.toHaveProperty('skill');
    expect(found({ level: 2 }).totals.map(({ freeMinutes }) => freeMinutes)).toEqual([200]);
    expect(found({ skill: 'data-entry' }).totals).toEqual([]);
  });

  it('knows which towns need not be asked at all', () => {
    const search = parseCapacitySearch({ ...april, near: { municipality: tateshina, kilometres: 30 } }, undefined);
    expect(search.ok && [nagawa, iida, sapporo].map((town) => isAskedFor(town, search.value))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each<[string, Partial<AskedCapacity>, string[]]>([
    ['months that run backwards', { to: '2027-03' as IsoMonth }, ['WINDOW_REVERSED filter.to']],
    ['too many months', { to: '2028-10' as IsoMonth }, ['WINDOW_TOO_LONG filter.to']],
    ['an unknown skill', { skill: 'knitting' }, ['SKILL_UNKNOWN filter.skill']],
    ['no skills at all', { skills: [] }, ['SKILLS_EMPTY filter.skills']],
    [
      'unknown skills and levels, each named',
      { skills: [{ code: 'design' }, { code: 'knitting', level: 4 }], level: 0 },
      [
        'SKILL_UNKNOWN filter.skills.1.code',
        'SKILL_LEVEL_OUT_OF_RANGE filter.skills.1.level',
        'SKILL_LEVEL_OUT_OF_RANGE filter.level',
      ],
    ],
    [
      'a place and a distance nobody knows',
      { near: { municipality: sapporo, kilometres: 0 } },
      ['POSITION_UNKNOWN filter.near.municipality', 'DISTANCE_OUT_OF_RANGE filter.near.kilometres'],
    ],
    ['the nearest to nowhere', { sort: 'NEAREST' }, ['NEAR_MISSING filter.near']],
  ])('makes no sense with %s', (_, asked, refusals) => {
    expect(refused(asked)).toEqual(refusals);
  });

  it('spans up to 18 months, and sorts by nearest for whoever has a town', () => {
    expect(refused({ to: '2028-09' as IsoMonth })).toEqual([]);
    expect(refused({ sort: 'NEAREST' }, tateshina)).toEqual([]);
    expect(refused({ sort: 'NEAREST' }, sapporo)).toEqual(['NEAR_MISSING filter.near']);
  });
});
